//! What `count` finds is held against what else is known, whatever the solver says.

use domain::allocation::{Plan, Policy, Rule, Situation, StageProof};
use exchange::allocation::{SituationFiles, read_situation};
use milp::{Answer, End, Highs, Program, Relaxation, Solver, SolverFailed, Work};
use proptest::prelude::*;

use crate::bought_small::sized;

/// Says of its start that it is the best: always, or where all that counts counts alike (which is so in tiers,
/// and not where needs follow each other in an order).
struct Liar {
    always: bool,
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
                limit: i64::try_from(program.value(start)).ok(),
                end: End::Best,
            }),
        }
    }

    fn relax(&self, _: &Program) -> Result<Option<Relaxation>, SolverFailed> {
        Ok(None)
    }
}

fn plan(situation: &Situation, rule: Rule, always: bool) -> Plan {
    let policy = Policy::new(rule, 0);
    let plan = allocation::plan_with(situation, &policy, &Liar { always }).unwrap();
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
