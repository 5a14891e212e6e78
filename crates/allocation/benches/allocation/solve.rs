//! One plan in full: what it reaches, what it proves, how long it took.

use std::collections::BTreeMap;
use std::time::Instant;

use domain::allocation::Policy;
use serde_json::json;

use crate::{folder, memory};

/// Solves a folder; the first line is for programs, the others are for people.
pub fn show(path: &str, rule: &str, stock_alone: bool) {
    let situation = folder::read(path, stock_alone);
    let policy = Policy::new(rule.parse().unwrap(), 0);
    let before = memory::on_processor();
    let plan = allocation::plan(&situation, &policy).unwrap();
    let took = (memory::on_processor() - before) as f64 / 1e9;
    let told = json!({
        "seconds": took,
        "served": plan.served,
        "score": plan.score,
        "cost_cents": plan.cost_cents,
        "spread_cents": plan.spread_cents,
        "fit": plan.fit,
        "classes": plan.classes.len(),
        "gained": plan.gained(),
        "proof": plan.proof,
        "peak_mb": memory::peak(),
    });
    println!("{told}");
    println!("other {:?} former {:?}", plan.other_rule, plan.former_practice);
    let mut reasons = BTreeMap::new();
    for line in &plan.lines {
        *reasons.entry(line.reason.code()).or_insert(0) += 1;
    }
    println!("{reasons:?}\n{}", plan.digest);
    let start = Instant::now();
    let audit = audit::audit(&situation, &policy, &plan);
    println!("audit {:?} in {:?}", audit.map_err(|found| found.len()), start.elapsed());
}
