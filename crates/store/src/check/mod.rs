//! `cartable check`: every invariant that the database can show, re-derived from scratch.
//!
//! Reads only; what it finds is data, wording is the caller's. A row that cannot be read is a finding
//! of its part, and the other parts are checked all the same.

mod agreements;
mod batches;
mod cites;
mod disposals;
mod findings;
mod forgotten;
mod fund;
mod journal;
mod loans;
mod orders;
mod parcels;
mod plans;
mod provisions;
mod purchases;
mod rounds;
mod sims;
mod stock;
mod supplies;
mod transfers;

use sea_orm::{DatabaseTransaction, DbErr, TransactionTrait};

pub use findings::Finding;

use crate::{Failure, Store};

/// Runs one part; rows that cannot be read are its finding, a database that does not answer is not.
macro_rules! part {
    ($name:ident, $tx:expr, $findings:expr) => {
        if let Err(failure) = $name::check($tx, $findings).await {
            $findings.push(unreadable(stringify!($name), failure)?);
        }
    };
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
        parts(&tx, &mut findings).await?;
        Ok(findings)
    }
}

/// Every part, in a transaction that the caller holds.
pub(crate) async fn parts(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    part!(journal, tx, findings);
    part!(stock, tx, findings);
    part!(disposals, tx, findings);
    part!(supplies, tx, findings);
    part!(sims, tx, findings);
    part!(loans, tx, findings);
    part!(parcels, tx, findings);
    part!(provisions, tx, findings);
    part!(transfers, tx, findings);
    part!(fund, tx, findings);
    part!(orders, tx, findings);
    part!(agreements, tx, findings);
    part!(purchases, tx, findings);
    part!(rounds, tx, findings);
    part!(plans, tx, findings);
    part!(cites, tx, findings);
    part!(forgotten, tx, findings);
    part!(batches, tx, findings);
    Ok(())
}

/// A failure to understand a row as a finding; any other failure stays one.
fn unreadable(part: &'static str, failure: Failure) -> Result<Finding, Failure> {
    match failure {
        Failure::Inconsistent { .. }
        | Failure::Json(_)
        | Failure::Database(DbErr::Type(_) | DbErr::Json(_) | DbErr::TryIntoErr { .. }) => {
            Ok(Finding::Unreadable { part, problem: failure.to_string() })
        }
        other => Err(other),
    }
}
