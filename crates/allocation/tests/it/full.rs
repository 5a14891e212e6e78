//! Who is told that a limit on a place is full, and who is not.

use domain::allocation::{
    Counterfactual, Fairness, PlaceKind, Plan, Policy, Quota, Reason, Rule, Situation,
    SituationNeed, first_failed_offer, first_failed_rule,
};
use exchange::allocation::{Beside, SituationFiles, plan_files, read_situation};
use proptest::prelude::*;
use proptest::sample::select;

use crate::derived::sealed;
use crate::{bought_small, small};

fn quota(of: &str, tier: Option<u8>, most: u32) -> Quota {
    Quota { of: of.to_owned(), tier, least: 0, most: Some(most) }
}

fn limited(rule: Rule, by: PlaceKind, quotas: Vec<Quota>) -> Policy {
    Policy { fairness: Fairness::Quota { by, quotas }, ..Policy::new(rule, 0) }
}

const NEEDS: &str = "need;household;asks;tier;score;commune;school;level;flags;accepts\n\
    N1;;tablet;1;9;C1;S0;college;;\n\
    N2;;tablet;1;8;C1;S0;college;;\n\
    N3;;tablet;2;7;C1;S0;college;;\n\
    N4;;laptop;1;6;C1;S0;college;;\n\
    N5;;tablet;1;5;C2;S1;college;;\n";

/// Tablets in stock, or to be bought; laptops that no need here may have, nor any fund pay for.
fn situation(bought: bool) -> Situation {
    let units = if bought { 0 } else { 5 };
    let lots = format!(
        "lot;kind;units;condition;mode;communes;levels;requires;refuses;penalty\n\
         A;tablet;{units};new;gift;;;;;0\n\
         B;laptop;1;new;gift;;;exam;;0\n"
    );
    let funds = "fund;available;categories;communes;levels;requires;refuses;flexibility\n\
        F;10;a;;;;;0\n";
    let catalogue = "item;kind;category;condition;price;minimum_order;penalty\n\
        L;laptop;b;new;2;0;0\n\
        T;tablet;a;new;2;0;0\n";
    read_situation(&SituationFiles {
        needs: NEEDS.as_bytes(),
        lots: lots.as_bytes(),
        funds: bought.then_some(funds.as_bytes()),
        catalogue: bought.then_some(catalogue.as_bytes()),
        pins: None,
    })
    .unwrap()
}

fn audited(situation: &Situation, policy: &Policy) -> Plan {
    let plan = allocation::plan(situation, policy).unwrap();
    assert_eq!(audit::audit(situation, policy, &plan), Ok(()));
    plan
}

fn reason<'a>(plan: &'a Plan, need: &str) -> &'a Reason {
    &plan.lines.iter().find(|line| line.need == need).unwrap().reason
}

fn full(by: PlaceKind, of: &str, tier: Option<u8>, most: u32) -> Reason {
    Reason::QuotaAtteint { by, of: of.to_owned(), tier, most }
}

#[test]
fn a_full_limit_is_told_and_what_is_closed_anyway_is_not_put_down_to_it() {
    let by = PlaceKind::School;
    for (bought, rule) in [(false, Rule::Strict), (false, Rule::Count), (true, Rule::Strict)] {
        let situation = situation(bought);
        let policy = limited(rule, by, vec![quota("S0", None, 1)]);
        let plan = audited(&situation, &policy);
        assert_eq!(reason(&plan, "N2"), &full(by, "S0", None, 1));
        assert_eq!(reason(&plan, "N3"), &full(by, "S0", None, 1));
        assert!(reason(&plan, "N5").is_served());
        let closed = if bought { "fonds_non_eligible" } else { "aucun_lot_admissible" };
        assert_eq!(reason(&plan, "N4").code(), closed);
        // One place more is for the next in the order, and for nobody else.
        let place = Counterfactual::Place { by, of: "S0".to_owned(), tier: None };
        let told = |need: &str| allocation::counterfactuals(&situation, &policy, &plan, need);
        assert!(told("N2").contains(&place) && !told("N3").contains(&place), "{rule}");
    }
}

#[test]
fn the_limit_of_the_own_tier_is_told_before_that_of_all() {
    let by = PlaceKind::Commune;
    let (all, own) = (quota("C1", None, 2), quota("C1", Some(1), 1));
    for quotas in [vec![all.clone(), own.clone()], vec![own, all]] {
        let policy = limited(Rule::Strict, by, quotas);
        let plan = audited(&situation(false), &policy);
        // N1, then N3: with N3 both are full.
        assert_eq!(reason(&plan, "N2"), &full(by, "C1", Some(1), 1));
        assert!(reason(&plan, "N1").is_served() && reason(&plan, "N3").is_served());
    }
    let more = limited(Rule::Strict, by, vec![quota("C1", None, 2), quota("C1", Some(1), 2)]);
    assert_eq!(reason(&audited(&situation(false), &more), "N3"), &full(by, "C1", None, 2));
}

#[test]
fn the_files_say_which_limit_is_full() {
    let policy = limited(Rule::Strict, PlaceKind::School, vec![quota("S0", Some(1), 1)]);
    let situation = situation(false);
    let plan = audited(&situation, &policy);
    let changes = allocation::counterfactuals(&situation, &policy, &plan, "N2");
    let beside = Beside { changes: [("N2".to_owned(), changes)].into(), ..Beside::default() };
    let files = plan_files(&plan, &beside);
    let file = files.iter().find(|file| file.name == "unmet.csv").unwrap();
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    assert_eq!(
        text.lines().nth(1).unwrap(),
        "N2,quota_atteint,rank=1/8/2 ; lots=A ; served_ahead=3 ; \
         quota=school:S0 ; quota_tier=1 ; quota_most=1,\
         tried_one_more_place=school:S0 ; tried_points=1"
    );
}

/// Plans of the third edition told such needs that the stock was used up, whatever was left.
#[test]
fn plans_kept_before_full_limits_were_told_still_pass() {
    let situation = situation(false);
    let policy = limited(Rule::Strict, PlaceKind::School, vec![quota("S0", None, 1)]);
    let plan = audited(&situation, &policy);
    let mut before = plan.clone();
    for line in &mut before.lines {
        if line.reason.code() == "quota_atteint" {
            line.reason = Reason::StockEpuiseALaPriorite { next_for: Vec::new() };
        }
    }
    assert!(audit::audit(&situation, &policy, &sealed(before.clone())).is_err());
    before.edition = 3;
    assert_eq!(audit::audit(&situation, &policy, &sealed(before)), Ok(()));
    let now = sealed(Plan { edition: 3, ..plan });
    assert!(audit::audit(&situation, &policy, &now).is_err());
}

/// Needs of three schools, in turn, and of two communes.
fn in_places(situation: &Situation) -> Situation {
    let mut rows = situation.rows().clone();
    for (at, need) in rows.needs.iter_mut().enumerate() {
        need.school = format!("S{}", at % 3);
        need.commune = format!("C{}", at % 2 + 1);
    }
    Situation::new(rows).unwrap()
}

/// Whether each part of an alternative is open to a need.
fn is_open(situation: &Situation, need: &SituationNeed) -> bool {
    let part = |kind: &String| {
        let mut lots = situation.lots().iter().filter(|lot| lot.kind == *kind);
        let items = situation.catalogue().iter().filter(|item| item.kind == *kind);
        let mut offers =
            items.flat_map(|item| situation.funds().iter().map(move |fund| (fund, item)));
        lots.any(|lot| first_failed_rule(need, lot).is_none())
            || offers.any(|(fund, item)| first_failed_offer(need, fund, item).is_none())
    };
    need.asks.iter().any(|asked| asked.parts().iter().all(part))
}

fn policy() -> impl Strategy<Value = Policy> {
    let tier = prop::option::of(1..=2u8);
    let schools = prop::collection::vec((select(vec!["S0", "S1", "S2"]), tier, 0..=2u32), 1..4);
    let tier = prop::option::of(1..=2u8);
    let communes = prop::collection::vec((select(vec!["C1", "C2"]), tier, 0..=3u32), 1..4);
    let rule = select(Rule::ALL.to_vec());
    (schools, communes, any::<bool>(), rule).prop_map(|(schools, communes, by_school, rule)| {
        let (by, limits) =
            if by_school { (PlaceKind::School, schools) } else { (PlaceKind::Commune, communes) };
        let quotas = limits.into_iter().map(|(of, tier, most)| quota(of, tier, most)).collect();
        limited(rule, by, quotas)
    })
}

/// Every way to say something else than a plan does of one need.
fn otherwise(reason: &Reason) -> Vec<Reason> {
    let Reason::QuotaAtteint { by, of, tier, most } = reason else {
        return ["S0", "S1", "S2", "C1", "C2"]
            .iter()
            .flat_map(|of| {
                let by = if of.starts_with('S') { PlaceKind::School } else { PlaceKind::Commune };
                (0..=3).flat_map(move |most| {
                    [None, Some(1), Some(2)].map(|tier| full(by, of, tier, most))
                })
            })
            .collect();
    };
    let other = if *by == PlaceKind::School { PlaceKind::Commune } else { PlaceKind::School };
    let tiers = [None, Some(1), Some(2)].into_iter().filter(|one| one != tier);
    let mut all: Vec<Reason> = tiers.map(|tier| full(*by, of, tier, *most)).collect();
    all.push(full(other, of, *tier, *most));
    all.push(full(*by, &format!("{of}x"), *tier, *most));
    all.push(full(*by, of, *tier, most + 1));
    all.push(Reason::StockEpuiseALaPriorite { next_for: Vec::new() });
    all.push(Reason::FondsEpuise { lines: Vec::new() });
    all.push(Reason::AucunLotAdmissible { refusals: Vec::new() });
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whoever_is_told_of_a_limit_is_kept_out_by_a_full_one(
        stock in small::sized(8, 4), bought in bought_small::sized(8), policy in policy(),
    ) {
        for situation in [stock, bought] {
            let situation = in_places(&situation);
            let plan = audited(&situation, &policy);
            let by = policy.fairness.by().unwrap();
            let needs = || situation.needs().iter().zip(&plan.lines);
            let reached = |quota: &Quota| {
                let counted = needs().filter(|(need, line)| {
                    line.reason.is_served() && quota.counts(by.of(need), need.tier)
                });
                counted.count()
            };
            for (need, line) in needs().filter(|(_, line)| !line.reason.is_served()) {
                let mut counting = policy.fairness.quotas().iter().filter(|quota| {
                    quota.counts(by.of(need), need.tier)
                        && quota.most.is_some_and(|most| reached(quota) == most as usize)
                });
                let is_told = matches!(line.reason, Reason::QuotaAtteint { .. });
                prop_assert_eq!(is_told, is_open(&situation, need) && counting.next().is_some());
                if is_told {
                    let told = allocation::counterfactuals(&situation, &policy, &plan, &need.need);
                    for change in told {
                        let applied = change.applied(&situation, &policy, &need.need).unwrap();
                        let plan = audited(&applied.0, &applied.1);
                        prop_assert!(reason(&plan, &need.need).is_served(), "{change:?}");
                    }
                }
            }
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_other_word_on_limits_passes(
        stock in small::sized(5, 3), bought in bought_small::sized(5), policy in policy(),
    ) {
        for situation in [stock, bought] {
            let situation = in_places(&situation);
            let plan = audited(&situation, &policy);
            for at in 0..plan.lines.len() {
                for other in otherwise(&plan.lines[at].reason) {
                    let mut changed = plan.clone();
                    changed.lines[at].reason = other.clone();
                    let found = audit::audit(&situation, &policy, &sealed(changed));
                    let need = plan.lines[at].need.clone();
                    let wrong = audit::Violation::Reason { need };
                    prop_assert!(found.is_err_and(|found| found.contains(&wrong)), "{other:?}");
                }
            }
        }
    }
}
