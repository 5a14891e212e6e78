//! What a plan tells a family comes true when one acts on it.

use domain::allocation::{FailedRule, Policy, Reason, Rule, Situation};
use proptest::prelude::*;

use crate::small::{self, is_served, with_need, with_unit};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_order_of_rows_changes_nothing(
        situation in small::sized(20, 6),
        policy in small::policy(),
        shuffle in small::shuffle(),
    ) {
        let (mut needs, mut lots) = (situation.needs().to_vec(), situation.lots().to_vec());
        for (at, index) in shuffle.iter().enumerate() {
            if at < needs.len() {
                let other = index.index(needs.len());
                needs.swap(at, other);
            }
            if at < lots.len() {
                let other = index.index(lots.len());
                lots.swap(at, other);
            }
        }
        let again = Situation::of_stock(needs, lots).unwrap();
        let (plan, again) = (allocation::plan(&situation, &policy).unwrap(), allocation::plan(&again, &policy).unwrap());
        prop_assert_eq!(&plan.digest, &again.digest);
        prop_assert_eq!(plan, again);
    }

    #[test]
    fn who_is_told_of_a_rank_is_ranked_after_and_who_is_told_of_a_tie_is_tied(
        situation in small::sized(14, 5),
        policy in small::policy(),
    ) {
        let plan = allocation::plan(&situation, &policy).unwrap();
        let strict = allocation::plan(&situation, &Policy { rule: Rule::Strict, ..policy }).unwrap();
        for line in plan.unmet() {
            let threshold = plan.explain(&line.need).unwrap().class.threshold;
            match (&line.reason, threshold) {
                (Reason::Arbitrage { strict: told, .. }, Some(last)) => {
                    prop_assert_eq!(policy.rule, Rule::Count);
                    prop_assert_eq!((last.tier, last.score), (line.rank.tier, line.rank.score));
                    prop_assert_eq!(*told, is_served(&strict, &line.need), "{}", line.need);
                }
                (Reason::Arbitrage { .. }, None) => prop_assert!(false, "a tie with nobody"),
                (_, Some(last)) => {
                    prop_assert!(last.position < line.rank.position, "{}", line.need);
                    let tied = (last.tier, last.score) == (line.rank.tier, line.rank.score);
                    prop_assert!(policy.rule == Rule::Strict || !tied, "{}", line.need);
                }
                (_, None) => {}
            }
        }
    }

    #[test]
    fn ranked_above_the_threshold_is_served_and_below_is_not(
        situation in small::sized(14, 5),
        policy in small::policy(),
    ) {
        let plan = allocation::plan(&situation, &policy).unwrap();
        for line in plan.unmet() {
            let explained = plan.explain(&line.need).unwrap();
            let Some(threshold) = explained.class.threshold else { continue };
            let at = |tier: u8, score: u16| {
                let moved = with_need(&situation, &line.need, |need| {
                    (need.tier, need.score) = (tier, score);
                });
                is_served(&allocation::plan(&moved, &policy).unwrap(), &line.need)
            };
            prop_assert!(at(threshold.tier, threshold.score + 1), "{} above", line.need);
            let below = match threshold.score.checked_sub(1) {
                Some(score) => (threshold.tier, score),
                None => (threshold.tier + 1, 9999),
            };
            prop_assert!(!at(below.0, below.1), "{} below", line.need);
        }
    }

    #[test]
    fn one_more_unit_serves_the_need_that_is_next_and_unserves_nobody(
        situation in small::sized(14, 5),
        policy in small::policy(),
    ) {
        let plan = allocation::plan(&situation, &policy).unwrap();
        for lot in situation.lots() {
            let more = allocation::plan(&with_unit(&situation, &lot.lot), &policy).unwrap();
            for (tier, served) in &plan.served {
                prop_assert!(more.served[tier] >= *served);
            }
            let mut gained = more.served.values().sum::<u64>() - plan.served.values().sum::<u64>();
            for line in &plan.lines {
                let now = is_served(&more, &line.need);
                if policy.rule == Rule::Strict {
                    prop_assert!(now || !line.reason.is_served(), "{} is un-served", line.need);
                }
                if line.reason.next_for().contains(&lot.lot) {
                    prop_assert!(now, "{} is not served by one more {}", line.need, lot.lot);
                    gained -= 1;
                }
            }
            prop_assert!(policy.rule == Rule::Count || gained == 0, "nobody was told of {}", lot.lot);
        }
    }

    #[test]
    fn a_lifted_reservation_serves_the_need(
        situation in small::sized(10, 6),
        policy in small::policy(),
    ) {
        let plan = allocation::plan(&situation, &policy).unwrap();
        for line in plan.unmet() {
            for refusal in line.reason.reserved() {
                let lot = situation.lots().iter().find(|lot| lot.lot == refusal.lot).unwrap();
                // The rule lets this need in, and nothing else changes.
                let lifted = with_need(&situation, &line.need, |need| match &refusal.rule {
                    FailedRule::Commune => need.commune.clone_from(&lot.communes[0]),
                    FailedRule::Level => need.level = lot.levels[0],
                    FailedRule::Requires { flag } => need.flags.push(flag.clone()),
                    FailedRule::Refuses { flag } => need.flags.retain(|own| own != flag),
                    other => panic!("{other:?} is no reservation"),
                });
                prop_assert!(is_served(&allocation::plan(&lifted, &policy).unwrap(), &line.need));
            }
        }
    }

    #[test]
    fn a_higher_score_never_unserves(situation in small::sized(14, 5), policy in small::policy()) {
        let plan = allocation::plan(&situation, &policy).unwrap();
        for need in plan.lines.iter().filter(|line| line.reason.is_served()) {
            let raised = with_need(&situation, &need.need, |need| need.score += 1);
            prop_assert!(is_served(&allocation::plan(&raised, &policy).unwrap(), &need.need));
        }
    }
}

#[test]
fn nothing_to_share_and_nobody_to_serve_is_a_plan() {
    let plan = allocation::plan(&Situation::default(), &Policy::default()).unwrap();
    assert!(plan.assignments.is_empty() && plan.lines.is_empty() && plan.served.is_empty());
    assert_eq!(audit::audit(&Situation::default(), &Policy::default(), &plan), Ok(()));
}
