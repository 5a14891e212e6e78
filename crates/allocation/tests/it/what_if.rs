//! What is told of a change is so when it is made, and a changing plan is that of a full solve.

use allocation::{Change, ChangeRefused, Session};
use domain::Euros;
use domain::allocation::{
    Counterfactual, Decision, Fairness, Pin, PlaceKind, Plan, Policy, Rule, Situation,
};
use exchange::allocation::{SituationFiles, read_situation};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::{bought_small, small};

/// Every change that is told for the unserved, made and solved again; and how many there were.
fn check(situation: &Situation, policy: &Policy, plan: &Plan) -> Result<usize, TestCaseError> {
    let mut tried = 0;
    for line in plan.unmet() {
        let changes = allocation::counterfactuals(situation, policy, plan, &line.need);
        if !changes.iter().any(|change| matches!(change, Counterfactual::Points { .. })) {
            let most = Counterfactual::Points { points: 9999 - line.rank.score };
            let serves = allocation::would_serve(situation, policy, &line.need, &most);
            prop_assert!(!serves, "{}: points would do", line.need);
        }
        for change in changes {
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

/// The same need with so many points fewer.
fn with_fewer(situation: &Situation, need: &str, fewer: u16) -> Situation {
    let mut rows = situation.rows().clone();
    rows.needs.iter_mut().filter(|row| row.need == need).for_each(|row| row.score -= fewer);
    Situation::new(rows).unwrap()
}

fn serves(situation: &Situation, policy: &Policy, need: &str) -> bool {
    !allocation::plan(situation, policy).unwrap().given(need).is_empty()
}

/// The margin of every served need, against full plans at every number of points.
fn check_margins(situation: &Situation, policy: &Policy) -> Result<(), TestCaseError> {
    let plan = allocation::plan(situation, policy).unwrap();
    for row in situation.needs() {
        let found = allocation::margin(situation, policy, &plan, &row.need);
        let told = plan.explain(&row.need).unwrap();
        if !told.line.reason.is_served() {
            prop_assert_eq!((found, told.margin()), (None, None));
            continue;
        }
        for fewer in 0..=row.score {
            let still = serves(&with_fewer(situation, &row.need, fewer), policy, &row.need);
            let said = found.is_none_or(|most| fewer <= most);
            prop_assert_eq!(still, said, "{}: {} points fewer, {:?}", row.need, fewer, found);
            // What the threshold tells is sure, if not all.
            let sure = told.margin().and_then(|margin| margin.points);
            prop_assert!(still || sure.is_none_or(|points| fewer >= points));
        }
    }
    Ok(())
}

/// Scores far enough apart that losing some points may change nothing.
fn spread(situation: &Situation) -> Situation {
    let mut rows = situation.rows().clone();
    let score = |at: usize| [3, 5, 8, 2][at % 4];
    rows.needs
        .iter_mut()
        .enumerate()
        .for_each(|(at, need)| need.score = need.score * 2 + score(at));
    Situation::new(rows).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_margin_is_what_a_need_can_lose(
        stock in small::sized(8, 3), bought in bought_small::sized(6), policy in small::policy(),
    ) {
        for situation in [stock, bought] {
            check_margins(&spread(&situation), &policy)?;
        }
    }

    #[test]
    fn a_question_about_one_need_has_the_answer_of_a_full_plan(
        stock in small::sized(8, 3), bought in bought_small::sized(6), policy in small::policy(),
        at in any::<Index>(), fair in any::<bool>(),
    ) {
        let leximin = Fairness::Leximin { by: PlaceKind::Commune, tiers: Vec::new() };
        let is_fair = fair && policy.rule == Rule::Count;
        let fairness = if is_fair { leximin } else { Fairness::None };
        let policy = Policy { fairness, ..policy };
        for situation in [stock, bought] {
            let mut changes = vec![Counterfactual::Points { points: 1 }];
            if !is_fair {
                changes.push(Counterfactual::OtherRule);
            }
            if !situation.lots().is_empty() {
                changes.push(Counterfactual::Unit { lot: at.get(situation.lots()).lot.clone() });
            }
            if !situation.funds().is_empty() {
                let fund = at.get(situation.funds()).fund.clone();
                changes.push(Counterfactual::Money { fund, amount: Euros::from_cents(200) });
            }
            for change in changes {
                for need in situation.needs() {
                    let (changed, under) = change.applied(&situation, &policy, &need.need).unwrap();
                    let quick = allocation::would_serve(&situation, &policy, &need.need, &change);
                    prop_assert_eq!(quick, serves(&changed, &under, &need.need), "{} {:?}", need.need, change);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn so_it_has_where_many_are_decided_at_once(
        situation in bought_small::sized(40), policy in small::policy(), at in any::<Index>(),
    ) {
        let plan = allocation::plan(&situation, &policy).unwrap();
        let Some(need) = (!situation.needs().is_empty()).then(|| at.get(situation.needs())) else {
            return Ok(());
        };
        let same = Counterfactual::Points { points: 0 };
        for need in situation.needs().iter().filter(|other| other.tier == need.tier) {
            let quick = allocation::would_serve(&situation, &policy, &need.need, &same);
            prop_assert_eq!(quick, !plan.given(&need.need).is_empty(), "{}", need.need);
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

/// Money for two tablets of 2 €; a need of 30, 20, 12 and 12 points each; a laptop that costs both tablets is
/// asked for in the tier before when `laptop`.
fn two_tablets(laptop: bool) -> Situation {
    let mut needs = "need;household;asks;tier;score;commune;school;level;flags;accepts\n\
        A;;tablet;2;30;C;;college;;\n\
        B;;tablet;2;20;C;;college;;\n\
        D;;tablet;2;12;C;;college;;\n\
        E;;tablet;2;12;C;;college;;\n"
        .to_owned();
    if laptop {
        needs.push_str("L;;laptop;1;1;C;;college;;\n");
    }
    read_situation(&SituationFiles {
        needs: needs.as_bytes(),
        lots: "lot;kind;units;condition;mode;communes;levels;requires;refuses;penalty\n".as_bytes(),
        funds: Some(
            "fund;available;categories;communes;levels;requires;refuses;flexibility\nF;4;;;;;;0\n"
                .as_bytes(),
        ),
        catalogue: Some(
            "item;kind;category;condition;price;minimum_order;penalty\n\
             T;tablet;a;new;2;0;0\nK;laptop;a;new;4;0;0\n"
                .as_bytes(),
        ),
        pins: None,
    })
    .unwrap()
}

#[test]
fn where_money_buys_the_score_that_decides_is_that_of_the_next() {
    let policy = Policy::new(Rule::Count, 0);
    let situation = two_tablets(false);
    let plan = allocation::plan(&situation, &policy).unwrap();
    // At 12 the draw decides between three; at 13 nothing is left to it.
    for (need, score) in [("A", 30), ("B", 20)] {
        let margin = allocation::margin(&situation, &policy, &plan, need).unwrap();
        assert!([score - 12, score - 13].contains(&margin), "{need}: {margin}");
    }
    check_margins(&situation, &policy).unwrap();
    assert_eq!(plan.unmet().count(), 2);
    for line in plan.unmet() {
        let changes = allocation::counterfactuals(&situation, &policy, &plan, &line.need);
        let points = changes.iter().find_map(|change| match change {
            Counterfactual::Points { points } => Some(*points),
            _ => None,
        });
        assert!([Some(8), Some(9)].contains(&points), "{}: {points:?}", line.need);
    }
    check(&situation, &policy, &plan).unwrap();

    // Whoever is in a tier before takes all the money: no score of theirs brings it back.
    let situation = two_tablets(true);
    let plan = allocation::plan(&situation, &policy).unwrap();
    assert_eq!(plan.served[&2], 0);
    assert_eq!(allocation::margin(&situation, &policy, &plan, "L"), None);
    for line in plan.unmet() {
        let changes = allocation::counterfactuals(&situation, &policy, &plan, &line.need);
        assert!(!changes.iter().any(|change| matches!(change, Counterfactual::Points { .. })));
    }
    check(&situation, &policy, &plan).unwrap();
}
