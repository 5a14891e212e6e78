//! Fund lines, and the operations on them.

use std::collections::BTreeMap;

use domain::Euros;
use domain::fund::{CommitmentState, SettlementState};
use domain::ids::{CiteId, CommitmentId};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{ExportPage, ROWS};
use crate::base::error::Failure;
use crate::entities::{commitment, fund_line, settlement};
use crate::{FundLine, Store};

/// What was done, with where it stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationKind {
    /// Money reserved for an order.
    Commitment(CommitmentState),
    /// A debt recognised on it.
    Settlement(SettlementState),
    /// That debt paid.
    Payment,
}

/// An operation on a fund line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedOperation {
    /// What.
    pub kind: OperationKind,
    /// The document's day.
    pub on: Date,
    /// The fund line's year.
    pub fiscal_year: i64,
    /// The fund line's code.
    pub line: String,
    /// Who is paid.
    pub supplier: String,
    /// What was ordered.
    pub purpose: String,
    /// The order's number.
    pub order_number: String,
    /// The invoice's number; none for a commitment.
    pub invoice: Option<String>,
    /// How much.
    pub amount: Euros,
    /// The payment order's number, once ordered.
    pub payment_order: Option<String>,
    /// The payment's reference.
    pub payment_reference: Option<String>,
    /// Why the accountant sent a settlement back.
    pub rejection_reason: Option<String>,
}

impl Store {
    /// A cité's lines, latest year first, then by code.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn export_fund_lines(&self, cite: CiteId) -> Result<Vec<FundLine>, Failure> {
        let rows = fund_line::Entity::find()
            .filter(fund_line::Column::CiteId.eq(Uuid::from(cite)))
            .order_by_desc(fund_line::Column::FiscalYear)
            .order_by_asc(fund_line::Column::Code)
            .all(&self.db)
            .await?;
        rows.into_iter().map(FundLine::try_from).collect()
    }

    /// Commitments of a cité after one of them, each followed by its settlements and their payments.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn export_operations(
        &self,
        after: Option<CommitmentId>,
        cite: CiteId,
    ) -> Result<ExportPage<ExportedOperation, CommitmentId>, Failure> {
        let cite = Uuid::from(cite);
        let mut query = commitment::Entity::find().filter(commitment::Column::CiteId.eq(cite));
        if let Some(id) = after {
            query = query.filter(commitment::Column::Id.gt(Uuid::from(id)));
        }
        let found = query.order_by_asc(commitment::Column::Id).limit(ROWS).all(&self.db).await?;
        let (read, last) = (found.len(), found.last().map(|row| CommitmentId(row.id)));
        let lines = fund_line::Entity::find().filter(fund_line::Column::CiteId.eq(cite));
        let lines: BTreeMap<Uuid, fund_line::Model> =
            lines.all(&self.db).await?.into_iter().map(|row| (row.id, row)).collect();
        let mut debts: BTreeMap<Uuid, Vec<settlement::Model>> = BTreeMap::new();
        let settled = settlement::Entity::find()
            .filter(settlement::Column::CommitmentId.is_in(found.iter().map(|row| row.id)))
            .order_by_asc(settlement::Column::SettledOn)
            .order_by_asc(settlement::Column::Id);
        for row in settled.all(&self.db).await? {
            debts.entry(row.commitment_id).or_default().push(row);
        }
        let mut rows = Vec::new();
        for row in found {
            let line = lines.get(&row.fund_line_id);
            let line = line.ok_or_else(|| Failure::row("commitments", row.id, "no fund line"))?;
            let order = order(&row, line)?;
            rows.push(order.clone());
            for debt in debts.remove(&row.id).unwrap_or_default() {
                push_debt(&order, debt, &mut rows)?;
            }
        }
        Ok(ExportPage::of(rows, read, last))
    }
}

fn order(row: &commitment::Model, line: &fund_line::Model) -> Result<ExportedOperation, Failure> {
    let state = row.state.parse().map_err(|why| Failure::row("commitments", row.id, why))?;
    Ok(ExportedOperation {
        kind: OperationKind::Commitment(state),
        on: row.committed_on.0,
        fiscal_year: line.fiscal_year,
        line: line.code.clone(),
        supplier: row.supplier.clone(),
        purpose: row.purpose.clone(),
        order_number: row.order_number.clone(),
        invoice: None,
        amount: Euros::from_cents(row.amount_cents),
        payment_order: None,
        payment_reference: None,
        rejection_reason: None,
    })
}

/// A settlement, then its payment if it was paid.
fn push_debt(
    order: &ExportedOperation,
    row: settlement::Model,
    rows: &mut Vec<ExportedOperation>,
) -> Result<(), Failure> {
    let state = row.state.parse().map_err(|why| Failure::row("settlements", row.id, why))?;
    let debt = ExportedOperation {
        kind: OperationKind::Settlement(state),
        on: row.settled_on.0,
        supplier: row.supplier,
        invoice: Some(row.invoice),
        amount: Euros::from_cents(row.amount_cents),
        payment_order: row.payment_order,
        rejection_reason: row.rejection_reason,
        ..order.clone()
    };
    rows.push(debt.clone());
    if let Some(on) = row.paid_on {
        let reference = row.payment_reference;
        let kind = OperationKind::Payment;
        rows.push(ExportedOperation { kind, on: on.0, payment_reference: reference, ..debt });
    }
    Ok(())
}
