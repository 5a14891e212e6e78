//! What is asked beyond the rule: limits are kept, and how the served are spread is counted again.
//!
//! That no fairer plan exists is the solver's word, as is what the rule alone would serve, but for its side:
//! under `count` nothing that is asked beyond the rule serves more.

use std::collections::BTreeMap;

use domain::allocation::{Rule, Share};

use super::facts::Facts;
use crate::Violation;

pub(crate) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    let fairness = &facts.policy.fairness;
    let (Some(by), Some(told)) = (fairness.by(), &facts.plan.between) else {
        if fairness.by().is_some() || facts.plan.between.is_some() {
            found.push(Violation::Total { total: "between" });
        }
        return;
    };
    let mut shares: BTreeMap<(u8, &str), (u64, u64)> = BTreeMap::new();
    for (at, need) in facts.situation.needs().iter().enumerate() {
        let share = shares.entry((need.tier, by.of(need))).or_default();
        share.0 += 1;
        share.1 += u64::from(facts.is_served(at));
    }
    let counted = shares.iter().map(|((tier, place), (needs, served))| Share {
        tier: *tier,
        place: (*place).to_owned(),
        needs: *needs,
        served: *served,
    });
    let (with, without): (Vec<u64>, Vec<u64>) = (
        facts.plan.served.values().copied().collect(),
        told.served_without.values().copied().collect(),
    );
    let side = facts.rule == Rule::Strict || without >= with;
    let same_tiers = told.served_without.keys().eq(facts.plan.served.keys());
    // A search that was stopped may not have come to it.
    let is_missing = facts.plan.stopped && without.is_empty() && told.score_without == 0;
    let is_price = is_missing || (side && same_tiers);
    if told.by != by || !told.shares.iter().cloned().eq(counted) || !is_price {
        found.push(Violation::Total { total: "between" });
    }
    for (at, quota) in fairness.quotas().iter().enumerate() {
        let own = shares.iter().filter(|((tier, place), _)| quota.counts(place, *tier));
        let served: u64 = own.map(|(_, (_, served))| served).sum();
        let most = quota.most.map_or(u64::MAX, u64::from);
        if !(u64::from(quota.least)..=most).contains(&served) {
            found.push(Violation::Quota { at });
        }
    }
}
