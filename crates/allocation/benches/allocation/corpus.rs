//! Many small instances: the engine's answers, and their graphs for a peer to answer as well.

use domain::allocation::{Policy, Rule, Situation};

use crate::{generate, graph};

/// Writes the graphs one after the other, and prints a line of total weight and fit for each.
pub fn write(instances: u64, file: &str) {
    let mut bytes = Vec::new();
    for seed in 1..=instances {
        let needs = 20 + (seed * 37 % 380) as usize;
        let rows = generate::rows(needs, seed, false);
        let situation = Situation::of_stock(rows.needs, rows.lots).unwrap();
        let plan = allocation::plan(&situation, &Policy::new(Rule::Count, seed)).unwrap();
        graph::compressed(&situation).append(&mut bytes);
        println!("{} {}", graph::weight_of(&situation, &plan), plan.fit);
    }
    std::fs::write(file, bytes).unwrap();
}
