//! One plan in full: what it reaches, what it proves, how long it took.

use std::collections::BTreeMap;
use std::time::Instant;

use allocation::{BuiltIn, Progress, Watch};
use domain::allocation::Policy;
use serde_json::json;

use crate::{folder, memory};

/// Says stop after so long; it is asked before every call of the solver.
struct Until {
    start: Instant,
    seconds: Option<f64>,
}

impl Watch for Until {
    fn goes_on(&self, _: &Progress) -> bool {
        self.seconds.is_none_or(|most| self.start.elapsed().as_secs_f64() < most)
    }
}

/// Solves a folder, or stops after so long; the first line is for programs, the others are for people.
pub fn show(path: &str, rule: &str, stock_alone: bool, seconds: Option<f64>) {
    let situation = folder::read(path, stock_alone);
    let policy = Policy::new(rule.parse().unwrap(), 0);
    let before = memory::on_processor();
    let watch = Until { start: Instant::now(), seconds };
    let plan = allocation::plan_watched(&situation, &policy, &BuiltIn, &watch).unwrap();
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
        "stopped": plan.stopped,
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
