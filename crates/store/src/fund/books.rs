//! Reading the fund: lines, and every document behind their figures.

use std::collections::BTreeMap;

use domain::fund::SettlementState;
use domain::ids::FundLineId;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::rows;
use super::values::{
    CarryOver, CommitmentRecord, FundLine, FundLineBook, Repayment, RevenueOrder, SettlementRecord,
};
use crate::base::error::Failure;
use crate::entities::{
    agreement, carry_over, commitment, fund_line, notification, repayment, revenue_order,
    settlement,
};
use crate::{By, Store};

impl Store {
    /// The cité's lines, latest year first, then by code.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fund_lines(&self, by: By) -> Result<Vec<FundLine>, Failure> {
        let rows = fund_line::Entity::find()
            .filter(fund_line::Column::CiteId.eq(Uuid::from(by.cite)))
            .order_by_desc(fund_line::Column::FiscalYear)
            .order_by_asc(fund_line::Column::Code)
            .all(&self.db)
            .await?;
        rows.into_iter().map(FundLine::try_from).collect()
    }

    /// One line with all its documents; nothing when it is not of this cité.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fund_line(&self, id: FundLineId, by: By) -> Result<Option<FundLineBook>, Failure> {
        let Some(row) = rows::line(&self.db, id, by.cite).await? else { return Ok(None) };
        let line = FundLine::try_from(row)?;
        let notifications = notification::Entity::find()
            .filter(notification::Column::FundLineId.eq(Uuid::from(id)))
            .order_by_asc(notification::Column::NotifiedOn)
            .order_by_asc(notification::Column::Id)
            .all(&self.db)
            .await?;
        let commitments = self.commitments_where(commitment::Column::FundLineId.eq(id.0), by);
        let orders = Query::select()
            .column(commitment::Column::Id)
            .from(commitment::Entity)
            .and_where(commitment::Column::FundLineId.eq(id.0))
            .to_owned();
        let of_line = settlement::Column::CommitmentId.in_subquery(orders);
        Ok(Some(FundLineBook {
            line,
            notifications: notifications.into_iter().map(Into::into).collect(),
            revenue: self.revenue_of(id).await?,
            carry_overs: self.carry_overs_of(id).await?,
            repayments: self.repayments_of(id).await?,
            agreements: self.agreements_where(agreement::Column::FundLineId.eq(id.0), by).await?,
            commitments: commitments.await?,
            settlements: self.settlements_where(of_line, by).await?,
        }))
    }

    async fn revenue_of(&self, id: FundLineId) -> Result<Vec<RevenueOrder>, Failure> {
        let rows = revenue_order::Entity::find()
            .filter(revenue_order::Column::FundLineId.eq(Uuid::from(id)))
            .order_by_asc(revenue_order::Column::ReceivedOn)
            .order_by_asc(revenue_order::Column::Id)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    async fn carry_overs_of(&self, id: FundLineId) -> Result<Vec<CarryOver>, Failure> {
        let id = Uuid::from(id);
        let either = Condition::any()
            .add(carry_over::Column::FromLineId.eq(id))
            .add(carry_over::Column::ToLineId.eq(id));
        let rows = carry_over::Entity::find()
            .filter(either)
            .order_by_asc(carry_over::Column::CarriedOn)
            .order_by_asc(carry_over::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    async fn repayments_of(&self, id: FundLineId) -> Result<Vec<Repayment>, Failure> {
        let rows = repayment::Entity::find()
            .filter(repayment::Column::FundLineId.eq(Uuid::from(id)))
            .order_by_asc(repayment::Column::RepaidOn)
            .order_by_asc(repayment::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// The cité's commitments, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn commitments(&self, by: By) -> Result<Vec<CommitmentRecord>, Failure> {
        self.commitments_where(Expr::val(true), by).await
    }

    pub(super) async fn commitments_where(
        &self,
        which: Expr,
        by: By,
    ) -> Result<Vec<CommitmentRecord>, Failure> {
        let labels = self.line_labels(by).await?;
        let rows = commitment::Entity::find()
            .filter(commitment::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(which)
            .order_by_asc(commitment::Column::CommittedOn)
            .order_by_asc(commitment::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|row| {
                let label = labels.get(&row.fund_line_id).map_or("", String::as_str).to_owned();
                rows::commitment_record(row, &label)
            })
            .collect()
    }

    /// The cité's settlements, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settlements(&self, by: By) -> Result<Vec<SettlementRecord>, Failure> {
        self.settlements_where(Expr::val(true), by).await
    }

    pub(super) async fn settlements_where(
        &self,
        which: Expr,
        by: By,
    ) -> Result<Vec<SettlementRecord>, Failure> {
        let rows = settlement::Entity::find()
            .filter(settlement::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(which)
            .order_by_asc(settlement::Column::SettledOn)
            .order_by_asc(settlement::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(SettlementRecord::try_from).collect()
    }

    /// The settlements that wait for the accountant, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settlements_to_pay(&self, by: By) -> Result<Vec<SettlementRecord>, Failure> {
        let waits = settlement::Column::State.eq(SettlementState::Ordered.code());
        self.settlements_where(waits, by).await
    }

    pub(super) async fn line_labels(&self, by: By) -> Result<BTreeMap<Uuid, String>, Failure> {
        Ok(self
            .fund_lines(by)
            .await?
            .into_iter()
            .map(|line| (line.id.into(), line.label))
            .collect())
    }
}
