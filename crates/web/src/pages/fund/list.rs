//! `/fonds`: every line and what is left of it.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use domain::{Euros, Seat};
use store::FundLine;

use crate::charts::StackedChart;
use crate::error::PageError;
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;

/// The lines.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/list.html")]
pub struct List {
    page: Page,
    lines: Vec<FundLine>,
    chart: StackedChart,
    total: Euros,
    principal: bool,
}

/// Shows the lines.
pub async fn page(State(app): State<AppState>, who: Who, page: Page) -> Result<List, PageError> {
    let lines = app.store.fund_lines(who.by()).await?;
    let total = lines.iter().map(|line| line.sums.available().cents()).sum();
    let principal = who.seat() == Seat::Principal;
    Ok(List { page, chart: picture(&lines), lines, total: Euros::from_cents(total), principal })
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
