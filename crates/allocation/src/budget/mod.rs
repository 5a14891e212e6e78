//! Stock, purchases and bundles together (`allocation.md` §2.5).
//!
//! Buying makes the problem hard: prices fill budgets as in a knapsack, some things are sold in numbers
//! only, and a bundle comes whole or not at all. So a general solver searches (`milp`), one stage after
//! the other, each keeping what those before it reached:
//!
//! 1. `groups`: needs that nothing but the draw tells apart.
//! 2. `model` and `whole`: the mixed-integer program. Only who is served, which bundles, and what is ordered must be
//!    whole: the rest is then a flow between whole numbers, and whole by itself (Hoffman and Kruskal
//!    1956).
//! 3. `first`: a choice that needs no solver, which the search begins from.
//!    `search`: one stage at a time. What the solver finds is made whole and checked in integers; what it
//!    claims to be impossible stays a claim until `bounds` shows it.
//! 4. `count` and `strict`: who is served, by the two rules.
//!    `fairness`: what is asked beyond them. `even`: at what score a need would change sides.
//!    `known`: what the other rule and the former practice serve, which `count` never falls short of.
//! 5. `frugal`: least cost, then spread, then fit.
//! 6. `ties` and `given`: the draw, among plans that are equal in all else.
//! 7. `bounds`, `sums` and `refusals`: what of it integers alone prove; `fixing`: where the search need not look.
//! 8. `reasons`, `full` and `report`: the plan.
//!
//! Which of several equal orders is made is the solver's choice, the same on every run; the draw decides
//! beside it.

mod bounds;
mod count;
mod cover;
pub(crate) mod even;
mod fairness;
mod first;
mod fixing;
mod frugal;
mod full;
mod given;
mod groups;
mod known;
mod model;
mod most;
mod reasons;
mod refusals;
mod report;
mod search;
mod strict;
mod sums;
mod ties;
mod whole;

use std::collections::BTreeSet;

use domain::allocation::{Fairness, Plan, Policy, Rule, Situation, Stage};
use milp::{Sense, Solver, Work};

use crate::market::Market;
use crate::order::Order;
use crate::progress::{Meter, Onward, Phase, Watch};
use crate::{Infeasible, former_practice, kept};
use groups::Group;
use known::Known;
use model::Model;
use search::Search;

/// The best plan for a situation in which things can be bought or come in bundles, or of which more is
/// asked than the rule.
pub(crate) fn plan(
    problem: Problem<'_>,
    policy: &Policy,
    watch: &dyn Watch,
) -> Result<Plan, Infeasible> {
    let Problem { situation, order, market, .. } = problem;
    let meter = Meter::new(watch, phases(situation, policy));
    let (groups, mut search) = problem.ask(policy, &meter)?;
    let fresh = known::fresh(policy.rule, &search);
    let settle = |search: &mut Search<'_>| {
        match policy.rule {
            Rule::Count => count::settle(search, &groups, &policy.fairness),
            Rule::Strict => strict::settle(search, &groups, order),
        }
        frugal::settle(search, &groups);
        if policy.rule == Rule::Count {
            ties::settle(search, &groups, order);
        }
    };
    settle(&mut search);
    let mut own = Known::of(&search, &groups);
    let former = problem.former();
    // What is asked beyond the rule has its price told beside it, and the other rule without it.
    let beside =
        |rule, phase, own: &Known| problem.beside(policy, rule, phase, &meter, [own, &former]);
    let other = beside(other(policy.rule), Phase::OtherRule, &own)?;
    if let Some(fresh) = fresh {
        let known = other.iter().chain([&former]);
        if let Some(again) = known::again(&fresh, &search, &groups, known) {
            search = again;
            settle(&mut search);
            own = Known::of(&search, &groups);
        }
    }
    let without = match policy.fairness {
        Fairness::None => None,
        _ => beside(policy.rule, Phase::Alone, &own)?,
    };
    let choice = search.choice();
    let served = given::of(market, order, &groups, &choice);
    let solved = report::Solved {
        situation,
        order,
        market,
        choice: &choice,
        served: &served,
        is_served: &own.served,
        former: &former.served,
        other: other.as_ref().map(|other| &other.served[..]),
        without: without.as_ref().map(|without| &without.served[..]),
        stopped: meter.is_stopped(),
    };
    Ok(solved.plan(policy, &groups, &mut search))
}

/// Whether the best plan serves a need, by its number: no more is searched than that asks for.
///
/// Under `strict` the order is gone down as far as the need. Under `count` the tiers and the score decide,
/// unless plans that are equal in both disagree on the need: only then is the rest settled.
pub(crate) fn serves(problem: Problem<'_>, policy: &Policy, need: u32) -> Result<bool, Infeasible> {
    let meter = Meter::new(&Onward, Vec::new());
    let (groups, mut search) = problem.ask(policy, &meter)?;
    let fresh = known::fresh(policy.rule, &search);
    let within = |group: &Group| group.needs.iter().position(|known| *known == need);
    let found = groups.iter().enumerate().find_map(|(at, group)| Some((at, within(group)?)));
    let Some((group, place)) = found else { return Ok(false) };
    let is_served = |search: &Search<'_>| search.choice().served[group] as usize > place;
    let Some(fresh) = fresh else {
        strict::walk(&mut search, &groups, group + 1);
        return Ok(is_served(&search));
    };
    count::settle(&mut search, &groups, &policy.fairness);
    let known = problem.known(policy, &meter, &search)?;
    if let Some(again) = known::again(&fresh, &search, &groups, &known) {
        search = again;
        count::settle(&mut search, &groups, &policy.fairness);
    }
    let mut other = search.clone();
    let sense = if is_served(&search) { Sense::Least } else { Sense::Most };
    let column = other.model.group(group);
    let claim = other.improve(sense, &[(column, 1)]);
    let is_sure = claim == Some(other.value()) && is_served(&other) == is_served(&search);
    if !is_sure {
        frugal::settle(&mut search, &groups);
        ties::settle(&mut search, &groups, problem.order);
    }
    Ok(is_served(&search))
}

const fn other(rule: Rule) -> Rule {
    match rule {
        Rule::Strict => Rule::Count,
        Rule::Count => Rule::Strict,
    }
}

/// The phases of a search and their steps: about as long as each takes of a thousand.
fn phases(situation: &Situation, policy: &Policy) -> Vec<(Phase, u32)> {
    let mut phases = vec![(Phase::Decisions, 10)];
    match policy.rule {
        Rule::Strict => phases.extend([(Phase::Order, 450), (Phase::Refusals, 120)]),
        Rule::Count => {
            let tiers: BTreeSet<u8> = situation.needs().iter().map(|need| need.tier).collect();
            let each = 300 / tiers.len().max(1) as u32;
            let tiers = tiers.into_iter().map(|tier| (Phase::Stage(Stage::Tier(tier)), each));
            phases.extend(tiers.chain([(Phase::Stage(Stage::Score), 200), (Phase::Ties, 70)]));
        }
    }
    let spending = [Stage::Cost, Stage::Spread, Stage::Fit];
    phases.extend(spending.map(|stage| (Phase::Stage(stage), 70)));
    // In the order in which they come.
    phases.sort_by_key(|(phase, _)| *phase == Phase::Ties);
    phases.push((Phase::OtherRule, 210));
    if !policy.fairness.is_none() {
        phases.push((Phase::Alone, 150));
    }
    phases
}

/// One question to a solver.
#[derive(Clone, Copy)]
pub(crate) struct Problem<'a> {
    pub situation: &'a Situation,
    pub order: &'a Order,
    pub market: &'a Market,
    pub solver: &'a dyn Solver,
}

impl<'a> Problem<'a> {
    /// What a rule with nothing beyond it comes to: told beside a plan, not proved. None if the search was
    /// stopped.
    fn beside(
        self,
        policy: &Policy,
        rule: Rule,
        phase: Phase,
        meter: &Meter<'a>,
        known: [&Known; 2],
    ) -> Result<Option<Known>, Infeasible> {
        if meter.is_stopped() {
            return Ok(None);
        }
        meter.begin(phase);
        let alone = Policy { fairness: Fairness::None, rule, ..policy.clone() };
        let meter: &Meter<'_> = meter;
        let Some((groups, mut search)) = self.ask_beside(&alone, meter)? else { return Ok(None) };
        search.is_beside = true;
        search.may_prove = false;
        let fresh = known::fresh(rule, &search);
        let settle = |search: &mut Search<'_>| match rule {
            // Beside a price, the score counts too; beside the other rule, numbers do.
            Rule::Count if rule == policy.rule => {
                count::settle(search, &groups, &Fairness::None);
            }
            Rule::Count => count::tiers(search, &groups, &Fairness::None),
            Rule::Strict => {
                strict::walk(search, &groups, groups.len());
            }
        };
        settle(&mut search);
        if let Some(fresh) = fresh
            && let Some(again) = known::again(&fresh, &search, &groups, known)
        {
            search = again;
            settle(&mut search);
        }
        Ok((!search.is_stopped()).then(|| Known::of(&search, &groups)))
    }

    /// What the former practice comes to.
    fn former(self) -> Known {
        let Problem { situation, order, market, .. } = self;
        Known::former(market, &former_practice::of(situation, market, order, |gift| gift))
    }

    /// What a search under `count` whose tiers are settled is held against where no plan is asked for: the
    /// other rule is asked only if the solver does not say that its answer is the best.
    fn known(
        self,
        policy: &Policy,
        meter: &Meter<'a>,
        search: &Search<'_>,
    ) -> Result<Vec<Known>, Infeasible> {
        let mut known = Vec::new();
        if !search.is_ended() {
            let alone = Policy { fairness: Fairness::None, rule: Rule::Strict, ..policy.clone() };
            let meter: &Meter<'_> = meter;
            if let Some((groups, mut strict)) = self.ask_beside(&alone, meter)? {
                strict::walk(&mut strict, &groups, groups.len());
                known.push(Known::of(&strict, &groups));
            }
        }
        known.push(self.former());
        Ok(known)
    }

    /// The same for what is only told beside a plan: being told to stop stops it at once. None then.
    fn ask_beside<'m>(
        self,
        policy: &Policy,
        meter: &'m Meter<'m>,
    ) -> Result<Option<(Vec<Group>, Search<'m>)>, Infeasible>
    where
        'a: 'm,
    {
        let (groups, mut search) = self.begun(policy, meter);
        search.may_stop = true;
        search.keep_decisions(&groups);
        search.work = work(policy);
        if search.is_stopped() {
            return Ok(None);
        }
        let needs = self.situation.needs();
        let served = is_served(&groups, &search.choice().served, needs.len());
        kept(self.situation, |need| served[need])?;
        Ok(Some((groups, search)))
    }

    /// Nothing settled yet but what was decided by hand and what is asked beyond the rule; begun from a
    /// choice that needs no solver.
    fn ask<'m>(
        self,
        policy: &Policy,
        meter: &'m Meter<'m>,
    ) -> Result<(Vec<Group>, Search<'m>), Infeasible>
    where
        'a: 'm,
    {
        let needs = self.situation.needs();
        let places = groups::places(needs, policy);
        let (groups, mut search) = self.begun(policy, meter);
        search.keep_decisions(&groups);
        let served = is_served(&groups, &search.choice().served, needs.len());
        kept(self.situation, |need| served[need])?;
        fairness::at_least(&mut search, &groups, &places, &policy.fairness)?;
        search.may_stop = true;
        search.work = work(policy);
        Ok((groups, search))
    }

    /// A model of the problem and what is asked beyond the rule, with a choice that needs no solver.
    fn begun<'m>(self, policy: &Policy, meter: &'m Meter<'m>) -> (Vec<Group>, Search<'m>)
    where
        'a: 'm,
    {
        let needs = self.situation.needs();
        let groups = groups::of(self.market, self.order, needs, policy);
        let model = Model::of(self.situation, self.market, &groups);
        let mut search = Search::new(model, self.solver, meter);
        search.may_prove = policy.fairness.is_none();
        let places = groups::places(needs, policy);
        fairness::at_most(&mut search, &groups, &places, &policy.fairness);
        search.start();
        (groups, search)
    }
}

/// The most work of one solve, once what there must be for there to be a plan at all is found.
fn work(policy: &Policy) -> Work {
    policy.work_limit.map_or(Work::UNLIMITED, Work::nodes)
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
