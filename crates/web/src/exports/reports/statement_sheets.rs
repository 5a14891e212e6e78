//! The sheets of a month's statement, each part of the paper one.

use documents::{
    BoughtOutput, FundStatement, LineFigures, Reconciliation, StatementException,
    StatementOperation,
};
use exchange::out::Cell;

use super::{Sheet, euros, head};
use crate::wording::statement as say;

const LINES: &[(&str, u8)] = &[
    ("Ligne", 14),
    ("Intitulé", 34),
    ("Financeur", 28),
    ("Notifié", 14),
    ("Reçu", 14),
    ("Reporté", 14),
    ("Accordé, non engagé", 18),
    ("Engagé ou réservé", 18),
    ("Service fait, non facturé", 22),
    ("Liquidé", 14),
    ("Payé", 14),
    ("Disponible", 14),
    ("Prévu au 31 décembre", 20),
    ("Reliquat prévu", 16),
];
const OPERATIONS: &[(&str, u8)] = &[
    ("Date", 12),
    ("Opération", 26),
    ("Numéro", 20),
    ("Tiers", 28),
    ("Ligne", 14),
    ("Montant", 14),
];
const OUTPUTS: &[(&str, u8)] = &[
    ("Matériel ou service", 34),
    ("Reçu", 10),
    ("Prêté ou en service", 18),
    ("En stock", 10),
    ("Ailleurs", 10),
    ("Perdu ou volé", 14),
];
const EXCEPTIONS: &[(&str, u8)] =
    &[("Opération", 20), ("Ce qu’il faut savoir", 80), ("Montant", 14)];
const RECONCILED: &[(&str, u8)] = &[
    ("Ligne", 30),
    ("État", 10),
    ("Du", 12),
    ("Registre", 14),
    ("Comptabilité", 14),
    ("Écart", 14),
    ("Explication", 60),
];

/// The sheets of a statement.
pub(super) fn of(paper: &FundStatement) -> Vec<Sheet> {
    let sheet = |name, columns, rows| Sheet { head: head(name, Vec::new(), columns), rows };
    vec![
        lines(paper),
        sheet("Opérations", OPERATIONS, paper.operations.iter().map(operation).collect()),
        sheet("Achats", OUTPUTS, paper.outputs.iter().map(output).collect()),
        sheet("Exceptions", EXCEPTIONS, paper.exceptions.iter().map(exception).collect()),
        sheet("Rapprochement", RECONCILED, paper.reconciliations.iter().map(reconciled).collect()),
    ]
}

fn text(text: &str) -> Cell {
    Cell::text(Some(text))
}

/// Each line, and all of them together.
fn lines(paper: &FundStatement) -> Sheet {
    let row = |code: &str, label: &str, funder: &str, figures: &LineFigures| {
        let mut cells: Vec<Cell> = [code, label, funder].map(text).into();
        let amounts = [
            figures.notified,
            figures.received,
            figures.carried_over,
            figures.agreed,
            figures.engaged,
            figures.delivered,
            figures.settled,
            figures.paid,
            figures.available,
            figures.projected,
            figures.remainder(),
        ];
        cells.extend(amounts.map(Cell::Euros));
        cells
    };
    let each = paper.lines.iter();
    let mut rows: Vec<_> =
        each.map(|line| row(&line.code, &line.label, &line.funder, &line.figures)).collect();
    rows.push(row("Ensemble", "", "", &LineFigures::total(&paper.lines)));
    let title = say::statement_title(&paper.cite, paper.month, paper.as_of);
    Sheet { head: head("Lignes", vec![title], LINES), rows }
}

fn operation(one: &StatementOperation) -> Vec<Cell> {
    let mut row = vec![Cell::Day(one.on)];
    row.extend([&one.what, &one.number, &one.supplier, &one.line].map(|cell| text(cell)));
    row.push(Cell::Euros(one.amount));
    row
}

fn output(one: &BoughtOutput) -> Vec<Cell> {
    let count = |many: u64| Cell::Integer(i64::try_from(many).unwrap_or(i64::MAX));
    let mut row = vec![text(&one.label)];
    row.extend([one.received(), one.lent, one.in_stock, one.elsewhere, one.lost].map(count));
    row
}

fn exception(one: &StatementException) -> Vec<Cell> {
    vec![text(&one.number), text(&one.what), euros(one.amount)]
}

fn reconciled(one: &Reconciliation) -> Vec<Cell> {
    let mut row = vec![text(&one.what), text(&one.system), Cell::Day(one.as_of)];
    row.extend([one.ledger, one.accounts, one.difference()].map(Cell::Euros));
    row.push(text(&one.explanation));
    row
}
