//! `cartable check`: every invariant that the database can show, re-derived from scratch.
//!
//! Reads only; what it finds is data, wording is the caller's.

mod fund;
mod journal;
mod loans;
mod plans;
mod stock;

use sea_orm::TransactionTrait;

use crate::{Failure, Store};

/// Something that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// The journal's line `seq` is missing.
    #[error("journal: line {seq} is missing")]
    JournalGap {
        /// The number expected.
        seq: i64,
    },
    /// A journal line does not hash to its seal, or does not follow the line before.
    #[error("journal: line {seq} was altered")]
    JournalAltered {
        /// The line.
        seq: i64,
    },
    /// The head does not name the last line.
    #[error("journal: the head says {head}, the last line is {last}")]
    JournalHead {
        /// What the head says.
        head: i64,
        /// What there is.
        last: i64,
    },
    /// An item's moves do not follow one another to its state.
    #[error("item {tag}: its moves do not lead to its state {state}")]
    ItemMoves {
        /// Its inventory number.
        tag: String,
        /// The state it claims.
        state: String,
    },
    /// An item is lent without an open loan, or in an open loan without being lent.
    #[error("item {tag}: state {state}, open loans {open}")]
    ItemLoan {
        /// Its inventory number.
        tag: String,
        /// The state it claims.
        state: String,
        /// How many open loans hold it.
        open: usize,
    },
    /// An item is reserved without a held reservation, or the other way round.
    #[error("item {tag}: state {state}, held reservations {held}")]
    ItemReservation {
        /// Its inventory number.
        tag: String,
        /// The state it claims.
        state: String,
        /// How many held reservations name it.
        held: usize,
    },
    /// A need is reserved without a held reservation, or the other way round.
    #[error("need {need}: state {state}, held reservations {held}")]
    NeedReservation {
        /// The need.
        need: String,
        /// The state it claims.
        state: String,
        /// How many held reservations name it.
        held: usize,
    },
    /// A fund line's sum is not that of its documents.
    #[error("fund line {code}: {what} is {kept} cents, its documents say {derived}")]
    FundSum {
        /// The line's code.
        code: String,
        /// Which sum.
        what: &'static str,
        /// What the line holds.
        kept: i64,
        /// What the documents add up to.
        derived: i64,
    },
    /// A fund line is overdrawn and no notification was reduced.
    #[error("fund line {code}: overdrawn by {cents} cents")]
    FundOverdrawn {
        /// The line's code.
        code: String,
        /// By how much.
        cents: i64,
    },
    /// A commitment's settled part is not that of its settlements.
    #[error("commitment {order}: settled {kept} cents, its settlements say {derived}")]
    CommitmentSettled {
        /// The order number.
        order: String,
        /// What the commitment holds.
        kept: i64,
        /// What the settlements add up to.
        derived: i64,
    },
    /// More is committed than the troïka agreed to, or without its agreement.
    #[error("agreement {agreement}: {committed} cents committed, {agreed} agreed")]
    AgreementExceeded {
        /// The agreement.
        agreement: String,
        /// What is committed on it.
        committed: i64,
        /// What was agreed; nothing unless the state is agreed.
        agreed: i64,
    },
    /// A kept plan does not pass its audit.
    #[error("plan {plan}: {violations} violations")]
    PlanAudit {
        /// The plan.
        plan: String,
        /// How many.
        violations: usize,
    },
    /// A kept plan cannot be read, or is not the one its digest names.
    #[error("plan {plan}: altered")]
    PlanAltered {
        /// The plan.
        plan: String,
    },
}

impl Store {
    /// Everything that is not as it must be; empty when all is well. Reads one snapshot.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn check(&self) -> Result<Vec<Finding>, Failure> {
        let options = sea_orm::TransactionOptions {
            isolation_level: (self.db.get_database_backend() == sea_orm::DbBackend::Postgres)
                .then_some(sea_orm::IsolationLevel::RepeatableRead),
            ..sea_orm::TransactionOptions::default()
        };
        let tx = self.db.begin_with_options(options).await?;
        let mut findings = Vec::new();
        journal::check(&tx, &mut findings).await?;
        stock::check(&tx, &mut findings).await?;
        loans::check(&tx, &mut findings).await?;
        fund::check(&tx, &mut findings).await?;
        plans::check(&tx, &mut findings).await?;
        Ok(findings)
    }
}
