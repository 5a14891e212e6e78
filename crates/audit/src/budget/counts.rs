//! Units, orders, money and totals, counted again.

use domain::allocation::{Rule, Served, StageProof};

use super::facts::Facts;
use super::former;
use crate::Violation;
use crate::counts::units;

pub(crate) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    given(facts, found);
    units(facts.situation, facts.plan, &facts.used, found);
    orders(facts, found);
    totals(facts, found);
    for (at, line) in facts.plan.lines.iter().enumerate() {
        if line.rank != facts.rank[at] || line.draw != facts.draw[at] {
            found.push(Violation::Rank { need: line.need.clone() });
        }
        if line.reason.is_served() != facts.is_served(at) {
            found.push(Violation::Reason { need: line.need.clone() });
        }
        let decided = facts.pin(at).map(|pin| pin.decision.gives());
        if decided.is_some_and(|gives| gives != facts.is_served(at)) {
            found.push(Violation::Decision { need: line.need.clone() });
        }
    }
}

/// Each need is given one alternative, whole, part by part, of what is open to it.
fn given(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    for (at, units) in facts.given.iter().enumerate() {
        let Some(first) = units.first() else { continue };
        let need = &facts.situation.needs()[at];
        let choice = usize::try_from(first.choice).unwrap_or(usize::MAX);
        let (Some(asked), Some(open)) = (need.asks.get(choice), facts.open(at).get(choice)) else {
            found.push(Violation::Fit { need: need.need.clone() });
            continue;
        };
        let kinds = units.iter().map(|unit| &unit.kind);
        let mut right = kinds.eq(asked.parts()) && units.iter().all(|u| u.choice == first.choice);
        for (part, (unit, open)) in units.iter().zip(open).enumerate() {
            let Some((_, penalty)) = open.iter().find(|(opening, _)| *opening == unit.opening)
            else {
                found.push(Violation::NotEligible {
                    need: need.need.clone(),
                    lot: format!("{:?}", unit.opening),
                });
                continue;
            };
            let rank = if part == 0 { 100 * first.choice } else { 0 };
            right &= unit.fit == rank + penalty;
        }
        if !right {
            found.push(Violation::Fit { need: need.need.clone() });
        }
    }
}

fn orders(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    let (funds, items) = (facts.situation.funds(), facts.situation.catalogue());
    let in_order = facts.plan.orders.is_sorted_by(|a, b| (&a.fund, &a.item) < (&b.fund, &b.item));
    if !in_order {
        found.push(Violation::Total { total: "orders" });
    }
    for order in &facts.plan.orders {
        let item = items.iter().find(|item| item.item == order.item);
        let fund = funds.iter().find(|fund| fund.fund == order.fund);
        let right = item.zip(fund).is_some_and(|(item, fund)| {
            let paid = fund.categories.is_empty() || fund.categories.contains(&item.category);
            let amount = i128::from(item.price.cents()) * i128::from(order.units);
            paid && order.units > 0 && amount == i128::from(order.amount.cents())
        });
        if !right {
            let (fund, item) = (order.fund.clone(), order.item.clone());
            found.push(Violation::Order { fund, item });
        }
    }
    for (&(item, fund), &(given, ordered)) in &facts.bought {
        if given > ordered {
            let (fund, item) = (funds[fund].fund.clone(), items[item].item.clone());
            found.push(Violation::Order { fund, item });
        }
    }
    for (at, fund) in funds.iter().enumerate() {
        if facts.spent(at) > i128::from(fund.available.cents()) {
            found.push(Violation::Overspent { fund: fund.fund.clone() });
        }
    }
    for (at, item) in items.iter().enumerate() {
        if (1..u64::from(item.minimum_order)).contains(&facts.ordered(at)) {
            found.push(Violation::BelowMinimum { item: item.item.clone() });
        }
    }
}

fn totals(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    let plan = facts.plan;
    let (mut served, mut former, mut score) = (Served::new(), Served::new(), 0);
    let before = former::practice(facts);
    for (at, need) in facts.situation.needs().iter().enumerate() {
        *served.entry(need.tier).or_default() += u64::from(facts.is_served(at));
        *former.entry(need.tier).or_default() += u64::from(before[at]);
        score += if facts.is_served(at) { u64::from(need.score) } else { 0 };
    }
    let fit: u64 = plan.assignments.iter().map(|given| u64::from(given.fit)).sum();
    let funds = 0..facts.situation.funds().len();
    let cost: i128 = funds.clone().map(|fund| facts.spent(fund)).sum();
    let flexible = |fund: usize| i128::from(facts.situation.funds()[fund].flexibility);
    let spread: i128 = funds.map(|fund| facts.spent(fund) * flexible(fund)).sum();
    let other: Vec<u64> = plan.other_rule.values().copied().collect();
    let own: Vec<u64> = served.values().copied().collect();
    let sides = match facts.rule {
        Rule::Strict => other >= own,
        Rule::Count => other <= own || !facts.policy.fairness.is_none() || is_cut_short(facts),
    };
    // A search that was stopped may not have come to it.
    let is_missing = plan.stopped && other.is_empty();
    let is_other = sides && plan.other_rule.keys().eq(served.keys());
    let totals = [
        ("served", plan.served == served),
        ("other_rule", is_missing || is_other),
        ("former_practice", plan.former_practice == former),
        ("score", plan.score == score),
        ("cost", i128::from(plan.cost_cents) == cost),
        ("spread", i128::from(plan.spread_cents) == spread),
        ("fit", plan.fit == fit),
    ];
    let wrong = totals.into_iter().filter(|(_, right)| !right);
    found.extend(wrong.map(|(total, _)| Violation::Total { total }));
}

/// Whether a limit on the work may have kept `count` from serving more.
fn is_cut_short(facts: &Facts<'_>) -> bool {
    let served = |tier: &u8| facts.plan.served.get(tier).map_or(0, |served| served.cast_signed());
    let settled = |(tier, proof): (&u8, &StageProof)| proof.settles(served(tier));
    facts.policy.work_limit.is_some() && !facts.plan.proof.tiers.iter().all(settled)
}
