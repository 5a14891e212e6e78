//! Reference answers of a general solver, exactly.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::allocation::{Plan, Policy, Rule, Served, Situation};
use exchange::allocation::{SituationFiles, read_situation};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/instances")
}

/// An instance as its files say; without funds and catalogue when only the stock counts.
pub fn situation(name: &str, stock_only: bool) -> Situation {
    let file = |file: &str| std::fs::read(folder().join(name).join(file)).unwrap();
    let (needs, lots) = (file("needs.csv"), file("lots.csv"));
    let money = (!stock_only).then(|| (file("funds.csv"), file("catalogue.csv")));
    read_situation(&SituationFiles {
        needs: &needs,
        lots: &lots,
        funds: money.as_ref().map(|(funds, _)| funds.as_slice()),
        catalogue: money.as_ref().map(|(_, catalogue)| catalogue.as_slice()),
        pins: None,
    })
    .unwrap()
}

fn answers() -> Vec<serde_json::Value> {
    let answers = std::fs::read(folder().join("expected.json")).unwrap();
    serde_json::from_slice(&answers).unwrap()
}

fn check(name: &str) {
    let answers: Vec<_> = answers().into_iter().filter(|one| one["instance"] == name).collect();
    let mut plans: BTreeMap<(bool, Rule), Plan> = BTreeMap::new();
    for answer in &answers {
        let rule: Rule = answer["rule"].as_str().unwrap().parse().unwrap();
        let stock_only = answer["stock_only"].as_bool().unwrap();
        let situation = situation(name, stock_only);
        let policy = Policy::new(rule, 0);
        let plan = allocation::plan(&situation, &policy).unwrap();
        let served: BTreeMap<u8, u64> = serde_json::from_value(answer["served"].clone()).unwrap();
        let place = format!("{name} {rule} {stock_only}");
        assert_eq!(plan.served, served, "{place}");
        for (told, value) in [
            ("score", plan.score),
            ("cost_cents", plan.cost_cents),
            ("spread_cents", plan.spread_cents),
            ("fit", plan.fit),
        ] {
            assert_eq!(answer[told].as_u64(), Some(value), "{place} {told}");
        }
        assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()), "{place}");
        // Tier by tier: with bundles a family of tier 1 may stand for two of tier 2.
        let vector = |served: &Served| served.values().copied().collect::<Vec<_>>();
        let better = vector(&plan.served) >= vector(&plan.former_practice);
        assert!(better || rule == Rule::Strict, "{place}");
        plans.insert((stock_only, rule), plan);
    }
    for ((stock_only, rule), plan) in &plans {
        let other = if *rule == Rule::Count { Rule::Strict } else { Rule::Count };
        if let Some(other) = plans.get(&(*stock_only, other)) {
            assert_eq!(plan.other_rule, other.served, "{name} {rule}");
        }
    }
}

#[test]
fn stock_alone_is_that_of_the_reference() {
    for name in ["250-1-single", "250-2-single", "250-3-single"] {
        check(name);
    }
}

#[test]
fn budgets_of_the_first_seed_are_those_of_the_reference() {
    check("250-1");
}

#[test]
fn budgets_of_the_second_seed_are_those_of_the_reference() {
    check("250-2");
}

#[test]
fn budgets_of_the_third_seed_are_those_of_the_reference() {
    check("250-3");
}
