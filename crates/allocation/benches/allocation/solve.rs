//! How long the engine takes on a folder of files, stage by stage; `cargo xtask bench allocation` runs it
//! beside the peers.

#![allow(missing_docs)]

use std::collections::BTreeMap;
use std::time::Instant;

use domain::allocation::{Policy, Situation};
use exchange::allocation::{SituationFiles, read_situation};

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let (Some(folder), Some(rule)) = (arguments.next(), arguments.next()) else {
        println!("usage: allocation FOLDER strict|count [stock]");
        return;
    };
    let situation = read(&folder, arguments.next().is_some());
    let policy = Policy::new(rule.parse().unwrap(), 0);
    let start = Instant::now();
    let plan = allocation::plan(&situation, &policy).unwrap();
    let took = start.elapsed();
    println!(
        "{folder} {rule}: {:?} score {} cost {} spread {} fit {} classes {} in {took:?}",
        plan.served,
        plan.score,
        plan.cost_cents,
        plan.spread_cents,
        plan.fit,
        plan.classes.len()
    );
    println!("other {:?} former {:?}", plan.other_rule, plan.former_practice);
    let mut reasons = BTreeMap::new();
    for line in &plan.lines {
        *reasons.entry(line.reason.code()).or_insert(0) += 1;
    }
    println!("{reasons:?}\n{:?}\n{}", plan.proof, plan.digest);
    let start = Instant::now();
    let audit = audit::audit(&situation, &policy, &plan);
    println!("audit {:?} in {:?}", audit.map_err(|found| found.len()), start.elapsed());
}

fn read(folder: &str, stock_alone: bool) -> Situation {
    let file = |name: &str| std::fs::read(format!("{folder}/{name}")).unwrap();
    let (needs, lots) = (file("needs.csv"), file("lots.csv"));
    let (funds, catalogue) = (file("funds.csv"), file("catalogue.csv"));
    let files = SituationFiles {
        needs: &needs,
        lots: &lots,
        funds: (!stock_alone).then_some(&funds),
        catalogue: Some(&catalogue),
        pins: None,
    };
    read_situation(&files).unwrap()
}
