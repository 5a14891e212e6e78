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
mod budget;
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
mod stock;

use domain::allocation::{Plan, Policy, Situation};
use milp::{Highs, Solver};

/// The best plan for a situation under a policy, with the built-in solver where purchases or bundles ask
/// for one.
///
/// Bad input cannot come here: a [`Situation`] that exists is right. The same situation and policy
/// give the same plan, bit for bit, whatever the order their rows came in.
#[must_use]
pub fn plan(situation: &Situation, policy: &Policy) -> Plan {
    plan_with(situation, policy, &Highs)
}

/// The best plan, with a solver of the caller's.
#[must_use]
pub fn plan_with(situation: &Situation, policy: &Policy, solver: &dyn Solver) -> Plan {
    let order = order::Order::of(situation.needs(), policy.seed);
    let market = market::Market::of(situation);
    if situation.is_stock_alone() {
        stock::plan(situation, policy, &order, &market)
    } else {
        budget::plan(situation, policy, &order, &market, solver)
    }
}
