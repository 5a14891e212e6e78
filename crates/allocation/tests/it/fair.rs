//! What is asked beyond the rule, against every plan there is.

use std::collections::BTreeMap;

use allocation::Infeasible;
use domain::allocation::{Fairness, PlaceKind, Plan, Policy, Quota, Rule, Situation};
use proptest::prelude::*;
use proptest::sample::select;

use crate::optimal::every as every_of_stock;
use crate::{bought_every, bought_small, small};

/// Needs of three schools, in turn.
fn in_schools(situation: &Situation) -> Situation {
    let mut rows = situation.rows().clone();
    for (at, need) in rows.needs.iter_mut().enumerate() {
        need.school = format!("S{}", at % 3);
    }
    Situation::new(rows).unwrap()
}

/// Per tier, the shares of the places that are served, the smallest first; as fractions.
fn shares(situation: &Situation, is_served: &[bool], tier: u8) -> Vec<(u64, u64)> {
    let mut shares: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (need, &is_served) in situation.needs().iter().zip(is_served) {
        if need.tier == tier {
            let share = shares.entry(&need.school).or_default();
            *share = (share.0 + u64::from(is_served), share.1 + 1);
        }
    }
    let mut shares: Vec<(u64, u64)> = shares.into_values().collect();
    shares.sort_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
    // Comparable across plans: all over one denominator.
    shares.iter().map(|&(served, needs)| (served * 60_060 / needs, 60_060)).collect()
}

fn is_served(plan: &Plan) -> Vec<bool> {
    plan.lines.iter().map(|line| line.reason.is_served()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn on_stock_alone_the_smallest_share_is_as_great_as_can_be(situation in small::sized(7, 3), seed in 0..5u64) {
        let situation = in_schools(&situation);
        let fairness = Fairness::Leximin { by: PlaceKind::School, tiers: Vec::new() };
        let policy = Policy { fairness, ..Policy::new(Rule::Count, seed) };
        let plan = allocation::plan(&situation, &policy).unwrap();
        prop_assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()));
        let merit = |is_served: &[bool]| {
            let tiers = (1..=2).map(|tier| {
                let mine = situation.needs().iter().zip(is_served);
                let served = mine.filter(|(need, served)| need.tier == tier && **served).count();
                (served, shares(&situation, is_served, tier))
            });
            tiers.collect::<Vec<_>>()
        };
        let ways = every_of_stock(&situation);
        let served = |way: &crate::derived::Assigned| way.iter().map(Option::is_some).collect::<Vec<_>>();
        let best = ways.iter().map(|way| merit(&served(way))).max().unwrap();
        prop_assert_eq!(merit(&is_served(&plan)), best);
    }

    #[test]
    fn quotas_are_kept_or_their_most_is_told(
        situation in bought_small::sized(5),
        rule in select(Rule::ALL.to_vec()),
        (least, most) in (0..=3u32, 0..=3u32),
        tier in prop::option::of(1..=2u8),
    ) {
        let situation = in_schools(&situation);
        let quota = Quota { of: "S0".to_owned(), tier, least, most: Some(most.max(least)) };
        let counts = |at: usize| {
            let need = &situation.needs()[at];
            quota.counts(&need.school, need.tier)
        };
        let quotas = vec![quota.clone()];
        let fairness = Fairness::Quota { by: PlaceKind::School, quotas };
        let policy = Policy { fairness, ..Policy::new(rule, 0) };
        let ways: Vec<_> = bought_every::every(&situation)
            .into_iter()
            .filter(|way| bought_every::orders(&situation, way).is_some())
            .map(|way| way.given.iter().map(|given| !given.is_empty()).collect::<Vec<bool>>())
            .collect();
        let reached = |served: &Vec<bool>| {
            served.iter().enumerate().filter(|(at, served)| **served && counts(*at)).count() as u32
        };
        match allocation::plan(&situation, &policy) {
            Err(Infeasible::Quota { at, possible }) => {
                let can = ways.iter().map(reached).filter(|one| *one <= most.max(least)).max();
                prop_assert_eq!((at, Some(possible)), (0, can));
                prop_assert!(possible < least);
            }
            Err(other) => prop_assert!(false, "{other}"),
            Ok(plan) => {
                prop_assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()));
                let allowed = ways.iter().filter(|served| {
                    (least..=most.max(least)).contains(&reached(served))
                });
                let mut order: Vec<usize> = (0..plan.lines.len()).collect();
                order.sort_by_key(|&at| plan.lines[at].rank.position);
                let needs = situation.needs();
                let merit = |served: &Vec<bool>| -> Vec<u64> {
                    if rule == Rule::Strict {
                        return order.iter().map(|&at| served[at].into()).collect();
                    }
                    let tier = |tier| {
                        let mine = needs.iter().zip(served);
                        mine.filter(|(need, served)| need.tier == tier && **served).count() as u64
                    };
                    let scores = needs.iter().zip(served).filter(|(_, served)| **served);
                    vec![tier(1), tier(2), scores.map(|(need, _)| u64::from(need.score)).sum()]
                };
                prop_assert_eq!(Some(merit(&is_served(&plan))), allowed.map(merit).max());
            }
        }
    }
}

#[test]
fn fairness_on_the_toulouse_case_has_its_price_told() {
    let situation = crate::expected::situation("250-2", false);
    let alone = allocation::plan(&situation, &Policy::new(Rule::Count, 0)).unwrap();
    let fairness = Fairness::Leximin { by: PlaceKind::School, tiers: vec![5] };
    let policy = Policy { fairness, ..Policy::new(Rule::Count, 0) };
    let plan = allocation::plan(&situation, &policy).unwrap();
    assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()));
    let between = plan.between.clone().unwrap();
    assert_eq!((&between.served_without, between.score_without), (&alone.served, alone.score));
    assert_eq!(plan.served[&5], alone.served[&5]);
    let spread = |plan: &Plan| shares(&situation, &is_served(plan), 5);
    assert!(spread(&plan) > spread(&alone), "{:?} {:?}", spread(&plan), spread(&alone));
}
