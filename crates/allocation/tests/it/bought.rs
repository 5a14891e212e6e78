//! Plans that buy and give bundles: best of all, audited, and as they promise.

use domain::Euros;
use domain::allocation::{Plan, Policy, Rows, Rule, Situation};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::bought_every::best;
use crate::bought_small::{decided, policy, sized};

fn plan(situation: &Situation, policy: &Policy) -> Plan {
    allocation::plan(situation, policy).unwrap()
}

/// Need numbers from first to last.
fn order(plan: &Plan) -> Vec<usize> {
    let mut order: Vec<usize> = (0..plan.lines.len()).collect();
    order.sort_by_key(|&at| plan.lines[at].rank.position);
    order
}

/// Who is served, in order; or how many in each tier.
fn merit(plan: &Plan) -> Vec<u64> {
    match plan.rule {
        Rule::Strict => {
            order(plan).iter().map(|&at| plan.lines[at].reason.is_served().into()).collect()
        }
        Rule::Count => plan.served.values().copied().collect(),
    }
}

fn changed(situation: &Situation, change: impl FnOnce(&mut Rows)) -> Situation {
    let mut rows = situation.rows().clone();
    change(&mut rows);
    Situation::new(rows).unwrap()
}

fn check_best(situation: &Situation, policy: &Policy) -> Result<(), TestCaseError> {
    let found = allocation::plan(situation, policy);
    let any =
        found.clone().unwrap_or_else(|_| plan(&changed(situation, |r| r.pins.clear()), policy));
    let best = best(situation, policy.rule, &order(&any));
    let Ok(plan) = found else {
        prop_assert!(best.is_none(), "there is a plan");
        return Ok(());
    };
    let (first, (cost, spread), fit) = best.unwrap();
    let served: Vec<u64> = first.iter().map(|one| one.0).collect();
    match policy.rule {
        Rule::Strict => prop_assert_eq!(merit(&plan), served),
        Rule::Count => {
            let of = |tier: u8| plan.served.get(&tier).copied().unwrap_or_default();
            let own: Vec<u64> = (1..=9).map(of).chain([plan.score]).collect();
            prop_assert_eq!(own, served);
        }
    }
    prop_assert_eq!((plan.cost_cents as i64, plan.spread_cents as i64), (cost, spread));
    prop_assert_eq!(plan.fit, fit);
    prop_assert_eq!(audit::audit(situation, policy, &plan), Ok(()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_plan_is_the_best_of_all(situation in sized(5), policy in policy()) {
        check_best(&situation, &policy)?;
    }

    #[test]
    fn decisions_are_kept_or_refused(
        situation in sized(4), policy in policy(), at in 0..9usize, what in 0..9usize, more in 0..9usize,
    ) {
        let Some(one) = decided(&situation, at, what) else { return Ok(()) };
        let pinned = decided(&one, at + 1, more).unwrap_or(one);
        check_best(&pinned, &policy)?;
    }

    #[test]
    fn a_unit_or_money_more_is_never_worse(
        situation in sized(8), policy in policy(), at in any::<Index>(), cents in 1..400i64,
    ) {
        let before = merit(&plan(&situation, &policy));
        if !situation.lots().is_empty() {
            let lot = at.index(situation.lots().len());
            let more = changed(&situation, |rows| rows.lots[lot].units += 1);
            prop_assert!(merit(&plan(&more, &policy)) >= before.clone());
        }
        if !situation.funds().is_empty() {
            let more = changed(&situation, |rows| {
                let fund = at.index(rows.funds.len());
                let fund = &mut rows.funds[fund].available;
                *fund = Euros::from_cents(fund.cents() + cents);
            });
            prop_assert!(merit(&plan(&more, &policy)) >= before.clone());
        }
        let open = changed(&situation, |rows| {
            rows.lots.iter_mut().for_each(|lot| lot.requires.clear());
            rows.funds.iter_mut().for_each(|fund| fund.requires.clear());
        });
        prop_assert!(merit(&plan(&open, &policy)) >= before);
    }

    #[test]
    fn joint_is_never_worse_than_stock_first_or_the_former_practice(situation in sized(8), seed in 0..9u64) {
        let policy = Policy::new(Rule::Count, seed);
        let joint = plan(&situation, &policy);
        let stock = changed(&situation, |rows| rows.catalogue.clear());
        prop_assert!(merit(&joint) >= merit(&plan(&stock, &policy)));
        prop_assert!(merit(&joint) >= joint.former_practice.values().copied().collect::<Vec<_>>());
    }

    #[test]
    fn the_order_of_the_rows_decides_nothing(
        situation in sized(7), policy in policy(), shuffle in prop::collection::vec(any::<Index>(), 16),
    ) {
        let mut rows = situation.rows().clone();
        for index in shuffle {
            let swap = |list: &mut dyn FnMut(usize), many: usize| {
                if many > 1 { list(index.index(many)) }
            };
            swap(&mut |at| rows.needs.swap(0, at), situation.needs().len());
            swap(&mut |at| rows.lots.swap(0, at), situation.lots().len());
            swap(&mut |at| rows.funds.swap(0, at), situation.funds().len());
            swap(&mut |at| rows.catalogue.swap(0, at), situation.catalogue().len());
        }
        let again = Situation::new(rows).unwrap();
        prop_assert_eq!(plan(&again, &policy).digest, plan(&situation, &policy).digest);
    }

    #[test]
    fn a_lot_in_two_halves_serves_the_same(situation in sized(7), policy in policy()) {
        let halves = changed(&situation, |rows| {
            for at in 0..rows.lots.len() {
                let mut half = rows.lots[at].clone();
                half.lot.push('b');
                half.units = rows.lots[at].units / 2;
                rows.lots[at].units -= half.units;
                rows.lots.push(half);
            }
        });
        let (one, two) = (plan(&situation, &policy), plan(&halves, &policy));
        prop_assert_eq!(merit(&one), merit(&two));
        prop_assert_eq!((one.score, one.cost_cents, one.fit), (two.score, two.cost_cents, two.fit));
    }
}
