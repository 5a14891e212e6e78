//! The allocation engine: a situation and a policy in, a plan out; pure, exact, reproducible.
//!
//! The way through one solve, one module each:
//!
//! 1. `order`: the priority order (tier, score, draw).
//! 2. `market`: needs merged into classes, and the arcs from classes to lots.
//! 3. `matroid`: who can be served, by the greedy of Rado and Edmonds, with its cut-offs.
//! 4. `face`: what those cut-offs leave open, by complementary slackness.
//! 5. `min_cost_flow`: the best fit on that face, with integer prices that prove it.
//! 6. `served_set` and `handing_out`: the draw, among plans that are equal in all else.
//! 7. `circuits` and `former_practice`: thresholds, who is next, and what it is worth.
//! 8. `report`: the plan.
//!
//! Numbers are whole throughout: no weights, no tolerances.

mod bipartite;
mod circuits;
mod face;
mod former_practice;
mod handing_out;
mod labels;
mod market;
mod matroid;
mod min_cost_flow;
mod order;
mod reasons;
mod report;
mod served_set;

use domain::allocation::{Plan, Policy, Rule, Situation};

/// The best plan for a situation under a policy.
///
/// Bad input cannot come here: a [`Situation`] that exists is right. The same situation and policy
/// give the same plan, bit for bit, whatever the order their rows came in.
#[must_use]
pub fn plan(situation: &Situation, policy: &Policy) -> Plan {
    let order = order::Order::of(situation.needs(), policy.seed);
    let market = market::Market::of(situation);
    let base = matroid::greedy(&market, &order);
    let face = face::Face::of(&market, &order, &base, policy.rule);
    let mut flow = min_cost_flow::solve(&face.graph, &market.units, &face.least, &face.most);
    let served = match policy.rule {
        Rule::Strict => base.served.clone(),
        Rule::Count => served_set::by_draw(&market, &order, &face, &mut flow),
    };
    let prices = flow.prices.clone();
    let lot_of = handing_out::by_draw(&market, &order, &served, flow);
    let solved =
        report::Solved { situation, order: &order, market: &market, base: &base, lot_of: &lot_of };
    solved.plan(policy, prices)
}
