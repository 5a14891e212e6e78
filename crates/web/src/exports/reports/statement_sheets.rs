//! The sheets of a month's statement, each part of the paper one.

use documents::{FundStatement, LineFigures};
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
    ("Engagé, à liquider", 18),
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

/// The sheets of a statement, each part of the paper one.
pub(super) fn of(paper: &FundStatement) -> Vec<Sheet> {
    let row = |code: &str, label: &str, funder: &str, figures: &LineFigures| {
        let mut cells: Vec<Cell> = [code, label, funder].map(|text| Cell::text(Some(text))).into();
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
    let mut lines: Vec<_> = paper
        .lines
        .iter()
        .map(|line| row(&line.code, &line.label, &line.funder, &line.figures))
        .collect();
    lines.push(row("Ensemble", "", "", &LineFigures::total(&paper.lines)));
    let title = say::statement_title(&paper.cite, paper.month, paper.as_of);
    let text = |text: &str| Cell::text(Some(text));
    let count = |many: u64| Cell::Integer(i64::try_from(many).unwrap_or(i64::MAX));
    vec![
        Sheet { head: head("Lignes", vec![title], LINES), rows: lines },
        Sheet {
            head: head("Opérations", Vec::new(), OPERATIONS),
            rows: paper
                .operations
                .iter()
                .map(|one| {
                    let cells = [&one.what, &one.number, &one.supplier, &one.line];
                    let mut row = vec![Cell::Day(one.on)];
                    row.extend(cells.map(|cell| text(cell)));
                    row.push(Cell::Euros(one.amount));
                    row
                })
                .collect(),
        },
        Sheet {
            head: head("Achats", Vec::new(), OUTPUTS),
            rows: paper
                .outputs
                .iter()
                .map(|one| {
                    let mut row = vec![text(&one.label)];
                    let all = [one.received(), one.lent, one.in_stock, one.elsewhere, one.lost];
                    row.extend(all.map(count));
                    row
                })
                .collect(),
        },
        Sheet {
            head: head("Exceptions", Vec::new(), EXCEPTIONS),
            rows: paper
                .exceptions
                .iter()
                .map(|one| vec![text(&one.number), text(&one.what), euros(one.amount)])
                .collect(),
        },
        Sheet {
            head: head("Rapprochement", Vec::new(), RECONCILED),
            rows: paper
                .reconciliations
                .iter()
                .map(|one| {
                    let amounts = [one.ledger, one.accounts, one.difference()];
                    let mut row = vec![text(&one.what), text(&one.system), Cell::Day(one.as_of)];
                    row.extend(amounts.map(Cell::Euros));
                    row.push(text(&one.explanation));
                    row
                })
                .collect(),
        },
    ]
}
