//! Exhaustive search agrees, down to the last word of the draw.

use std::cmp::Reverse;

use domain::allocation::{Plan, Policy, Rule, Situation, first_failed_rule};
use proptest::prelude::*;

use crate::derived::{Assigned, assigned, fit};
use crate::small;

/// Every way to hand out units.
pub fn every(situation: &Situation) -> Vec<Assigned> {
    let mut left: Vec<u32> = situation.lots().iter().map(|lot| lot.units).collect();
    let mut all = Vec::new();
    extend(situation, &mut Vec::new(), &mut left, &mut all);
    all
}

fn extend(situation: &Situation, so_far: &mut Assigned, left: &mut [u32], all: &mut Vec<Assigned>) {
    let Some(need) = situation.needs().get(so_far.len()) else {
        all.push(so_far.clone());
        return;
    };
    so_far.push(None);
    extend(situation, so_far, left, all);
    so_far.pop();
    for (number, lot) in situation.lots().iter().enumerate() {
        if left[number] > 0 && first_failed_rule(need, lot).is_none() {
            left[number] -= 1;
            so_far.push(Some(number));
            extend(situation, so_far, left, all);
            so_far.pop();
            left[number] += 1;
        }
    }
}

/// The rule, word by word: the smallest is the best.
fn merit(situation: &Situation, plan: &Plan, rule: Rule, assigned: &Assigned) -> impl Ord + use<> {
    let needs = situation.needs();
    let served = |at: &usize| assigned[*at].is_some();
    let mut by_rank: Vec<usize> = (0..needs.len()).collect();
    by_rank.sort_by_key(|&at| plan.lines[at].rank.position);
    let mut by_draw: Vec<usize> = (0..needs.len()).collect();
    by_draw.sort_by_key(|&at| &plan.lines[at].draw);
    let first: Vec<Reverse<u64>> = match rule {
        Rule::Strict => by_rank.iter().map(|at| Reverse(u64::from(served(at)))).collect(),
        Rule::Count => {
            let all = || (0..needs.len()).filter(served);
            let tier = |tier| Reverse(all().filter(|&at| needs[at].tier == tier).count() as u64);
            let score = all().map(|at| u64::from(needs[at].score)).sum();
            (1..=9).map(tier).chain([Reverse(score)]).collect()
        }
    };
    let draw: Vec<Reverse<bool>> = by_draw.iter().map(|at| Reverse(served(at))).collect();
    let lots: Vec<Option<usize>> = by_draw.iter().map(|&at| assigned[at]).collect();
    (first, fit(situation, assigned), draw, lots)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_plan_is_the_best_of_all(situation in small::situation(), policy in small::policy()) {
        let plan = allocation::plan(&situation, &policy).unwrap();
        let merit = |assigned: &Assigned| merit(&situation, &plan, policy.rule, assigned);
        let best = every(&situation).into_iter().min_by_key(merit).unwrap();
        let found = assigned(&situation, &plan);
        prop_assert_eq!(&found, &best);
        prop_assert_eq!(plan.fit, fit(&situation, &best));
    }

    #[test]
    fn both_rules_serve_as_many_in_every_tier(situation in small::sized(30, 8), seed in 0..9u64) {
        let strict = allocation::plan(&situation, &Policy::new(Rule::Strict, seed)).unwrap();
        let count = allocation::plan(&situation, &Policy::new(Rule::Count, seed)).unwrap();
        prop_assert_eq!(&strict.served, &count.served);
        prop_assert_eq!(strict.score, count.score);
        prop_assert!(count.fit <= strict.fit);
        prop_assert_eq!(&strict.other_rule, &count.served);
    }
}
