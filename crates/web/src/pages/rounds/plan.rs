//! `/attributions/plans/{plan}`: what a plan does, and one line a need for who may read names.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use domain::Euros;
use domain::allocation::{Served, Source, StageProof};
use domain::disclosure::{Audience, Shown, disclose_part, disclose_row};
use domain::ids::{CatalogueItemId, PlanId};
use store::{Agreement, KeptPlan, LineFilter, PlanLine, PlanState, RoundState};

use super::pictures::Pictures;
use super::propose::searching;
use super::sees_families;
use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::nav::may_open;
use crate::page::Page;
use crate::pages::fund::bought;
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::disclosure::shown;
use crate::wording::rounds::Names;
use crate::wording::{French as _, Label as _, count};
use crate::wording::{reasons, rounds as say};

/// One tier's figures, as this seat may read them: its needs, then those served by this plan, by the
/// other rule and by the former practice.
pub(crate) struct TierRow {
    pub tier: u8,
    pub cells: [Shown; 4],
}

impl TierRow {
    fn hides(&self) -> bool {
        !self.cells.iter().all(|cell| cell.is_exact())
    }
}

/// The plan.
#[derive(Template, WebTemplate)]
#[template(path = "pages/rounds/plan.html")]
pub struct ShowPlan {
    page: Page,
    form: Form,
    runs: bool,
    kept: KeptPlan,
    tiers: Vec<TierRow>,
    /// A total beside a hidden figure would give it back.
    hides: bool,
    pictures: Option<Pictures>,
    names: Names,
    orders: Vec<OrderRow>,
    /// Was the troïka asked for them?
    asked: bool,
    /// May this seat open the fund's pages?
    opens_fund: bool,
    lines: Vec<PlanLine>,
    paging: Paging,
    filters: Vec<Choice>,
}

impl ShowPlan {
    fn summary(&self) -> String {
        let all = self.kept.plan.lines.len();
        let served = count(self.kept.plan.served.values().sum(), "besoin servi", "besoins servis");
        format!("{served} sur {all}")
    }

    fn read(&self, cell: &Shown) -> String {
        shown(*cell)
    }

    fn found(&self) -> String {
        count(self.paging.total, "besoin", "besoins")
    }

    fn gained(&self) -> String {
        let gained = self.kept.plan.gained();
        let many = count(gained.unsigned_abs(), "besoin servi", "besoins servis");
        match gained {
            0 => "autant de besoins servis".to_owned(),
            1.. => format!("{many} de plus"),
            _ if self.is_fair() => format!("{many} de moins"),
            _ => format!("{many} de moins, mais mieux classés"),
        }
    }

    /// Whether something is asked for schools, which neither the other rule nor the former practice is held to.
    fn is_fair(&self) -> bool {
        !self.kept.policy.fairness.is_none()
    }

    fn spent(&self) -> Euros {
        Euros::from_cents(i64::try_from(self.kept.plan.cost_cents).unwrap_or(i64::MAX))
    }

    fn left(&self) -> u64 {
        self.kept.plan.lots.iter().map(|lot| u64::from(lot.units - lot.used)).sum()
    }

    fn exact(&self) -> bool {
        self.kept.plan.is_exact()
    }

    /// What is asked for schools beyond the rule costs, in needs and points.
    fn price(&self) -> Option<String> {
        let between = self.kept.plan.between.as_ref()?;
        if between.served_without.is_empty() {
            return None;
        }
        let total = |served: &Served| served.values().sum::<u64>();
        let lost = total(&between.served_without).saturating_sub(total(&self.kept.plan.served));
        let points = between.score_without.saturating_sub(self.kept.plan.score);
        Some(format!(
            "{} {} et {} par rapport à la même règle sans rien de plus.",
            if self.kept.policy.fairness.quotas().is_empty() {
                "L’équité entre écoles coûte"
            } else {
                "Les limites par école coûtent"
            },
            count(lost, "besoin servi", "besoins servis"),
            count(points, "point", "points")
        ))
    }

    /// What is proved up to a limit only.
    fn unproved(&self) -> String {
        let proof = &self.kept.plan.proof;
        let stages = [
            (&proof.served, "qui est servi"),
            (&proof.score, "le total des points"),
            (&proof.cost, "le coût des achats"),
            (&proof.spread, "le choix des lignes du fonds"),
            (&proof.fit, "le respect des souhaits"),
        ];
        let open = stages.iter().filter(|(stage, _)| **stage != StageProof::Exact);
        open.map(|(_, words)| *words).collect::<Vec<_>>().join(", ")
    }

    fn can_adopt(&self) -> bool {
        self.runs
            && self.kept.state == PlanState::Proposed
            && self.kept.round.state == RoundState::Open
    }

    /// Whether a person may still decide for a need: the round is open.
    fn may_decide(&self) -> bool {
        self.kept.round.state == RoundState::Open
    }

    fn why(&self, line: &PlanLine) -> String {
        let told = self.kept.plan.explain(&line.need.to_string());
        let given = told.map_or(&[][..], |told| told.given);
        reasons::in_brief(&line.reason, given, &self.names)
    }
}

/// Shows the plan.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<PlanId>,
    paging: Paging,
    form: Form,
) -> Result<Response, PageError> {
    let Some(kept) = app.store.plan(id, who.by()).await? else {
        return searching(&app, &who, page, id).await;
    };
    let runs = sees_families(who.seat());
    let (lines, total) = if runs {
        let served = match form.value("voir") {
            "servis" => Some(true),
            "non-servis" => Some(false),
            _ => None,
        };
        let filter = LineFilter { served, text: form.value("q") };
        app.store.plan_lines(&kept, filter, paging.offset(), paging.limit(), who.by()).await?
    } else {
        (Vec::new(), 0)
    };
    let filters = vec![
        Choice::new("tous", "Tous"),
        Choice::new("servis", "Servis"),
        Choice::new("non-servis", "Non servis"),
    ];
    let tiers = tiers(&kept, runs);
    let names = super::names(&app, &who).await?;
    let requests = app.store.plan_requests(id, who.by()).await?;
    Ok(ShowPlan {
        asked: !requests.is_empty(),
        opens_fund: may_open(who.seat(), "/fonds/{id}"),
        orders: orders(&kept, &names, requests, runs),
        pictures: runs.then(|| Pictures::of(&kept, &names)),
        names,
        hides: tiers.iter().any(TierRow::hides),
        tiers,
        page,
        form,
        runs,
        kept,
        lines,
        paging: paging.of(total),
        filters,
    }
    .into_response())
}

fn needs_by_tier(kept: &KeptPlan) -> BTreeMap<u8, u64> {
    let mut needs = BTreeMap::new();
    for line in &kept.plan.lines {
        *needs.entry(line.rank.tier).or_default() += 1;
    }
    needs
}

/// The figures of each tier; exact for whoever runs the round, disclosed to the table otherwise.
pub(crate) fn tiers(kept: &KeptPlan, runs: bool) -> Vec<TierRow> {
    let needs = needs_by_tier(kept);
    let counts: Vec<u64> = needs.values().copied().collect();
    let read = if runs {
        counts.iter().map(|many| Shown::Exact(*many)).collect()
    } else {
        disclose_row(&counts, Audience::Inside).cells
    };
    let plan = &kept.plan;
    let rows = needs.keys().zip(read).map(|(tier, needs)| {
        let of = |served: &Served| {
            let part = served.get(tier).copied().unwrap_or(0);
            match needs {
                _ if runs => Shown::Exact(part),
                Shown::Exact(whole) => disclose_part(part, whole, Audience::Inside),
                hidden => hidden,
            }
        };
        // A search that was stopped may not have come to the other rule: nothing is told, not 0.
        let other = if plan.other_rule.is_empty() { Shown::Withheld } else { of(&plan.other_rule) };
        let cells = [needs, of(&plan.served), other, of(&plan.former_practice)];
        TierRow { tier: *tier, cells }
    });
    rows.collect()
}

/// What the plan proposes to buy, and what is left on the line afterwards.
pub(crate) struct OrderRow {
    item: String,
    fund: String,
    line: String,
    units: u32,
    /// Units that no need gets: they enter stock.
    beyond: u64,
    amount: Euros,
    /// How many families it is for, as this seat may count them.
    families: String,
    /// The request that adopting the plan made of it.
    request: Option<Agreement>,
}

fn orders(
    kept: &KeptPlan,
    names: &Names,
    mut requests: Vec<(CatalogueItemId, Agreement)>,
    runs: bool,
) -> Vec<OrderRow> {
    let needs = kept.situation.needs().iter();
    let homes: BTreeMap<&str, &str> =
        needs.map(|need| (need.need.as_str(), need.household.as_str())).collect();
    let mut used: BTreeMap<(&str, &str), (u64, BTreeSet<&str>)> = BTreeMap::new();
    for given in &kept.plan.assignments {
        if let Source::Purchase { item, fund } = &given.source {
            let (units, families) = used.entry((item, fund)).or_default();
            *units += 1;
            families.extend(homes.get(given.need.as_str()));
        }
    }
    let rows = kept.plan.orders.iter().map(|order| {
        let (units, families) = used.remove(&(&*order.item, &*order.fund)).unwrap_or_default();
        let made = requests.iter().position(|(item, request)| {
            item.to_string() == order.item && request.line.to_string() == order.fund
        });
        OrderRow {
            item: names.item(&order.item),
            fund: order.fund.clone(),
            line: names.line(&order.fund),
            units: order.units,
            beyond: u64::from(order.units).saturating_sub(units),
            amount: order.amount,
            families: bought::families(families.len() as u64, runs),
            request: made.map(|place| requests.swap_remove(place).1),
        }
    });
    rows.collect()
}
