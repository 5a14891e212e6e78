//! Reading the fund: lines, and every document behind their figures.

use std::collections::BTreeMap;

use domain::fund::{AgreementState, Amount, SettlementState};
use domain::ids::{AccountId, AgreementId, FundLineId};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::rows;
use super::values::{
    Agreement, CarryOver, CommitmentRecord, FundLine, FundLineBook, Repayment, RevenueOrder,
    SeatAnswer, SettlementRecord,
};
use crate::base::error::Failure;
use crate::entities::{
    agreement, agreement_answer, carry_over, commitment, fund_line, notification, repayment,
    revenue_order, settlement,
};
use crate::{By, Store};

/// Ids per statement.
const CHUNK: usize = 500;

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

    /// The cité's agreements, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn agreements(&self, by: By) -> Result<Vec<Agreement>, Failure> {
        self.agreements_where(Expr::val(true), by).await
    }

    /// Those that a condition leaves, with their answers and what was committed under them.
    async fn agreements_where(&self, which: Expr, by: By) -> Result<Vec<Agreement>, Failure> {
        let rows = agreement::Entity::find()
            .filter(agreement::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(which)
            .order_by_asc(agreement::Column::AskedOn)
            .order_by_asc(agreement::Column::Id)
            .all(&self.db)
            .await?;
        let (mut orders, mut answers) = (Vec::new(), Vec::new());
        for some in rows.chunks(CHUNK) {
            let ids = || some.iter().map(|row| row.id);
            let under = commitment::Column::AgreementId.is_in(ids());
            orders.extend(commitment::Entity::find().filter(under).all(&self.db).await?);
            let given = agreement_answer::Column::AgreementId.is_in(ids());
            answers.extend(agreement_answer::Entity::find().filter(given).all(&self.db).await?);
        }
        let labels = self.line_labels(by).await?;
        rows.into_iter().map(|row| agreement_value(row, &orders, &labels, &answers)).collect()
    }

    /// One agreement; nothing when it is not of this cité.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn agreement(&self, id: AgreementId, by: By) -> Result<Option<Agreement>, Failure> {
        Ok(self.agreements_where(agreement::Column::Id.eq(id.0), by).await?.pop())
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

    /// The agreements that wait for this very seat's answer, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn agreements_to_answer(&self, by: By) -> Result<Vec<Agreement>, Failure> {
        let asked = agreement::Column::State.eq(AgreementState::Asked.code());
        let mut waiting = self.agreements_where(asked, by).await?;
        waiting.retain(|one| one.answers.iter().all(|answer| answer.seat != by.seat));
        Ok(waiting)
    }

    async fn line_labels(&self, by: By) -> Result<BTreeMap<Uuid, String>, Failure> {
        Ok(self
            .fund_lines(by)
            .await?
            .into_iter()
            .map(|line| (line.id.into(), line.label))
            .collect())
    }
}

fn agreement_value(
    row: agreement::Model,
    orders: &[commitment::Model],
    labels: &BTreeMap<Uuid, String>,
    answers: &[agreement_answer::Model],
) -> Result<Agreement, Failure> {
    let standing = rows::standing(&row, orders)?;
    let bad = |problem: String| Failure::row("agreements", row.id, problem);
    let unknown = |error: domain::codes::UnknownCode| bad(error.to_string());
    let mut given = Vec::new();
    for one in answers.iter().filter(|one| one.agreement_id == row.id) {
        given.push(SeatAnswer {
            seat: one.seat.parse().map_err(unknown)?,
            answer: one.answer.parse().map_err(unknown)?,
            account: AccountId(one.account_id),
            at: one.answered_at.timestamp(),
        });
    }
    given.sort_by_key(|answer| answer.seat);
    Ok(Agreement {
        id: AgreementId(row.id),
        line: FundLineId(row.fund_line_id),
        line_label: labels.get(&row.fund_line_id).cloned().unwrap_or_default(),
        amount: Amount::from_cents(row.amount_cents).map_err(|error| bad(error.to_string()))?,
        regime: row.regime.parse().map_err(unknown)?,
        asked_on: row.asked_on.0,
        state: standing.state,
        remainder: standing.remainder,
        answers: given,
        purpose: row.purpose,
        document: row.document,
    })
}
