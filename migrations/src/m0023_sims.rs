//! SIM cards and the lines behind them, alone or in a 4G key: what was subscribed, the sealed PIN and PUK,
//! and what happened, dated. `state`, `activated_on`, `valid_until` and `used_on` follow from the events;
//! `cartable check` derives them again.
//!
//! A SIM card alone needs its number, as a 4G key does (`items_hotspot_has_sim`). `SQLite` adds no
//! constraint to a table that is there: triggers of the same name say it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

const BOTH: &str = r"
CREATE TABLE sims (
    item_id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    operator TEXT NOT NULL,
    customer TEXT,
    volume_mb BIGINT,
    subscription TEXT NOT NULL,
    activate_before TEXT,
    validity_days BIGINT,
    rechargeable BOOLEAN,
    monthly_cents BIGINT,
    starts_on TEXT,
    ends_on TEXT,
    commitment_id {uuid},
    pin_sealed {bytes},
    puk_sealed {bytes},
    state TEXT NOT NULL,
    activated_on TEXT,
    valid_until TEXT,
    used_on TEXT,
    CONSTRAINT sims_item FOREIGN KEY (item_id) REFERENCES items (id),
    CONSTRAINT sims_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT sims_commitment FOREIGN KEY (commitment_id) REFERENCES commitments (id),
    CONSTRAINT sims_volume CHECK (volume_mb IS NULL OR volume_mb > 0),
    CONSTRAINT sims_subscription_known CHECK (subscription IN ('prepaid', 'plan')),
    CONSTRAINT sims_prepaid CHECK (subscription <> 'prepaid' OR (
        validity_days IS NOT NULL AND validity_days > 0 AND rechargeable IS NOT NULL
        AND monthly_cents IS NULL AND starts_on IS NULL AND ends_on IS NULL AND commitment_id IS NULL)),
    CONSTRAINT sims_plan_ends CHECK (subscription <> 'plan' OR (
        monthly_cents IS NOT NULL AND monthly_cents > 0 AND starts_on IS NOT NULL AND ends_on IS NOT NULL
        AND ends_on >= starts_on AND activate_before IS NULL AND validity_days IS NULL AND rechargeable IS NULL)),
    CONSTRAINT sims_state_known CHECK (state IN ('stocked', 'active', 'exhausted', 'suspended', 'expired', 'cancelled')),
    CONSTRAINT sims_activated CHECK (state NOT IN ('active', 'exhausted') OR activated_on IS NOT NULL)
)
;;
CREATE INDEX sims_to_activate ON sims (cite_id, state, activate_before)
;;
CREATE INDEX sims_by_end ON sims (cite_id, valid_until)
;;
CREATE INDEX sims_by_commitment ON sims (commitment_id)
;;
CREATE TABLE sim_events (
    item_id {uuid} NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    on_day TEXT NOT NULL,
    amount_cents BIGINT,
    commitment_id {uuid},
    CONSTRAINT sim_events_pk PRIMARY KEY (item_id, seq),
    CONSTRAINT sim_events_sim FOREIGN KEY (item_id) REFERENCES sims (item_id),
    CONSTRAINT sim_events_commitment FOREIGN KEY (commitment_id) REFERENCES commitments (id),
    CONSTRAINT sim_events_known CHECK (kind IN ('stocked', 'activated', 'topped_up', 'exhausted', 'suspended',
        'resumed', 'expired', 'cancelled', 'used', 'subscribed')),
    CONSTRAINT sim_events_paid CHECK ((kind IN ('topped_up', 'subscribed')) = (commitment_id IS NOT NULL)
        AND (commitment_id IS NULL) = (amount_cents IS NULL)),
    CONSTRAINT sim_events_amount CHECK (amount_cents IS NULL OR amount_cents > 0)
)
;;
CREATE INDEX sim_events_by_commitment ON sim_events (commitment_id)
";

const POSTGRES: &str = r"
ALTER TABLE items ADD CONSTRAINT items_sim_has_iccid CHECK (kind <> 'sim' OR iccid IS NOT NULL)
";

const SQLITE: &str = r"
CREATE TRIGGER items_sim_has_iccid BEFORE INSERT ON items
WHEN NEW.kind = 'sim' AND NEW.iccid IS NULL
BEGIN SELECT RAISE(ABORT, 'items_sim_has_iccid'); END
;;
CREATE TRIGGER items_sim_keeps_iccid BEFORE UPDATE ON items
WHEN NEW.kind = 'sim' AND NEW.iccid IS NULL
BEGIN SELECT RAISE(ABORT, 'items_sim_has_iccid'); END
";

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0023_sims"
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, BOTH).await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => crate::run(manager, POSTGRES).await,
            _ => crate::run(manager, SQLITE).await,
        }
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
