//! Stock, purchases and bundles together (`allocation.md` §2.5).
//!
//! Buying makes the problem hard: prices fill budgets as in a knapsack, some things are sold in numbers
//! only, and a bundle comes whole or not at all. So a general solver searches (`milp`), one stage after
//! the other, each keeping what those before it reached:
//!
//! 1. `groups`: needs that nothing but the draw tells apart.
//! 2. `model`: the mixed-integer program. Only who is served, which bundles, and what is ordered must be
//!    whole: the rest is then a flow between whole numbers, and whole by itself (Hoffman and Kruskal
//!    1956).
//! 3. `search`: one stage at a time. What the solver finds is made whole and checked in integers; what it
//!    claims to be impossible stays a claim until `bounds` shows it.
//! 4. `count` and `strict`: who is served, by the two rules.
//!    `fairness`: what is asked beyond them.
//! 5. `frugal`: least cost, then spread, then fit.
//! 6. `ties` and `given`: the draw, among plans that are equal in all else.
//! 7. `bounds` and `refusals`: what of it integers alone prove; `fixing`: where the search need not look.
//! 8. `reasons` and `report`: the plan.
//!
//! Which of several equal orders is made is the solver's choice, the same on every run; the draw decides
//! beside it.

mod bounds;
mod count;
mod cover;
mod fairness;
mod fixing;
mod frugal;
mod given;
mod groups;
mod model;
mod most;
mod reasons;
mod refusals;
mod report;
mod search;
mod strict;
mod ties;

use domain::allocation::{Fairness, Plan, Policy, Rule, Situation};
use milp::{Solver, Work};

use crate::market::Market;
use crate::order::Order;
use crate::{Infeasible, kept};
use groups::Group;
use model::Model;
use search::Search;

/// The best plan for a situation in which things can be bought or come in bundles, or of which more is
/// asked than the rule.
pub(crate) fn plan(
    situation: &Situation,
    policy: &Policy,
    order: &Order,
    market: &Market,
    solver: &dyn Solver,
) -> Result<Plan, Infeasible> {
    let problem = Problem { situation, policy, order, market, solver };
    let (groups, mut search) = problem.ask()?;
    match policy.rule {
        Rule::Count => count::settle(&mut search, &groups, &policy.fairness),
        Rule::Strict => strict::settle(&mut search, &groups, order),
    }
    frugal::settle(&mut search, &groups);
    if policy.rule == Rule::Count {
        ties::settle(&mut search, &groups, order);
    }
    let other = match policy.rule {
        Rule::Strict => Rule::Count,
        Rule::Count => Rule::Strict,
    };
    // What is asked beyond the rule has its price told beside it, and the other rule without it.
    let other = problem.served(&Policy::new(other, policy.seed))?;
    let without = match policy.fairness {
        Fairness::None => None,
        _ => Some(problem.served(&Policy::new(policy.rule, policy.seed))?),
    };
    let choice = search.choice();
    let served = given::of(market, order, &groups, &choice);
    let solved = report::Solved {
        situation,
        order,
        market,
        choice: &choice,
        served: &served,
        stages: &search.stages,
        decided: search.decided,
        other: &other,
        without: without.as_deref(),
    };
    Ok(solved.plan(policy))
}

/// One question to a solver.
#[derive(Clone, Copy)]
struct Problem<'a> {
    situation: &'a Situation,
    policy: &'a Policy,
    order: &'a Order,
    market: &'a Market,
    solver: &'a dyn Solver,
}

impl<'a> Problem<'a> {
    /// Per need, whether another policy serves it: told beside the plan, not proved.
    fn served(self, policy: &Policy) -> Result<Vec<bool>, Infeasible> {
        let (groups, mut search) = Problem { policy, ..self }.ask()?;
        search.may_prove = false;
        match policy.rule {
            // Beside a price, the score counts too; beside the other rule, numbers do.
            Rule::Count if policy.rule == self.policy.rule => {
                count::settle(&mut search, &groups, &policy.fairness);
            }
            Rule::Count => count::tiers(&mut search, &groups, &policy.fairness),
            Rule::Strict => {
                strict::walk(&mut search, &groups);
            }
        }
        Ok(is_served(&groups, &search.choice().served, self.situation.needs().len()))
    }

    /// Nothing settled yet but what was decided by hand and what is asked beyond the rule.
    fn ask(self) -> Result<(Vec<Group>, Search<'a>), Infeasible> {
        let needs = self.situation.needs();
        let groups = groups::of(self.market, self.order, needs, self.policy);
        let model = Model::of(self.situation, self.market, &groups);
        let mut search = Search::new(model, self.solver, Work::UNLIMITED);
        search.may_prove = self.policy.fairness.is_none();
        search.keep_decisions(&groups);
        let served = is_served(&groups, &search.choice().served, needs.len());
        kept(self.situation, |need| served[need])?;
        let places = groups::places(needs, self.policy);
        fairness::limit(&mut search, &groups, &places, &self.policy.fairness)?;
        Ok((groups, search))
    }
}

/// Per need, whether it is served: the first of each group.
fn is_served(groups: &[Group], served: &[u32], needs: usize) -> Vec<bool> {
    let mut is_served = vec![false; needs];
    for (group, &served) in groups.iter().zip(served) {
        for &need in &group.needs[..served as usize] {
            is_served[need as usize] = true;
        }
    }
    is_served
}
