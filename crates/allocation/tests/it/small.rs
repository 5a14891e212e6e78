//! Small situations with many ties, and ways to change them.

use domain::allocation::{Alternative, Plan, Policy, Rule, Situation, SituationLot, SituationNeed};
use domain::stock::{Level, LotCondition, TransferMode};
use proptest::prelude::*;
use proptest::sample::{Index, select};

const KINDS: [&str; 3] = ["hotspot", "laptop", "tablet"];

fn need() -> impl Strategy<Value = SituationNeed> {
    let asks = (Just(KINDS.to_vec()).prop_shuffle(), 1..=3usize);
    let who = (select(vec!["C1", "C2"]), select(vec![Level::College, Level::Lycee]));
    let yes_no = (any::<bool>(), prop::bool::weighted(0.8), prop::bool::weighted(0.8));
    (asks, 1..=2u8, 0..=2u16, who, yes_no).prop_map(
        |((kinds, wanted), tier, score, (commune, level), (qpv, loan, refurbished))| {
            SituationNeed {
                need: String::new(),
                household: String::new(),
                asks: kinds[..wanted].iter().map(|kind| Alternative::single(*kind)).collect(),
                tier,
                score,
                commune: commune.to_owned(),
                school: String::new(),
                level,
                flags: if qpv { vec!["qpv".to_owned()] } else { Vec::new() },
                accepts_loan: loan,
                accepts_refurbished: refurbished,
            }
        },
    )
}

fn lot() -> impl Strategy<Value = SituationLot> {
    let what = (select(KINDS.to_vec()), 0..=2u32, 0..=2u8);
    let conditions = vec![LotCondition::New, LotCondition::Good, LotCondition::Refurbished];
    let how = (select(conditions), select(vec![TransferMode::Loan, TransferMode::Gift]));
    (what, how, 0..8u8).prop_map(|((kind, units, penalty), (condition, mode), rule)| SituationLot {
        lot: String::new(),
        kind: kind.to_owned(),
        units,
        condition,
        mode,
        communes: if rule == 1 { vec!["C1".to_owned()] } else { Vec::new() },
        levels: if rule == 2 { vec![Level::Lycee] } else { Vec::new() },
        requires: if rule == 3 { vec!["qpv".to_owned()] } else { Vec::new() },
        refuses: if rule == 4 { vec!["qpv".to_owned()] } else { Vec::new() },
        penalty,
    })
}

/// Up to six needs and four lots: small enough to try everything.
pub fn situation() -> impl Strategy<Value = Situation> {
    sized(6, 4)
}

/// Up to so many needs and lots.
pub fn sized(needs: usize, lots: usize) -> impl Strategy<Value = Situation> {
    let rows = (prop::collection::vec(need(), 0..=needs), prop::collection::vec(lot(), 0..=lots));
    rows.prop_map(|(mut needs, mut lots)| {
        for (at, need) in needs.iter_mut().enumerate() {
            need.need = format!("N{at:02}");
        }
        for (at, lot) in lots.iter_mut().enumerate() {
            lot.lot = format!("L{at:02}");
        }
        Situation::of_stock(needs, lots).unwrap()
    })
}

pub fn policy() -> impl Strategy<Value = Policy> {
    (select(Rule::ALL.to_vec()), 0..5u64).prop_map(|(rule, seed)| Policy::new(rule, seed))
}

/// An order of rows.
pub fn shuffle() -> impl Strategy<Value = Vec<Index>> {
    prop::collection::vec(any::<Index>(), 32)
}

/// The same situation with one need changed.
pub fn with_need(
    situation: &Situation,
    id: &str,
    change: impl Fn(&mut SituationNeed),
) -> Situation {
    let mut needs = situation.needs().to_vec();
    needs.iter_mut().filter(|need| need.need == id).for_each(change);
    Situation::of_stock(needs, situation.lots().to_vec()).unwrap()
}

/// The same situation with one more unit in a lot.
pub fn with_unit(situation: &Situation, id: &str) -> Situation {
    let mut lots = situation.lots().to_vec();
    lots.iter_mut().filter(|lot| lot.lot == id).for_each(|lot| lot.units += 1);
    Situation::of_stock(situation.needs().to_vec(), lots).unwrap()
}

pub fn is_served(plan: &Plan, need: &str) -> bool {
    plan.given(need).len() == 1
}

/// The Toulouse case, 250 needs for 90 units, its scores rounded down to multiples of `step`: served,
/// refused, reserved and excluded needs, and ties when the step is long.
pub fn toulouse(step: u16) -> Situation {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/instances/250-2-single");
    let file = |file: &str| std::fs::read(format!("{folder}/{file}")).unwrap();
    let situation = crate::files::stock(&file("needs.csv"), &file("lots.csv"));
    let mut needs = situation.needs().to_vec();
    needs.iter_mut().for_each(|need| need.score -= need.score % step);
    Situation::of_stock(needs, situation.lots().to_vec()).unwrap()
}
