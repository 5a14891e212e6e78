//! Forgetting again, in a restored database, whoever the backup still held.

use std::collections::BTreeMap;

use domain::ids::HouseholdId;
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
    QueryTrait, TransactionTrait,
};
use uuid::Uuid;

use super::erase::{erase, remembered};
use super::list::Forgotten;
use crate::base::error::Failure;
use crate::base::journal::Subject;
use crate::base::transaction::Verb;
use crate::entities::{loan, loan_item};

/// Erases each of the forgotten that is still there, with its journal line, by nobody: how many they
/// were, and how many of their loans are open. The backup is older than the return: erasing does not
/// wait for it, and the loan stays with a household without a name until its items are taken back.
pub(crate) async fn forget_again(
    tx: &DatabaseTransaction,
    list: &[Forgotten],
    now: Timestamp,
) -> Result<(u64, u64), Failure> {
    let when: BTreeMap<HouseholdId, Timestamp> =
        list.iter().map(|one| (one.household, one.at)).collect();
    let ids: Vec<HouseholdId> = when.keys().copied().collect();
    let homes = remembered(tx, &ids).await?;
    let mut open_loans = 0;
    for home in &homes {
        let verb = Verb::within(tx.begin().await?, "forget_household", now).await?;
        let at = when.get(&HouseholdId(home.id)).copied().unwrap_or(now);
        let facts = erase(&verb.tx, home, at).await?;
        verb.commit(Subject::Household, home.id, facts).await?;
        open_loans += open_loans_of(home.id).count(tx).await?;
    }
    Ok((homes.len() as u64, open_loans))
}

/// The loans of a household with something still out.
pub(super) fn open_loans_of(home: Uuid) -> sea_orm::Select<loan::Entity> {
    let out = loan_item::Entity::find()
        .select_only()
        .column(loan_item::Column::LoanId)
        .filter(loan_item::Column::ClosedAt.is_null());
    loan::Entity::find()
        .filter(loan::Column::HouseholdId.eq(home))
        .filter(loan::Column::Id.in_subquery(out.into_query()))
}
