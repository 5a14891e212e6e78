//! `/fonds`: every line and what is left of it.

use std::collections::BTreeSet;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use domain::export::ExportKind;
use domain::{Euros, Seat};
use store::{FundLine, SettlementRecord};

use super::{pictures, thresholds};
use crate::charts::StackedChart;
use crate::error::PageError;
use crate::form::Form;
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::French as _;

/// The lines.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/list.html")]
pub struct List {
    page: Page,
    /// Those of one year.
    lines: Vec<FundLine>,
    /// The years that have lines, latest first.
    years: Vec<i16>,
    /// The year shown.
    year: i16,
    chart: StackedChart,
    total: Euros,
    principal: bool,
    /// The invoices that wait for the accountant, oldest first.
    to_pay: Vec<SettlementRecord>,
    /// What is near a threshold of purchases, or over it.
    warnings: Vec<String>,
    over_the_year: StackedChart,
    bought: StackedChart,
}

impl List {
    /// Does an adopted plan hold something on one of the lines?
    fn reserves(&self) -> bool {
        self.lines.iter().any(|line| line.sums.reserved().is_positive())
    }
}

/// Shows the lines of the year that is asked for (`annee`): the current one, or the latest with lines.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    asked: Form,
) -> Result<List, PageError> {
    let mut lines = app.store.fund_lines(who.by()).await?;
    let mut years: Vec<i16> = lines.iter().map(|line| line.fiscal_year).collect();
    years.dedup();
    let this_year = app.clock.today().year();
    let year = asked.value("annee").parse().ok().filter(|year| years.contains(year));
    let year = year.or_else(|| years.contains(&this_year).then_some(this_year));
    let year = year.or_else(|| years.first().copied()).unwrap_or(this_year);
    lines.retain(|line| line.fiscal_year == year);
    let total = lines.iter().map(|line| line.sums.available().cents()).sum();
    let principal = who.seat() == Seat::Principal;
    let to_pay = match who.seat() {
        Seat::Accountant => app.store.settlements_to_pay(who.by()).await?,
        _ => Vec::new(),
    };
    let (chart, total) = (picture(&lines), Euros::from_cents(total));
    let of_year: BTreeSet<_> = lines.iter().map(|line| line.id).collect();
    let (now, cite) = (app.clock.now(), who.cite());
    let acts = app.store.fund_ledger(cite, now).await?;
    let forecasts = app.store.forecasts(cite).await?;
    let today = app.clock.today();
    let tells = ExportKind::Statement.open_to(who.seat());
    let over_the_year = pictures::over_the_year(&of_year, year, &acts, &forecasts, (today, tells))?;
    let bought = pictures::purchases(&app.store.bought_with(cite, year, now).await?);
    let warnings = thresholds::warnings(&app, &who).await?;
    Ok(List {
        page,
        chart,
        lines,
        years,
        year,
        total,
        principal,
        to_pay,
        warnings,
        over_the_year,
        bought,
    })
}

/// Settled, committed, set aside and available of each line.
#[must_use]
pub fn picture(lines: &[FundLine]) -> StackedChart {
    let size = |amount: Euros| u64::try_from(amount.cents()).unwrap_or(0);
    let mut chart = StackedChart::new(
        "lignes",
        "L’argent par ligne",
        "Ligne",
        &["liquidé", "engagé", "réservé", "disponible"],
    );
    for line in lines {
        let sums = [
            line.sums.settled(),
            line.sums.open_commitments(),
            line.sums.reserved(),
            line.sums.available(),
        ];
        chart = chart.row_read_as(
            &line.label,
            &sums.map(size),
            sums.iter().map(ToString::to_string).collect(),
            line.sums.resources().to_string(),
        );
        chart = chart.leading_to(format!("/fonds/{}", line.id));
    }
    chart
}
