//! What is told of a change is so when it is made, and a changing plan is that of a full solve.

use allocation::{Change, ChangeRefused, Session};
use domain::allocation::{Counterfactual, Decision, Pin, Plan, Policy, Rule, Situation};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::{bought_small, small};

/// Every change that is told for the unserved, made and solved again; and how many there were.
fn check(situation: &Situation, policy: &Policy, plan: &Plan) -> Result<usize, TestCaseError> {
    let mut tried = 0;
    for line in plan.unmet() {
        for change in allocation::counterfactuals(situation, policy, plan, &line.need) {
            let (changed, under) = change.applied(situation, policy, &line.need).unwrap();
            let again = allocation::plan(&changed, &under).unwrap();
            prop_assert!(!again.given(&line.need).is_empty(), "{} {change:?}", line.need);
            if let Counterfactual::Points { points } = change {
                let fewer = Counterfactual::Points { points: points - 1 };
                let serves = allocation::would_serve(situation, policy, &line.need, &fewer);
                prop_assert!(!serves, "{}: {points} points are too many", line.need);
            }
            tried += 1;
        }
    }
    Ok(tried)
}

#[test]
fn a_thousand_changes_are_as_told() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let kinds = (small::sized(12, 4), bought_small::sized(7), small::policy());
    let mut tried = 0;
    while tried < 1000 {
        let (stock, bought, policy) = kinds.new_tree(&mut runner).unwrap().current();
        for situation in [stock, bought] {
            let plan = allocation::plan(&situation, &policy).unwrap();
            tried += check(&situation, &policy, &plan).unwrap();
        }
    }
}

/// One change, some of which are refused.
fn change(situation: &Situation, which: u8, at: Index, units: u32) -> Change {
    let need = |at: Index| {
        let needs = situation.needs();
        (!needs.is_empty()).then(|| at.get(needs).clone())
    };
    let lot = |at: Index| {
        let lots = situation.lots();
        if lots.is_empty() { "none".to_owned() } else { at.get(lots).lot.clone() }
    };
    let id = need(at).map_or_else(|| "none".to_owned(), |need| need.need);
    match (which, need(at)) {
        (0, Some(mut more)) => {
            more.need.push('+');
            Change::Need(more)
        }
        (1, _) => Change::Cancelled(id),
        (2, _) => Change::Units(lot(at), units),
        (3, _) => {
            let decision = Decision::Lot { lot: lot(at) };
            let (author, reason) = ("A".to_owned(), "B".to_owned());
            Change::Pin(Pin { need: id, decision, author, reason })
        }
        _ => Change::Unpinned(id),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_plan_that_follows_changes_is_that_of_a_full_solve(
        stock in small::sized(8, 3),
        bought in bought_small::sized(5),
        policy in small::policy(),
        changes in prop::collection::vec((0..5u8, any::<Index>(), 0..4u32), 1..8),
    ) {
        for situation in [stock, bought] {
            let mut session = Session::new(situation, policy.clone()).unwrap();
            for &(which, at, units) in &changes {
                let change = change(session.situation(), which, at, units);
                let before = session.plan().clone();
                let moved = session.apply(change.clone());
                let full = allocation::plan(session.situation(), &policy).unwrap();
                prop_assert_eq!(session.plan(), &full);
                let Ok(moved) = moved else {
                    prop_assert_eq!(session.plan(), &before, "a refused change changes nothing");
                    continue;
                };
                for one in &moved {
                    prop_assert_eq!(&one.before[..], before.given(&one.need));
                    prop_assert_eq!(&one.after[..], full.given(&one.need));
                }
                let told = |need: &str| moved.iter().any(|one| one.need == need);
                for line in full.lines.iter().filter(|line| !told(&line.need)) {
                    let sources = |plan: &Plan| -> Vec<_> {
                        plan.given(&line.need).iter().map(|given| given.source.clone()).collect()
                    };
                    prop_assert_eq!(sources(&before), sources(&full));
                }
                if policy.rule == Rule::Strict && session.situation().is_stock_alone() {
                    let lost = moved.iter().filter(|one| one.is_lost()).count();
                    let (more, fewer) = match &change {
                        Change::Need(_) => (true, false),
                        Change::Units(..) => continue,
                        Change::Cancelled(id) => (false, before.given(id).is_empty()),
                        Change::Pin(_) | Change::Unpinned(_) => continue,
                    };
                    prop_assert!(!more || lost <= 1, "a need more displaces at most one");
                    prop_assert!(!fewer || lost == 0, "nobody loses by one who had nothing");
                }
            }
        }
    }
}

#[test]
fn a_change_of_what_is_not_there_is_refused() {
    let mut session = Session::new(Situation::default(), Policy::default()).unwrap();
    for change in
        [Change::Cancelled("N".into()), Change::Units("L".into(), 1), Change::Unpinned("N".into())]
    {
        assert!(matches!(session.apply(change), Err(ChangeRefused::Unknown(_))));
    }
}
