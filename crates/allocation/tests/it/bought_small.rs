//! Small situations with money, bundles, minimum orders, ties and decisions.

use domain::Euros;
use domain::allocation::{
    Alternative, Decision, DevicesCounted, Pin, Policy, Rows, Rule, Situation, SituationFund,
    SituationItem, SituationLot, SituationNeed,
};
use domain::stock::{Level, LotCondition, TransferMode};
use proptest::prelude::*;
use proptest::sample::select;

const ASKS: [&[&str]; 7] = [
    &["tablet"],
    &["hotspot"],
    &["tablet+hotspot"],
    &["tablet+hotspot", "tablet"],
    &["laptop", "tablet"],
    &["laptop+hotspot", "tablet+hotspot"],
    &["hotspot", "tablet"],
];

fn need() -> impl Strategy<Value = SituationNeed> {
    let who = (select(ASKS.to_vec()), 1..=2u8, 0..=2u16, any::<bool>());
    (who, prop::bool::weighted(0.8)).prop_map(|((asks, tier, score, qpv), refurbished)| {
        SituationNeed {
            need: String::new(),
            household: String::new(),
            asks: asks.iter().map(|text| Alternative::from((*text).to_owned())).collect(),
            tier,
            score,
            commune: "C1".to_owned(),
            school: String::new(),
            level: Level::College,
            flags: if qpv { vec!["qpv".to_owned()] } else { Vec::new() },
            accepts_loan: true,
            accepts_refurbished: refurbished,
        }
    })
}

fn lot() -> impl Strategy<Value = SituationLot> {
    (select(vec!["tablet", "laptop", "hotspot"]), 0..=2u32, 0..=2u8, 0..4u8).prop_map(
        |(kind, units, penalty, rule)| SituationLot {
            lot: String::new(),
            kind: kind.to_owned(),
            units,
            condition: LotCondition::Good,
            mode: TransferMode::Loan,
            communes: Vec::new(),
            levels: Vec::new(),
            requires: if rule == 0 { vec!["qpv".to_owned()] } else { Vec::new() },
            refuses: Vec::new(),
            penalty,
        },
    )
}

fn fund() -> impl Strategy<Value = SituationFund> {
    (0..=7i64, select(vec!["", "a", "b"]), 0..3u8, 0..=3u8).prop_map(
        |(euros, category, rule, flexibility)| SituationFund {
            fund: String::new(),
            available: Euros::from_cents(100 * euros),
            categories: if category.is_empty() { vec![] } else { vec![category.to_owned()] },
            communes: Vec::new(),
            levels: Vec::new(),
            requires: if rule == 0 { vec!["qpv".to_owned()] } else { Vec::new() },
            refuses: Vec::new(),
            flexibility,
        },
    )
}

fn item() -> impl Strategy<Value = SituationItem> {
    let what = (select(vec!["tablet", "laptop", "hotspot"]), select(vec!["a", "b"]));
    (what, 1..=4i64, 0..=3u32, 0..=2u8, any::<bool>()).prop_map(
        |((kind, category), euros, minimum_order, penalty, new)| SituationItem {
            item: String::new(),
            kind: kind.to_owned(),
            category: category.to_owned(),
            condition: if new { LotCondition::New } else { LotCondition::Refurbished },
            price: Euros::from_cents(100 * euros),
            minimum_order,
            penalty,
        },
    )
}

/// Up to so many needs, two lots, two funds and three items.
pub fn sized(needs: usize) -> impl Strategy<Value = Situation> {
    let rows = (
        prop::collection::vec(need(), 0..=needs),
        prop::collection::vec(lot(), 0..=2),
        prop::collection::vec(fund(), 0..=2),
        prop::collection::vec(item(), 0..=3),
    );
    rows.prop_map(|(mut needs, mut lots, mut funds, mut catalogue)| {
        let name = |letter: char, at: usize| format!("{letter}{at:02}");
        needs.iter_mut().enumerate().for_each(|(at, need)| need.need = name('N', at));
        lots.iter_mut().enumerate().for_each(|(at, lot)| lot.lot = name('L', at));
        funds.iter_mut().enumerate().for_each(|(at, fund)| fund.fund = name('F', at));
        catalogue.iter_mut().enumerate().for_each(|(at, item)| item.item = name('I', at));
        Situation::new(Rows { needs, lots, funds, catalogue, pins: Vec::new() }).unwrap()
    })
}

/// With one decision for some need, if it is one that can be taken.
pub fn decided(situation: &Situation, need: usize, decision: usize) -> Option<Situation> {
    let mut rows = situation.rows().clone();
    let lots = rows.lots.iter().map(|lot| Decision::Lot { lot: lot.lot.clone() });
    let offers = rows.funds.iter().flat_map(|fund| {
        rows.catalogue
            .iter()
            .map(|item| Decision::Purchase { item: item.item.clone(), fund: fund.fund.clone() })
    });
    let counted =
        DevicesCounted { children: 3, children_per_device: 2, devices_at_most: 2, devices: 2 };
    let of = rows.needs.first()?.need.clone();
    let aside = [Decision::Nothing, Decision::SiblingsServed(counted), Decision::Duplicate { of }];
    let all: Vec<Decision> = lots.chain(offers).chain(aside).collect();
    let need = rows.needs.get(need % rows.needs.len())?.need.clone();
    let decision = all[decision % all.len()].clone();
    rows.pins.push(Pin { need, decision, author: "A".to_owned(), reason: "B".to_owned() });
    Situation::new(rows).ok()
}

pub fn policy() -> impl Strategy<Value = Policy> {
    (select(Rule::ALL.to_vec()), 0..5u64).prop_map(|(rule, seed)| Policy::new(rule, seed))
}
