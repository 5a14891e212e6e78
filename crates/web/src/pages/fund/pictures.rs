//! Pictures of the fund: from what was notified to what is left, what was used month by month with what is to
//! come, what was bought and where it is.

use std::collections::BTreeSet;

use domain::Euros;
use domain::export::ExportKind;
use domain::fund::LedgerEntry;
use domain::ids::FundLineId;
use jiff::civil::{Date, date};
use store::{BoughtThings, Failure, Forecast, FundLine, figures_after};

use crate::charts::{StackedChart, WaterfallChart};
use crate::clock::paris;
use crate::exports::reports::bought;
use crate::wording::exports;

fn size(amount: Euros) -> u64 {
    u64::try_from(amount.cents()).unwrap_or(0)
}

/// From what was notified to what is available.
pub(super) fn waterfall(line: &FundLine) -> WaterfallChart {
    let sums = line.sums;
    let mut chart = WaterfallChart::new("cascade", "Du montant notifié au disponible");
    let out = |amount: Euros| format!("−{amount}");
    chart = chart.more("Notifié", size(sums.notified()), sums.notified().to_string());
    if sums.carried_in().is_positive() {
        chart = chart.more("Reporté", size(sums.carried_in()), sums.carried_in().to_string());
    }
    let steps = [
        ("Reporté plus loin", sums.carried_out()),
        ("Reversé", sums.repaid()),
        ("Réservé", sums.reserved()),
        ("Engagé", sums.open_commitments()),
        ("Liquidé", sums.settled()),
    ];
    for (label, amount) in steps.into_iter().filter(|(_, amount)| amount.is_positive()) {
        chart = chart.less(label, size(amount), out(amount));
    }
    chart.left("Disponible", sums.available().to_string())
}

/// What was settled and ordered at the end of each month of a fiscal year, and what is planned after today. Each
/// month leads to its statement, for whoever may have it told.
pub(super) fn over_the_year(
    lines: &BTreeSet<FundLineId>,
    fiscal_year: i16,
    acts: &[LedgerEntry],
    forecasts: &[Forecast],
    (today, tells): (Date, bool),
) -> Result<StackedChart, Failure> {
    let parts = ["liquidé", "engagé", "prévu"];
    let mut chart = StackedChart::new("annee", "Consommation au fil de l’année", "Mois", &parts);
    let mine: Vec<LedgerEntry> =
        acts.iter().filter(|act| lines.contains(&act.line)).cloned().collect();
    let mut planned: i64 = 0;
    for month in 1..=12_i8 {
        let first = date(fiscal_year, month, 1);
        let ends = first.last_of_month();
        let told: Vec<LedgerEntry> =
            mine.iter().filter(|act| act.at.to_zoned(paris()).date() <= ends).cloned().collect();
        let figures = figures_after(&told)?;
        let settled: i64 = figures.values().map(|one| one.sums.settled).sum();
        let open: i64 = figures.values().map(|one| one.sums.open + one.sums.reserved).sum();
        if (fiscal_year, month) > (today.year(), today.month()) {
            planned = planned.saturating_add(to_come(lines, forecasts, first));
        }
        let sums = [settled, open, planned].map(Euros::from_cents);
        let total = sums.iter().fold(0_i64, |sum, one| sum.saturating_add(one.cents()));
        chart = chart.row_read_as(
            &exports::month(first),
            &sums.map(size),
            sums.iter().map(ToString::to_string).collect(),
            Euros::from_cents(total).to_string(),
        );
        if tells && first <= today {
            let statement = exports::slug(ExportKind::Statement);
            chart = chart.leading_to(format!("/exports/{statement}?part={first}"));
        }
    }
    Ok(chart)
}

/// What a month is planned to cost that no order pays for.
fn to_come(lines: &BTreeSet<FundLineId>, forecasts: &[Forecast], month: Date) -> i64 {
    let of_lines =
        forecasts.iter().filter(|one| one.commitment.is_none() && lines.contains(&one.line));
    let months = of_lines.flat_map(|one| one.planned.months.months());
    months
        .filter(|share| (share.year, share.month) == (month.year(), month.month()))
        .fold(0, |sum, share| sum.saturating_add(share.amount.cents()))
}

/// What was bought and where it is now.
pub(super) fn purchases(things: &[BoughtThings]) -> StackedChart {
    let parts = ["prêté ou en service", "en stock", "ailleurs ou consommé", "perdu ou volé"];
    let mut chart =
        StackedChart::new("achats", "Ce qui a été acheté, et où cela se trouve", "Achat", &parts);
    for one in things {
        let one = bought::output(one);
        chart = chart.row(&one.label, &[one.lent, one.in_stock, one.elsewhere, one.lost]);
    }
    chart
}
