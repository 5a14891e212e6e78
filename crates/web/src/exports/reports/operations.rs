//! The journal of the operations on a year's lines, from the first to the last.

use std::collections::BTreeMap;

use documents::{JournalRow, OperationsJournal};
use domain::Euros;
use domain::fund::LedgerAct;
use domain::ids::FundLineId;
use jiff::civil::date;
use store::{Failure, Store};

use super::{day, documents_of};
use crate::exports::Export;
use crate::wording::{Label as _, capital};

/// The paper of the year that the order names.
pub(super) async fn paper(store: &Store, export: &Export) -> Result<OperationsJournal, Failure> {
    let cite = store.cite(export.order.cite).await?;
    let today = export.today();
    let year = export.order.fund.year.unwrap_or_else(|| today.year());
    let lines = store.export_fund_lines(cite.id).await?;
    let codes: BTreeMap<FundLineId, String> = lines
        .into_iter()
        .filter(|line| line.fiscal_year == year)
        .map(|line| (line.id, if line.code.is_empty() { line.label } else { line.code }))
        .collect();
    let mut available: i64 = 0;
    let (mut from, mut to) = (date(year, 1, 1), date(year, 12, 31).min(today));
    let mut rows = Vec::new();
    for act in store.fund_ledger(cite.id, export.now).await? {
        let Some(code) = codes.get(&act.line) else { continue };
        available = available.saturating_add(act.moved.available());
        let on = act.on.unwrap_or_else(|| day(act.at));
        (from, to) = (from.min(on), to.max(on));
        if act.act == LedgerAct::Closed {
            continue;
        }
        rows.push(JournalRow {
            page: export.page(&documents_of(&act)),
            on,
            kind: capital(act.act.label()),
            number: act.number,
            supplier: act.party,
            line: code.clone(),
            amount: act.amount,
            available: Euros::from_cents(available),
        });
    }
    Ok(OperationsJournal {
        cite: cite.name,
        holder: cite.lead_school,
        scope: format!("toutes les lignes de l’exercice {year}"),
        from,
        to: to.max(from),
        printed_on: today,
        opening: Euros::ZERO,
        closing: Euros::from_cents(available),
        rows,
        page: export.page(&format!("/fonds?annee={year}")),
    })
}
