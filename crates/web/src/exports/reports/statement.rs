//! The fund's statement of one month.

use std::collections::{BTreeMap, BTreeSet};

use documents::{
    ExceptionKind, FundStatement, LineFigures, Reconciliation, StatementException, StatementLine,
    StatementOperation,
};
use domain::Euros;
use domain::fund::{LedgerAct, LedgerEntry, LedgerFigures};
use domain::ids::FundLineId;
use jiff::Timestamp;
use jiff::civil::Date;
use store::{Failure, FundLine, OutOfOrdinary, Store, figures_after};

use super::{bought, day, documents_of, end_of};
use crate::exports::Export;
use crate::wording::{Label as _, capital, statement as say};

/// The paper of the month that the order names, as the register knew it at its end.
pub(super) async fn paper(store: &Store, export: &Export) -> Result<FundStatement, Failure> {
    let cite = store.cite(export.order.cite).await?;
    let month = export.order.fund.month.unwrap_or_else(|| export.today()).first_of_month();
    let as_of = month.last_of_month().min(export.today()).max(month);
    let until = just_before(end_of(as_of)).min(export.now);
    let begins = end_of(month.yesterday().unwrap_or(month));
    let acts = store.fund_ledger(cite.id, until).await?;
    let at_end = figures_after(&acts)?;
    let lines = store.export_fund_lines(cite.id).await?;
    let lines = told(lines, &acts, &at_end, begins, month);
    let codes: BTreeMap<FundLineId, String> =
        lines.iter().map(|line| (line.id, line.code.clone())).collect();
    let year = month.year();
    let (of_month, before): (Vec<_>, Vec<_>) =
        acts.iter().cloned().partition(|act| act.at >= begins);
    let of_year: Vec<LedgerEntry> =
        before.into_iter().filter(|act| day(act.at).year() == year).collect();
    let exceptions = store.fund_exceptions(cite.id, &of_year, &of_month).await?;
    let planned = planned(store, export, month).await?;
    let closed: BTreeSet<FundLineId> =
        acts.iter().filter(|act| act.act == LedgerAct::Closed).map(|act| act.line).collect();
    let none = LedgerFigures::default();
    Ok(FundStatement {
        holder: cite.lead_school,
        month,
        as_of,
        printed_on: export.today(),
        operations: of_month
            .iter()
            .filter(|act| codes.contains_key(&act.line) && is_told(act.act))
            .map(|act| operation(act, &codes, export.page(&documents_of(act))))
            .collect(),
        lines: lines
            .iter()
            .map(|line| {
                let figures = at_end.get(&line.id).unwrap_or(&none);
                let to_come = planned.get(&line.id).copied().unwrap_or_default();
                let told =
                    statement_line(line, figures, (month, to_come), closed.contains(&line.id));
                StatementLine { page: export.page(&format!("/fonds/{}", line.id)), ..told }
            })
            .collect(),
        outputs: store
            .bought_with(cite.id, year, until)
            .await?
            .iter()
            .map(bought::output)
            .collect(),
        exceptions: exceptions
            .into_iter()
            .map(|found| StatementException {
                kind: exception_kind(&found.why),
                what: say::out_of_ordinary(&found.why, &found.party),
                number: found.number,
                amount: Some(found.amount),
            })
            .collect(),
        reconciliations: reconciliations(store, export, as_of).await?,
        page: export.page(&format!("/fonds?annee={year}")),
        cite: cite.name,
    })
}

fn just_before(instant: Timestamp) -> Timestamp {
    instant.checked_sub(jiff::SignedDuration::from_nanos(1)).unwrap_or(instant)
}

/// The lines of the month's year, and those of other years on which something is left or was done.
fn told(
    lines: Vec<FundLine>,
    acts: &[LedgerEntry],
    at_end: &BTreeMap<FundLineId, LedgerFigures>,
    begins: Timestamp,
    month: Date,
) -> Vec<FundLine> {
    let moved: BTreeSet<FundLineId> =
        acts.iter().filter(|act| act.at >= begins).map(|act| act.line).collect();
    let left = |line: &FundLine| {
        at_end.get(&line.id).is_some_and(|now| now.sums.available() != 0 || now.sums.open != 0)
    };
    let mut lines: Vec<FundLine> = lines
        .into_iter()
        .filter(|line| {
            line.fiscal_year == month.year()
                || line.fiscal_year < month.year() && (left(line) || moved.contains(&line.id))
        })
        .collect();
    lines.sort_by(|a, b| (b.fiscal_year, &a.code).cmp(&(a.fiscal_year, &b.code)));
    lines
}

/// What is said of one line.
fn statement_line(
    line: &FundLine,
    now: &LedgerFigures,
    (month, to_come): (Date, Euros),
    closed: bool,
) -> StatementLine {
    let euros = Euros::from_cents;
    let sums = now.sums;
    // What is agreed and not ordered when the year ends will not be.
    let is_over = (month.year(), month.month()) >= (line.fiscal_year, 12);
    let agreed = if is_over { 0 } else { now.agreed.cents() };
    let spent = [sums.settled, sums.open, sums.reserved, agreed, to_come.cents()];
    let projected = spent.into_iter().fold(0_i64, i64::saturating_add);
    StatementLine {
        code: if line.code.is_empty() { line.label.clone() } else { line.code.clone() },
        label: format!("{} ({})", line.label, line.fiscal_year),
        funder: line.funder.clone(),
        figures: LineFigures {
            notified: euros(sums.notified),
            received: now.received,
            carried_over: euros(sums.carried()),
            agreed: now.agreed,
            engaged: euros(sums.open.saturating_add(sums.reserved)),
            delivered: now.delivered,
            settled: euros(sums.settled),
            paid: now.paid,
            available: euros(sums.available()),
            projected: euros(projected),
        },
        remainder_note: say::remainder(closed, is_over && sums.available() > 0).to_owned(),
        page: None,
    }
}

/// What is still planned on each line after a month, within its fiscal year, that no order pays for.
async fn planned(
    store: &Store,
    export: &Export,
    month: Date,
) -> Result<BTreeMap<FundLineId, Euros>, Failure> {
    let mut planned: BTreeMap<FundLineId, Euros> = BTreeMap::new();
    for one in store.forecasts(export.order.cite).await? {
        if one.commitment.is_some() {
            continue;
        }
        let later = one
            .planned
            .months
            .months()
            .into_iter()
            .filter(|share| share.year == month.year() && share.month > month.month());
        let cents = later.fold(0_i64, |sum, share| sum.saturating_add(share.amount.cents()));
        let of_line = planned.entry(one.line).or_default();
        *of_line = Euros::from_cents(of_line.cents().saturating_add(cents));
    }
    Ok(planned)
}

/// What a month lists: invoices are told by their settlement, and closing moves nothing.
const fn is_told(act: LedgerAct) -> bool {
    !matches!(act, LedgerAct::Invoiced | LedgerAct::Closed)
}

fn operation(
    act: &LedgerEntry,
    codes: &BTreeMap<FundLineId, String>,
    page: Option<String>,
) -> StatementOperation {
    StatementOperation {
        on: act.on.unwrap_or_else(|| day(act.at)),
        what: capital(act.act.label()),
        number: act.number.clone(),
        supplier: act.party.clone(),
        line: codes.get(&act.line).cloned().unwrap_or_default(),
        amount: act.amount,
        page,
    }
}

const fn exception_kind(why: &OutOfOrdinary) -> ExceptionKind {
    match why {
        OutOfOrdinary::BeforeConvention(_) => ExceptionKind::BeforeConvention,
        OutOfOrdinary::OtherCategory(_) => ExceptionKind::OtherCategory,
        OutOfOrdinary::SameSupplier(_) => ExceptionKind::SingleSupplier,
        OutOfOrdinary::OutsideConvention(_) => ExceptionKind::OutsideConvention,
        OutOfOrdinary::LatePayment(_) => ExceptionKind::LatePayment,
    }
}

/// The last statement of the accounts for the year that was known on this day, set against the ledger.
async fn reconciliations(
    store: &Store,
    export: &Export,
    as_of: Date,
) -> Result<Vec<Reconciliation>, Failure> {
    let Some(read) = store.last_reconciled(export.order.cite, as_of.year(), as_of).await? else {
        return Ok(Vec::new());
    };
    let Ok(read) = read else { return Ok(Vec::new()) };
    let found = &read.reconciliation;
    let sum = |of: fn(&domain::fund::CodeTotals) -> Euros| {
        let cents = found.totals().iter().map(|total| of(total).cents());
        Euros::from_cents(cents.fold(0, i64::saturating_add))
    };
    let one = |what: String, ledger, accounts, explanation| Reconciliation {
        what,
        system: read.statement.system.label().to_owned(),
        as_of: read.statement.as_of,
        ledger,
        accounts,
        explanation,
    };
    let explained = say::explained(found);
    let mut all = vec![one(
        "Toutes les lignes".to_owned(),
        sum(|of| of.ours),
        sum(|of| of.theirs),
        explained,
    )];
    for total in found.totals() {
        let why = say::explained_of(found, &total.codes);
        all.push(one(say::codes(&total.codes), total.ours, total.theirs, why));
    }
    Ok(all)
}
