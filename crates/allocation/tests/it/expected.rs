//! Reference answers of a general solver, exactly.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::allocation::{Policy, Rule, Situation};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/instances")
}

fn situation(name: &str) -> Situation {
    let file = |file: &str| std::fs::read(folder().join(name).join(file)).unwrap();
    exchange::allocation::read_situation(&file("needs.csv"), &file("lots.csv")).unwrap()
}

#[test]
fn served_score_and_fit_are_those_of_the_reference() {
    let answers = std::fs::read(folder().join("expected.json")).unwrap();
    let answers: Vec<serde_json::Value> = serde_json::from_slice(&answers).unwrap();
    assert_eq!(answers.len(), 6);
    for answer in answers {
        let name = answer["instance"].as_str().unwrap();
        let rule: Rule = answer["rule"].as_str().unwrap().parse().unwrap();
        let situation = situation(name);
        let plan = allocation::plan(&situation, &Policy { rule, seed: 0 });
        let served: BTreeMap<u8, u64> = serde_json::from_value(answer["served"].clone()).unwrap();
        assert_eq!(plan.served, served, "{name} {rule}");
        assert_eq!(plan.other_rule, served, "{name} {rule}");
        assert_eq!(Some(plan.score), answer["score"].as_u64(), "{name} {rule}");
        assert_eq!(Some(plan.fit), answer["fit"].as_u64(), "{name} {rule}");
    }
}
