//! Attempts to sign in, and their throttle (CNIL 2022-100: a throttle allows shorter passwords).
//!
//! An attempt is counted before its password is looked at, by one conditional UPDATE: however many
//! come at once, no more than the allowed number are judged before the account rests.

use domain::ids::AccountId;
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::Store;
use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::account;

/// Attempts in a row that are judged before an account rests.
const ATTEMPTS_BEFORE_REST: i64 = 5;

/// How long it rests.
const REST: SignedDuration = SignedDuration::from_mins(5);

impl Store {
    /// Counts an attempt, and says whether its password may be looked at: not while the account rests.
    /// The fifth in a row begins the rest, unless it turns out right; after a rest the count starts
    /// again. An attempt that may not be judged counts for nothing, or a stranger could keep the real
    /// person out for ever.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_attempt(&self, account: AccountId, now: Timestamp) -> Result<bool, Failure> {
        let rested = || Expr::col(account::Column::LockedUntil).is_not_null();
        let count = || -> Expr {
            CaseStatement::new()
                .case(rested(), 1_i64)
                .finally(Expr::col(account::Column::Failures).add(1_i64))
                .into()
        };
        let until = CaseStatement::new()
            .case(count().gte(ATTEMPTS_BEFORE_REST), Instant::from(now + REST))
            .finally(Expr::val(None::<i64>));
        let awake = Condition::any()
            .add(account::Column::LockedUntil.is_null())
            .add(account::Column::LockedUntil.lte(Instant::from(now)));
        let done = account::Entity::update_many()
            .col_expr(account::Column::Failures, count())
            .col_expr(account::Column::LockedUntil, until.into())
            .filter(account::Column::Id.eq(Uuid::from(account)))
            .filter(awake)
            .exec(&self.db)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// The attempt was right: the count starts again. `verified` is the kept form of the password it
    /// was judged by; if it has been reset since, what the reset did stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_attempts(&self, account: AccountId, verified: &str) -> Result<(), Failure> {
        account::Entity::update_many()
            .col_expr(account::Column::Failures, Expr::val(0_i64))
            .col_expr(account::Column::LockedUntil, Expr::val(None::<i64>))
            .filter(account::Column::Id.eq(Uuid::from(account)))
            .filter(account::Column::PasswordHash.eq(verified))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}
