//! A report adds up, and says where it does not balance.

use proptest::prelude::*;

use super::super::CERFA_15059_02;
use super::*;

fn figures(planned: i64, realised: i64) -> Figures {
    Figures { planned: Euros::from_cents(planned), realised: Euros::from_cents(realised) }
}

fn report(rows: &[(ReportRow, i64, i64)]) -> GrantFinancialReport {
    let rows = rows.iter().map(|(row, planned, realised)| (*row, figures(*planned, *realised)));
    GrantFinancialReport::new(rows.collect()).unwrap()
}

/// Rhône: tablets and plans of the fund, volunteers, and a gift of devices.
fn rhone() -> GrantFinancialReport {
    report(&[
        (ReportRow::OtherSupplies, 2_400_000, 2_388_000),
        (ReportRow::BankingAndOther, 600_000, 594_405),
        (ReportRow::Fees, 0, 17_595),
        (ReportRow::State, 1_500_000, 1_500_000),
        (ReportRow::Commune, 1_000_000, 1_000_000),
        (ReportRow::OtherCurrentIncome, 500_000, 500_000),
        (ReportRow::FeesAndGifts, 100_000, 100_000),
        (ReportRow::Volunteers, 120_000, 150_000),
        (ReportRow::FreeUse, 0, 30_000),
        (ReportRow::Volunteering, 120_000, 150_000),
        (ReportRow::GiftsInKind, 0, 30_000),
    ])
}

/// A printed line by its words: planned, realised, percent.
fn printed(lines: &[ReportLine], label: &str) -> (i64, i64, Option<String>) {
    let line = lines.iter().find(|line| line.line.label == label).unwrap();
    let figures = line.figures.unwrap();
    let percent = line.percent.map(|percent| percent.plain(','));
    (figures.planned.cents(), figures.realised.cents(), percent)
}

#[test]
fn accounts_and_totals_follow_from_the_rows() {
    let report = rhone();
    let (charges, produits) = report.lines(&CERFA_15059_02);
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(printed(&charges, "Achats"), (2_400_000, 2_388_000, text("99,5")));
    let services = printed(&charges, "Autres services extérieurs");
    assert_eq!(services, (600_000, 612_000, text("102,0")));
    let fees = printed(&charges, "Rémunérations intermédiaires et honoraires");
    assert_eq!(fees, (0, 17_595, None));
    assert_eq!(printed(&charges, "TOTAL DES CHARGES"), (3_000_000, 3_000_000, text("100,0")));
    assert_eq!(printed(&charges, "TOTAL"), (3_120_000, 3_180_000, text("101,9")));
    // "Dont cotisations" is printed and not counted again.
    assert_eq!(printed(&produits, "Dont cotisations, dons manuels ou legs").0, 100_000);
    assert_eq!(printed(&produits, "TOTAL DES PRODUITS").1, 3_000_000);
    assert_eq!(printed(&produits, "TOTAL").1, 3_180_000);
    assert!(charges[0].figures.is_none() && charges[0].percent.is_none());
    assert_eq!(report.imbalances(), []);
}

#[test]
fn what_does_not_balance_is_told_by_column() {
    let report = report(&[
        (ReportRow::OtherSupplies, 1_000, 1_001),
        (ReportRow::State, 1_000, 1_000),
        (ReportRow::FeesAndGifts, 1, 0),
        (ReportRow::Volunteers, 0, 500),
    ]);
    let euros = Euros::from_cents;
    assert_eq!(
        report.imbalances(),
        [
            ReportImbalance::PartOverWhole {
                column: ReportColumn::Planned,
                part: ReportRow::FeesAndGifts,
                amount: euros(1),
                whole: Euros::ZERO,
            },
            ReportImbalance::Totals {
                column: ReportColumn::Realised,
                charges: euros(1_001),
                produits: euros(1_000),
            },
            ReportImbalance::InKind {
                column: ReportColumn::Realised,
                uses: euros(500),
                contributions: Euros::ZERO,
            },
        ]
    );
}

#[test]
fn the_sentence_has_its_two_figures() {
    let grant = Amount::from_cents(1_000_000).unwrap();
    let share = rhone().share_of(grant, ReportColumn::Realised);
    assert_eq!(share.share.unwrap().plain(','), "33,33");
    assert_eq!(
        share.sentence(&CERFA_15059_02).unwrap(),
        "La subvention de 10\u{202f}000,00\u{a0}€ représente 33,33\u{a0}% du total des produits (montant \
         attribué / total des produits\u{a0}×\u{a0}100)."
    );
    // Of the income, even where it does not balance, and of the column that is asked for.
    let uneven = report(&[(ReportRow::Fees, 1, 2), (ReportRow::State, 4_000_000, 8_000_000)]);
    let share = |column| uneven.share_of(grant, column).share.unwrap().plain(',');
    assert_eq!(
        ReportColumn::ALL.iter().copied().map(share).collect::<Vec<_>>(),
        ["25,00", "12,50"]
    );
    let none = GrantFinancialReport::default().share_of(grant, ReportColumn::Planned);
    assert_eq!((none.share, none.sentence(&CERFA_15059_02)), (None, None));
}

#[test]
fn rows_out_of_range_are_refused_and_a_kept_report_is_checked_again() {
    let row = ReportRow::Wages;
    let new = |planned, realised| {
        GrantFinancialReport::new(BTreeMap::from([(row, figures(planned, realised))])).map(drop)
    };
    assert_eq!(new(-1, 0), Err(ReportFault::NegativePlan { row }));
    assert_eq!(new(0, -1), Ok(()));
    assert_eq!(new(0, i64::MIN), Err(ReportFault::TooLarge { row }));
    assert_eq!(new(Euros::MOST_CENTS + 1, 0), Err(ReportFault::TooLarge { row }));
    let kept = serde_json::to_string(&rhone()).unwrap();
    assert_eq!(serde_json::from_str::<GrantFinancialReport>(&kept).unwrap(), rhone());
    let wrong = r#"{"60.other":{"planned":"-1.00","realised":"0.00"}}"#;
    assert!(serde_json::from_str::<GrantFinancialReport>(wrong).is_err());
    assert_eq!(report(&[(row, 0, 0)]), GrantFinancialReport::default());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// On each side the printed rows make the printed accounts, and these the totals, in both columns.
    #[test]
    fn what_is_printed_adds_up(
        amounts in prop::collection::vec((0..=Euros::MOST_CENTS, -5_000..=Euros::MOST_CENTS), ReportRow::ALL.len()),
    ) {
        let rows = ReportRow::ALL.iter().copied().zip(amounts);
        let rows: Vec<_> = rows.map(|(row, (planned, realised))| (row, planned, realised)).collect();
        let report = report(&rows);
        let (left, right) = report.lines(&CERFA_15059_02);
        for column in ReportColumn::ALL.iter().copied() {
            for side in [&left, &right] {
                let at = side.iter().position(|line| line.line.kind == LineKind::Total(ReportTotal::Side)).unwrap();
                let sum = |lines: &[ReportLine], rows: bool| -> i64 {
                    let wanted = |line: &&ReportLine| match line.line.kind {
                        LineKind::SubRow(_) => rows,
                        LineKind::Account(_) => !rows,
                        LineKind::Row(_) => true,
                        _ => false,
                    };
                    lines.iter().filter(wanted).map(|line| line.figures.unwrap().of(column).cents()).sum()
                };
                let total = |line: &ReportLine| line.figures.unwrap().of(column).cents();
                for rows in [false, true] {
                    prop_assert_eq!(sum(&side[..at], rows), total(&side[at]));
                    prop_assert_eq!(sum(side, rows), total(&side[side.len() - 1]));
                }
            }
        }
    }
}
