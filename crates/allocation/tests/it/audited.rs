//! The auditor accepts every plan of the engine, and no plan that was changed.

use domain::allocation::{Plan, Policy, Reason, Rule, Situation, StageProof};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::small;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_plan_passes(situation in small::sized(24, 7), policy in small::policy()) {
        let plan = allocation::plan(&situation, &policy);
        prop_assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()));
        let json = serde_json::to_string(&plan).unwrap();
        prop_assert_eq!(serde_json::from_str::<Plan>(&json).unwrap(), plan);
    }

    #[test]
    fn a_unit_given_to_another_need_is_found(
        situation in small::sized(12, 4),
        policy in small::policy(),
        which in any::<prop::sample::Index>(),
    ) {
        let plan = allocation::plan(&situation, &policy);
        let unmet: Vec<String> = plan.unmet().map(|line| line.need.clone()).collect();
        if unmet.is_empty() || plan.assignments.is_empty() {
            return Ok(());
        }
        let mut changed = plan.clone();
        let at = which.index(changed.assignments.len());
        changed.assignments[at].need = unmet[which.index(unmet.len())].clone();
        changed.assignments.sort_by(|a, b| a.need.cmp(&b.need));
        prop_assert!(audit::audit(&situation, &policy, &sealed(changed)).is_err());
    }
}

/// The plan with the digest of what it now says: only its content can give it away.
fn sealed(mut plan: Plan) -> Plan {
    let digest = Sha256::digest(plan.canonical());
    plan.digest = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    plan
}

/// A case with served, refused, reserved and excluded needs.
fn sample() -> (Situation, Policy, Plan) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/instances/250-2-single");
    let file = |file: &str| std::fs::read(format!("{folder}/{file}")).unwrap();
    let situation =
        exchange::allocation::read_situation(&file("needs.csv"), &file("lots.csv")).unwrap();
    let policy = Policy { rule: Rule::Strict, seed: 7 };
    let plan = allocation::plan(&situation, &policy);
    (situation, policy, plan)
}

/// A served line, a refused one with a threshold, and one that no lot is open to.
fn places(plan: &Plan) -> (usize, usize, usize) {
    let find = |test: &dyn Fn(&Reason) -> bool| {
        plan.lines.iter().position(|line| test(&line.reason)).unwrap()
    };
    let refused = find(&|reason| matches!(reason, Reason::StockEpuiseALaPriorite { .. }));
    let excluded = find(&|reason| matches!(reason, Reason::AucunLotAdmissible { .. }));
    (find(&Reason::is_served), refused, excluded)
}

type Change = fn(&mut Plan, (usize, usize, usize));

const CHANGES: &[(&str, Change)] = &[
    ("rule", |p, _| p.rule = Rule::Count),
    ("seed", |p, _| p.seed += 1),
    ("assignment dropped", |p, _| drop(p.assignments.pop())),
    ("assignment doubled", |p, _| p.assignments.push(p.assignments[0].clone())),
    ("assignment of nobody", |p, _| p.assignments[0].need = "nobody".to_owned()),
    ("assignment of no lot", |p, _| p.assignments[0].lot = "nothing".to_owned()),
    ("kind", |p, _| p.assignments[0].kind.push('x')),
    ("choice", |p, _| p.assignments[0].choice += 1),
    ("fit of one", |p, _| p.assignments[0].fit += 1),
    ("line dropped", |p, _| drop(p.lines.pop())),
    ("line doubled", |p, _| p.lines.push(p.lines[0].clone())),
    ("line renamed", |p, _| p.lines[0].need.push('x')),
    ("tier", |p, (s, ..)| p.lines[s].rank.tier += 1),
    ("score of a line", |p, (s, ..)| p.lines[s].rank.score += 1),
    ("position", |p, (s, ..)| p.lines[s].rank.position += 1),
    ("draw", |p, (s, ..)| p.lines[s].draw.push('0')),
    ("class", |p, (s, ..)| p.lines[s].class += 1),
    ("served told refused", |p, (s, r, _)| p.lines[s].reason = p.lines[r].reason.clone()),
    ("refused told served", |p, (_, r, _)| p.lines[r].reason = Reason::ServiStock),
    ("refused told excluded", |p, (_, r, e)| p.lines[r].reason = p.lines[e].reason.clone()),
    ("excluded told refused", |p, (_, r, e)| p.lines[e].reason = p.lines[r].reason.clone()),
    ("refusals emptied", |p, (_, _, e)| {
        p.lines[e].reason = Reason::AucunLotAdmissible { refusals: Vec::new() };
    }),
    ("told next", |p, (_, r, _)| {
        p.lines[r].reason =
            Reason::StockEpuiseALaPriorite { next_for: vec!["L00000".to_owned(), "x".to_owned()] };
    }),
    ("told reserved", |p, (_, r, _)| {
        p.lines[r].reason = Reason::ResteReserve { reserved: Vec::new(), next_for: Vec::new() };
    }),
    ("threshold lost", |p, (_, r, _)| {
        let class = p.lines[r].class as usize;
        p.classes[class].threshold = None;
    }),
    ("threshold moved", |p, (_, r, _)| {
        let class = p.lines[r].class as usize;
        p.classes[class].threshold.as_mut().unwrap().score += 1;
    }),
    ("served ahead", |p, _| p.classes[0].served_ahead += 1),
    ("lots of a class", |p, (s, ..)| {
        let class = p.lines[s].class as usize;
        p.classes[class].lots.pop();
    }),
    ("class dropped", |p, _| drop(p.classes.pop())),
    ("units", |p, _| p.lots[0].units += 1),
    ("used", |p, _| p.lots[0].used -= 1),
    ("lot dropped", |p, _| drop(p.lots.pop())),
    ("served", |p, _| *p.served.get_mut(&1).unwrap() += 1),
    ("other rule", |p, _| *p.other_rule.get_mut(&1).unwrap() -= 1),
    ("former practice", |p, _| *p.former_practice.get_mut(&1).unwrap() += 1),
    ("score", |p, _| p.score += 1),
    ("fit", |p, _| p.fit -= 1),
    ("proof", |p, _| p.proof.fit = StageProof::Bound { limit: 0 }),
    ("cut-off of a class lost", |p, (_, r, _)| {
        let class = p.lines[r].class as usize;
        p.certificate.lambda[class] = None;
    }),
    ("cut-off of a class moved", |p, (s, r, _)| {
        let class = p.lines[r].class as usize;
        p.certificate.lambda[class] = Some(p.lines[s].rank);
    }),
    ("cut-off of no rank", |p, (_, r, _)| {
        let class = p.lines[r].class as usize;
        p.certificate.lambda[class].as_mut().unwrap().score += 1;
    }),
    ("cut-off of a lot lost", |p, _| {
        *p.certificate.mu.iter_mut().find(|mu| mu.is_some()).unwrap() = None;
    }),
    ("cut-offs dropped", |p, _| p.certificate.mu.truncate(1)),
    ("price of a class", |p, (s, ..)| {
        let class = p.lines[s].class as usize;
        p.certificate.fit.class[class] -= 1000;
    }),
    ("price of a lot", |p, _| p.certificate.fit.lot[0] += 1000),
    ("prices dropped", |p, _| p.certificate.fit.class.truncate(1)),
];

#[test]
fn no_changed_plan_passes() {
    let (situation, policy, plan) = sample();
    assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()));
    for (name, change) in CHANGES {
        let mut changed = plan.clone();
        change(&mut changed, places(&plan));
        let found = audit::audit(&situation, &policy, &changed);
        assert!(found.unwrap_err().contains(&audit::Violation::Digest), "{name}: digest");
        assert!(audit::audit(&situation, &policy, &sealed(changed)).is_err(), "{name}");
    }
}

#[test]
fn a_worse_fit_is_found() {
    // Two needs, two lots: exchanging the units keeps everyone served and costs fit.
    let (situation, policy, plan) = sample();
    let pairs = (0..plan.assignments.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
    let mut tried = 0;
    for (a, b) in pairs {
        let (one, two) = (&plan.assignments[a], &plan.assignments[b]);
        if one.kind != two.kind || one.lot == two.lot || one.choice != two.choice {
            continue;
        }
        let mut changed = plan.clone();
        let (lot, fit) = (one.lot.clone(), one.fit);
        (changed.assignments[a].lot, changed.assignments[a].fit) = (two.lot.clone(), two.fit + 1);
        (changed.assignments[b].lot, changed.assignments[b].fit) = (lot, fit - 1);
        assert!(audit::audit(&situation, &policy, &sealed(changed)).is_err());
        tried += 1;
    }
    assert!(tried > 0);
}
