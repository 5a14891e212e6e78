//! An invoice that disagrees with itself is told where, with the figures.

use proptest::prelude::*;

use super::*;

fn euros(cents: i64) -> Euros {
    Euros::from_cents(cents)
}

fn rate(hundredths: u16) -> VatRate {
    VatRate::from_hundredths(hundredths).unwrap()
}

fn line(net: i64, hundredths: u16, vat: i64) -> InvoicedLine {
    InvoicedLine { net: euros(net), rate: rate(hundredths), vat: euros(vat) }
}

fn foot(net: i64, vat: i64, gross: i64) -> InvoiceFoot {
    InvoiceFoot { net: euros(net), vat: euros(vat), gross: euros(gross) }
}

#[test]
fn an_invoice_that_adds_up_is_taken() {
    let lines = [line(16_583, 2_000, 3_317), line(2_000, 550, 110), line(-500, 2_000, -100)];
    let total = check_totals(&lines, foot(18_083, 3_327, 21_410)).unwrap();
    assert_eq!(total.gross(), euros(21_410));
}

#[test]
fn each_disagreement_is_told_with_its_figures() {
    let lines = [line(10_000, 2_000, 2_002), line(10_000, 2_000, 1_999), line(100, 0, 1)];
    let vat = |line, typed, computed| TotalsFault::LineVat {
        line,
        typed: euros(typed),
        computed: euros(computed),
    };
    // A second line a cent off passes; totals wait until the lines are right.
    assert_eq!(check_totals(&lines, foot(0, 0, 0)), Err(vec![vat(1, 2_002, 2_000), vat(3, 1, 0)]));
    let lines = [line(10_000, 2_000, 2_001), line(10_000, 2_000, 1_999)];
    assert_eq!(
        check_totals(&lines, foot(20_001, 4_001, 24_001)),
        Err(vec![
            TotalsFault::Net { typed: euros(20_001), sum: euros(20_000) },
            TotalsFault::Vat { typed: euros(4_001), sum: euros(4_000) },
            TotalsFault::Gross { typed: euros(24_001), sum: euros(24_000) },
        ])
    );
    assert_eq!(
        check_totals(&lines, foot(20_000, 4_000, 23_999)),
        Err(vec![TotalsFault::Gross { typed: euros(23_999), sum: euros(24_000) }])
    );
    assert_eq!(check_totals(&[], foot(0, 0, 0)), Err(vec![TotalsFault::NoLine]));
    let large = line(Euros::MOST_CENTS, 2_000, 0);
    assert_eq!(
        check_totals(&[large], foot(0, 0, 0)),
        Err(vec![TotalsFault::LineTooLarge { line: 1 }])
    );
    let large = line(Euros::MOST_CENTS, 0, 0);
    assert_eq!(check_totals(&[large, large], foot(0, 0, 0)), Err(vec![TotalsFault::TooLarge]));
}

#[test]
fn the_tax_of_a_total_is_spread_over_its_lines() {
    // Three times 0,33 € at 20 %: 0,07 € each by line, 0,20 € of the total.
    let lines = [(euros(33), rate(2_000)); 3];
    assert_eq!(vat_by_line(&lines, euros(21)), Some([7, 7, 7].map(euros).to_vec()));
    assert_eq!(vat_by_line(&lines, euros(20)), Some([6, 7, 7].map(euros).to_vec()));
    assert_eq!(vat_by_line(&lines, euros(17)), None);
    // A line without tax takes no cent, and the line that was rounded down most takes the first.
    let lines = [(euros(100), rate(0)), (euros(101), rate(2_000)), (euros(102), rate(2_000))];
    assert_eq!(vat_by_line(&lines, euros(41)), Some([0, 20, 21].map(euros).to_vec()));
    assert_eq!(vat_by_line(&lines, euros(43)), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The tax of the total of one rate, rounded once, always finds its lines, and the check takes them.
    #[test]
    fn the_tax_of_the_total_is_always_found(
        nets in prop::collection::vec(1..1_000_000_i64, 1..30),
        hundredths in 1..=10_000_u16,
    ) {
        let net: i64 = nets.iter().sum();
        let whole = Taxed::of_net(euros(net), rate(hundredths)).unwrap();
        let lines: Vec<_> = nets.iter().map(|net| (euros(*net), rate(hundredths))).collect();
        let vats = vat_by_line(&lines, whole.vat()).unwrap();
        let typed: Vec<_> = lines
            .iter()
            .zip(&vats)
            .map(|((net, rate), vat)| InvoicedLine { net: *net, rate: *rate, vat: *vat })
            .collect();
        let totals = InvoiceFoot { net: whole.net(), vat: whole.vat(), gross: whole.gross() };
        prop_assert_eq!(check_totals(&typed, totals), Ok(whole));
    }

    /// A foot that is a cent off anywhere is never taken.
    #[test]
    fn a_cent_off_in_the_foot_is_told(
        nets in prop::collection::vec(-1_000_000..1_000_000_i64, 1..30),
        which in 0..3_usize,
        off in prop_oneof![Just(-1_i64), Just(1)],
    ) {
        let taxed = nets.iter().map(|net| Taxed::of_net(euros(*net), rate(2_000)).unwrap());
        let taxed: Vec<_> = taxed.collect();
        let typed: Vec<_> =
            taxed.iter().map(|one| InvoicedLine { net: one.net(), rate: rate(2_000), vat: one.vat() }).collect();
        let whole = Taxed::checked_sum(taxed).unwrap();
        let mut totals = [whole.net().cents(), whole.vat().cents(), whole.gross().cents()];
        let sound = foot(totals[0], totals[1], totals[2]);
        prop_assert_eq!(check_totals(&typed, sound), Ok(whole));
        totals[which] += off;
        let faults = check_totals(&typed, foot(totals[0], totals[1], totals[2])).unwrap_err();
        prop_assert_eq!(faults.len(), 1);
    }
}
