//! A search that is told to stop keeps a plan that holds, and the longer it went on the better it is.

use std::sync::Mutex;

use allocation::{Infeasible, Phase, Progress, Watch, plan_watched};
use domain::allocation::{Fairness, PlaceKind, Plan, Policy, Quota, Rule, Situation, StageProof};
use milp::{Answer, Highs, Program, Relaxation, Solver, SolverFailed, Work};
use proptest::prelude::*;

use crate::bought_small::{decided, policy, sized};
use crate::expected;

/// Goes on for so many steps, and keeps what it is told.
struct After {
    steps: usize,
    told: Mutex<Vec<Progress>>,
}

impl Watch for After {
    fn goes_on(&self, at: &Progress) -> bool {
        let mut told = self.told.lock().unwrap();
        told.push(*at);
        told.len() <= self.steps
    }
}

impl Solver for After {
    fn solve(
        &self,
        program: &Program,
        start: Option<&[i64]>,
        work: Work,
    ) -> Result<Answer, SolverFailed> {
        self.asked();
        Highs.solve(program, start, work)
    }

    fn relax(&self, program: &Program) -> Result<Option<Relaxation>, SolverFailed> {
        self.asked();
        Highs.relax(program)
    }
}

impl After {
    /// Once told to stop, a search asks no more but for what there must be to have a plan at all.
    fn asked(&self) {
        let told = self.told.lock().unwrap();
        let stopped = told.get(self.steps);
        assert!(stopped.is_none_or(|at| at.phase == Phase::Decisions), "asked after the stop");
    }
}

/// The plan of a search that is stopped after so many steps, and all that was told.
fn stopped(
    situation: &Situation,
    policy: &Policy,
    steps: usize,
) -> Result<(Plan, Vec<Progress>), Infeasible> {
    let watch = After { steps, told: Mutex::default() };
    let plan = plan_watched(situation, policy, &watch, &watch)?;
    Ok((plan, watch.told.into_inner().unwrap()))
}

fn check(situation: &Situation, policy: &Policy, steps: usize) -> Result<(), TestCaseError> {
    let full = allocation::plan(situation, policy);
    let (plan, told) = match stopped(situation, policy, steps) {
        Ok(both) => both,
        Err(why) => {
            prop_assert_eq!(Err(why), full);
            return Ok(());
        }
    };
    prop_assert_eq!(audit::audit(situation, policy, &plan), Ok(()));
    let onward = told.windows(2).all(|two| two[0].done <= two[1].done);
    prop_assert!(onward && told.iter().all(|at| at.done <= at.all), "{told:?}");
    if plan.stopped {
        prop_assert_eq!(told.len(), steps + 1, "told to stop, nothing more is asked");
        not_told(&plan, &told)?;
        let served = plan.served.values().sum::<u64>();
        // One more in a tier before may cost two behind it: only of one tier are numbers merits.
        let one_tier = plan.served.len() < 2;
        let fewer = told.iter().any(|at| at.served > served);
        prop_assert!(policy.rule == Rule::Strict || !one_tier || !fewer, "{told:?}");
        let tiers =
            |served: &domain::allocation::Served| served.values().copied().collect::<Vec<_>>();
        let known = tiers(&plan.former_practice);
        let is_asked = !situation.pins().is_empty() || !policy.fairness.is_none();
        prop_assert!(policy.rule == Rule::Strict || is_asked || tiers(&plan.served) >= known);
    } else {
        prop_assert_eq!(Ok(&plan), full.as_ref());
    }
    Ok(())
}

/// Nothing is told of what a search did not come to before its last step.
fn not_told(plan: &Plan, told: &[Progress]) -> Result<(), TestCaseError> {
    let (last, before) = told.split_last().expect("a step that stopped it");
    let at = last.phase;
    // Where the other rule serves better, the search begins again from what it found: it is known by then.
    let since = before.iter().skip_while(|step| step.phase != at);
    let again = since.clone().any(|step| step.phase != at);
    let known = before.iter().any(|step| step.phase == Phase::OtherRule) && at != Phase::OtherRule;
    prop_assert!(at == Phase::Alone || again || known || plan.other_rule.is_empty());
    if let Some(between) = &plan.between {
        prop_assert!(between.served_without.is_empty() && between.score_without == 0);
    }
    if plan.rule == Rule::Strict && matches!(at, Phase::Decisions | Phase::Order) {
        let undecided = StageProof::Bound { limit: i64::MAX, claim: None };
        let all = plan.unmet().count() == 0;
        let open = matches!(plan.proof.served, StageProof::Bound { claim: None, .. });
        prop_assert!(all || (open && plan.proof.score == undecided), "{:?}", plan.proof);
    }
    Ok(())
}

/// Needs of three schools, in turn.
fn in_schools(situation: &Situation) -> Situation {
    let mut rows = situation.rows().clone();
    for (at, need) in rows.needs.iter_mut().enumerate() {
        need.school = format!("S{}", at % 3);
    }
    Situation::new(rows).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn stopped_anywhere_the_plan_holds(
        situation in sized(7), policy in policy(), steps in 0..30usize, pin in prop::option::of((0..9usize, 0..9usize)),
    ) {
        let pinned = pin.and_then(|(need, what)| decided(&situation, need, what));
        check(&pinned.unwrap_or(situation), &policy, steps)?;
    }

    #[test]
    fn so_it_does_when_more_is_asked_than_the_rule(
        situation in sized(6), policy in policy(), steps in 0..40usize, quota in any::<bool>(), least in 0..2u32,
    ) {
        let situation = in_schools(&situation);
        let by = PlaceKind::School;
        let fairness = if quota || policy.rule == Rule::Strict {
            let of = "S0".to_owned();
            Fairness::Quota { by, quotas: vec![Quota { of, tier: None, least, most: Some(2) }] }
        } else {
            Fairness::Leximin { by, tiers: Vec::new() }
        };
        check(&situation, &Policy { fairness, ..policy }, steps)?;
    }

    #[test]
    fn a_later_stop_never_serves_fewer(situation in sized(8), policy in policy()) {
        check_later(&situation, &policy)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn nor_does_it_where_many_are_decided_at_once(situation in sized(40), policy in policy()) {
        check_later(&situation, &policy)?;
    }
}

fn check_later(situation: &Situation, policy: &Policy) -> Result<(), TestCaseError> {
    let order = |plan: &Plan| {
        let mut lines: Vec<_> = plan.lines.iter().collect();
        lines.sort_by_key(|line| line.rank.position);
        lines.iter().map(|line| u64::from(line.reason.is_served())).collect::<Vec<_>>()
    };
    let merit = |plan: &Plan| match policy.rule {
        Rule::Count => plan.served.values().copied().collect(),
        Rule::Strict => order(plan),
    };
    let mut before = Vec::new();
    for steps in 0.. {
        let (plan, _) = stopped(situation, policy, steps).unwrap();
        let now = merit(&plan);
        prop_assert!(now >= before, "{steps}: {now:?} after {before:?}");
        if !plan.stopped {
            break;
        }
        before = now;
    }
    Ok(())
}

/// Stopped at the first step, before any search: many are served, by either rule.
#[test]
fn a_first_plan_is_there_at_once() {
    let situation = expected::situation("250-1", false);
    for rule in Rule::ALL.iter().copied() {
        let policy = Policy::new(rule, 0);
        let (plan, told) = stopped(&situation, &policy, 0).unwrap();
        assert_eq!((told.len(), plan.stopped), (1, true));
        assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()));
        assert!(plan.served >= plan.former_practice && plan.gained() > 0, "{:?}", plan.served);
        assert!(plan.other_rule.is_empty() && plan.proof.fit != StageProof::Exact);
        let text = plan.canonical();
        let on = Plan { stopped: false, ..plan };
        assert_ne!(on.canonical(), text, "the digest tells that it was stopped");
    }
}
