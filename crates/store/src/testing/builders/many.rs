//! Tables of any length, written behind the verbs' back.

use domain::ids::{HouseholdId, ItemId};
use domain::stock::Grade;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use sea_orm::{EntityTrait, IntoActiveModel, TransactionTrait};
use uuid::Uuid;

use super::cites::start;
use crate::base::columns::{Day, Instant};
use crate::entities::{loan, loan_item};
use crate::{By, Store};

/// Rows a statement: below what a database binds.
const CHUNK: u64 = 2_000;

/// So many loans to one household, numbered from 1, each of one of these items and over an hour later.
///
/// # Panics
/// When the database refuses.
pub async fn past_loans(store: &Store, many: u64, home: HouseholdId, items: &[ItemId], by: By) {
    let tx = store.db.begin().await.expect("a transaction");
    for first in (1..=many).step_by(usize::try_from(CHUNK).expect("a small number")) {
        let numbers = first..=many.min(first + CHUNK - 1);
        let id = |n: u64| Uuid::from_u128(0x00AA_0000_0000_0000_0000 + u128::from(n));
        let at: Timestamp = start();
        let later = at.saturating_add(SignedDuration::from_hours(1)).expect("a later instant");
        let loans = numbers.clone().map(|n| {
            loan::Model {
                id: id(n),
                cite_id: by.cite.into(),
                household_id: home.into(),
                lent_at: Instant::from(at),
                lent_on: Day(date(2026, 9, 1)),
                due_on: Day(date(2027, 6, 30)),
            }
            .into_active_model()
        });
        let lines = numbers.map(|n| {
            let place = usize::try_from(n).expect("a small number") % items.len();
            loan_item::Model {
                loan_id: id(n),
                item_id: items[place].into(),
                need_id: None,
                grade_out: Grade::New.code().into(),
                grade_in: Some(Grade::Good.code().into()),
                outcome: Some("returned".into()),
                closed_at: Some(Instant::from(later)),
                points_out: "{}".into(),
                points_in: None,
                provision_id: None,
            }
            .into_active_model()
        });
        loan::Entity::insert_many(loans).exec_without_returning(&tx).await.expect("loans");
        loan_item::Entity::insert_many(lines)
            .exec_without_returning(&tx)
            .await
            .expect("their items");
    }
    tx.commit().await.expect("loans kept");
}
