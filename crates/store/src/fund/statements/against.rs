//! A statement's rows against the payment orders of its fiscal year.

use std::collections::BTreeSet;

use domain::Euros;
use domain::fund::{
    BudgetCodes, Explanation, PaymentNumber, PaymentOrderRow, ReconcileRefused, SettlementState,
    reconcile,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{CHUNK, ReconciledStatement};
use crate::base::error::Failure;
use crate::entities::{
    account_explanation, account_statement, account_statement_row, commitment, fund_line,
    settlement,
};

/// The rows of a statement against our payment orders of its year, until its day.
pub(super) async fn against_ledger(
    db: &impl ConnectionTrait,
    found: account_statement::Model,
) -> Result<Result<ReconciledStatement, ReconcileRefused>, Failure> {
    let (ours, codes) = ours(db, &found).await?;
    let rows = account_statement_row::Entity::find()
        .filter(account_statement_row::Column::StatementId.eq(found.id))
        .order_by_asc(account_statement_row::Column::Position);
    let numbers: BTreeSet<&PaymentNumber> = ours.iter().map(|row| &row.number).collect();
    let (mut theirs, mut others) = (Vec::new(), (0, Euros::ZERO));
    for row in rows.all(db).await? {
        let row = PaymentOrderRow::try_from(row)?;
        // The accounts of a school hold more than its fund: what is of no line of the fund is no difference.
        if codes.is_empty() || codes.contains(&row.codes) || numbers.contains(&row.number) {
            theirs.push(row);
        } else {
            let sum = others.1.checked_add(row.amount);
            let sum = sum.ok_or_else(|| Failure::row("account_statement_rows", found.id, "sum"))?;
            others = (others.0 + 1, sum);
        }
    }
    let given = account_explanation::Entity::find()
        .filter(account_explanation::Column::StatementId.eq(found.id))
        .order_by_asc(account_explanation::Column::GivenAt)
        .order_by_asc(account_explanation::Column::Id);
    let mut explanations = Vec::new();
    for one in given.all(db).await? {
        let said = serde_json::from_str::<Explanation>(&one.content);
        explanations.push(said.map_err(|why| Failure::row("account_explanations", one.id, why))?);
    }
    let statement = found.try_into()?;
    Ok(reconcile(&ours, &theirs, &explanations).map(|reconciliation| ReconciledStatement {
        statement,
        reconciliation,
        others,
    }))
}

/// Our payment orders of a statement's year, ordered until its day and not sent back; and the codes of the
/// year's lines.
async fn ours(
    db: &impl ConnectionTrait,
    found: &account_statement::Model,
) -> Result<(Vec<PaymentOrderRow>, BTreeSet<BudgetCodes>), Failure> {
    let lines = fund_line::Entity::find()
        .filter(fund_line::Column::CiteId.eq(found.cite_id))
        .filter(fund_line::Column::FiscalYear.eq(found.fiscal_year))
        .all(db)
        .await?;
    let of =
        |line: &fund_line::Model| BudgetCodes::new(&line.service, &line.domaine, &line.activite);
    let mut rows = Vec::new();
    for line in &lines {
        let orders = commitment::Entity::find().filter(commitment::Column::FundLineId.eq(line.id));
        let orders: Vec<Uuid> = orders.all(db).await?.into_iter().map(|row| row.id).collect();
        for some in orders.chunks(CHUNK) {
            let debts = settlement::Entity::find()
                .filter(settlement::Column::CommitmentId.is_in(some.iter().copied()))
                .filter(settlement::Column::State.ne(SettlementState::Rejected.code()))
                .filter(settlement::Column::OrderedOn.lte(found.as_of));
            for debt in debts.all(db).await? {
                let Some(number) = &debt.payment_order else { continue };
                let number = PaymentNumber::parse(number)
                    .map_err(|why| Failure::row("settlements", debt.id, why))?;
                rows.push(PaymentOrderRow {
                    number,
                    date: debt.ordered_on.map(|day| day.0),
                    codes: of(line),
                    amount: Euros::from_cents(debt.amount_cents),
                    bordereau: debt.bordereau,
                    supplier: debt.supplier,
                });
            }
        }
    }
    let codes = lines.iter().map(of).filter(|codes| *codes != BudgetCodes::default()).collect();
    Ok((rows, codes))
}

impl TryFrom<account_statement_row::Model> for PaymentOrderRow {
    type Error = Failure;
    fn try_from(row: account_statement_row::Model) -> Result<Self, Failure> {
        let number = PaymentNumber::parse(&row.number);
        Ok(Self {
            number: number
                .map_err(|why| Failure::row("account_statement_rows", row.statement_id, why))?,
            date: row.dated_on.map(|day| day.0),
            codes: BudgetCodes::new(&row.service, &row.domaine, &row.activite),
            amount: Euros::from_cents(row.amount_cents),
            bordereau: row.bordereau,
            supplier: row.supplier,
        })
    }
}
