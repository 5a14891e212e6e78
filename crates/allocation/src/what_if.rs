//! What would have changed the answer: every change that is told has been tried.
//!
//! The facts of the plan say where to look (a lot, a line of the fund, a rule in the way); solving again
//! with the change says whether it is so. Nothing is told that was not tried, and what was tried in vain is
//! not told.
//!
//! Under `count` with purchases the reason on a line cannot say that `strict` would have served a need: whoever
//! checks the plan would have to solve again. So it is told here, as a change that was tried.

use std::collections::{BTreeMap, BTreeSet};

use domain::Euros;
use domain::allocation::{
    Counterfactual, LineLeft, Plan, Policy, Reason, Rule, Situation, SituationNeed,
    first_failed_rule,
};
use milp::{Highs, Solver};

use crate::budget::even::Even;
use crate::{even, reasons, serves};

/// The changes by which a need that a plan does not serve would be, in no order of preference: a place in a full
/// limit, units, money, points, lifted rules, the other rule.
#[must_use]
pub fn counterfactuals(
    situation: &Situation,
    policy: &Policy,
    found: &Plan,
    need: &str,
) -> Vec<Counterfactual> {
    let ask = Ask { situation, policy, plan: found };
    let Some(row) = situation.needs().iter().find(|row| row.need == need) else {
        return Vec::new();
    };
    let is_served = found.explain(need).is_none_or(|told| told.line.reason.is_served());
    if is_served || situation.pin(need).is_some() {
        return Vec::new();
    }
    let mut told: Vec<Counterfactual> = Vec::new();
    told.extend(ask.place(row));
    told.extend(ask.units(row));
    told.extend(ask.money(row));
    told.extend(ask.points(row));
    told.extend(ask.lifted(row));
    told.extend(ask.try_one(row, Counterfactual::OtherRule));
    told
}

/// Whether a need is served once a change is made.
#[must_use]
pub fn would_serve(
    situation: &Situation,
    policy: &Policy,
    need: &str,
    change: &Counterfactual,
) -> bool {
    would_serve_with(situation, policy, need, change, &Highs)
}

/// Whether a need is served once a change is made, by a solver of the caller's.
#[must_use]
pub fn would_serve_with(
    situation: &Situation,
    policy: &Policy,
    need: &str,
    change: &Counterfactual,
    solver: &dyn Solver,
) -> bool {
    let changed = change.applied(situation, policy, need);
    changed.is_some_and(|(situation, policy)| is_served(&situation, &policy, need, solver))
}

fn is_served(situation: &Situation, policy: &Policy, need: &str, solver: &dyn Solver) -> bool {
    let found = situation.needs().binary_search_by(|known| known.need.as_str().cmp(need));
    found.is_ok_and(|at| serves(situation, policy, at, solver).unwrap_or_default())
}

/// How many points a served need could lose, at most, and still be served, nothing else being changed; none
/// if it is served at no points too, is not served, or was decided by hand.
///
/// Found by solving again, by halves where the order decides: fewer points never serve a need that more do
/// not. Elsewhere the score at which the need changes sides is searched for, then tried.
#[must_use]
pub fn margin(situation: &Situation, policy: &Policy, found: &Plan, need: &str) -> Option<u16> {
    let told = found.explain(need)?;
    let row = situation.needs().iter().find(|row| row.need == need)?;
    if !told.line.reason.is_served() || situation.pin(need).is_some() {
        return None;
    }
    let serves = |fewer: u16| {
        let mut rows = situation.rows().clone();
        rows.needs
            .iter_mut()
            .filter(|known| known.need == need)
            .for_each(|known| known.score -= fewer);
        Situation::new(rows).is_ok_and(|situation| is_served(&situation, policy, need, &Highs))
    };
    if !is_by_rank(situation, policy) {
        let most = match even_score(situation, policy, need)? {
            Even::Always => return None,
            Even::Never => 0,
            Even::At(score) => i64::from(row.score) - score,
        };
        // At the even score itself the draw may decide.
        let most = u16::try_from(most.max(0)).unwrap_or(u16::MAX);
        let told = [most, most.saturating_sub(1)]
            .into_iter()
            .find(|&fewer| fewer <= row.score && serves(fewer));
        return match told {
            None if most > row.score => None,
            told => Some(told.unwrap_or(0)),
        };
    }
    // Nothing changes but where another need's score is passed.
    let below = |other: &&SituationNeed| other.tier == row.tier && other.score <= row.score;
    let others = situation.needs().iter().filter(below).map(|other| row.score - other.score);
    let mut steps: Vec<u16> = others.flat_map(|fewer| [fewer, fewer + 1]).collect();
    steps.retain(|fewer| (1..=row.score).contains(fewer));
    steps.sort_unstable();
    steps.dedup();
    let first_lost = steps.partition_point(|&fewer| serves(fewer));
    steps.get(first_lost).map(|fewer| fewer - 1)
}

/// Whether it is ranks alone that decide: then nothing changes but where another need's score is passed.
fn is_by_rank(situation: &Situation, policy: &Policy) -> bool {
    policy.rule == Rule::Strict || (situation.is_stock_alone() && policy.fairness.is_none())
}

fn even_score(situation: &Situation, policy: &Policy, need: &str) -> Option<Even> {
    let at = situation.needs().binary_search_by(|known| known.need.as_str().cmp(need)).ok()?;
    even(situation, policy, at).ok()
}

#[derive(Clone, Copy)]
struct Ask<'a> {
    situation: &'a Situation,
    policy: &'a Policy,
    plan: &'a Plan,
}

impl Ask<'_> {
    fn try_one(self, need: &SituationNeed, change: Counterfactual) -> Option<Counterfactual> {
        would_serve(self.situation, self.policy, &need.need, &change).then_some(change)
    }

    /// One place more in the limit that is full.
    fn place(self, need: &SituationNeed) -> Option<Counterfactual> {
        match &self.plan.explain(&need.need)?.line.reason {
            Reason::QuotaAtteint { by, of, tier, .. } => {
                let (by, of, tier) = (*by, of.clone(), *tier);
                self.try_one(need, Counterfactual::Place { by, of, tier })
            }
            _ => None,
        }
    }

    /// One unit more, lot by lot.
    fn units(self, need: &SituationNeed) -> Vec<Counterfactual> {
        let lots = self.situation.lots().iter();
        let open = lots.filter(|lot| first_failed_rule(need, lot).is_none());
        open.filter_map(|lot| self.try_one(need, Counterfactual::Unit { lot: lot.lot.clone() }))
            .collect()
    }

    /// What a line lacks for its cheapest thing, or else its whole price: others may be ahead.
    fn money(self, need: &SituationNeed) -> Vec<Counterfactual> {
        let lines = self.plan.explain(&need.need).map_or(&[][..], |told| told.line.reason.lines());
        let missing = |line: &LineLeft| line.price.checked_sub(line.left);
        let mut amounts: BTreeMap<&str, BTreeSet<Euros>> = BTreeMap::new();
        for line in lines {
            let tried = missing(line).into_iter().chain([line.price]);
            amounts.entry(&line.fund).or_default().extend(tried.filter(|a| a.is_positive()));
        }
        // Of one fund the least that does is told, whatever it would buy.
        let least = amounts.into_iter().filter_map(|(fund, amounts)| {
            amounts.into_iter().find_map(|amount| {
                let fund = fund.to_owned();
                self.try_one(need, Counterfactual::Money { fund, amount })
            })
        });
        least.collect()
    }

    /// The fewest points more: more points never take a unit away.
    fn points(self, need: &SituationNeed) -> Option<Counterfactual> {
        let serves = |points: u16| {
            let change = Counterfactual::Points { points };
            would_serve(self.situation, self.policy, &need.need, &change)
        };
        if !is_by_rank(self.situation, self.policy) {
            let score = match even_score(self.situation, self.policy, &need.need)? {
                Even::At(score) => score - i64::from(need.score),
                Even::Always | Even::Never => return None,
            };
            // At the even score itself the draw may decide.
            let mut tried =
                [score, score + 1].into_iter().filter_map(|score| score.try_into().ok());
            let least =
                tried.find(|points| *points > 0 && need.score + points <= 9999 && serves(*points));
            return least.map(|points| Counterfactual::Points { points });
        }
        // By halves: nothing changes but where another need's score is passed.
        let mut steps: Vec<u16> = self
            .situation
            .needs()
            .iter()
            .filter(|other| other.tier == need.tier && other.score >= need.score)
            .flat_map(|other| [other.score - need.score, other.score - need.score + 1])
            .filter(|points| *points > 0 && need.score + points <= 9999)
            .collect();
        steps.sort_unstable();
        steps.dedup();
        if !steps.last().is_some_and(|most| serves(*most)) {
            return None;
        }
        let at = steps.partition_point(|points| !serves(*points));
        steps.get(at).map(|&points| Counterfactual::Points { points })
    }

    /// One rule of a lot lifted, where it alone keeps the need out.
    fn lifted(self, need: &SituationNeed) -> Vec<Counterfactual> {
        let lots = self.situation.lots().iter().filter_map(|lot| {
            let rule = first_failed_rule(need, lot)?;
            reasons::is_alone(&rule, need, lot).then(|| (lot.lot.clone(), rule))
        });
        lots.filter_map(|(lot, rule)| self.try_one(need, Counterfactual::Lifted { lot, rule }))
            .collect()
    }
}
