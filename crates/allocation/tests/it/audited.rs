//! The auditor accepts every plan of the engine, and no plan that was changed.

use domain::Euros;
use domain::allocation::{
    Certificate, CutOffs, FailedRule, LotRefusal, Order, Plan, Policy, Reason, Rule, Situation,
    Source, StageProof,
};
use proptest::prelude::*;

use crate::derived::sealed;
use crate::small;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_plan_passes(situation in small::sized(24, 7), policy in small::policy()) {
        let plan = allocation::plan(&situation, &policy).unwrap();
        prop_assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()));
        let json = serde_json::to_string(&plan).unwrap();
        prop_assert_eq!(serde_json::from_str::<Plan>(&json).unwrap(), plan);
    }
}

/// A case with served, refused, reserved and excluded needs, and with ties.
fn sample(rule: Rule) -> (Situation, Policy, Plan) {
    let situation = small::toulouse(100);
    let policy = Policy::new(rule, 7);
    let plan = allocation::plan(&situation, &policy).unwrap();
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

fn cut_offs(plan: &mut Plan) -> &mut CutOffs {
    let Certificate::CutOffs(cut_offs) = &mut plan.certificate else { panic!("bounds") };
    cut_offs
}

type Change = fn(&mut Plan, (usize, usize, usize));

const CHANGES: &[(&str, Change)] = &[
    ("edition to come", |p, _| p.edition += 1),
    ("rule", |p, _| {
        p.rule = if p.rule == Rule::Count { Rule::Strict } else { Rule::Count };
    }),
    ("seed", |p, _| p.seed += 1),
    ("assignment dropped", |p, _| drop(p.assignments.pop())),
    ("assignment doubled", |p, _| p.assignments.push(p.assignments[0].clone())),
    ("assignment of nobody", |p, _| p.assignments[0].need = "nobody".to_owned()),
    ("assignment of no lot", |p, _| {
        p.assignments[0].source = Source::Stock { lot: "nothing".to_owned() };
    }),
    ("assignment of an order", |p, _| {
        let (item, fund) = ("I".to_owned(), "F".to_owned());
        p.assignments[0].source = Source::Purchase { item, fund };
    }),
    ("an order", |p, _| {
        let (item, fund) = ("I".to_owned(), "F".to_owned());
        p.orders.push(Order { fund, item, units: 1, amount: Euros::from_cents(100) });
    }),
    ("cost", |p, _| p.cost_cents += 1),
    ("spread", |p, _| p.spread_cents += 1),
    ("served told bought", |p, (s, ..)| p.lines[s].reason = Reason::ServiAchat),
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
    ("stopped", |p, _| p.stopped = true),
    ("other rule", |p, _| *p.other_rule.get_mut(&1).unwrap() -= 1),
    ("former practice", |p, _| *p.former_practice.get_mut(&1).unwrap() += 1),
    ("score", |p, _| p.score += 1),
    ("fit", |p, _| p.fit -= 1),
    ("proof", |p, _| p.proof.fit = StageProof::Bound { limit: 0, claim: None }),
    ("cut-off of a class lost", |p, (_, r, _)| {
        let class = p.lines[r].class as usize;
        cut_offs(p).lambda[class] = None;
    }),
    ("cut-off of a class moved", |p, (s, r, _)| {
        let class = p.lines[r].class as usize;
        cut_offs(p).lambda[class] = Some(p.lines[s].rank);
    }),
    ("cut-off of no rank", |p, (_, r, _)| {
        let class = p.lines[r].class as usize;
        cut_offs(p).lambda[class].as_mut().unwrap().score += 1;
    }),
    ("cut-off of a lot lost", |p, _| {
        *cut_offs(p).mu.iter_mut().find(|mu| mu.is_some()).unwrap() = None;
    }),
    ("cut-offs dropped", |p, _| cut_offs(p).mu.truncate(1)),
    ("price of a class", |p, (s, ..)| {
        let class = p.lines[s].class as usize;
        cut_offs(p).fit.class[class] -= 1000;
    }),
    ("price of a lot", |p, _| cut_offs(p).fit.lot[0] += 1000),
    ("prices dropped", |p, _| cut_offs(p).fit.class.truncate(1)),
];

type ChangeOfTie = fn(&mut Plan);

/// Under `count`: about the needs that a tie left to the fit and the draw.
const CHANGES_OF_TIES: &[(&str, ChangeOfTie)] = &[
    ("tie told as a rank", |p| {
        let reason = tied(p);
        let next_for = reason.next_for().to_vec();
        *reason = match reason.reserved().to_vec() {
            reserved if reserved.is_empty() => Reason::StockEpuiseALaPriorite { next_for },
            reserved => Reason::ResteReserve { reserved, next_for },
        };
    }),
    ("what strict would do", |p| {
        if let Reason::Arbitrage { strict, .. } = tied(p) {
            *strict = !*strict;
        }
    }),
    ("reserved beside a tie", |p| {
        if let Reason::Arbitrage { reserved, .. } = tied(p) {
            let told = LotRefusal { lot: "L00000".to_owned(), rule: FailedRule::Level };
            *reserved = if reserved.is_empty() { vec![told] } else { Vec::new() };
        }
    }),
    ("next beside a tie", |p| {
        if let Reason::Arbitrage { next_for, .. } = tied(p) {
            next_for.push("L00000".to_owned());
        }
    }),
    ("rank told as a tie", |p| {
        let is_used_up =
            |reason: &&mut Reason| matches!(reason, Reason::StockEpuiseALaPriorite { .. });
        let reason = p.lines.iter_mut().map(|line| &mut line.reason).find(is_used_up).unwrap();
        let next_for = reason.next_for().to_vec();
        *reason = Reason::Arbitrage { strict: false, reserved: Vec::new(), next_for };
    }),
    ("edition of before", |p| p.edition = 1),
];

/// The reason of a need that a tie left to the fit and the draw.
fn tied(plan: &mut Plan) -> &mut Reason {
    let reasons = plan.lines.iter_mut().map(|line| &mut line.reason);
    reasons.into_iter().find(|reason| matches!(reason, Reason::Arbitrage { .. })).unwrap()
}

/// Refused as changed; refused for what it says when it is sealed again.
fn assert_refused(name: &str, situation: &Situation, policy: &Policy, changed: Plan) {
    let found = audit::audit(situation, policy, &changed);
    assert!(found.unwrap_err().contains(&audit::Violation::Digest), "{name}: digest");
    assert!(audit::audit(situation, policy, &sealed(changed)).is_err(), "{name}");
}

#[test]
fn no_changed_plan_passes() {
    for rule in Rule::ALL.iter().copied() {
        let (situation, policy, plan) = sample(rule);
        assert_eq!(audit::audit(&situation, &policy, &plan), Ok(()));
        for (name, change) in CHANGES {
            let mut changed = plan.clone();
            change(&mut changed, places(&plan));
            assert_refused(&format!("{rule}: {name}"), &situation, &policy, changed);
        }
    }
    let (situation, policy, plan) = sample(Rule::Count);
    for (name, change) in CHANGES_OF_TIES {
        let mut changed = plan.clone();
        change(&mut changed);
        assert_refused(name, &situation, &policy, changed);
    }
}

#[test]
fn plans_kept_before_ties_were_told_apart_still_read_and_pass() {
    for rule in Rule::ALL.iter().copied() {
        let (situation, policy, mut plan) = sample(rule);
        let ties = |plan: &Plan| {
            let tied = plan.unmet().filter(|line| matches!(line.reason, Reason::Arbitrage { .. }));
            tied.count()
        };
        assert_eq!(ties(&plan) > 0, rule == Rule::Count, "{rule}");
        while ties(&plan) > 0 {
            CHANGES_OF_TIES[0].1(&mut plan);
        }
        plan.edition = 1;
        let plan = sealed(plan);
        let mut json = serde_json::to_value(&plan).unwrap();
        json.as_object_mut().unwrap().remove("edition").unwrap();
        let read: Plan = serde_json::from_value(json).unwrap();
        assert_eq!(read, plan, "{rule}");
        assert_eq!(audit::audit(&situation, &policy, &read), Ok(()), "{rule}");
    }
}
