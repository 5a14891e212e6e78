//! One donor lot: where its items are, how often they went out, how many households they equipped.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{DonorId, LotId};
use domain::stock::{ItemKind, ItemState, LotCondition, Restriction, TransferMode};
use jiff::civil::Date;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::entities::{donor, item, loan, loan_item, lot};
use crate::{By, Store};

/// A lot that a donor gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DonorLot {
    /// The donor.
    pub donor: DonorId,
    /// The donor's name.
    pub donor_name: String,
    /// The lot.
    pub lot: LotId,
    /// What the lot is called.
    pub label: String,
    /// What it is made of.
    pub kind: ItemKind,
    /// In what condition it came.
    pub condition: LotCondition,
    /// Lent or given to families.
    pub mode: TransferMode,
    /// What the donor asks.
    pub restriction: Restriction,
    /// The act that accepted the gift, if it is known.
    pub acceptance: Option<String>,
    /// The day it came in.
    pub received_on: Date,
    /// Items by state; states without items are left out.
    pub states: BTreeMap<ItemState, u64>,
}

/// A donor lot with what its loans say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotReport {
    /// The lot and where its items are.
    pub lot: DonorLot,
    /// Times an item of it came back.
    pub returns: u64,
    /// Different households that have had an item of it. To be disclosed, never shown raw.
    pub households: u64,
}

impl DonorLot {
    /// Items in these states.
    #[must_use]
    pub fn count(&self, states: &[ItemState]) -> u64 {
        states.iter().filter_map(|state| self.states.get(state)).sum()
    }

    /// Items ever received.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.states.values().sum()
    }
}

impl Store {
    /// The cité's donor lots, latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn donor_lots(&self, by: By) -> Result<Vec<DonorLot>, Failure> {
        let cite = Uuid::from(by.cite);
        let donors =
            donor::Entity::find().filter(donor::Column::CiteId.eq(cite)).all(&self.db).await?;
        let donors: BTreeMap<Uuid, String> =
            donors.into_iter().map(|row| (row.id, row.name)).collect();
        let lots = lot::Entity::find()
            .filter(lot::Column::CiteId.eq(cite))
            .filter(lot::Column::DonorId.is_not_null())
            .order_by_desc(lot::Column::ReceivedOn)
            .order_by_asc(lot::Column::Label)
            .all(&self.db)
            .await?;
        let of_donors = Query::select()
            .column(lot::Column::Id)
            .from(lot::Entity)
            .and_where(lot::Column::CiteId.eq(cite))
            .and_where(lot::Column::DonorId.is_not_null())
            .to_owned();
        let items = item::Entity::find()
            .filter(item::Column::LotId.in_subquery(of_donors))
            .all(&self.db)
            .await?;
        let mut states: BTreeMap<Uuid, BTreeMap<ItemState, u64>> = BTreeMap::new();
        for row in items {
            let state = row.state.parse().map_err(|error| Failure::row("items", row.id, error))?;
            *states.entry(row.lot_id).or_default().entry(state).or_default() += 1;
        }
        lots.into_iter().map(|row| value(row, &donors, &mut states)).collect()
    }

    /// What became of one donor lot; nothing when it is not a donor's, or not of this cité.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lot_report(&self, id: LotId, by: By) -> Result<Option<LotReport>, Failure> {
        let Some(lot) = self.donor_lots(by).await?.into_iter().find(|one| one.lot == id) else {
            return Ok(None);
        };
        let of_lot = Query::select()
            .column(item::Column::Id)
            .from(item::Entity)
            .and_where(item::Column::LotId.eq(Uuid::from(id)))
            .to_owned();
        let lines = loan_item::Entity::find()
            .filter(loan_item::Column::ItemId.in_subquery(of_lot.clone()))
            .all(&self.db)
            .await?;
        let returns =
            lines.iter().filter(|line| line.outcome.as_deref() == Some("returned")).count() as u64;
        let of_lines = Query::select()
            .column(loan_item::Column::LoanId)
            .from(loan_item::Entity)
            .and_where(loan_item::Column::ItemId.in_subquery(of_lot))
            .to_owned();
        let loans = loan::Entity::find()
            .filter(loan::Column::Id.in_subquery(of_lines))
            .all(&self.db)
            .await?;
        let households: BTreeSet<Uuid> = loans.into_iter().map(|row| row.household_id).collect();
        Ok(Some(LotReport { lot, returns, households: households.len() as u64 }))
    }
}

fn value(
    row: lot::Model,
    donors: &BTreeMap<Uuid, String>,
    states: &mut BTreeMap<Uuid, BTreeMap<ItemState, u64>>,
) -> Result<DonorLot, Failure> {
    let bad = |problem: String| Failure::row("lots", row.id, problem);
    let unknown = |error: domain::codes::UnknownCode| bad(error.to_string());
    let donor_id = row.donor_id.ok_or_else(|| bad("no donor".into()))?;
    Ok(DonorLot {
        donor: DonorId(donor_id),
        donor_name: donors
            .get(&donor_id)
            .cloned()
            .ok_or_else(|| bad("donor of another cité".into()))?,
        lot: LotId(row.id),
        kind: row.kind.parse().map_err(unknown)?,
        condition: row.condition.parse().map_err(unknown)?,
        mode: row.mode.parse().map_err(unknown)?,
        restriction: serde_json::from_str(&row.restriction)?,
        acceptance: row.acceptance,
        received_on: row.received_on.0,
        states: states.remove(&row.id).unwrap_or_default(),
        label: row.label,
    })
}
