//! The four files a plan is written to.

use domain::allocation::{ClassFacts, FailedRule, LotRefusal, NeedLine, Plan, Rank, Reason};

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

/// `assignments.csv`, `orders.csv`, `unmet.csv` and `plan.json`.
///
/// Facts in `unmet.csv` are `key=value` pairs parted by ` ; `: codes, so that the same file serves
/// every reader.
#[must_use]
pub fn plan_files(plan: &Plan, timings: &Timings) -> Vec<PlanFile> {
    let [assigned, orders, missed, json] = PLAN_FILES;
    vec![
        PlanFile { name: assigned, bytes: assignments(plan) },
        PlanFile { name: orders, bytes: rows(&["fund", "item", "units", "amount"], Vec::new()) },
        PlanFile { name: missed, bytes: unmet(plan) },
        PlanFile { name: json, bytes: plan_json::text(plan, timings) },
    ]
}

fn assignments(plan: &Plan) -> Vec<u8> {
    let header = ["need", "part", "source", "lot", "item", "fund", "rank", "fit"];
    let row = |given: &domain::allocation::Assignment| {
        vec![
            given.need.clone(),
            given.kind.clone(),
            "stock".to_owned(),
            given.lot.clone(),
            String::new(),
            String::new(),
            given.choice.to_string(),
            given.fit.to_string(),
        ]
    };
    rows(&header, plan.assignments.iter().map(row).collect())
}

fn unmet(plan: &Plan) -> Vec<u8> {
    let row = |line: &NeedLine| {
        let (fact, counterfactual) = facts(plan, line);
        vec![line.need.clone(), line.reason.code().to_owned(), fact, counterfactual]
    };
    let header = ["need", "reason", "fact", "would_be_served_if"];
    rows(&header, plan.unmet().map(row).collect())
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
        // Where ranks decide nothing, another rule might.
        Reason::Arbitrage { strict: true, .. } => change.push("rule=strict".to_owned()),
        _ => {}
    }
    let reserved = line.reason.reserved();
    if !reserved.is_empty() {
        fact.push(format!("reserved={}", refusals(reserved)));
        change.push(format!("lifted={}", refusals(reserved)));
    }
    let next_for = line.reason.next_for();
    if !next_for.is_empty() {
        change.push(format!("one_more_unit={}", next_for.join("|")));
    }
    (fact.join(" ; "), change.join(" ; "))
}

fn competition(class: &ClassFacts, fact: &mut Vec<String>, change: &mut Vec<String>) {
    if class.lots.is_empty() {
        return;
    }
    fact.push(format!("lots={}", class.lots.join("|")));
    fact.push(format!("served_ahead={}", class.served_ahead));
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
    told.iter().map(refusal).collect::<Vec<_>>().join("|")
}

fn refusal(refusal: &LotRefusal) -> String {
    let rule = match &refusal.rule {
        FailedRule::Kind => "kind".to_owned(),
        FailedRule::Commune => "commune".to_owned(),
        FailedRule::Level => "level".to_owned(),
        FailedRule::Requires { flag } => format!("requires {flag}"),
        FailedRule::Refuses { flag } => format!("refuses {flag}"),
        FailedRule::LoanNotAccepted => "loan".to_owned(),
        FailedRule::RefurbishedNotAccepted => "refurbished".to_owned(),
    };
    format!("{}:{rule}", refusal.lot)
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
