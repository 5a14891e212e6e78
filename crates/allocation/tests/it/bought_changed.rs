//! The auditor refuses every plan that buys and was changed.

use audit::Violation;
use domain::Euros;
use domain::allocation::{
    Bounds, Certificate, DevicesCounted, Plan, Policy, Reason, Rows, Rule, Situation, Source,
    Stage, StageProof,
};

use crate::derived::sealed;
use crate::expected::situation;

type Change = (&'static str, fn(&mut Plan));

fn bounds(plan: &mut Plan) -> &mut Bounds {
    let Certificate::Bounds(bounds) = &mut plan.certificate else { panic!("cut-offs") };
    bounds
}

fn purchase(plan: &mut Plan) -> &mut Source {
    let mut sources = plan.assignments.iter_mut().map(|given| &mut given.source);
    sources.find(|source| matches!(source, Source::Purchase { .. })).unwrap()
}

fn unmet(plan: &mut Plan) -> &mut Reason {
    plan.lines.iter_mut().map(|line| &mut line.reason).find(|reason| !reason.is_served()).unwrap()
}

const CHANGES: &[Change] = &[
    ("unit of nothing", |p| p.assignments[0].source = Source::Stock { lot: "x".to_owned() }),
    ("part dropped", |p| {
        let two = |pair: &[domain::allocation::Assignment]| pair[0].need == pair[1].need;
        let at = p.assignments.windows(2).position(two).unwrap();
        p.assignments.remove(at);
    }),
    ("need dropped", |p| drop(p.assignments.remove(0))),
    ("kind", |p| p.assignments[0].kind.push('x')),
    ("choice", |p| p.assignments[0].choice += 1),
    ("fit of one", |p| p.assignments[0].fit += 1),
    ("bought elsewhere", |p| {
        if let Source::Purchase { fund, .. } = purchase(p) {
            *fund = "national-examens".to_owned();
        }
    }),
    ("order dropped", |p| drop(p.orders.pop())),
    ("order of one less", |p| {
        let price = p.orders[0].amount.cents() / i64::from(p.orders[0].units);
        p.orders[0].units -= 1;
        p.orders[0].amount = Euros::from_cents(p.orders[0].amount.cents() - price);
    }),
    ("order at another price", |p| p.orders[0].amount = Euros::from_cents(1)),
    ("order doubled", |p| p.orders.push(p.orders[0].clone())),
    ("cost", |p| p.cost_cents -= 1),
    ("spread", |p| p.spread_cents -= 1),
    ("fit", |p| p.fit -= 1),
    ("score", |p| p.score += 1),
    ("served", |p| *p.served.get_mut(&1).unwrap() += 1),
    ("other rule", |p| {
        let less = p.rule == Rule::Strict;
        p.other_rule.values_mut().for_each(|one| *one = if less { 0 } else { 999 });
    }),
    ("other rule not told", |p| p.other_rule.clear()),
    ("former practice", |p| *p.former_practice.get_mut(&5).unwrap() += 1),
    ("class", |p| p.lines[0].class += 1),
    ("offers of a class", |p| {
        p.classes.iter_mut().find(|class| !class.offers.is_empty()).unwrap().offers.clear();
    }),
    ("threshold of a class", |p| p.classes[0].threshold = Some(p.lines[0].rank)),
    ("bought told as stock", |p| {
        let line = p.lines.iter_mut().find(|line| line.reason == Reason::ServiAchat).unwrap();
        line.reason = Reason::ServiStock;
    }),
    ("money left", |p| {
        if let Reason::FondsEpuise { lines } = unmet(p) {
            lines[0].left = Euros::ZERO;
            lines[0].price = Euros::from_cents(1);
        }
    }),
    ("reason", |p| *unmet(p) = Reason::AucunLotAdmissible { refusals: Vec::new() }),
    ("decided by nobody", |p| {
        let (author, why) = ("A".to_owned(), "B".to_owned());
        p.lines[0].reason = Reason::DecisionManuelle { served: true, author, why };
    }),
    ("siblings counted by nobody", |p| {
        let counted =
            DevicesCounted { children: 3, children_per_device: 2, devices_at_most: 2, devices: 2 };
        *unmet(p) = Reason::FratrieDejaServie { counted };
    }),
    ("duplicate of nobody's finding", |p| {
        let (of, author) = (p.lines[0].need.clone(), "A".to_owned());
        *unmet(p) = Reason::Doublon { of, author };
    }),
    ("bound told exact", |p| p.proof.fit = StageProof::Exact),
    ("tighter bound", |p| {
        if let StageProof::Bound { limit, .. } = &mut p.proof.cost {
            *limit += 1;
        }
    }),
    ("claim beyond the bound", |p| {
        if let StageProof::Bound { claim, .. } = &mut p.proof.spread {
            *claim = Some(0);
        }
    }),
    ("prices of a fund", |p| {
        let cost = bounds(p).stages.iter_mut().find(|prices| prices.stage == Stage::Cost).unwrap();
        cost.funds.iter_mut().for_each(|price| *price += 1 << 30);
    }),
    ("prices below nothing", |p| bounds(p).stages[0].lots[0] = -1),
    ("prices dropped", |p| bounds(p).stages[0].orders.truncate(1)),
    ("no bounds", |p| bounds(p).stages.clear()),
    ("of another kind", |p| p.certificate = Certificate::default()),
    ("tiers", |p| {
        p.proof.tiers.insert(9, StageProof::Exact);
    }),
    ("served told exact", |p| p.proof.served = StageProof::Exact),
];

#[test]
fn no_changed_plan_passes() {
    let situation = situation("250-1", false);
    for rule in Rule::ALL.iter().copied() {
        let policy = Policy::new(rule, 0);
        let plan = allocation::plan(&situation, &policy).unwrap();
        for (name, change) in CHANGES {
            let mut changed = plan.clone();
            change(&mut changed);
            assert_ne!(changed, plan, "{rule}: {name} changes nothing");
            let found = audit::audit(&situation, &policy, &changed).unwrap_err();
            assert!(found.contains(&audit::Violation::Digest), "{rule}: {name}: digest");
            let found = audit::audit(&situation, &policy, &sealed(changed));
            assert!(found.is_err(), "{rule}: {name}");
        }
    }
}

/// What is said, and what was made less.
type Less<'a> = (Violation, &'a dyn Fn(&mut Rows));

/// The same plan against a situation with less of something: what is said of it.
#[test]
fn whatever_a_plan_takes_too_much_of_is_named() {
    let right = situation("250-1", false);
    let policy = Policy::new(Rule::Strict, 0);
    let plan = allocation::plan(&right, &policy).unwrap();
    let order = &plan.orders[0];
    let (fund, item) = (order.fund.clone(), order.item.clone());
    let used = plan.lots.iter().find(|lot| lot.used > 0).unwrap();
    let changes: [Less<'_>; 4] = [
        (Violation::Overspent { fund: fund.clone() }, &|rows| {
            let purse = rows.funds.iter_mut().find(|known| known.fund == fund).unwrap();
            purse.available = Euros::from_cents(order.amount.cents() - 1);
        }),
        (Violation::BelowMinimum { item: item.clone() }, &|rows| {
            let sold = rows.catalogue.iter_mut().find(|known| known.item == item).unwrap();
            sold.minimum_order = 1_000_000;
        }),
        (Violation::Order { fund: fund.clone(), item: item.clone() }, &|rows| {
            let purse = rows.funds.iter_mut().find(|known| known.fund == fund).unwrap();
            purse.categories = vec!["other".to_owned()];
        }),
        (Violation::Units { lot: used.lot.clone() }, &|rows| {
            rows.lots.iter_mut().find(|lot| lot.lot == used.lot).unwrap().units = used.used - 1;
        }),
    ];
    for (violation, change) in changes {
        let mut rows = right.rows().clone();
        change(&mut rows);
        let found = audit::audit(&Situation::new(rows).unwrap(), &policy, &plan).unwrap_err();
        assert!(found.contains(&violation), "{violation:?}: {found:?}");
    }
}
