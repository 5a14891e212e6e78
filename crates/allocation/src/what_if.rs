//! What would have changed the answer: every change that is told has been tried.
//!
//! The facts of the plan say where to look (a lot, a line of the fund, a rule in the way); solving again
//! with the change says whether it is so. Nothing is told that was not tried, and what was tried in vain is
//! not told.

use domain::Euros;
use domain::allocation::{
    Counterfactual, LineLeft, Plan, Policy, Rule, Situation, SituationNeed, first_failed_rule,
};

use crate::{plan, reasons};

/// The changes by which a need that a plan does not serve would be, in no order of preference: units, money,
/// points, lifted rules, the other rule.
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
    let Some((situation, policy)) = change.applied(situation, policy, need) else { return false };
    plan(&situation, &policy).is_ok_and(|plan| !plan.given(need).is_empty())
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
        lines
            .iter()
            .filter_map(|line| {
                let first = missing(line).filter(|amount| amount.is_positive());
                let amounts = first.into_iter().chain([line.price]).filter(|a| a.is_positive());
                amounts.into_iter().find_map(|amount: Euros| {
                    let fund = line.fund.clone();
                    self.try_one(need, Counterfactual::Money { fund, amount })
                })
            })
            .collect()
    }

    /// The fewest points more, by halves: more points never take a unit away. Under `count` with purchases
    /// each trial is a whole plan: not tried there.
    fn points(self, need: &SituationNeed) -> Option<Counterfactual> {
        if self.policy.rule == Rule::Count && !self.situation.is_stock_alone() {
            return None;
        }
        let serves = |points: u16| {
            let change = Counterfactual::Points { points };
            would_serve(self.situation, self.policy, &need.need, &change)
        };
        // Nothing changes but where another need's score is passed.
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
