//! The list of what was ordered before a convention was signed.

use documents::{BeforeConventionList, ConventionState as Stands, EarlyRelease, EarlySpending};
use domain::fund::{ConventionLife, ConventionState};
use exchange::out::Cell;
use store::{EarlyOrder, Failure, Store};

use super::{Sheet, day, head};
use crate::exports::Export;

/// The paper of the year that the order names.
pub(super) async fn paper(store: &Store, export: &Export) -> Result<BeforeConventionList, Failure> {
    let cite = store.cite(export.order.cite).await?;
    let fiscal_year = export.order.fund.year.unwrap_or_else(|| export.today().year());
    let (orders, purses) = store.spent_before_convention(cite.id, fiscal_year).await?;
    Ok(BeforeConventionList {
        cite: cite.name,
        holder: cite.lead_school,
        fiscal_year,
        printed_on: export.today(),
        rows: orders.into_iter().map(|order| row(order, export)).collect(),
        releases: purses
            .into_iter()
            .map(|purse| EarlyRelease {
                notified: purse.line.sums.notified(),
                rate: u32::from(purse.share.hundredths()),
                ceiling: purse.ceiling,
                used: purse.used,
                purse: purse.line.label,
            })
            .collect(),
        page: export.page("/fonds/avant-convention"),
    })
}

fn row(order: EarlyOrder, export: &Export) -> EarlySpending {
    let (convention, state) = match order.convention {
        None => (String::new(), Stands::Absent),
        Some((title, life)) => (title, stands(&life)),
    };
    EarlySpending {
        on: order.on,
        order_number: order.order_number,
        supplier: order.supplier,
        object: order.purpose,
        line: order.line,
        amount: order.held,
        agreement: short(&order.agreement.to_string()),
        agreed_on: order.agreed_at.map(day),
        convention,
        state,
        page: export.page(&format!("/fonds/engagements/{}", order.commitment)),
    }
}

fn stands(life: &ConventionLife) -> Stands {
    match life.day_of(ConventionState::Signed) {
        Some(on) => Stands::Signed(on),
        None => Stands::InProgress,
    }
}

/// The end of an agreement's number: as much as tells it from the others of a year.
fn short(id: &str) -> String {
    id.rsplit('-').next().unwrap_or(id).to_owned()
}

const EARLY: &[(&str, u8)] = &[
    ("Engagé le", 12),
    ("Bon de commande", 18),
    ("Fournisseur", 26),
    ("Objet", 34),
    ("Ligne", 14),
    ("Montant", 14),
    ("Accord", 16),
    ("Accordé le", 12),
    ("Convention", 30),
    ("Signée le", 12),
];
const RELEASES: &[(&str, u8)] =
    &[("Ligne", 34), ("Notifié", 14), ("Plafond", 14), ("Engagé ou liquidé", 18)];

/// The sheets of the list.
pub(super) fn sheets(paper: &BeforeConventionList) -> Vec<Sheet> {
    let text = |text: &str| Cell::text(Some(text));
    let order = |one: &EarlySpending| {
        let signed = match one.state {
            Stands::Signed(on) => Some(on),
            Stands::Absent | Stands::InProgress => None,
        };
        vec![
            Cell::Day(one.on),
            Cell::Identifier(one.order_number.clone()),
            text(&one.supplier),
            text(&one.object),
            text(&one.line),
            Cell::Euros(one.amount),
            Cell::Identifier(one.agreement.clone()),
            Cell::day(one.agreed_on),
            text(&one.convention),
            Cell::day(signed),
        ]
    };
    let release = |one: &EarlyRelease| {
        let amounts = [one.notified, one.ceiling, one.used];
        let mut row = vec![text(&one.purse)];
        row.extend(amounts.map(Cell::Euros));
        row
    };
    vec![
        Sheet {
            head: head("Avant convention", Vec::new(), EARLY),
            rows: paper.rows.iter().map(order).collect(),
        },
        Sheet {
            head: head("Ouvertures anticipées", Vec::new(), RELEASES),
            rows: paper.releases.iter().map(release).collect(),
        },
    ]
}
