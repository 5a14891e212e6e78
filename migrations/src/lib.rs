//! The database's steps, one file each, never edited once landed.
//!
//! Plain SQL that both databases read, with literals only: no entity and no domain type, so that a
//! step means tomorrow what it means today. `{uuid}` and `{bytes}` stand for each database's own
//! types. Days are ISO text (`2026-09-01`), instants are milliseconds since 1970 UTC, money is whole
//! cents. Constraints are named: a violation is matched to the refusal of the rule it repeats.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod m0001_seats;
mod m0002_journal;
mod m0003_census;
mod m0004_fund;
mod m0005_stock;
mod m0006_rounds;
mod m0007_loans;
mod m0008_acceptance;
mod m0009_secret_key;
mod m0010_guards;
mod m0011_blanks;
mod m0012_intake;
mod m0013_forgotten;
mod m0014_api_tokens;
mod m0015_census_links;
mod m0016_export_order;
mod m0018_referrals;
mod m0019_schools_in;
mod m0020_round_money;
mod m0021_siblings;
mod m0022_desk;
mod m0023_sims;
mod m0024_receiving;
mod m0025_time;
mod m0026_incidents;
mod m0027_parcels;
mod m0028_disposals;
mod m0029_batches;
mod m0030_other_hands;
mod m0031_desk_lists;
mod m0032_needs_by_household;
mod m0033_purses;
mod m0034_troika;
mod m0035_chain;
mod m0036_reports;
mod m0037_plan_money;
mod m0038_own_categories;
mod remade;

/// All steps, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[sea_orm_migration::async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_seats::Step),
            Box::new(m0002_journal::Step),
            Box::new(m0003_census::Step),
            Box::new(m0004_fund::Step),
            Box::new(m0005_stock::Step),
            Box::new(m0006_rounds::Step),
            Box::new(m0007_loans::Step),
            Box::new(m0008_acceptance::Step),
            Box::new(m0009_secret_key::Step),
            Box::new(m0010_guards::Step),
            Box::new(m0011_blanks::Step),
            Box::new(m0012_intake::Step),
            Box::new(m0013_forgotten::Step),
            Box::new(m0014_api_tokens::Step),
            Box::new(m0015_census_links::Step),
            Box::new(m0016_export_order::Step),
            Box::new(m0018_referrals::Step),
            Box::new(m0019_schools_in::Step),
            Box::new(m0020_round_money::Step),
            Box::new(m0021_siblings::Step),
            Box::new(m0022_desk::Step),
            Box::new(m0023_sims::Step),
            Box::new(m0024_receiving::Step),
            Box::new(m0025_time::Step),
            Box::new(m0026_incidents::Step),
            Box::new(m0027_parcels::Step),
            Box::new(m0028_disposals::Step),
            Box::new(m0029_batches::Step),
            Box::new(m0030_other_hands::Step),
            Box::new(m0031_desk_lists::Step),
            Box::new(m0032_needs_by_household::Step),
            Box::new(m0033_purses::Step),
            Box::new(m0034_troika::Step),
            Box::new(m0035_chain::Step),
            Box::new(m0036_reports::Step),
            Box::new(m0037_plan_money::Step),
            Box::new(m0038_own_categories::Step),
        ]
    }
}

/// Runs statements parted by a line that holds only `;;`, in the dialect at hand.
async fn run(manager: &SchemaManager<'_>, script: &str) -> Result<(), DbErr> {
    let postgres =
        manager.get_database_backend() == sea_orm_migration::sea_orm::DbBackend::Postgres;
    let (uuid, bytes) = if postgres { ("UUID", "BYTEA") } else { ("BLOB", "BLOB") };
    for statement in script.replace("{uuid}", uuid).replace("{bytes}", bytes).split("\n;;\n") {
        if !statement.trim().is_empty() {
            manager.get_connection().execute_unprepared(statement).await?;
        }
    }
    Ok(())
}

/// Declares a step from its name and its script. Steps only go forward: a way back is a backup.
macro_rules! step {
    ($name:literal, $script:expr) => {
        /// The step.
        pub struct Step;

        impl sea_orm_migration::prelude::MigrationName for Step {
            fn name(&self) -> &'static str {
                $name
            }
        }

        #[sea_orm_migration::async_trait::async_trait]
        impl sea_orm_migration::prelude::MigrationTrait for Step {
            async fn up(
                &self,
                manager: &sea_orm_migration::prelude::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                crate::run(manager, $script).await
            }

            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }
        }
    };
}
pub(crate) use step;
