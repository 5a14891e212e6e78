//! Decisions of a plan, in the words of its page: as cells of a sheet, or as rows of a paper.

use std::collections::BTreeMap;

use documents::{DecisionList, DecisionRow};
use domain::allocation::{Assignment, Source};
use domain::ids::FundLineId;
use exchange::out::Cell;
use store::{ExportedDecision, ExportedPlan, Failure, LogExport, Store};

use super::Export;
use crate::clock::paris;
use crate::wording::people::needed;
use crate::wording::rounds::{Names, kind};
use crate::wording::{Label as _, capital, reasons};

/// A plan, what its parts are called, and how many of its rows were read.
pub(super) struct Reading {
    pub plan: ExportedPlan,
    names: Names,
    codes: BTreeMap<FundLineId, String>,
    read: usize,
}

impl Reading {
    /// Begins to read the plan that an order names.
    pub(super) async fn of(store: &Store, order: &LogExport) -> Result<Self, Failure> {
        let plan = store.export_plan(order).await?;
        let names = store.named_parts(order.cite).await?;
        let codes = names.lines.iter().map(|line| (line.id, line.code.clone())).collect();
        Ok(Self { plan, names: names.into(), codes, read: 0 })
    }

    /// The next rows; none at the end.
    pub(super) async fn next(&mut self, store: &Store) -> Result<Vec<DecisionRow>, Failure> {
        let found = store.export_decisions(&self.plan, self.read).await?;
        self.read += found.len();
        Ok(found.iter().map(|decision| self.row(decision)).collect())
    }

    fn row(&self, one: &ExportedDecision) -> DecisionRow {
        let decision = match &one.reason {
            reason if reason.is_served() => "servi",
            reason if reason.is_set_aside() => "mis de côté",
            _ => "non servi",
        };
        let school = one.school.and_then(|id| self.names.schools.get(&id));
        let gone = || "effacée du registre".to_owned();
        let all = |of: fn(&Self, &Assignment) -> String| {
            let parts: Vec<_> = one.given.iter().map(|part| of(self, part)).collect();
            parts.join(" et ")
        };
        DecisionRow {
            rank: one.rank.position,
            tier: one.rank.tier,
            points: one.rank.score,
            household: if one.label.is_empty() { gone() } else { one.label.clone() },
            kind: needed(one.kind, one.nth),
            school: school.cloned().unwrap_or_default(),
            decision: decision.to_owned(),
            equipment: all(|_, part| kind(&part.kind)),
            origin: all(Self::origin),
            reason: reasons::reason(&one.reason, &one.given, &one.class, &self.names),
            need: one.need.to_string(),
        }
    }

    /// A lot, or an item and the code of the line that pays for it.
    fn origin(&self, part: &Assignment) -> String {
        match &part.source {
            Source::Stock { lot } => format!("lot {}", self.names.lot(lot)),
            Source::Purchase { item, fund } => {
                let code = fund.parse().ok().and_then(|id: FundLineId| self.codes.get(&id));
                let code = code.map_or(fund.as_str(), String::as_str);
                format!("achat : {}, ligne {code}", self.names.item(item))
            }
        }
    }
}

/// A row as cells, in the order of `columns`.
pub(super) fn cells(row: &DecisionRow) -> Vec<Cell> {
    vec![
        Cell::Integer(row.rank.into()),
        Cell::Integer(row.tier.into()),
        Cell::Integer(row.points.into()),
        Cell::Text(row.household.clone()),
        Cell::Text(row.kind.clone()),
        Cell::text(Some(row.school.as_str())),
        Cell::Text(row.decision.clone()),
        Cell::text(Some(row.equipment.as_str())),
        Cell::text(Some(row.origin.as_str())),
        Cell::Text(row.reason.clone()),
        Cell::Identifier(row.need.clone()),
    ]
}

/// The whole plan as a paper.
pub(super) async fn paper(store: &Store, export: &Export) -> Result<DecisionList, Failure> {
    let mut reading = Reading::of(store, &export.order).await?;
    let mut rows = Vec::new();
    loop {
        let some = reading.next(store).await?;
        if some.is_empty() {
            break;
        }
        rows.extend(some);
    }
    let plan = reading.plan;
    Ok(DecisionList {
        cite: export.cite.clone(),
        round: plan.round,
        state: plan.state.label().to_owned(),
        made_on: plan.made_at.to_zoned(paris()).date(),
        rule: capital(plan.plan.rule.label()),
        digest: plan.plan.digest,
        notice: export.notice(),
        rows,
    })
}
