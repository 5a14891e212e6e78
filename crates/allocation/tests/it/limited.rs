//! A limit on the work: what was not searched to the end is told as such, holds, and is found again.

use domain::allocation::{Fairness, PlaceKind, Plan, Policy, Quota, Rule, Situation, StageProof};
use exchange::allocation::{SituationFiles, read_situation};
use milp::{Answer, End, Highs, Program, Relaxation, Solver, SolverFailed, Work};
use proptest::prelude::*;

use crate::bought_small::{decided, policy, sized};
use crate::expected;

/// Once the work is limited, finds nothing in some calls, as if the limit were reached at once.
struct Lazy {
    /// Which calls find something: one bit each, over and over.
    finds: u32,
    asked: std::sync::atomic::AtomicUsize,
}

impl Solver for Lazy {
    fn solve(
        &self,
        program: &Program,
        start: Option<&[i64]>,
        work: Work,
    ) -> Result<Answer, SolverFailed> {
        let nothing = Answer { values: None, limit: None, end: End::Nodes };
        if work.nodes.is_none() {
            return Highs.solve(program, start, work);
        }
        let asked = self.asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        if self.finds >> (asked % 32) & 1 == 0 {
            return Ok(nothing);
        }
        let found = Highs.solve(program, start, Work::UNLIMITED)?;
        Ok(Answer { end: End::Nodes, limit: None, ..found })
    }

    fn relax(&self, program: &Program) -> Result<Option<Relaxation>, SolverFailed> {
        Highs.relax(program)
    }
}

fn limited(policy: Policy) -> Policy {
    Policy { work_limit: Some(1), ..policy }
}

fn lazy(situation: &Situation, policy: &Policy, finds: u32) -> Plan {
    let solver = Lazy { finds, asked: 0.into() };
    allocation::plan_with(situation, policy, &solver).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn a_plan_that_was_cut_short_holds_and_is_found_again(
        situation in sized(20), policy in policy(), finds in any::<u32>(),
    ) {
        let policy = limited(policy);
        let plan = lazy(&situation, &policy, finds);
        prop_assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()));
        prop_assert!(!plan.stopped);
        prop_assert_eq!(plan.other_rule.is_empty(), situation.needs().is_empty());
        prop_assert_eq!(&lazy(&situation, &policy, finds), &plan);
        let unlimited = Policy { work_limit: None, ..policy.clone() };
        let full = allocation::plan(&situation, &unlimited).unwrap();
        let order = |plan: &Plan| {
            let mut lines: Vec<_> = plan.lines.iter().collect();
            lines.sort_by_key(|line| line.rank.position);
            lines.iter().map(|line| u64::from(line.reason.is_served())).collect::<Vec<_>>()
        };
        let merit = |plan: &Plan| match policy.rule {
            Rule::Count => plan.served.values().copied().chain([plan.score]).collect(),
            Rule::Strict => order(plan),
        };
        prop_assert!(merit(&plan) <= merit(&full));
        prop_assert!(merit(&plan) == merit(&full) || !plan.is_exact(), "what is worse is not told exact");
    }

    #[test]
    fn decisions_are_kept_whatever_the_limit(
        situation in sized(6), policy in policy(), at in 0..9usize, what in 0..9usize,
    ) {
        let Some(pinned) = decided(&situation, at, what) else { return Ok(()) };
        let full = allocation::plan(&pinned, &policy);
        let policy = limited(policy);
        let solver = Lazy { finds: 0, asked: 0.into() };
        match (full, allocation::plan_with(&pinned, &policy, &solver)) {
            (Ok(_), Ok(plan)) => prop_assert_eq!(audit::audit(&pinned, &policy, &plan), Ok(())),
            (full, plan) => prop_assert_eq!(full.err(), plan.err()),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn quotas_are_kept_whatever_the_limit(
        situation in sized(6), policy in policy(), least in 1..=3u32,
    ) {
        let mut rows = situation.rows().clone();
        rows.needs.iter_mut().enumerate().for_each(|(at, need)| need.school = format!("S{}", at % 2));
        let situation = Situation::new(rows).unwrap();
        let quota = Quota { of: "S1".to_owned(), tier: None, least, most: None };
        let fairness = Fairness::Quota { by: PlaceKind::School, quotas: vec![quota] };
        let policy = Policy { fairness, ..policy };
        let full = allocation::plan(&situation, &policy);
        let policy = limited(policy);
        let solver = Lazy { finds: 0, asked: 0.into() };
        match (full, allocation::plan_with(&situation, &policy, &solver)) {
            (Ok(_), Ok(plan)) => prop_assert_eq!(audit::audit(&situation, &policy, &plan), Ok(())),
            (full, plan) => prop_assert_eq!(full.err(), plan.err()),
        }
    }
}

/// The seed that an integration run found: what is told beside the plan kept the decision only as far as the
/// limit let it.
#[test]
fn a_decision_is_kept_beside_the_plan_too() {
    let files = SituationFiles {
        needs: b"need,household,asks,tier,score,commune,school,level,flags,accepts\n\
            N00,,tablet+hotspot,1,0,C1,,college,,loan\n",
        lots: b"lot,kind,units,condition,mode,communes,levels,requires,refuses,penalty\n\
            L00,hotspot,1,good,loan,,,,,0\n",
        funds: Some(
            b"fund,available,categories,communes,levels,requires,refuses,flexibility\n\
            F00,3.00,,,,qpv,,0\n\
            F01,6.00,,,,,,0\n",
        ),
        catalogue: Some(
            b"item,kind,category,condition,price,minimum_order,penalty\n\
            I00,tablet,a,new,3.00,3,0\n\
            I01,tablet,a,refurbished,1.00,0,0\n",
        ),
        pins: Some(b"need,lot-or-item,fund,reason\nN00,I00,F01,said\n"),
    };
    let situation = read_situation(&files).unwrap();
    for rule in Rule::ALL {
        let policy = limited(Policy::new(*rule, 0));
        let plan = lazy(&situation, &policy, 0);
        assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()));
        assert_eq!(plan.served.values().sum::<u64>(), 1);
    }
}

#[test]
fn a_limit_of_one_node_on_the_toulouse_case() {
    let situation = expected::situation("250-1", false);
    let policy = limited(Policy::new(Rule::Count, 0));
    let plan = allocation::plan(&situation, &policy).unwrap();
    assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()));
    assert_eq!(allocation::plan(&situation, &policy).unwrap().digest, plan.digest);
    let full = allocation::plan(&situation, &Policy::new(Rule::Count, 0)).unwrap();
    assert!(plan.served <= full.served && plan.served >= plan.former_practice);
    assert!(matches!(plan.proof.fit, StageProof::Bound { .. }));
}
