//! The thresholds of public purchases: the law's and the cité's own, and what a year's orders come to against
//! them, without tax, by homogeneous family (`domain.md` §2.5).

use std::collections::{BTreeMap, BTreeSet};

use domain::fund::{
    Amount, PlacedOrder, ProcurementThreshold, PurchaseFamily, ThresholdKind, bundled_thresholds,
};
use domain::ids::{CommitmentId, LocalThresholdId, OwnCategoryId};
use domain::{Euros, Seat};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{own_categories, rows};
use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{commitment, fund_line, local_threshold, order_line};
use crate::{By, Store};

/// A cité's own threshold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AddThreshold {
    /// Its id.
    pub id: LocalThresholdId,
    /// The threshold.
    pub threshold: ProcurementThreshold,
}

/// Why it is not added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddThresholdRefused {
    /// Only the principal answers for purchases.
    NotYourSeat,
}

/// An order as it is counted against thresholds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedOrder {
    /// Its family, supplier, day and amount without tax.
    pub placed: PlacedOrder,
    /// Its number.
    pub order_number: String,
    /// Its amount with tax was counted: nothing says what its tax is.
    pub with_tax: bool,
}

impl Store {
    /// The law's thresholds and those of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn thresholds(&self, by: By) -> Result<Vec<ProcurementThreshold>, Failure> {
        let own = local_threshold::Entity::find()
            .filter(local_threshold::Column::CiteId.eq(Uuid::from(by.cite)))
            .order_by_asc(local_threshold::Column::InForceFrom)
            .order_by_asc(local_threshold::Column::Id);
        let mut all = bundled_thresholds();
        for row in own.all(&self.db).await? {
            all.push(row.try_into()?);
        }
        Ok(all)
    }

    /// Adds a threshold of the cité's own.
    ///
    /// # Errors
    /// [`AddThresholdRefused`].
    pub async fn add_threshold(
        &self,
        order: &AddThreshold,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<AddThresholdRefused>> {
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(AddThresholdRefused::NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("add_threshold", order.id.into(), order, by, now).await?
        else {
            return Ok(());
        };
        let one = &order.threshold;
        let row = local_threshold::Model {
            id: order.id.into(),
            cite_id: by.cite.into(),
            kind: one.kind().code().to_owned(),
            in_force_from: Day(one.from()),
            in_force_until: one.until().map(Day),
            net_cents: one.net().cents(),
            quotes: one.quotes().into(),
            source: one.source().to_owned(),
        };
        local_threshold::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
        let facts = json!({ "threshold": order.id, "kind": one.kind(), "net": one.net().cents() });
        Ok(verb.commit(Subject::Cite, by.cite, facts).await?)
    }

    /// The orders on the lines of a fiscal year of the asker's cité, oldest first, each for what it holds or
    /// has spent.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn counted_orders(
        &self,
        fiscal_year: i16,
        by: By,
    ) -> Result<Vec<CountedOrder>, Failure> {
        let cite = Uuid::from(by.cite);
        let lines = fund_line::Entity::find()
            .filter(fund_line::Column::CiteId.eq(cite))
            .filter(fund_line::Column::FiscalYear.eq(i64::from(fiscal_year)));
        let lines = lines.all(&self.db).await?.into_iter().map(|line| line.id);
        let orders = commitment::Entity::find()
            .filter(commitment::Column::FundLineId.is_in(lines))
            .order_by_asc(commitment::Column::CommittedOn)
            .order_by_asc(commitment::Column::Id)
            .all(&self.db)
            .await?;
        let spent_on = own_categories::of_orders(&self.db, &orders, cite).await?;
        let own = own_categories::all(&self.db, by.cite).await?;
        let families: BTreeSet<OwnCategoryId> =
            own.iter().filter(|one| one.family).map(|one| one.id).collect();
        let mut prices: BTreeMap<Uuid, (i64, i64)> = BTreeMap::new();
        let ids: Vec<Uuid> = orders.iter().map(|order| order.id).collect();
        for some in ids.chunks(500) {
            let of_orders = order_line::Entity::find()
                .filter(order_line::Column::CommitmentId.is_in(some.iter().copied()));
            for line in of_orders.all(&self.db).await? {
                let (net, gross) = prices.entry(line.commitment_id).or_default();
                *net += line.net_cents;
                *gross += line.net_cents + line.vat_cents;
            }
        }
        let counted = orders.into_iter().zip(spent_on).map(|(order, on)| {
            let held = rows::money(&order)?.held();
            let price = prices.get(&order.id).copied();
            let Ok(net) = Amount::new(without_tax(held, price)) else { return Ok(None) };
            let apart = on.own.filter(|own| families.contains(own));
            let above = || PurchaseFamily::of_category(on.category);
            Ok(Some(CountedOrder {
                placed: PlacedOrder {
                    id: CommitmentId(order.id),
                    family: apart.map_or_else(above, PurchaseFamily::of_own),
                    supplier: order.supplier,
                    day: order.committed_on.0,
                    net,
                },
                order_number: order.order_number,
                with_tax: price.is_none(),
            }))
        });
        counted.filter_map(Result::transpose).collect()
    }
}

/// What is held, without the tax that the order's lines bear; where there are none, all of it.
fn without_tax(held: Euros, price: Option<(i64, i64)>) -> Euros {
    match price {
        Some((net, gross)) if gross > 0 => {
            let part = i128::from(held.cents()) * i128::from(net) / i128::from(gross);
            i64::try_from(part).map_or(held, Euros::from_cents)
        }
        _ => held,
    }
}

impl TryFrom<local_threshold::Model> for ProcurementThreshold {
    type Error = Failure;
    fn try_from(row: local_threshold::Model) -> Result<Self, Failure> {
        let bad = |problem: String| Failure::row("local_thresholds", row.id, problem);
        let kind: ThresholdKind =
            row.kind.parse().map_err(|why: domain::codes::UnknownCode| bad(why.to_string()))?;
        let until = row.in_force_until.map(|day| day.0);
        let net = Amount::from_cents(row.net_cents).map_err(|why| bad(why.to_string()))?;
        let quotes = u8::try_from(row.quotes).map_err(|why| bad(why.to_string()))?;
        let days = (row.in_force_from.0, until);
        Self::new(kind, days, net, quotes, &row.source).map_err(|why| bad(why.to_string()))
    }
}
