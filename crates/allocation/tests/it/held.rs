//! What `count` finds is held against what else is known, whatever the solver says.

use std::sync::atomic::{AtomicUsize, Ordering};

use allocation::{Progress, Watch, plan_watched, would_serve_with};
use domain::allocation::{Counterfactual, Plan, Policy, Rule, Situation, StageProof};
use exchange::allocation::{SituationFiles, read_situation};
use milp::{Answer, End, Highs, Program, Relaxation, Solver, SolverFailed, Work};
use proptest::prelude::*;

use crate::bought_small::sized;

/// Says of its start that it is the best: always, or where all that counts counts alike (which is so in tiers,
/// and not where needs follow each other in an order).
#[derive(Default)]
struct Liar {
    always: bool,
    /// Whether it only says that it was cut short.
    gives_up: bool,
    /// Whether it tells what a relaxation shows, which is no lie.
    shows: bool,
}

impl Solver for Liar {
    fn solve(
        &self,
        program: &Program,
        start: Option<&[i64]>,
        work: Work,
    ) -> Result<Answer, SolverFailed> {
        let alike = program.columns.iter().all(|column| (0..=1).contains(&column.worth));
        match start.filter(|_| self.always || alike) {
            None => Highs.solve(program, start, work),
            Some(start) => Ok(Answer {
                values: Some(start.iter().map(|&value| value as f64).collect()),
                limit: i64::try_from(program.value(start)).ok().filter(|_| !self.gives_up),
                end: if self.gives_up { End::Nodes } else { End::Best },
            }),
        }
    }

    fn relax(&self, program: &Program) -> Result<Option<Relaxation>, SolverFailed> {
        if self.shows { Highs.relax(program) } else { Ok(None) }
    }
}

/// Goes on for so many steps.
struct Steps(AtomicUsize);

impl Watch for Steps {
    fn goes_on(&self, _: &Progress) -> bool {
        let left = |left: usize| left.checked_sub(1);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left).is_ok()
    }
}

fn plan(situation: &Situation, rule: Rule, always: bool) -> Plan {
    let policy = Policy::new(rule, 0);
    let plan =
        allocation::plan_with(situation, &policy, &Liar { always, ..Liar::default() }).unwrap();
    assert_eq!(audit::audit(situation, &policy, &plan), Ok(()));
    plan
}

fn tiers(served: &domain::allocation::Served) -> Vec<u64> {
    served.values().copied().collect()
}

fn situation(needs: &[&str], funds: &[&str], catalogue: &[&str]) -> Situation {
    let sheet = |header: &str, rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
    let needs = sheet("need;household;asks;tier;score;commune;school;level;flags;accepts", needs);
    let funds = "fund;available;categories;communes;levels;requires;refuses;flexibility".to_owned()
        + "\n"
        + &funds.join("\n");
    let catalogue = sheet("item;kind;category;condition;price;minimum_order;penalty", catalogue);
    let lots = b"lot;kind;units;condition;mode;communes;levels;requires;refuses;penalty\n";
    read_situation(&SituationFiles {
        needs: needs.as_bytes(),
        lots,
        funds: Some(funds.as_bytes()),
        catalogue: Some(catalogue.as_bytes()),
        pins: None,
    })
    .unwrap()
}

/// Nothing more may be said of a tier than that nothing is known.
fn assert_unclaimed(plan: &Plan) {
    let unknown = StageProof::Bound { limit: i64::MAX, claim: None };
    assert_eq!((plan.proof.tiers[&1], plan.proof.served), (unknown, unknown));
}

/// The first plan buys no two tablets for one need; `strict` does. `N2` can have nothing.
#[test]
fn what_strict_serves_is_not_missed() {
    let needs = ["N1;;tablet;1;2;;;college;;", "N2;;phone;1;1;;;college;;"];
    let situation = situation(&needs, &["F;4;;;;;;0"], &["I;tablet;a;new;2;2;0"]);
    let count = plan(&situation, Rule::Count, false);
    assert_eq!((tiers(&count.served), tiers(&count.other_rule)), (vec![1], vec![1]));
    assert_unclaimed(&count);
    let strict = plan(&situation, Rule::Strict, false);
    assert_eq!((tiers(&strict.served), tiers(&strict.other_rule)), (vec![1], vec![1]));
    // Nobody knows better where the solver finds nothing at all: then its word is kept.
    let count = plan(&situation, Rule::Count, true);
    assert_eq!(tiers(&count.served), [0]);
    let claimed = StageProof::Bound { limit: i64::MAX, claim: Some(0) };
    assert_eq!(count.proof.tiers[&1], claimed);
}

/// The first plan buys `N1` what is cheapest, which takes the money that `N2` needs; the former practice buys
/// it what it wants most.
#[test]
fn what_the_former_practice_serves_is_not_missed() {
    let needs = ["N1;;laptop>tablet;1;2;;;college;;", "N2;;hotspot;1;1;;;college;;"];
    let funds = ["A;2;a;;;;;0", "B;3;b;;;;;0"];
    let catalogue = ["H;hotspot;a;new;2;0;0", "L;laptop;b;new;3;0;0", "T;tablet;a;new;2;0;0"];
    let situation = situation(&needs, &funds, &catalogue);
    let count = plan(&situation, Rule::Count, true);
    assert_eq!((tiers(&count.served), tiers(&count.former_practice)), (vec![2], vec![2]));
    assert_unclaimed(&count);
    assert_eq!(tiers(&plan(&situation, Rule::Strict, true).other_rule), [2]);
}

/// So it is where one need is asked about and no plan is made. What `strict` serves is worth its search only if
/// the solver does not say that it found the best.
#[test]
fn what_is_known_is_not_missed_of_one_need_either() {
    let served_by_count = |situation: &Situation, need: &str, liar: Liar| {
        let strict = Policy::new(Rule::Strict, 0);
        would_serve_with(situation, &strict, need, &Counterfactual::OtherRule, &liar)
    };
    // One point each: in the score too, all counts alike.
    let known_by_strict = situation(
        &["N1;;tablet;1;1;;;college;;", "N2;;phone;1;1;;;college;;"],
        &["F;4;;;;;;0"],
        &["I;tablet;a;new;2;2;0"],
    );
    let liar = |always, gives_up| Liar { always, gives_up, shows: false };
    assert!(served_by_count(&known_by_strict, "N1", liar(false, true)));
    assert!(!served_by_count(&known_by_strict, "N1", liar(false, false)));
    let known_by_former = situation(
        &["N1;;laptop>tablet;1;2;;;college;;", "N2;;hotspot;1;1;;;college;;"],
        &["A;2;a;;;;;0", "B;3;b;;;;;0"],
        &["H;hotspot;a;new;2;0;0", "L;laptop;b;new;3;0;0", "T;tablet;a;new;2;0;0"],
    );
    for gives_up in [false, true] {
        assert!(served_by_count(&known_by_former, "N2", liar(true, gives_up)));
    }
}

/// What the former practice serves better, beside phones on money of their own that come by so many at least.
fn beside_phones(needs: &[&str], minimum: u32) -> Situation {
    let phone = format!("P;phone;p;new;2;{minimum};0");
    let catalogue =
        ["H;hotspot;a;new;2;0;0", "L;laptop;b;new;3;0;0", phone.as_str(), "T;tablet;a;new;2;0;0"];
    situation(needs, &["A;2;a;;;;;0", "B;3;b;;;;;0", "P;4;p;;;;;0"], &catalogue)
}

/// What is not missed in the two cases above, in one: three by `strict`, two by the former practice, one by
/// the first plan.
#[test]
fn of_two_that_serve_more_the_better_is_not_missed() {
    let needs = [
        "N1;;phone;1;1;;;college;;",
        "N2;;laptop>tablet;1;1;;;college;;",
        "N3;;hotspot;1;1;;;college;;",
    ];
    let count = plan(&beside_phones(&needs, 2), Rule::Count, false);
    let all = [&count.served, &count.other_rule, &count.former_practice].map(tiers);
    assert_eq!(all, [[3], [3], [2]]);
}

/// A search that is stopped keeps of its stages what was shown, and none of the solver's word: not even of a
/// tier in which nothing better was known.
#[test]
fn when_stopped_too_the_better_is_not_missed() {
    let needs = [
        "N0;;phone;1;1;;;college;;",
        "N1;;laptop>tablet;2;2;;;college;;",
        "N2;;hotspot;2;1;;;college;;",
    ];
    let (situation, policy) = (beside_phones(&needs, 0), Policy::new(Rule::Count, 0));
    for shows in [false, true] {
        let mut proofs = Vec::new();
        for steps in 0.. {
            let liar = Liar { always: true, shows, gives_up: false };
            let watch = Steps(AtomicUsize::new(steps));
            let plan = plan_watched(&situation, &policy, &liar, &watch).unwrap();
            assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()));
            assert_eq!(tiers(&plan.served), [1, 2]);
            if !plan.stopped {
                break;
            }
            proofs.push((plan.proof.tiers[&1], plan.other_rule.is_empty()));
        }
        let unknown = StageProof::Bound { limit: i64::MAX, claim: None };
        assert!(proofs.len() > 5, "{proofs:?}");
        match shows {
            false => assert!(proofs.iter().all(|(proof, _)| *proof == unknown), "{proofs:?}"),
            // Before the other rule was asked, only the search that fell short can have shown it.
            true => assert!(proofs.contains(&(StageProof::Exact, true)), "{proofs:?}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn count_never_serves_fewer_than_what_is_known(
        situation in sized(9), rule in prop::sample::select(Rule::ALL.to_vec()), always in any::<bool>(),
    ) {
        let plan = plan(&situation, rule, always);
        let (own, other, former) =
            (tiers(&plan.served), tiers(&plan.other_rule), tiers(&plan.former_practice));
        let count = if rule == Rule::Count { &own } else { &other };
        prop_assert!(*count >= own && *count >= other && *count >= former);
    }
}
