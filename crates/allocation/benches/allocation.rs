//! How long the engine takes on a folder of files, stage by stage; `cargo xtask bench allocation` runs it
//! beside the peers.

#![allow(missing_docs)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use domain::allocation::{Counterfactual, Plan, Policy, Situation};
use exchange::allocation::{SituationFiles, read_situation};

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let (Some(folder), Some(rule)) = (arguments.next(), arguments.next()) else {
        println!("usage: allocation FOLDER strict|count [stock|what-if]");
        return;
    };
    let more = arguments.next().unwrap_or_default();
    let situation = read(&folder, more == "stock");
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
    if more == "what-if" {
        what_if(&situation, &policy, &plan);
    }
    let start = Instant::now();
    let audit = audit::audit(&situation, &policy, &plan);
    println!("audit {:?} in {:?}", audit.map_err(|found| found.len()), start.elapsed());
}

/// What a question about one need takes, beside a full plan of the same changed situation.
fn what_if(situation: &Situation, policy: &Policy, plan: &Plan) {
    let (mut quick, mut full, mut many) = (Duration::ZERO, Duration::ZERO, 0);
    for line in plan.unmet().take(5) {
        let money = line
            .reason
            .lines()
            .iter()
            .map(|line| Counterfactual::Money { fund: line.fund.clone(), amount: line.price });
        for change in money.take(1).chain([Counterfactual::Points { points: 1 }]) {
            let start = Instant::now();
            let told = allocation::would_serve(situation, policy, &line.need, &change);
            quick += start.elapsed();
            let Some((changed, under)) = change.applied(situation, policy, &line.need) else {
                continue;
            };
            let start = Instant::now();
            let again = allocation::plan(&changed, &under).unwrap();
            full += start.elapsed();
            assert_eq!(told, !again.given(&line.need).is_empty());
            many += 1;
        }
    }
    let ratio = full.as_secs_f64() / quick.as_secs_f64();
    println!("what-if {many} questions in {quick:?}, full plans in {full:?}: {ratio:.1} times");
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
