//! Small situations that are right, made from bytes: solving is reached every time, the extremes often.

use domain::Euros;
use domain::allocation::{
    Alternative, Decision, Fairness, Pin, PlaceKind, Policy, Quota, Rows, Rule, Situation,
    SituationFund, SituationItem, SituationLot, SituationNeed,
};
use domain::stock::{Level, LotCondition, TransferMode};

use crate::bytes::Bytes;
use crate::right;

const KINDS: [&str; 3] = ["hotspot", "laptop", "tablet"];
const COMMUNES: [&str; 2] = ["C1", "C2"];
const SCHOOLS: [&str; 3] = ["S1", "S2", "S3"];
const FLAGS: [&str; 2] = ["exam", "qpv"];
const CATEGORIES: [&str; 2] = ["connection", "equipment"];
const LARGEST: u64 = Euros::MOST_CENTS.cast_unsigned();

/// Solves the situation that the bytes make, under both rules.
pub fn solve(bytes: &[u8]) {
    let mut bytes = Bytes(bytes);
    let policy = Policy {
        rule: Rule::Count,
        seed: bytes.pick(&[0, 1, i64::MAX.cast_unsigned()]),
        fairness: fairness(&mut bytes),
        work_limit: bytes.pick(&[None, None, None, None, Some(0), Some(3)]),
    };
    if let Some(situation) = situation(&mut bytes, true) {
        right::plans(&situation, &policy);
    }
}

/// Up to twelve needs, six lots and, with money, four funds, five items and three decisions.
pub fn situation(bytes: &mut Bytes<'_>, money: bool) -> Option<Situation> {
    let many = [bytes.below(13), bytes.below(7), bytes.below(5), bytes.below(6), bytes.below(4)];
    let [needs, lots, funds, items, pins] = if money { many } else { [many[0], many[1], 0, 0, 0] };
    let mut rows = Rows {
        needs: (0..needs).map(|at| need(bytes, at, money)).collect(),
        lots: (0..lots).map(|at| lot(bytes, at)).collect(),
        funds: (0..funds).map(|at| fund(bytes, at)).collect(),
        catalogue: (0..items).map(|at| item(bytes, at)).collect(),
        pins: Vec::new(),
    };
    // Decisions that contradict a rule are bad input: those that do not are kept.
    for _ in 0..pins {
        let more = pin(bytes, &rows);
        rows.pins.extend(more);
        if Situation::new(rows.clone()).is_err() {
            rows.pins.pop();
        }
    }
    Situation::new(rows).ok()
}

/// A need of one alternative or more; of bundles only where they may be.
pub fn need(bytes: &mut Bytes<'_>, at: usize, bundles: bool) -> SituationNeed {
    let first = bytes.below(3);
    let kinds = [0, 1, 2].map(|step| KINDS[(first + step) % 3]);
    let mut asks: Vec<Alternative> =
        kinds.iter().take(1 + bytes.below(3)).map(|kind| Alternative::single(*kind)).collect();
    let bundle = bytes.below(5);
    if bundles && (2..4).contains(&bundle) {
        let parts = kinds[..bundle].join("+");
        asks.insert(bytes.below(asks.len() + 1), parts.into());
    }
    let accepts = bytes.next();
    SituationNeed {
        need: format!("N{at:02}"),
        household: String::new(),
        asks,
        tier: bytes.pick(&[1, 1, 2, 9]),
        score: bytes.pick(&[0, 1, 1, 2, 9999]),
        commune: bytes.pick(&["", COMMUNES[0], COMMUNES[1]]).to_owned(),
        school: bytes.pick(&SCHOOLS).to_owned(),
        level: bytes.pick(&Level::ALL),
        flags: bytes.some(&FLAGS.map(str::to_owned)),
        accepts_loan: accepts & 3 != 3,
        accepts_refurbished: accepts & 12 != 12,
    }
}

/// Mostly few units, seldom a million.
pub fn units(bytes: &mut Bytes<'_>) -> u32 {
    bytes.pick(&[0, 1, 1, 2, 3, 5, 1_000_000])
}

fn lot(bytes: &mut Bytes<'_>, at: usize) -> SituationLot {
    let (communes, levels, requires, refuses) = restrictions(bytes);
    SituationLot {
        lot: format!("L{at}"),
        kind: bytes.pick(&KINDS).to_owned(),
        units: units(bytes),
        condition: bytes.pick(&LotCondition::ALL),
        mode: bytes.pick(&TransferMode::ALL),
        communes,
        levels,
        requires,
        refuses,
        penalty: bytes.pick(&[0, 1, 12, 99]),
    }
}

fn fund(bytes: &mut Bytes<'_>, at: usize) -> SituationFund {
    let (communes, levels, requires, refuses) = restrictions(bytes);
    let category = bytes.below(4);
    SituationFund {
        fund: format!("F{at}"),
        available: cents(bytes, &[0, 1, 999, 10_000, 15_000, 60_000, LARGEST - 1, LARGEST]),
        categories: CATEGORIES.get(category).map(|one| (*one).to_owned()).into_iter().collect(),
        communes,
        levels,
        requires,
        refuses,
        flexibility: bytes.pick(&[0, 1, 1, 6, 99]),
    }
}

fn item(bytes: &mut Bytes<'_>, at: usize) -> SituationItem {
    SituationItem {
        item: format!("I{at}"),
        kind: bytes.pick(&KINDS).to_owned(),
        category: bytes.pick(&CATEGORIES).to_owned(),
        condition: bytes.pick(&LotCondition::ALL),
        price: cents(bytes, &[1, 333, 3_000, 5_000, 5_000, 7_001, LARGEST / 3, LARGEST]),
        minimum_order: bytes.pick(&[0, 0, 1, 2, 3, 7, 1_000_000]),
        penalty: bytes.pick(&[0, 1, 12, 99]),
    }
}

fn cents(bytes: &mut Bytes<'_>, all: &[u64]) -> Euros {
    Euros::from_cents(bytes.or_any(all).cast_signed())
}

/// Communes, levels, flags required and flags refused: none, mostly.
fn restrictions(bytes: &mut Bytes<'_>) -> (Vec<String>, Vec<Level>, Vec<String>, Vec<String>) {
    let (mut communes, mut levels) = (Vec::new(), Vec::new());
    let (mut requires, mut refuses) = (Vec::new(), Vec::new());
    match bytes.below(12) {
        0 => communes = bytes.some(&COMMUNES.map(str::to_owned)),
        1 => levels = bytes.some(&Level::ALL),
        2 => requires = bytes.some(&FLAGS.map(str::to_owned)),
        3 => refuses = bytes.some(&FLAGS.map(str::to_owned)),
        _ => {}
    }
    (communes, levels, requires, refuses)
}

/// A decision that names rows there are.
pub fn pin(bytes: &mut Bytes<'_>, rows: &Rows) -> Option<Pin> {
    let need = rows.needs.get(bytes.below(rows.needs.len()))?.need.clone();
    let lot = rows.lots.get(bytes.below(rows.lots.len()));
    let fund = rows.funds.get(bytes.below(rows.funds.len()));
    let item = rows.catalogue.get(bytes.below(rows.catalogue.len()));
    let decision = match (bytes.below(3), lot, fund.zip(item)) {
        (1, Some(lot), _) => Decision::Lot { lot: lot.lot.clone() },
        (2, _, Some((fund, item))) => {
            Decision::Purchase { item: item.item.clone(), fund: fund.fund.clone() }
        }
        _ => Decision::Nothing,
    };
    Some(Pin { need, decision, author: String::new(), reason: "said".to_owned() })
}

/// Nothing beyond the rule, mostly; else up to two quotas, or leximin.
pub fn fairness(bytes: &mut Bytes<'_>) -> Fairness {
    let by = bytes.pick(&PlaceKind::ALL);
    match bytes.below(6) {
        4 => {
            let quota = |bytes: &mut Bytes<'_>| {
                let least = bytes.pick(&[0, 0, 1, 2, 1_000_000]);
                Quota {
                    of: bytes.pick(&[SCHOOLS[0], SCHOOLS[1], COMMUNES[0], ""]).to_owned(),
                    tier: bytes.pick(&[None, Some(1), Some(2), Some(8)]),
                    least,
                    most: bytes
                        .pick(&[None, Some(0), Some(1), Some(3)])
                        .map(|most: u32| most.max(least)),
                }
            };
            let quotas = (0..=bytes.below(2)).map(|_| quota(bytes)).collect();
            Fairness::Quota { by, quotas }
        }
        5 => Fairness::Leximin { by, tiers: bytes.some(&[1, 2, 9]) },
        _ => Fairness::None,
    }
}
