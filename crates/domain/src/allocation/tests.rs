//! A situation that exists is right, and two orders of the same rows are the same situation.

use super::{
    Alternative, ClassFacts, Decision, Expected, Explanation, FailedRule, Field, Margin, NeedLine,
    Pin, Rank, Reason, Rows, Situation, SituationLot, SituationNeed, Table, first_failed_rule,
};
use crate::stock::{Level, LotCondition, TransferMode};

fn need(id: &str) -> SituationNeed {
    SituationNeed {
        need: id.to_owned(),
        household: "H1".to_owned(),
        asks: vec![Alternative::single("laptop"), Alternative::single("tablet")],
        tier: 1,
        score: 10,
        commune: "C1".to_owned(),
        school: String::new(),
        level: Level::College,
        flags: vec!["qpv".to_owned()],
        accepts_loan: true,
        accepts_refurbished: true,
    }
}

fn lot(id: &str) -> SituationLot {
    SituationLot {
        lot: id.to_owned(),
        kind: "tablet".to_owned(),
        units: 1,
        condition: LotCondition::New,
        mode: TransferMode::Gift,
        communes: Vec::new(),
        levels: Vec::new(),
        requires: Vec::new(),
        refuses: Vec::new(),
        penalty: 0,
    }
}

#[test]
fn every_fault_is_told_at_once() {
    let wrong = SituationNeed {
        asks: vec![Alternative::single("laptop"), Alternative::single("laptop")],
        tier: 10,
        score: 10_000,
        flags: vec!["a|b".to_owned()],
        ..need("N1")
    };
    let empty = SituationNeed { asks: Vec::new(), ..need("") };
    let heavy = SituationLot { units: 1_000_001, penalty: 100, kind: " t".to_owned(), ..lot("L1") };
    let errors = Situation::of_stock(vec![need("N1"), wrong, empty], vec![heavy]).unwrap_err();
    let told: Vec<_> =
        errors.iter().map(|error| (error.table, error.row, error.field, &error.expected)).collect();
    let (needs, lots) = (Table::Needs, Table::Lots);
    assert_eq!(
        told,
        [
            (needs, 1, Field::Need, &Expected::Unique { first_row: 0 }),
            (needs, 1, Field::Asks, &Expected::DistinctAlternatives),
            (needs, 1, Field::Tier, &Expected::Between { least: 1, most: 9 }),
            (needs, 1, Field::Score, &Expected::Between { least: 0, most: 9999 }),
            (needs, 1, Field::Flags, &Expected::PlainText),
            (needs, 2, Field::Need, &Expected::NotEmpty),
            (needs, 2, Field::Asks, &Expected::SomeAlternative),
            (lots, 0, Field::Kind, &Expected::PlainText),
            (lots, 0, Field::Units, &Expected::Between { least: 0, most: 1_000_000 }),
            (lots, 0, Field::Penalty, &Expected::Between { least: 0, most: 99 }),
        ]
    );
}

#[test]
fn the_order_of_rows_and_lists_is_no_part_of_a_situation() {
    let flags = |flags: &[&str]| flags.iter().map(|&flag| flag.to_owned()).collect();
    let one = SituationNeed { flags: flags(&["qpv", "exam"]), ..need("N1") };
    let same = SituationNeed { flags: flags(&["exam", "qpv", "exam"]), ..need("N1") };
    let first = Situation::of_stock(vec![one, need("N2")], vec![lot("L2"), lot("L1")]);
    let second = Situation::of_stock(vec![need("N2"), same], vec![lot("L1"), lot("L2")]);
    assert_eq!(first, second);
}

#[test]
fn what_the_family_chose_is_told_before_reservations() {
    let reserved = SituationLot { levels: vec![Level::Lycee], ..lot("L1") };
    assert_eq!(first_failed_rule(&need("N1"), &lot("L1")), None);
    assert_eq!(first_failed_rule(&need("N1"), &reserved), Some(FailedRule::Level));
    let lent = SituationLot { mode: TransferMode::Loan, ..reserved };
    let refuses_loans = SituationNeed { accepts_loan: false, ..need("N1") };
    assert_eq!(first_failed_rule(&refuses_loans, &lent), Some(FailedRule::LoanNotAccepted));
    let phone = SituationLot { kind: "phone".to_owned(), ..lent };
    assert_eq!(first_failed_rule(&refuses_loans, &phone), Some(FailedRule::Kind));
}

#[test]
fn the_margin_of_a_served_need_is_told_in_points_and_places() {
    let rank = |tier, score, position| Rank { tier, score, position };
    let margin = |own: Rank, threshold: Option<Rank>, reason: Reason| {
        let (need, draw) = ("N1".to_owned(), String::new());
        let line = NeedLine { need, rank: own, draw, class: 0, reason };
        let (lots, offers) = (Vec::new(), Vec::new());
        let class = ClassFacts { lots, offers, threshold, served_ahead: 0 };
        Explanation { line: &line, class: &class, given: &[] }.margin()
    };
    let (own, served) = (rank(1, 30, 4), || Reason::ServiStock);
    let by = |points, places| Some(Margin { points, places });
    assert_eq!(margin(own, Some(rank(1, 22, 9)), served()), by(Some(8), 5));
    assert_eq!(margin(own, Some(rank(1, 30, 6)), served()), by(Some(0), 2), "the draw decides");
    assert_eq!(margin(own, Some(own), served()), by(Some(0), 0), "the weakest itself");
    assert_eq!(margin(own, Some(rank(2, 50, 12)), served()), by(None, 8), "a tier between them");
    assert_eq!(margin(own, None, served()), None, "a unit is left");
    let next_for = Vec::new();
    let refused = Reason::StockEpuiseALaPriorite { next_for };
    assert_eq!(margin(rank(1, 20, 11), Some(rank(1, 22, 9)), refused), None);
    let decided = |served| Reason::DecisionManuelle { served, author: "A".into(), why: "B".into() };
    assert_eq!(margin(own, Some(rank(1, 22, 9)), decided(true)), None);
}

#[test]
fn a_duplicate_names_another_need_that_is_none_itself() {
    let pin = |need: &str, of: &str| Pin {
        need: need.to_owned(),
        decision: Decision::Duplicate { of: of.to_owned() },
        author: String::new(),
        reason: "correction".to_owned(),
    };
    let faults = |pins: Vec<Pin>| {
        let needs = vec![need("N1"), need("N2"), need("N3")];
        match Situation::new(Rows { needs, pins, ..Rows::default() }) {
            Ok(_) => Vec::new(),
            Err(errors) => {
                errors.iter().map(|error| (error.table, error.row, error.field)).collect()
            }
        }
    };
    assert_eq!(faults(vec![pin("N2", "N1"), pin("N3", "N1")]), []);
    for wrong in [vec![pin("N1", "N1")], vec![pin("N1", "N4")]] {
        assert_eq!(faults(wrong), [(Table::Pins, 0, Field::LotOrItem)]);
    }
    let around = faults(vec![pin("N1", "N2"), pin("N2", "N1")]);
    assert_eq!(around.len(), 2, "neither stands for both: {around:?}");
}
