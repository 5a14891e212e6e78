//! Loans and reservations agree with the states of items and needs (invariants 1 and 9 of the walk).

use std::collections::BTreeMap;

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::Finding;
use crate::Failure;
use crate::entities::{
    gift, gift_item, item, loan, loan_item, need, parcel_item, provision_item, reservation,
};

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let lines = loan_item::Entity::find().all(tx).await?;
    let open = counts(lines.iter().filter(|row| row.closed_at.is_none()).map(|row| row.item_id));
    let provided = provision_item::Entity::find().all(tx).await?;
    let provided = provided.iter().filter(|row| row.closed_at.is_none());
    let provided = counts(provided.map(|row| row.item_id));
    let given = gift_item::Entity::find().all(tx).await?;
    let met = lines.iter().map(|row| row.need_id).chain(given.iter().map(|row| row.need_id));
    let served = counts(met.flatten());
    let homes = homes(tx).await?;
    let lent = lines.iter().map(|row| (row.item_id, row.need_id, row.loan_id));
    let given = given.iter().map(|row| (row.item_id, row.need_id, row.gift_id));
    let handed = counts(
        lent.chain(given).filter_map(|(item, need, by)| Some((item, need?, *homes.get(&by)?))),
    );
    let all = reservation::Entity::find().order_by_asc(reservation::Column::Id).all(tx).await?;
    let held: Vec<_> = all.iter().filter(|row| row.state == "held").cloned().collect();
    reservations(all, &handed, findings);
    let held_items = counts(held.iter().map(|row| row.item_id));
    let held_needs = counts(held.iter().map(|row| row.need_id));
    // What is in a bag under way is set aside too, and so is the need that the bag is for.
    let packed = parcel_item::Entity::find().filter(parcel_item::Column::ClosedAt.is_null());
    let packed = packed.all(tx).await?;
    let packed_items = counts(packed.iter().map(|row| row.item_id));
    let packed_needs = counts(packed.iter().filter_map(|row| row.need_id));
    for item in item::Entity::find().order_by_asc(item::Column::Tag).all(tx).await? {
        let open = open.get(&item.id).copied().unwrap_or_default();
        let held = set_aside(item.id, &held_items, &packed_items);
        // A school or an organisation has it, with or without a family that has it from there.
        let fits = match (item.state == "lent", open) {
            (true, 0) => provided.contains_key(&item.id),
            (lent, many) => many == usize::from(lent),
        };
        if !fits {
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
    lists(tx, findings).await?;
    for need in need::Entity::find().order_by_asc(need::Column::Id).all(tx).await? {
        let held = set_aside(need.id, &held_needs, &packed_needs);
        if held != usize::from(need.state == "reserved") {
            findings.push(Finding::NeedReservation {
                need: need.id.to_string(),
                state: need.state.clone(),
                held,
            });
        }
        let lines = served.get(&need.id).copied().unwrap_or_default();
        if (need.state == "served") != (lines > 0) {
            let (need, state) = (need.id.to_string(), need.state);
            findings.push(Finding::NeedLoan { need, state, lines });
        }
    }
    Ok(())
}

/// The lists of what is out go by a mark on the loan, which follows from its lines.
async fn lists(tx: &DatabaseTransaction, findings: &mut Vec<Finding>) -> Result<(), Failure> {
    const OUT: &str =
        "EXISTS (SELECT 1 FROM loan_items i WHERE i.loan_id = loans.id AND i.closed_at IS NULL)";
    for (listed, wrong) in
        [(true, format!("still_out AND NOT {OUT}")), (false, format!("NOT still_out AND {OUT}"))]
    {
        let wrong = loan::Entity::find().filter(Expr::cust(wrong)).order_by_asc(loan::Column::Id);
        let wrong = wrong.all(tx).await?.into_iter();
        findings.extend(wrong.map(|row| Finding::LoanListed { loan: row.id.to_string(), listed }));
    }
    Ok(())
}

/// How often something is set aside: by a plan, by a bag, or by both for the same family.
fn set_aside(id: Uuid, held: &BTreeMap<Uuid, usize>, packed: &BTreeMap<Uuid, usize>) -> usize {
    let times = |known: &BTreeMap<Uuid, usize>| known.get(&id).copied().unwrap_or_default();
    times(held).max(times(packed))
}

/// The household of each loan and of each gift; one hand-over that is both has one.
async fn homes(tx: &DatabaseTransaction) -> Result<BTreeMap<Uuid, Uuid>, Failure> {
    let loans = loan::Entity::find().all(tx).await?;
    let gifts = gift::Entity::find().all(tx).await?;
    let loans = loans.into_iter().map(|row| (row.id, row.household_id));
    Ok(loans.chain(gifts.into_iter().map(|row| (row.id, row.household_id))).collect())
}

/// A reservation is handed over by the line of its item, for its need, to its household, lent or given; one that
/// was released may have been lent at the desk all the same.
fn reservations(
    all: Vec<reservation::Model>,
    handed: &BTreeMap<(Uuid, Uuid, Uuid), usize>,
    findings: &mut Vec<Finding>,
) {
    for row in all.into_iter().filter(|row| row.state != "released") {
        let line = (row.item_id, row.need_id, row.household_id);
        let lines = handed.get(&line).copied().unwrap_or_default();
        if (row.state == "posted") != (lines > 0) {
            let (reservation, state) = (row.id.to_string(), row.state);
            findings.push(Finding::ReservationLoan { reservation, state, lines });
        }
    }
}

pub(super) fn counts<K: Ord>(ids: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    ids.fold(BTreeMap::new(), |mut counts, id| {
        *counts.entry(id).or_default() += 1;
        counts
    })
}
