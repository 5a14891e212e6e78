//! The four files a plan is written to.

use std::collections::BTreeMap;

use domain::allocation::{
    Assignment, ClassFacts, Counterfactual, DevicesCounted, LotRefusal, NeedLine, OfferRefusal,
    Order, Plan, Rank, Reason, Source,
};

use super::plan_json::{self, Timings};

/// A file to write: its name in the folder, and its bytes.
pub struct PlanFile {
    /// The name.
    pub name: &'static str,
    /// The content.
    pub bytes: Vec<u8>,
}

/// The names of the files of a plan.
pub const PLAN_FILES: [&str; 4] = ["assignments.csv", "orders.csv", "unmet.csv", "plan.json"];

/// What is written beside a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// How long each step took.
    pub timings: Timings,
    /// Per need that is not served, the changes by which it would be; each was tried.
    pub changes: BTreeMap<String, Vec<Counterfactual>>,
}

/// `assignments.csv`, `orders.csv`, `unmet.csv` and `plan.json`.
///
/// Facts in `unmet.csv` are `key=value` pairs parted by ` ; `: codes, so that the same file serves
/// every reader.
#[must_use]
pub fn plan_files(plan: &Plan, beside: &Beside) -> Vec<PlanFile> {
    let [assigned, orders, missed, json] = PLAN_FILES;
    vec![
        PlanFile { name: assigned, bytes: assignments(plan) },
        PlanFile { name: orders, bytes: orders_of(plan) },
        PlanFile { name: missed, bytes: unmet(plan, beside) },
        PlanFile { name: json, bytes: plan_json::text(plan, beside) },
    ]
}

fn assignments(plan: &Plan) -> Vec<u8> {
    let header = ["need", "part", "source", "lot", "item", "fund", "rank", "fit"];
    let row = |given: &Assignment| {
        let (source, lot, item, fund) = match &given.source {
            Source::Stock { lot } => ("stock", lot.as_str(), "", ""),
            Source::Purchase { item, fund } => ("purchase", "", item.as_str(), fund.as_str()),
        };
        let (choice, fit) = (given.choice.to_string(), given.fit.to_string());
        let cells = [&given.need, &given.kind, source, lot, item, fund, &choice, &fit];
        cells.map(str::to_owned).to_vec()
    };
    rows(&header, plan.assignments.iter().map(row).collect())
}

fn orders_of(plan: &Plan) -> Vec<u8> {
    let row = |order: &Order| {
        let (units, amount) = (order.units.to_string(), order.amount.plain('.'));
        vec![order.fund.clone(), order.item.clone(), units, amount]
    };
    rows(&["fund", "item", "units", "amount"], plan.orders.iter().map(row).collect())
}

fn unmet(plan: &Plan, beside: &Beside) -> Vec<u8> {
    let row = |line: &NeedLine| {
        let (fact, told) = facts(plan, line);
        let tried = beside.changes.get(&line.need).into_iter().flatten().map(change);
        let all: Vec<String> =
            Some(told).filter(|one| !one.is_empty()).into_iter().chain(tried).collect();
        let counterfactual = all.join(" ; ");
        vec![line.need.clone(), line.reason.code().to_owned(), fact, counterfactual]
    };
    let header = ["need", "reason", "fact", "would_be_served_if"];
    rows(&header, plan.unmet().map(row).collect())
}

/// A change that was tried.
fn change(change: &Counterfactual) -> String {
    match change {
        Counterfactual::Unit { lot } => format!("tried_one_more_unit={lot}"),
        Counterfactual::Money { fund, amount } => {
            format!("tried_more_money={fund}:{}", amount.plain('.'))
        }
        Counterfactual::Points { points } => format!("tried_points={points}"),
        Counterfactual::Lifted { lot, rule } => format!("tried_lifted={lot}:{rule}"),
        Counterfactual::OtherRule => "tried_other_rule".to_owned(),
        Counterfactual::Place { by, of, .. } => format!("tried_one_more_place={by}:{of}"),
    }
}

/// What is so, and what would change it.
fn facts(plan: &Plan, line: &NeedLine) -> (String, String) {
    let class = usize::try_from(line.class).ok().and_then(|class| plan.classes.get(class));
    let mut fact = vec![format!("rank={}", place(line.rank))];
    let mut change = Vec::new();
    if let Some(class) = class {
        competition(class, &mut fact, &mut change);
    }
    match &line.reason {
        Reason::AucunLotAdmissible { refusals: told } if !told.is_empty() => {
            fact.push(format!("excluded={}", refusals(told)));
        }
        Reason::DecisionManuelle { author, why, .. } => {
            fact.push(format!("author={author} ; why={why}"));
        }
        Reason::FratrieDejaServie { counted } => {
            let DevicesCounted { children, children_per_device, devices_at_most, devices } =
                counted;
            fact.push(format!(
                "children={children} ; children_per_device={children_per_device} ; \
                 devices_at_most={devices_at_most} ; devices={devices}"
            ));
        }
        Reason::Doublon { of, author } => fact.push(format!("author={author} ; of={of}")),
        Reason::FondsNonEligible { refusals: told, offers } => {
            if !told.is_empty() {
                fact.push(format!("excluded={}", refusals(told)));
            }
            fact.push(format!("not_paid_for={}", join(offers, offer_refusal)));
        }
        Reason::MinimumDeCommande { item, minimum, .. } => {
            fact.push(format!("minimum={item}:{minimum}"));
        }
        Reason::LotIncomplet { bundle, missing, .. } => {
            fact.push(format!("bundle={bundle} ; missing={}", missing.join("|")));
        }
        Reason::QuotaAtteint { by, of, tier, most } => {
            let tier = tier.map_or_else(String::new, |tier| format!(" ; quota_tier={tier}"));
            fact.push(format!("quota={by}:{of}{tier} ; quota_most={most}"));
        }
        // Where ranks decide nothing, another rule might.
        Reason::Arbitrage { strict: true, .. } => change.push("rule=strict".to_owned()),
        _ => {}
    }
    let reserved = line.reason.reserved();
    if !reserved.is_empty() {
        fact.push(format!("reserved={}", refusals(reserved)));
        change.push(format!("lifted={}", refusals(reserved)));
    }
    if !line.reason.lines().is_empty() {
        let left = |line: &domain::allocation::LineLeft| {
            let (left, price) = (line.left.plain('.'), line.price.plain('.'));
            format!("{}:{}:{left}<{}:{price}", line.kind, line.fund, line.item)
        };
        fact.push(format!("left={}", join(line.reason.lines(), left)));
    }
    let next_for = line.reason.next_for();
    if !next_for.is_empty() {
        change.push(format!("one_more_unit={}", next_for.join("|")));
    }
    (fact.join(" ; "), change.join(" ; "))
}

fn competition(class: &ClassFacts, fact: &mut Vec<String>, change: &mut Vec<String>) {
    if !class.lots.is_empty() {
        fact.push(format!("lots={}", class.lots.join("|")));
        fact.push(format!("served_ahead={}", class.served_ahead));
    }
    if let Some(threshold) = class.threshold {
        fact.push(format!("threshold={}", place(threshold)));
        // Tier and score are what a family or a town can act on; the draw is not.
        change.push(format!("rank_above={}/{}", threshold.tier, threshold.score));
    }
}

/// Tier, score and position in the order.
fn place(rank: Rank) -> String {
    format!("{}/{}/{}", rank.tier, rank.score, rank.position)
}

fn refusals(told: &[LotRefusal]) -> String {
    join(told, |refusal| format!("{}:{}", refusal.lot, refusal.rule))
}

fn offer_refusal(refusal: &OfferRefusal) -> String {
    format!("{}/{}:{}", refusal.fund, refusal.item, refusal.rule)
}

fn join<T>(list: &[T], text: impl Fn(&T) -> String) -> String {
    list.iter().map(text).collect::<Vec<_>>().join("|")
}

fn rows(header: &[&str], rows: Vec<Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory rows as long as the header cannot fail.
    let _ = writer.write_record(header);
    for row in rows {
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}
