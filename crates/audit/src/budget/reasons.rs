//! The reason on every unserved line, derived again from what the plan leaves.

use domain::Euros;
use domain::allocation::{
    Alternative, FailedRule, Fairness, LineLeft, LotRefusal, OfferRefusal, PlaceKind, Quota,
    Reason, SituationNeed,
};

use super::facts::Facts;
use super::openings::{Opening, failed_offer_rules};
use crate::Violation;
use crate::eligibility::failed_rules;

pub(crate) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    let exhausted = exhausted(facts);
    for (at, line) in facts.plan.lines.iter().enumerate() {
        let right = if let Some(pin) = facts.pin(at) {
            line.reason == pin.told(facts.is_served(at))
        } else if facts.is_served(at) {
            let bought =
                facts.given[at].iter().any(|unit| matches!(unit.opening, Opening::Offer { .. }));
            line.reason == if bought { Reason::ServiAchat } else { Reason::ServiStock }
        } else {
            line.reason == unserved(facts, at, &exhausted)
        };
        if !right {
            found.push(Violation::Reason { need: line.need.clone() });
        }
    }
}

/// How a part stands, from the worst to the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    NothingOpen,
    NothingLeft,
    TooFewOrdered(usize),
    CouldBeHad,
}

/// The limits on places of which the plan serves all that they allow; plans of earlier editions did not
/// tell of them.
fn exhausted(facts: &Facts<'_>) -> Vec<(PlaceKind, Quota)> {
    let Fairness::Quota { by, quotas } = &facts.policy.fairness else { return Vec::new() };
    let mut exhausted = Vec::new();
    for quota in quotas.iter().filter(|_| facts.plan.edition > 3) {
        let mut left = quota.most;
        for (at, need) in facts.situation.needs().iter().enumerate() {
            if facts.is_served(at) && is_counted(*by, quota, need) {
                left = left.map(|left| left.saturating_sub(1));
            }
        }
        if left == Some(0) {
            exhausted.push((*by, quota.clone()));
        }
    }
    exhausted
}

fn is_counted(by: PlaceKind, quota: &Quota, need: &SituationNeed) -> bool {
    let place = match by {
        PlaceKind::School => &need.school,
        PlaceKind::Commune => &need.commune,
    };
    quota.of == *place && quota.tier.is_none_or(|tier| tier == need.tier)
}

/// The limit that alone would keep a need from being served: one of its tier before one of all.
fn limited(exhausted: &[(PlaceKind, Quota)], need: &SituationNeed) -> Option<Reason> {
    let counting = || exhausted.iter().filter(|(by, quota)| is_counted(*by, quota, need));
    let of_tier = counting().find(|(_, quota)| quota.tier.is_some());
    let (by, quota) = of_tier.or_else(|| counting().next())?;
    let (of, tier) = (quota.of.clone(), quota.tier);
    Some(Reason::QuotaAtteint { by: *by, of, tier, most: quota.most? })
}

fn unserved(facts: &Facts<'_>, at: usize, exhausted: &[(PlaceKind, Quota)]) -> Reason {
    let need = &facts.situation.needs()[at];
    let states: Vec<Vec<State>> = facts
        .open(at)
        .iter()
        .map(|parts| parts.iter().map(|open| state(facts, open)).collect())
        .collect();
    let live = |states: &&Vec<State>| states.iter().all(|state| *state > State::NothingOpen);
    let is_closed = states.iter().filter(live).count() == 0;
    if let Some(limited) = limited(exhausted, need).filter(|_| !is_closed) {
        return limited;
    }
    let lines = lines(facts, at);
    for (asked, states) in need.asks.iter().zip(&states) {
        let had = states.iter().filter(|state| **state == State::CouldBeHad).count();
        if had > 0 && had < states.len() {
            return incomplete(asked, states, lines);
        }
    }
    if is_closed {
        return closed(facts, need);
    }
    let too_few = states.iter().filter(live).flatten().find_map(|state| match state {
        State::TooFewOrdered(item) => Some(*item),
        _ => None,
    });
    match too_few {
        Some(item) => {
            let item = &facts.situation.catalogue()[item];
            let (item, minimum) = (item.item.clone(), item.minimum_order);
            Reason::MinimumDeCommande { item, minimum, lines }
        }
        None if !lines.is_empty() => Reason::FondsEpuise { lines },
        None => {
            let (reserved, next_for) = (reserved(facts, need), Vec::new());
            if reserved.is_empty() {
                Reason::StockEpuiseALaPriorite { next_for }
            } else {
                Reason::ResteReserve { reserved, next_for }
            }
        }
    }
}

fn state(facts: &Facts<'_>, open: &[(Opening, u32)]) -> State {
    let (funds, items) = (facts.situation.funds(), facts.situation.catalogue());
    let mut best = State::NothingOpen;
    for (opening, _) in open {
        let here = match *opening {
            Opening::Lot(lot) => {
                let left = facts.used[lot] < u64::from(facts.situation.lots()[lot].units);
                if left { State::CouldBeHad } else { State::NothingLeft }
            }
            Opening::Offer { item, fund } => {
                let given: u64 = facts
                    .bought
                    .iter()
                    .filter(|((of, _), _)| *of == item)
                    .map(|(_, (given, _))| given)
                    .sum();
                let ordered = facts.ordered(item);
                let left = i128::from(funds[fund].available.cents()) - facts.spent(fund);
                let paid = i128::from(items[item].price.cents()) <= left;
                let few = items[item].minimum_order > 1 && ordered == 0;
                match (given < ordered, paid, few) {
                    (true, ..) | (_, true, false) => State::CouldBeHad,
                    (false, true, true) => State::TooFewOrdered(item),
                    (false, false, _) => State::NothingLeft,
                }
            }
        };
        // The first item that is sold in numbers is the one that is told.
        best = match (best, here) {
            (State::TooFewOrdered(_), State::TooFewOrdered(_)) => best,
            _ => best.max(here),
        };
    }
    best
}

fn incomplete(asked: &Alternative, states: &[State], lines: Vec<LineLeft>) -> Reason {
    let parts = asked.parts().iter().zip(states);
    let missing = parts.filter(|(_, state)| **state < State::CouldBeHad);
    let missing = missing.map(|(kind, _)| kind.clone()).collect();
    Reason::LotIncomplet { bundle: asked.clone(), missing, lines }
}

fn closed(facts: &Facts<'_>, need: &SituationNeed) -> Reason {
    let wanted = |kind: &String| need.asks.iter().any(|asked| asked.parts().contains(kind));
    let mut refusals = Vec::new();
    for lot in facts.situation.lots().iter().filter(|lot| wanted(&lot.kind)) {
        if let Some(rule) = failed_rules(need, lot).into_iter().next() {
            refusals.push(LotRefusal { lot: lot.lot.clone(), rule });
        }
    }
    let mut offers = Vec::new();
    for fund in facts.situation.funds() {
        for item in facts.situation.catalogue().iter().filter(|item| wanted(&item.kind)) {
            if let Some(rule) = failed_offer_rules(need, fund, item).into_iter().next() {
                let (fund, item) = (fund.fund.clone(), item.item.clone());
                offers.push(OfferRefusal { fund, item, rule });
            }
        }
    }
    if offers.is_empty() {
        Reason::AucunLotAdmissible { refusals }
    } else {
        Reason::FondsNonEligible { refusals, offers }
    }
}

fn lines(facts: &Facts<'_>, at: usize) -> Vec<LineLeft> {
    let (funds, items) = (facts.situation.funds(), facts.situation.catalogue());
    let need = &facts.situation.needs()[at];
    let mut told: Vec<LineLeft> = Vec::new();
    for (asked, parts) in need.asks.iter().zip(facts.open(at)) {
        for (kind, open) in asked.parts().iter().zip(parts) {
            if told.iter().any(|line| line.kind == *kind) {
                continue;
            }
            for (fund, purse) in funds.iter().enumerate() {
                let cheapest = open
                    .iter()
                    .filter_map(|(opening, _)| match *opening {
                        Opening::Offer { item, fund: on } if on == fund => Some(item),
                        _ => None,
                    })
                    .min_by_key(|item| (items[*item].price, *item));
                let Some(item) = cheapest else { continue };
                let left = i128::from(purse.available.cents()) - facts.spent(fund);
                told.push(LineLeft {
                    kind: kind.clone(),
                    fund: purse.fund.clone(),
                    left: Euros::from_cents(i64::try_from(left).unwrap_or(i64::MIN)),
                    item: items[item].item.clone(),
                    price: items[item].price,
                });
            }
        }
    }
    told
}

/// Lots of a wanted kind with units left that one reservation alone keeps from the need.
fn reserved(facts: &Facts<'_>, need: &SituationNeed) -> Vec<LotRefusal> {
    let wanted = |kind: &String| need.asks.iter().any(|asked| asked.parts().contains(kind));
    let lots = facts.situation.lots().iter().enumerate().filter(|(_, lot)| wanted(&lot.kind));
    lots.filter(|(at, lot)| facts.used[*at] < u64::from(lot.units))
        .filter_map(|(_, lot)| match failed_rules(need, lot).as_slice() {
            [FailedRule::LoanNotAccepted | FailedRule::RefurbishedNotAccepted] => None,
            [rule] => Some(LotRefusal { lot: lot.lot.clone(), rule: rule.clone() }),
            _ => None,
        })
        .collect()
}
