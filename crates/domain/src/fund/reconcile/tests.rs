//! Two lists of one year, alike and not.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::Euros;

fn euros(cents: i64) -> Euros {
    Euros::from_cents(cents)
}

fn number(text: &str) -> PaymentNumber {
    PaymentNumber::parse(text).unwrap()
}

fn row(text: &str, day: i8, activite: &str, cents: i64) -> PaymentOrderRow {
    PaymentOrderRow {
        number: number(text),
        date: Some(date(2026, 5, day)),
        codes: BudgetCodes::new("VE", "FSE", activite),
        amount: euros(cents),
        bordereau: Some("12".to_owned()),
        supplier: "Librairie du Centre".to_owned(),
    }
}

/// The rows' numbers and states.
fn told(found: &Reconciliation) -> Vec<(&str, RowStatus)> {
    let told = |row| (ReconciledRow::number(row).unwrap().as_str(), row.status());
    found.rows().iter().map(told).collect()
}

#[test]
fn a_number_has_one_writing() {
    for (text, expected) in [
        (" 0042 ", Ok("42")),
        ("dp 0042", Ok("DP0042")),
        ("2026-1 042", Ok("2026-1042")),
        ("", Err(NotAPaymentNumber::Empty)),
        ("000", Err(NotAPaymentNumber::Zero)),
        ("4\n2", Err(NotAPaymentNumber::Control)),
    ] {
        let read = PaymentNumber::parse(text);
        assert_eq!(read.as_ref().map(PaymentNumber::as_str).map_err(|fault| *fault), expected);
    }
    assert_eq!(PaymentNumber::parse(&"1".repeat(41)), Err(NotAPaymentNumber::TooLong));
    assert_eq!(BudgetCodes::new(" ve", "fse ", "0cite"), BudgetCodes::new("VE", "FSE", "0CITE"));
}

#[test]
fn each_row_says_how_it_differs() {
    let ours = [
        row("1", 4, "A", 1_000),
        row("2", 4, "A", 2_000),
        row("3", 4, "A", 3_000),
        row("4", 4, "A", 4_000),
        row("5", 4, "A", 5_000),
    ];
    let mut undated = row("0001", 9, "a", 1_000);
    (undated.date, undated.supplier) = (None, "LIBRAIRIE DU CENTRE SARL".to_owned());
    let theirs = [
        undated,
        row("2", 4, "A", 2_001),
        row("3", 5, "A", 3_000),
        row("4", 4, "B", 4_000),
        row("6", 4, "B", 600),
    ];
    let found = reconcile(&ours, &theirs, &[]).unwrap();
    let differences: Vec<_> = found.rows().iter().map(|row| row.differences.clone()).collect();
    let (by, day): (_, fn(i8) -> Date) = (euros(1), |day| date(2026, 5, day));
    let codes = |activite| BudgetCodes::new("VE", "FSE", activite);
    assert_eq!(
        differences,
        [
            vec![],
            vec![RowDifference::AmountDiffers { ours: euros(2_000), theirs: euros(2_001), by }],
            vec![RowDifference::DatedDifferently { ours: day(4), theirs: day(5) }],
            vec![RowDifference::CodesDiffer { ours: codes("A"), theirs: codes("B") }],
            vec![RowDifference::OnlyHere { amount: euros(5_000) }],
            vec![RowDifference::OnlyThere { amount: euros(600) }],
        ]
    );
    let totals: Vec<_> =
        found.totals().iter().map(|one| (one.ours.cents(), one.theirs.cents())).collect();
    assert_eq!(totals, [(15_000, 6_001), (0, 4_600)]);
    assert!(!found.is_settled());
}

#[test]
fn one_number_over_several_codes_is_matched_row_by_row() {
    let ours = [row("7", 4, "A", 100), row("7", 4, "B", 200), row("7", 4, "C", 300)];
    let theirs = [row("7", 4, "C", 301), row("7", 4, "B", 200), row("7", 4, "A", 100)];
    let found = reconcile(&ours, &theirs, &[]).unwrap();
    use RowStatus::{Equal, Open};
    assert_eq!(told(&found), [("7", Equal), ("7", Equal), ("7", Open)]);
    // A row too many of the same number is alone, whatever it looks like.
    let found = reconcile(&ours[..1], &[theirs[2].clone(), theirs[2].clone()], &[]).unwrap();
    let alone: Vec<_> = found.open().map(|row| row.differences.clone()).collect();
    assert_eq!(alone, [vec![RowDifference::OnlyThere { amount: euros(100) }]]);
}

#[test]
fn an_explanation_holds_for_the_difference_it_was_given_for() {
    let (ours, theirs) = ([row("2", 4, "A", 2_000)], [row("2", 4, "A", 2_001)]);
    let differences = reconcile(&ours, &theirs, &[]).unwrap().rows()[0].differences.clone();
    let why = Explanation::new(number("2"), differences.clone(), " arrondi du fournisseur ");
    let why = why.unwrap();
    let found = reconcile(&ours, &theirs, std::slice::from_ref(&why)).unwrap();
    assert_eq!(told(&found), [("2", RowStatus::Explained)]);
    assert!(found.is_settled() && found.stale().is_empty());
    let explanation = found.rows()[0].explanation.as_ref();
    assert_eq!(explanation.map(Explanation::text), Some("arrondi du fournisseur"));
    // A cent more, and it is another difference.
    let found = reconcile(&ours, &[row("2", 4, "A", 2_002)], std::slice::from_ref(&why)).unwrap();
    assert_eq!(told(&found), [("2", RowStatus::Open)]);
    assert_eq!(found.stale(), std::slice::from_ref(&why));
    // Put right, nothing is left to explain.
    let found = reconcile(&ours, &ours, std::slice::from_ref(&why)).unwrap();
    assert_eq!((told(&found), found.stale().len()), (vec![("2", RowStatus::Equal)], 1));
    // One explanation is for one row.
    let twice = [ours[0].clone(), ours[0].clone()];
    let there = [theirs[0].clone(), theirs[0].clone()];
    let found = reconcile(&twice, &there, std::slice::from_ref(&why)).unwrap();
    assert_eq!(found.open().count(), 1);
    let kept = serde_json::to_string(&why).unwrap();
    assert_eq!(serde_json::from_str::<Explanation>(&kept).unwrap(), why);
    let new = |differences: &[_], text: &str| {
        Explanation::new(number("2"), differences.to_vec(), text).map(drop)
    };
    assert_eq!(new(&differences, " "), Err(ExplanationFault::NoWords));
    assert_eq!(new(&differences, &"x".repeat(501)), Err(ExplanationFault::TooLong));
    assert_eq!(new(&[], "x"), Err(ExplanationFault::NoDifference));
}

#[test]
fn amounts_out_of_range_are_refused() {
    let large = [row("1", 4, "A", i64::MIN)];
    let refused = ReconcileRefused::RowTooLarge { number: number("1") };
    assert_eq!(reconcile(&[], &large, &[]), Err(refused));
}

fn any_rows() -> impl Strategy<Value = Vec<PaymentOrderRow>> {
    let any_row = (1..5_u8, 1..3_i8, 0..3_usize, -2..4_i64);
    let row = |(n, day, code, cents): (u8, i8, usize, i64)| {
        row(&n.to_string(), day, ["A", "B", "C"][code], cents)
    };
    prop::collection::vec(any_row.prop_map(row), 0..10)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Every row is there once, the order of the lists changes nothing, and the differences make the gap
    /// between the totals.
    #[test]
    fn no_row_is_lost_and_the_gap_is_told(ours in any_rows(), theirs in any_rows()) {
        let found = reconcile(&ours, &theirs, &[]).unwrap();
        let sorted = |mut rows: Vec<PaymentOrderRow>| { rows.sort(); rows };
        let kept = |side: fn(&ReconciledRow) -> Option<PaymentOrderRow>| sorted(found.rows().iter().filter_map(side).collect());
        prop_assert_eq!(kept(|row| row.ours.clone()), sorted(ours.clone()));
        prop_assert_eq!(kept(|row| row.theirs.clone()), sorted(theirs.clone()));
        let (mut other_ours, mut other_theirs) = (ours.clone(), theirs.clone());
        other_ours.reverse();
        other_theirs.reverse();
        prop_assert_eq!(&reconcile(&other_ours, &other_theirs, &[]).unwrap(), &found);
        let gap: i64 = found.totals().iter().map(|one| one.gap().unwrap().cents()).sum();
        let differences = found.rows().iter().flat_map(|row| &row.differences);
        prop_assert_eq!(differences.map(|one| one.gap().cents()).sum::<i64>(), gap);
        // Of one number, none stays alone on both sides.
        for (at, row) in found.rows().iter().enumerate() {
            let alone = |row: &ReconciledRow| row.ours.is_some() != row.theirs.is_some();
            let other = |other: &ReconciledRow| {
                alone(other) && other.number() == row.number() && other.ours.is_some() != row.ours.is_some()
            };
            prop_assert!(!alone(row) || !found.rows()[at..].iter().any(other));
        }
        prop_assert!(reconcile(&ours, &ours, &[]).unwrap().is_settled());
    }
}
