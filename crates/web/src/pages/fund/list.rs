//! `/fonds`: every line and what is left of it.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use domain::{Euros, Seat};
use store::{FundLine, SettlementRecord};

use crate::charts::StackedChart;
use crate::error::PageError;
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::French as _;

/// The lines.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/list.html")]
pub struct List {
    page: Page,
    lines: Vec<FundLine>,
    chart: StackedChart,
    total: Euros,
    principal: bool,
    /// The invoices that wait for the accountant, oldest first.
    to_pay: Vec<SettlementRecord>,
}

/// Shows the lines.
pub async fn page(State(app): State<AppState>, who: Who, page: Page) -> Result<List, PageError> {
    let lines = app.store.fund_lines(who.by()).await?;
    let total = lines.iter().map(|line| line.sums.available().cents()).sum();
    let principal = who.seat() == Seat::Principal;
    let to_pay = match who.seat() {
        Seat::Accountant => app.store.settlements_to_pay(who.by()).await?,
        _ => Vec::new(),
    };
    let (chart, total) = (picture(&lines), Euros::from_cents(total));
    Ok(List { page, chart, lines, total, principal, to_pay })
}

/// Settled, committed and available of each line.
#[must_use]
pub fn picture(lines: &[FundLine]) -> StackedChart {
    let size = |amount: Euros| u64::try_from(amount.cents()).unwrap_or(0);
    let mut chart = StackedChart::new(
        "lignes",
        "L’argent par ligne",
        "Ligne",
        &["liquidé", "engagé", "disponible"],
    );
    for line in lines {
        let sums = [line.sums.settled(), line.sums.open_commitments(), line.sums.available()];
        chart = chart.row_read_as(
            &line.label,
            &sums.map(size),
            sums.iter().map(ToString::to_string).collect(),
            line.sums.notified().to_string(),
        );
    }
    chart
}
