//! Wrong plans that are right in everything but being best: all that is counted and told follows from
//! the assignments, so only the certificate can give them away.

use audit::Violation;
use domain::allocation::{Plan, Policy, Rule, Situation};
use proptest::prelude::*;

use crate::derived::{self, Assigned};
use crate::{optimal, small};

/// What the certificate alone finds.
fn is_of_the_certificate(violation: &Violation) -> bool {
    matches!(
        violation,
        Violation::CutOff { .. }
            | Violation::Side { .. }
            | Violation::NotFull { .. }
            | Violation::Prices { .. }
    )
}

/// Whether a way to hand out units is as good as the plan, but for the draw.
fn is_as_good(situation: &Situation, plan: &Plan, told: &Plan, assigned: &Assigned) -> bool {
    let served = |plan: &Plan| -> Vec<bool> {
        plan.lines.iter().map(|line| line.reason.is_served()).collect()
    };
    let as_many = match plan.rule {
        Rule::Strict => served(plan) == served(told),
        Rule::Count => (&plan.served, plan.score) == (&told.served, told.score),
    };
    as_many && plan.fit == derived::fit(situation, assigned)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_told_follows_from_who_gets_what(
        situation in small::sized(16, 5),
        policy in small::policy(),
    ) {
        let plan = allocation::plan(&situation, &policy).unwrap();
        let assigned = derived::assigned(&situation, &plan);
        prop_assert_eq!(derived::told(&situation, &policy, &plan, &assigned), plan);
    }

    #[test]
    fn a_plan_that_is_not_best_is_found_by_the_certificate(
        situation in small::sized(5, 4),
        policy in small::policy(),
        start in any::<prop::sample::Index>(),
    ) {
        let plan = allocation::plan(&situation, &policy).unwrap();
        let total = |plan: &Plan| plan.served.values().sum::<u64>();
        let mut all = optimal::every(&situation);
        let start = start.index(all.len());
        all.rotate_left(start);
        for assigned in all.iter().take(40) {
            let told = derived::told(&situation, &policy, &plan, assigned);
            // Whom `strict` would serve is told from a plan that serves as many.
            if policy.rule == Rule::Count && total(&told) != total(&plan) {
                continue;
            }
            let found = audit::audit(&situation, &policy, &told).err().unwrap_or_default();
            let others: Vec<_> = found.iter().filter(|one| !is_of_the_certificate(one)).collect();
            prop_assert!(others.is_empty(), "{:?}: {:?}", assigned, others);
            let good = is_as_good(&situation, &plan, &told, assigned);
            prop_assert_eq!(found.is_empty(), good, "{:?}: {:?}", assigned, found);
        }
    }
}

/// Everyone served got what they want most; exchanged, they are served as before and fit worse.
#[test]
fn a_worse_fit_is_found_by_the_prices_alone() {
    let header = "need;household;asks;tier;score;commune;school;level;flags;accepts";
    let lots = "lot;kind;units;condition;mode;communes;levels;requires;refuses;penalty\n\
        A;laptop;1;new;gift;;;;;0\nB;tablet;1;new;gift;;;;;0\n";
    let served = "N1;;laptop>tablet;1;20;;;college;;\nN2;;tablet>laptop;1;20;;;college;;\n";
    // Alone, and with one who closes both lots, of lower rank.
    for others in ["", "N3;;tablet;1;10;;;college;;\n"] {
        let needs = format!("{header}\n{served}{others}");
        let situation = crate::files::stock(needs.as_bytes(), lots.as_bytes());
        for rule in Rule::ALL.iter().copied() {
            let policy = Policy::new(rule, 0);
            let plan = allocation::plan(&situation, &policy).unwrap();
            let mut assigned = derived::assigned(&situation, &plan);
            assert_eq!(&assigned[..2], [Some(0), Some(1)]);
            assigned.swap(0, 1);
            let told = derived::told(&situation, &policy, &plan, &assigned);
            assert_eq!((plan.fit, told.fit), (0, 200));
            let found = audit::audit(&situation, &policy, &told).unwrap_err();
            let by_prices = |one: &Violation| matches!(one, Violation::Prices { .. });
            assert!(found.iter().all(by_prices), "{rule}: {found:?}");
        }
    }
}
