//! Thresholds, who is next, and who was served ahead: read again from the residual network.
//!
//! A class leads to every lot that is open to it, a lot to every class that holds a unit of it. The
//! weakest first: going back from each served need's class marks all whose threshold it is.

use std::collections::BTreeMap;

use domain::allocation::Rule;

use crate::Violation;
use crate::facts::Facts;

pub(crate) fn check(facts: &Facts<'_>, thresholds: &[Option<usize>], found: &mut Vec<Violation>) {
    if facts.plan.classes.len() != facts.rows.len() {
        found.push(Violation::Total { total: "classes" });
        return;
    }
    let id = |lot: usize| &facts.situation.lots()[lot].lot;
    for (class, (row, told)) in facts.rows.iter().zip(&facts.plan.classes).enumerate() {
        let ahead: u64 = row.iter().map(|&(lot, _)| facts.used[lot]).sum();
        let threshold = thresholds[class].map(|need| facts.rank[need]);
        if told.threshold != threshold
            || told.served_ahead != ahead
            || !told.lots.iter().eq(row.iter().map(|&(lot, _)| id(lot)))
        {
            found.push(Violation::ClassFacts { class });
        }
    }
    let next = next(facts);
    for (at, line) in facts.plan.lines.iter().enumerate() {
        let told = line.reason.next_for();
        let lots = next.get(&at).map_or(&[][..], Vec::as_slice);
        if !told.iter().eq(lots.iter().map(|&lot| id(lot))) {
            found.push(Violation::Reason { need: line.need.clone() });
        }
    }
}

/// Per class, the weakest served need in its reach, unless a unit is free there.
pub(crate) fn thresholds(facts: &Facts<'_>) -> Vec<Option<usize>> {
    let mut openers = vec![Vec::new(); facts.situation.lots().len()];
    for (class, row) in facts.rows.iter().enumerate() {
        for &(lot, _) in row {
            openers[lot].push(class);
        }
    }
    let mut held = vec![Vec::new(); facts.rows.len()];
    for (lot, holders) in facts.holders.iter().enumerate() {
        for &class in holders.keys() {
            held[class].push(lot);
        }
    }
    let mut class_done = vec![false; facts.rows.len()];
    let mut lot_done = vec![false; openers.len()];
    let mut threshold = vec![None; facts.rows.len()];
    let mut back = |lots: Vec<usize>, need: Option<usize>, class_done: &mut Vec<bool>| {
        let mut todo = lots;
        while let Some(lot) = todo.pop() {
            if std::mem::replace(&mut lot_done[lot], true) {
                continue;
            }
            for &class in &openers[lot] {
                if !std::mem::replace(&mut class_done[class], true) {
                    threshold[class] = need;
                    todo.extend(&held[class]);
                }
            }
        }
    };
    let lots = facts.situation.lots().iter().enumerate();
    let free = lots.filter(|(at, lot)| facts.used[*at] < u64::from(lot.units)).map(|(at, _)| at);
    back(free.collect(), None, &mut class_done);
    let mut own = Vec::new();
    for &need in facts.order.iter().rev().filter(|&&need| facts.lot_of[need].is_some()) {
        let class = facts.class_of[need];
        if !std::mem::replace(&mut class_done[class], true) {
            own.push((class, need));
        }
        back(held[class].clone(), Some(need), &mut class_done);
    }
    for (class, need) in own {
        threshold[class] = Some(need);
    }
    // No rank comes before a decision by hand.
    threshold.iter().map(|need| need.filter(|&need| facts.pin(need).is_none())).collect()
}

/// Per unserved need, the lots where one more unit would go to it.
fn next(facts: &Facts<'_>) -> BTreeMap<usize, Vec<usize>> {
    let mut next: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut class_done = vec![false; facts.rows.len()];
    let mut lot_done = vec![false; facts.situation.lots().len()];
    for &need in facts.order.iter().filter(|&&need| facts.lot_of[need].is_none()) {
        let mut todo = vec![facts.class_of[need]];
        let told = facts.rule == Rule::Strict || is_alone(facts, need);
        while let Some(class) = todo.pop() {
            if std::mem::replace(&mut class_done[class], true) {
                continue;
            }
            for &(lot, _) in &facts.rows[class] {
                if std::mem::replace(&mut lot_done[lot], true) {
                    continue;
                }
                if told {
                    next.entry(need).or_default().push(lot);
                }
                todo.extend(facts.holders[lot].keys());
            }
        }
    }
    for lots in next.values_mut() {
        lots.sort_unstable();
    }
    next
}

/// Whether no other class has an unserved need of the same tier and score: then fit has no say.
fn is_alone(facts: &Facts<'_>, need: usize) -> bool {
    let key = facts.own(need);
    let start = facts.order.partition_point(|&other| facts.own(other) < key);
    let level = facts.order[start..].iter().take_while(|&&at| facts.own(at) == key);
    level
        .filter(|&&at| facts.lot_of[at].is_none())
        .all(|&at| facts.class_of[at] == facts.class_of[need])
}
