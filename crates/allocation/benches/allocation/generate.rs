//! Invented instances with a realistic spread: communes of unequal size, schools by level, priority
//! neighbourhoods, exam classes, bundles, donor and place restrictions on lots, fund lines with closed
//! categories and publics, minimum orders.

use domain::Euros;
use domain::allocation::{
    Alternative, Rows, SituationFund, SituationItem, SituationLot, SituationNeed,
};
use domain::stock::{Level, LotCondition, TransferMode};

use crate::random::Random;

const LEVELS: [Level; 4] = [Level::Maternelle, Level::Elementaire, Level::College, Level::Lycee];
const ASKS: [&str; 14] = [
    "tablet",
    "tablet>laptop",
    "laptop>tablet",
    "laptop",
    "tablet>phone",
    "laptop>tablet>phone",
    "kit>tablet",
    "kit",
    "phone",
    "phone>hotspot",
    "hotspot",
    "hotspot>phone",
    "tablet>laptop>phone",
    "laptop>phone",
];
/// Those that are or begin with a connection: no bundle is made of them.
const CONNECTED: std::ops::Range<usize> = 8..12;
/// Per level, how often each is asked, in hundredths.
const ASKED: [[f64; 14]; 4] = [
    [20., 5., 0., 0., 10., 0., 30., 20., 2., 2., 6., 5., 0., 0.],
    [22., 20., 3., 2., 10., 2., 8., 4., 2., 3., 12., 6., 6., 0.],
    [12., 15., 15., 6., 5., 8., 1., 1., 4., 4., 11., 6., 7., 5.],
    [2., 5., 26., 18., 2., 12., 0., 0., 5., 4., 11., 6., 2., 7.],
];
const KINDS: [&str; 5] = ["tablet", "laptop", "phone", "hotspot", "kit"];
/// Item, kind, category, refurbished, price in cents, minimum order, penalty.
const CATALOGUE: [(&str, &str, &str, bool, i64, u32, u8); 11] = [
    ("tablet-pooled", "tablet", "equipment", false, 14_900, 10, 2),
    ("tablet-single", "tablet", "equipment", false, 21_900, 0, 2),
    ("tablet-refurbished", "tablet", "equipment", true, 9_500, 0, 12),
    ("laptop-refurbished", "laptop", "equipment", true, 28_900, 0, 12),
    ("laptop-new", "laptop", "equipment", false, 44_900, 5, 2),
    ("phone-basic", "phone", "equipment", false, 9_900, 0, 2),
    ("phone-with-plan", "phone", "connection", false, 25_888, 0, 2),
    ("hotspot-plan", "hotspot", "connection", false, 19_500, 0, 2),
    ("hotspot-prepaid", "hotspot", "connection", false, 6_000, 20, 2),
    ("kit-pooled", "kit", "consumable", false, 1_800, 50, 2),
    ("kit-single", "kit", "consumable", false, 3_200, 0, 2),
];

/// An instance of so many needs.
pub fn rows(needs: usize, seed: u64, bundles: bool) -> Rows {
    let (communes, lots) = match needs {
        250 => (1, 8),
        2_500 => (1, 24),
        10_000 => (4, 120),
        100_000 => (25, 700),
        1_000_000 => (200, 5_000),
        _ => ((needs / 4_000).max(1), (needs / 160).max(6)),
    };
    let mut random = Random::new(seed);
    let people: Vec<f64> = (0..communes).map(|_| (0..4).map(|_| random.waiting()).sum()).collect();
    let schools: Vec<usize> =
        (0..communes * 12).map(|_| random.choose(&[10., 38., 34., 18.])).collect();
    Rows {
        needs: (0..needs).map(|at| need(&mut random, at, &people, &schools, bundles)).collect(),
        lots: all_lots(&mut random, lots, needs, &people),
        funds: funds(&mut random, communes, needs),
        catalogue: CATALOGUE.iter().map(item).collect(),
        pins: Vec::new(),
    }
}

fn need(
    random: &mut Random,
    at: usize,
    people: &[f64],
    schools: &[usize],
    bundles: bool,
) -> SituationNeed {
    let commune = random.choose(people);
    let school = commune * 12 + random.below(12) as usize;
    let level = schools[school];
    let qpv = random.is(0.6);
    let exam = random.is([0., 0., 0.25, 0.33][level]);
    let (offline, lost) = (random.is(0.35), random.is(0.08));
    let asked = random.choose(&ASKED[level]);
    let tier = match () {
        () if exam && (offline || lost) => 1,
        () if exam || lost => 2,
        () if qpv && offline => 3,
        () if qpv => 4,
        () => 5,
    };
    let second = random.is(0.18);
    let points = [(offline, 90), (lost, 110), (qpv, 60)];
    let points: u64 = points.iter().filter(|(is, _)| *is).map(|(_, points)| points).sum();
    let score = random.below(401) + points + 45 * (1 + random.below(4)) + 10 * random.below(5);
    let with_key = bundles && offline && !CONNECTED.contains(&asked) && random.is(0.5);
    let asks = ASKS[asked].split('>').map(|kind| {
        if with_key { format!("{kind}+hotspot").into() } else { Alternative::single(kind) }
    });
    let flags = [("qpv", qpv), ("exam", exam), ("offline", offline), ("lost_contact", lost)];
    SituationNeed {
        need: format!("N{at:07}"),
        household: format!("H{:07}", at / 2),
        asks: asks.collect(),
        tier: (tier + 2 * u8::from(second)).min(5),
        score: score.min(999) as u16,
        commune: name(commune),
        school: format!("S{school:05}"),
        level: LEVELS[level],
        flags: flags.iter().filter(|(_, is)| *is).map(|(flag, _)| (*flag).to_owned()).collect(),
        accepts_loan: random.is(0.85),
        accepts_refurbished: random.is(0.7),
    }
}

fn all_lots(random: &mut Random, lots: usize, needs: usize, people: &[f64]) -> Vec<SituationLot> {
    let everywhere = (lots / 12).clamp(1, 30);
    let mut sizes = Vec::new();
    let mut all: Vec<SituationLot> = (0..lots)
        .map(|at| {
            let scope = if at < everywhere { 2 } else { usize::from(random.is(0.25)) };
            sizes.push(random.waiting() * [1., 2., 6.][scope]);
            lot(random, at, scope, people)
        })
        .collect();
    let sum: f64 = sizes.iter().sum();
    for (lot, size) in all.iter_mut().zip(sizes) {
        lot.units = ((size / sum * 0.36 * needs as f64) as u32).max(1);
    }
    all
}

fn lot(random: &mut Random, at: usize, scope: usize, people: &[f64]) -> SituationLot {
    let condition = random.choose(&[35., 40., 25.]);
    let is_lent = random.is(0.35);
    let home = random.choose(people);
    let (levels, requires) = match random.choose(&[45., 12., 12., 12., 9., 10.]) {
        1 => (vec![Level::Lycee], ""),
        2 => (vec![Level::College, Level::Lycee], ""),
        3 => (Vec::new(), "qpv"),
        4 => (Vec::new(), "exam"),
        5 => (vec![Level::Maternelle, Level::Elementaire], ""),
        _ => (Vec::new(), ""),
    };
    SituationLot {
        lot: format!("L{at:05}"),
        kind: KINDS[random.choose(&[45., 25., 12., 12., 6.])].to_owned(),
        units: 0,
        condition: [LotCondition::New, LotCondition::Good, LotCondition::Refurbished][condition],
        mode: if is_lent { TransferMode::Loan } else { TransferMode::Gift },
        communes: match scope {
            0 => vec![name(home)],
            1 => around(home, people.len()),
            _ => Vec::new(),
        },
        levels,
        requires: some(requires),
        refuses: Vec::new(),
        penalty: [0, 5, 12][condition] + 3 * u8::from(is_lent) + 4 * u8::from(scope > 0),
    }
}

fn funds(random: &mut Random, communes: usize, needs: usize) -> Vec<SituationFund> {
    let share = if needs < 1_000 { 12 } else { 100 };
    let fund = |code: String, cents: i64, categories: &str, flexibility: u8| SituationFund {
        fund: code,
        available: Euros::from_cents(cents * share / 100),
        categories: categories.split('|').map(str::to_owned).collect(),
        communes: Vec::new(),
        levels: Vec::new(),
        requires: Vec::new(),
        refuses: Vec::new(),
        flexibility,
    };
    let secondary = || vec![Level::College, Level::Lycee];
    let mut all = Vec::new();
    for commune in 0..communes {
        let (own, here) = (name(commune), || vec![name(commune)]);
        let everything = "equipment|connection|consumable";
        let town = fund(format!("{own}-ville"), 1_500_000, everything, 6);
        all.push(SituationFund { communes: here(), ..town });
        let schools = fund(format!("{own}-education"), 1_500_000, "equipment|connection", 3);
        all.push(SituationFund { communes: here(), levels: secondary(), ..schools });
        let cents = 300_000 + random.below(600_000) as i64;
        let urgent = fund(format!("{own}-urgence"), cents, "equipment|connection", 2);
        all.push(SituationFund { communes: here(), requires: some("qpv"), ..urgent });
    }
    for first in (0..communes).step_by(5) {
        let department = fund(format!("D{:02}-departement", first / 5), 2_000_000, "equipment", 4);
        let communes = around(first, communes);
        all.push(SituationFund { communes, levels: secondary(), ..department });
    }
    all.push(fund("national-connexion".to_owned(), 3_000_000, "connection", 5));
    let exams = fund("national-examens".to_owned(), 5_000_000, "equipment", 1);
    all.push(SituationFund { requires: some("exam"), ..exams });
    all
}

fn item(row: &(&str, &str, &str, bool, i64, u32, u8)) -> SituationItem {
    let &(item, kind, category, refurbished, cents, minimum_order, penalty) = row;
    SituationItem {
        item: item.to_owned(),
        kind: kind.to_owned(),
        category: category.to_owned(),
        condition: if refurbished { LotCondition::Refurbished } else { LotCondition::New },
        price: Euros::from_cents(cents),
        minimum_order,
        penalty,
    }
}

fn name(commune: usize) -> String {
    format!("C{commune:03}")
}

/// The communes of a department: five.
fn around(commune: usize, communes: usize) -> Vec<String> {
    let first = commune / 5 * 5;
    (first..communes.min(first + 5)).map(name).collect()
}

fn some(flag: &str) -> Vec<String> {
    if flag.is_empty() { Vec::new() } else { vec![flag.to_owned()] }
}
