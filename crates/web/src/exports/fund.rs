//! Rows of the fund as cells. An amount stands in the column of its stage, so that none is added twice.

use exchange::out::Cell;
use store::{ExportedOperation, FundLine, OperationKind};

use super::rows::word;

pub(super) fn line(row: &FundLine) -> Vec<Cell> {
    vec![
        Cell::Integer(row.fiscal_year.into()),
        Cell::Identifier(row.code.clone()),
        Cell::Text(row.label.clone()),
        Cell::Text(row.funder.clone()),
        Cell::Euros(row.sums.notified()),
        Cell::Euros(row.sums.carried()),
        Cell::Euros(row.sums.reserved()),
        Cell::Euros(row.sums.open_commitments()),
        Cell::Euros(row.sums.settled()),
        Cell::Euros(row.sums.available()),
    ]
}

pub(super) fn operation(row: &ExportedOperation) -> Vec<Cell> {
    let amount = Cell::Euros(row.amount);
    let blank = || Cell::Blank;
    let (name, state, amounts) = match &row.kind {
        OperationKind::Commitment(state) => ("engagement", word(state), [amount, blank(), blank()]),
        OperationKind::Settlement(state) => {
            ("liquidation", word(state), [blank(), amount, blank()])
        }
        OperationKind::Payment => ("paiement", blank(), [blank(), blank(), amount]),
    };
    let mut cells = vec![
        Cell::Day(row.on),
        Cell::Text(name.to_owned()),
        state,
        Cell::Integer(row.fiscal_year),
        Cell::Identifier(row.line.clone()),
        Cell::Text(row.supplier.clone()),
        Cell::Text(row.purpose.clone()),
        Cell::Identifier(row.order_number.clone()),
        Cell::identifier(row.invoice.as_deref()),
    ];
    cells.extend(amounts);
    cells.push(Cell::identifier(row.payment_order.as_deref()));
    cells.push(Cell::identifier(row.payment_reference.as_deref()));
    cells.push(Cell::text(row.rejection_reason.as_deref()));
    cells
}
