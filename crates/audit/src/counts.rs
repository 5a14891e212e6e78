//! Assignments, units, totals, ranks and classes, counted again.

use domain::allocation::{Plan, Reason, Served, Situation, StageProof};

use crate::Violation;
use crate::eligibility::{choice, failed_rules};
use crate::facts::Facts;

pub(crate) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    decisions(facts, found);
    assignments(facts, found);
    units(facts.situation, facts.plan, &facts.used, found);
    totals(facts, found);
    lines(facts, found);
    let proof = &facts.plan.proof;
    if [proof.served, proof.score, proof.cost, proof.spread, proof.fit] != [StageProof::Exact; 5] {
        found.push(Violation::Proof);
    }
}

/// Every decision that gives something is kept.
fn decisions(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    for (at, line) in facts.plan.lines.iter().enumerate() {
        let Some(pin) = facts.pin(at) else { continue };
        let served = facts.lot_of[at].is_some();
        if served != (pin.decision.gives()) {
            found.push(Violation::Decision { need: line.need.clone() });
        }
    }
}

fn assignments(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    let served = facts.lot_of.iter().enumerate().filter_map(|(need, lot)| Some((need, (*lot)?)));
    for ((need, lot), given) in served.zip(&facts.plan.assignments) {
        let (need, lot) = (&facts.situation.needs()[need], &facts.situation.lots()[lot]);
        let Some(choice) = choice(need, lot).filter(|_| failed_rules(need, lot).is_empty()) else {
            found.push(Violation::NotEligible { need: need.need.clone(), lot: lot.lot.clone() });
            continue;
        };
        let fit = 100 * choice + u32::from(lot.penalty);
        if given.kind != lot.kind || given.choice != choice || given.fit != fit {
            found.push(Violation::Fit { need: need.need.clone() });
        }
    }
}

/// The line of every lot, against the units counted again.
pub(crate) fn units(situation: &Situation, plan: &Plan, used: &[u64], found: &mut Vec<Violation>) {
    let lots = situation.lots();
    if lots.len() != plan.lots.len() {
        found.push(Violation::Total { total: "lots" });
    }
    for ((lot, used), line) in lots.iter().zip(used).zip(&plan.lots) {
        let told = lot.lot == line.lot && lot.units == line.units && *used == u64::from(line.used);
        if !told || *used > u64::from(lot.units) {
            found.push(Violation::Units { lot: lot.lot.clone() });
        }
    }
}

fn totals(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    let plan = facts.plan;
    let (mut served, mut former, mut score) = (Served::new(), Served::new(), 0);
    let before = former_practice(facts);
    for (at, need) in facts.situation.needs().iter().enumerate() {
        let is_served = facts.lot_of[at].is_some();
        *served.entry(need.tier).or_default() += u64::from(is_served);
        *former.entry(need.tier).or_default() += u64::from(before[at]);
        score += if is_served { u64::from(need.score) } else { 0 };
    }
    let fit: u64 = plan.assignments.iter().map(|given| u64::from(given.fit)).sum();
    let totals = [
        ("served", plan.served == served),
        // Both rules serve a base of least rank of one matroid: as many in every tier.
        ("other_rule", plan.other_rule == served),
        ("former_practice", plan.former_practice == former),
        ("score", plan.score == score),
        ("fit", plan.fit == fit),
        ("orders", plan.orders.is_empty()),
        ("cost", plan.cost_cents == 0),
        ("spread", plan.spread_cents == 0),
    ];
    let wrong = totals.into_iter().filter(|(_, right)| !right);
    found.extend(wrong.map(|(total, _)| Violation::Total { total }));
}

/// Down the list, the first acceptable unit by choice and then by lot id, nothing re-assigned.
fn former_practice(facts: &Facts<'_>) -> Vec<bool> {
    let mut left: Vec<u64> = facts.situation.lots().iter().map(|lot| lot.units.into()).collect();
    let mut served = vec![false; facts.order.len()];
    for &need in &facts.order {
        let open = facts.rows[facts.class_of[need]].iter().filter(|(lot, _)| left[*lot] > 0);
        let first = open.min_by_key(|(lot, fit)| (fit / 100, *lot)).copied();
        if let Some((lot, _)) = first {
            left[lot] -= 1;
            served[need] = true;
        }
    }
    served
}

fn lines(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    for (at, line) in facts.plan.lines.iter().enumerate() {
        let need = || line.need.clone();
        if line.rank != facts.rank[at] || line.draw != facts.draw[at] {
            found.push(Violation::Rank { need: need() });
        }
        if usize::try_from(line.class) != Ok(facts.class_of[at]) {
            found.push(Violation::Class { need: need() });
        }
        // Of stock alone nothing is bought.
        let is_told = line.reason == Reason::ServiStock || facts.pin(at).is_some();
        if (is_told && line.reason.is_served()) != facts.lot_of[at].is_some() {
            found.push(Violation::Reason { need: need() });
        }
    }
}
