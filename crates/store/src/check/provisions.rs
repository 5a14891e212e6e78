//! What a school or an organisation answers for is lent, or at the desk to be checked or repaired after a
//! family had it; and no family has anything from a provision that gave it back.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder};

use super::Finding;
use crate::Failure;
use crate::entities::{item, loan_item, provision_item};

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let open = provision_item::Entity::find()
        .filter(provision_item::Column::ClosedAt.is_null())
        .all(tx)
        .await?;
    let open: BTreeSet<_> = open.into_iter().map(|row| (row.item_id, row.provision_id)).collect();
    let children = loan_item::Entity::find()
        .filter(loan_item::Column::ClosedAt.is_null())
        .filter(loan_item::Column::ProvisionId.is_not_null())
        .all(tx)
        .await?;
    let orphans = children.into_iter().filter_map(|row| Some((row.item_id, row.provision_id?)));
    let orphans: BTreeSet<_> =
        orphans.filter(|child| !open.contains(child)).map(|(item, _)| item).collect();
    let held: BTreeSet<_> = open.into_iter().map(|(item, _)| item).collect();
    for item in item::Entity::find().order_by_asc(item::Column::Tag).all(tx).await? {
        let there = matches!(item.state.as_str(), "lent" | "to_check" | "repair");
        if held.contains(&item.id) && !there || orphans.contains(&item.id) {
            findings.push(Finding::ItemProvision { tag: item.tag, state: item.state });
        }
    }
    Ok(())
}
