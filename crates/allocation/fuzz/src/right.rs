//! What every plan must be, whatever the situation.

use allocation::Infeasible;
use domain::allocation::{Fairness, Plan, Policy, Rule, Situation};
use exchange::allocation::{Beside, plan_files, read_plan};

/// Solves under a rule: the plan passes the auditor, is the same for rows in another order, and reads back
/// as it was written.
///
/// # Panics
/// When that is not so.
pub fn plan(situation: &Situation, policy: &Policy) -> Option<Plan> {
    let found = allocation::plan(situation, policy);
    let mut rows = situation.rows().clone();
    rows.needs.reverse();
    rows.lots.reverse();
    rows.funds.reverse();
    rows.catalogue.reverse();
    rows.pins.reverse();
    let reversed = Situation::new(rows).expect("the same rows");
    assert_eq!(allocation::plan(&reversed, policy), found, "another order of rows");
    let plan = match found {
        Ok(plan) => plan,
        Err(Infeasible::Pins { needs }) => {
            assert!(needs.iter().all(|need| situation.pin(need).is_some()), "{needs:?}");
            return None;
        }
        Err(Infeasible::Quota { at, possible }) => {
            let quota = &policy.fairness.quotas()[at];
            assert!(possible < quota.least, "{quota:?} can reach {possible}");
            return None;
        }
    };
    let audit = audit::audit(situation, policy, &plan);
    assert_eq!(audit, Ok(()), "the auditor, of {policy:?} for {situation:?}");
    let files = plan_files(&plan, &Beside::default());
    let json = files.iter().find(|file| file.name == "plan.json").expect("the plan's file");
    assert_eq!(read_plan(&json.bytes).as_ref().map(|(plan, _)| plan), Ok(&plan), "read back");
    Some(plan)
}

/// Solves under both rules, and holds one against the other.
///
/// # Panics
/// When a plan is not what it must be.
pub fn plans(situation: &Situation, policy: &Policy) {
    let under = |rule| Policy { rule, ..policy.clone() };
    let fairness = &policy.fairness;
    let count = plan(situation, &under(Rule::Count));
    // Leximin is asked under `count` alone.
    if matches!(fairness, Fairness::Leximin { .. }) {
        return;
    }
    let strict = plan(situation, &under(Rule::Strict));
    let (Some(count), Some(strict)) = (count, strict) else { return };
    if count.stopped || strict.stopped {
        return;
    }
    let vector = |plan: &Plan| plan.served.values().copied().collect::<Vec<u64>>();
    assert!(vector(&count) >= vector(&strict), "strict serves more, for {situation:?}");
    if fairness.is_none() {
        assert_eq!(count.other_rule, strict.served, "beside count, for {situation:?}");
        assert_eq!(strict.other_rule, count.served, "beside strict, for {situation:?}");
        if situation.pins().is_empty() {
            assert!(
                count.served >= count.former_practice,
                "the former practice serves more, for {situation:?}"
            );
        }
    }
}
