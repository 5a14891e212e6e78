//! Loans and reservations agree with the states of items and needs (invariants 1 and 9 of the walk).

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::Finding;
use crate::Failure;
use crate::entities::{item, loan_item, need, reservation};

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let open =
        loan_item::Entity::find().filter(loan_item::Column::ClosedAt.is_null()).all(tx).await?;
    let open = counts(open.into_iter().map(|row| row.item_id));
    let held =
        reservation::Entity::find().filter(reservation::Column::State.eq("held")).all(tx).await?;
    let held_items = counts(held.iter().map(|row| row.item_id));
    let held_needs = counts(held.iter().map(|row| row.need_id));
    for item in item::Entity::find().order_by_asc(item::Column::Tag).all(tx).await? {
        let open = open.get(&item.id).copied().unwrap_or_default();
        let held = held_items.get(&item.id).copied().unwrap_or_default();
        if open != usize::from(item.state == "lent") {
            findings.push(Finding::ItemLoan {
                tag: item.tag.clone(),
                state: item.state.clone(),
                open,
            });
        }
        if held != usize::from(item.state == "reserved") {
            findings.push(Finding::ItemReservation { tag: item.tag, state: item.state, held });
        }
    }
    for need in need::Entity::find().order_by_asc(need::Column::Id).all(tx).await? {
        let held = held_needs.get(&need.id).copied().unwrap_or_default();
        if held != usize::from(need.state == "reserved") {
            findings.push(Finding::NeedReservation {
                need: need.id.to_string(),
                state: need.state,
                held,
            });
        }
    }
    Ok(())
}

fn counts(ids: impl Iterator<Item = Uuid>) -> BTreeMap<Uuid, usize> {
    ids.fold(BTreeMap::new(), |mut counts, id| {
        *counts.entry(id).or_default() += 1;
        counts
    })
}
