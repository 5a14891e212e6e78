//! The allocation engine: a situation and a policy in, a plan out; pure, exact, reproducible.
//!
//! The way through one solve, one module each:
//!
//! 1. `order`: the priority order (tier, score, draw).
//! 2. `market` and `shelves`: needs merged into classes, and the arcs from classes to lots.
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
mod progress;
mod reasons;
mod report;
mod served_set;
mod session;
mod shelves;
mod stock;
mod what_if;

use std::collections::BTreeSet;

use domain::allocation::{Plan, Policy, Situation};
use milp::{Highs, Solver};

use budget::even::Even;
use progress::Onward;

pub use milp::Highs as BuiltIn;
pub use progress::{Phase, Progress, Watch};
pub use session::{Change, ChangeRefused, Session};
pub use what_if::{counterfactuals, margin, would_serve, would_serve_with};

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Infeasible {
    /// Decisions by hand that each are allowed and together cannot be kept.
    #[error("the decisions for {needs:?} cannot all be kept")]
    Pins {
        /// The needs whose decisions cannot be kept beside the others, in id order.
        needs: Vec<String>,
    },
    /// A quota that asks for more than there is, or than there is beside those before it.
    #[error("quota {at} can reach {possible} at most")]
    Quota {
        /// Which, in the order given, from 0.
        at: usize,
        /// The most that is possible.
        possible: u32,
    },
}

/// The best plan for a situation under a policy, with the built-in solver where purchases or bundles ask
/// for one.
///
/// Bad input cannot come here: a [`Situation`] that exists is right. The same situation and policy
/// give the same plan, bit for bit, whatever the order their rows came in.
///
/// # Errors
/// [`Infeasible`].
pub fn plan(situation: &Situation, policy: &Policy) -> Result<Plan, Infeasible> {
    plan_with(situation, policy, &Highs)
}

/// The best plan, with a solver of the caller's.
///
/// # Errors
/// [`Infeasible`].
pub fn plan_with(
    situation: &Situation,
    policy: &Policy,
    solver: &dyn Solver,
) -> Result<Plan, Infeasible> {
    plan_watched(situation, policy, solver, &Onward)
}

/// The best plan, or the best there is when the watch says stop ([`Plan::stopped`]).
///
/// It is told where the search stands before every call of the solver. Of stock alone nothing is told: that
/// takes no longer than a call.
///
/// # Errors
/// [`Infeasible`].
pub fn plan_watched(
    situation: &Situation,
    policy: &Policy,
    solver: &dyn Solver,
    watch: &dyn Watch,
) -> Result<Plan, Infeasible> {
    let order = order::Order::of(situation, policy.seed);
    let market = market::Market::of(situation);
    if situation.is_stock_alone() && policy.fairness.is_none() {
        return stock::plan(situation, policy, &order, &market);
    }
    let problem = budget::Problem { situation, order: &order, market: &market, solver };
    budget::plan(problem, policy, watch)
}

/// Whether the best plan serves a need, by its number; no more is worked out than that asks for.
fn serves(
    situation: &Situation,
    policy: &Policy,
    need: usize,
    solver: &dyn Solver,
) -> Result<bool, Infeasible> {
    let order = order::Order::of(situation, policy.seed);
    let market = market::Market::of(situation);
    if situation.is_stock_alone() && policy.fairness.is_none() {
        let served = stock::served(situation, policy, &order, &market)?;
        return Ok(served.get(need).copied().unwrap_or_default());
    }
    let problem = budget::Problem { situation, order: &order, market: &market, solver };
    // Needs are counted in 32 bits.
    budget::serves(problem, policy, need as u32)
}

/// Under `count`, how the score of a need bears on whether it is served, by its number.
fn even(situation: &Situation, policy: &Policy, need: usize) -> Result<Even, Infeasible> {
    let mut rows = situation.rows().clone();
    let tier = rows.needs[need].tier;
    // Alone in its group, whatever its score: no other of its tier has this one.
    let used: BTreeSet<u16> = rows
        .needs
        .iter()
        .enumerate()
        .filter(|(at, other)| *at != need && other.tier == tier)
        .map(|(_, other)| other.score)
        .collect();
    let Some(free) = (0..=9999).find(|score| !used.contains(score)) else {
        return Ok(Even::Never);
    };
    rows.needs[need].score = free;
    let Ok(alone) = Situation::new(rows) else { return Ok(Even::Never) };
    let order = order::Order::of(&alone, policy.seed);
    let market = market::Market::of(&alone);
    let problem =
        budget::Problem { situation: &alone, order: &order, market: &market, solver: &Highs };
    budget::even::even(problem, policy, need as u32)
}

/// The needs to which a decision by hand gives something and that are not served, if there are any.
fn kept(situation: &Situation, is_served: impl Fn(usize) -> bool) -> Result<(), Infeasible> {
    let decided = |need: &str| situation.pin(need).is_some_and(|pin| pin.decision.gives());
    let needs = situation.needs().iter().enumerate();
    let broken: Vec<String> = needs
        .filter(|(at, need)| decided(&need.need) && !is_served(*at))
        .map(|(_, need)| need.need.clone())
        .collect();
    if broken.is_empty() { Ok(()) } else { Err(Infeasible::Pins { needs: broken }) }
}
