//! The situation and the plan, read side by side, by number.

use std::collections::HashMap;

use domain::allocation::{Decision, Pin, Plan, Policy, Rank, Rule, Situation, Source};

use super::openings::{self, Opening};
use crate::Violation;
use crate::facts::Ranks;

/// Per part of an alternative, what is open to it, with its penalty.
pub(crate) type Parts = Vec<Vec<(Opening, u32)>>;

pub(crate) struct Facts<'a> {
    pub situation: &'a Situation,
    pub plan: &'a Plan,
    pub rule: Rule,
    pub policy: &'a Policy,
    pub draw: Vec<String>,
    pub rank: Vec<Rank>,
    /// Need numbers in order.
    pub order: Vec<usize>,
    /// Per need, a number: needs with equal numbers ask and accept the same, in the same place.
    pub kin: Vec<usize>,
    /// Per kin, what is open to each alternative.
    pub open: Vec<Vec<Parts>>,
    /// Per need, what it is given.
    pub given: Vec<Vec<Given>>,
    /// Per lot, units given.
    pub used: Vec<u64>,
    /// Per item and fund, units given and units ordered.
    pub bought: HashMap<(usize, usize), (u64, u64)>,
}

/// One unit that the plan gives.
pub(crate) struct Given {
    pub opening: Opening,
    pub kind: String,
    pub choice: u32,
    pub fit: u32,
}

impl<'a> Facts<'a> {
    pub fn of(
        situation: &'a Situation,
        policy: &'a Policy,
        plan: &'a Plan,
    ) -> Result<Self, Vec<Violation>> {
        let needs = situation.needs();
        if !needs.iter().map(|need| &need.need).eq(plan.lines.iter().map(|line| &line.need)) {
            return Err(vec![Violation::Lines]);
        }
        let given = given(situation, plan)?;
        let mut used = vec![0; situation.lots().len()];
        let mut bought: HashMap<(usize, usize), (u64, u64)> = HashMap::new();
        for unit in given.iter().flatten() {
            match unit.opening {
                Opening::Lot(lot) => used[lot] += 1,
                Opening::Offer { item, fund } => bought.entry((item, fund)).or_default().0 += 1,
            }
        }
        for order in &plan.orders {
            let Some((item, fund)) = offer(situation, &order.item, &order.fund) else {
                return Err(vec![Violation::Order {
                    fund: order.fund.clone(),
                    item: order.item.clone(),
                }]);
            };
            bought.entry((item, fund)).or_default().1 += u64::from(order.units);
        }
        let Ranks { draw, rank, order } = Ranks::of(situation, policy);
        let (kin, open) = kin(situation);
        let rule = policy.rule;
        Ok(Self {
            situation,
            plan,
            rule,
            policy,
            draw,
            rank,
            order,
            kin,
            open,
            given,
            used,
            bought,
        })
    }

    /// What was decided by hand for a need.
    pub fn pin(&self, need: usize) -> Option<&'a Pin> {
        self.situation.pin(&self.situation.needs()[need].need)
    }

    pub fn is_served(&self, need: usize) -> bool {
        !self.given[need].is_empty()
    }

    /// What is open to each alternative of a need.
    pub fn open(&self, need: usize) -> &[Parts] {
        &self.open[self.kin[need]]
    }

    /// Units ordered of an item, over all funds.
    pub fn ordered(&self, item: usize) -> u64 {
        self.bought.iter().filter(|((of, _), _)| *of == item).map(|(_, (_, ordered))| ordered).sum()
    }

    /// Cents spent on a fund.
    pub fn spent(&self, fund: usize) -> i128 {
        let orders = self.bought.iter().filter(|((_, on), _)| *on == fund);
        orders
            .map(|((item, _), (_, ordered))| {
                i128::from(self.situation.catalogue()[*item].price.cents()) * i128::from(*ordered)
            })
            .sum()
    }
}

fn given(situation: &Situation, plan: &Plan) -> Result<Vec<Vec<Given>>, Vec<Violation>> {
    let mut given: Vec<Vec<Given>> = situation.needs().iter().map(|_| Vec::new()).collect();
    let mut broken = Vec::new();
    let mut last = "";
    for unit in &plan.assignments {
        let need = situation.needs().binary_search_by(|known| known.need.cmp(&unit.need)).ok();
        let opening = match &unit.source {
            Source::Stock { lot } => {
                let found = situation.lots().binary_search_by(|known| known.lot.cmp(lot));
                found.ok().map(Opening::Lot)
            }
            Source::Purchase { item, fund } => {
                let found = offer(situation, item, fund);
                found.map(|(item, fund)| Opening::Offer { item, fund })
            }
        };
        match (need, opening) {
            (Some(need), Some(opening)) if last <= unit.need.as_str() => given[need].push(Given {
                opening,
                kind: unit.kind.clone(),
                choice: unit.choice,
                fit: unit.fit,
            }),
            _ => broken.push(Violation::Assignment { need: unit.need.clone() }),
        }
        last = &unit.need;
    }
    if broken.is_empty() { Ok(given) } else { Err(broken) }
}

/// An item and a fund by their ids.
fn offer(situation: &Situation, item: &str, fund: &str) -> Option<(usize, usize)> {
    let item = situation.catalogue().binary_search_by(|known| known.item.as_str().cmp(item));
    let fund = situation.funds().binary_search_by(|known| known.fund.as_str().cmp(fund));
    item.ok().zip(fund.ok())
}

fn kin(situation: &Situation) -> (Vec<usize>, Vec<Vec<Parts>>) {
    let mut known = HashMap::new();
    let (mut kin, mut open) = (Vec::new(), Vec::new());
    for need in situation.needs() {
        let accepts = (need.accepts_loan, need.accepts_refurbished);
        let pin = situation.pin(&need.need).map(|pin| &pin.decision);
        let key = (&need.asks, &need.commune, need.level, &need.flags, accepts, pin);
        let number = *known.entry(key).or_insert_with(|| {
            let parts = |kinds: &[String]| -> Parts {
                kinds.iter().map(|kind| openings::of(situation, need, kind)).collect()
            };
            let mut all: Vec<Parts> = need.asks.iter().map(|asked| parts(asked.parts())).collect();
            if let Some(decision) = pin {
                all.iter_mut().for_each(|parts| keep_decided(situation, decision, parts));
            }
            open.push(all);
            open.len() - 1
        });
        kin.push(number);
    }
    (kin, open)
}

/// Leaves of an alternative what was decided: the part that can be it must be it, and an alternative that
/// has no such part is closed.
fn keep_decided(situation: &Situation, decision: &Decision, parts: &mut Parts) {
    let is_it = |opening: &Opening| match (decision, *opening) {
        (Decision::Lot { lot }, Opening::Lot(at)) => situation.lots()[at].lot == *lot,
        (Decision::Purchase { item, fund }, Opening::Offer { item: sold, fund: purse }) => {
            situation.catalogue()[sold].item == *item && situation.funds()[purse].fund == *fund
        }
        _ => false,
    };
    match parts.iter_mut().find(|open| open.iter().any(|(opening, _)| is_it(opening))) {
        Some(open) => open.retain(|(opening, _)| is_it(opening)),
        None => parts.iter_mut().for_each(Vec::clear),
    }
}
