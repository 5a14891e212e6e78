//! What holds of every amount with its tax.

use proptest::prelude::*;

use super::*;

fn euros(cents: i64) -> Euros {
    Euros::from_cents(cents)
}

fn rate(hundredths: u16) -> VatRate {
    VatRate::from_hundredths(hundredths).unwrap()
}

#[test]
fn vat_is_rounded_half_away_from_zero() {
    for (net, hundredths, vat) in [
        (16_583, 2_000, 3_317),
        (100, 550, 6), // 5,5 cents
        (-100, 550, -6),
        (100, 549, 5), // 5,49 cents
        (1, 2_000, 0),
        (3, 2_000, 1),
        (12_345, 0, 0),
    ] {
        let taxed = Taxed::of_net(euros(net), rate(hundredths)).unwrap();
        assert_eq!(taxed.vat(), euros(vat), "{net} at {hundredths}");
    }
    let shop_price = Taxed::of_gross(euros(19_900), rate(2_000)).unwrap();
    assert_eq!((shop_price.net(), shop_price.vat()), (euros(16_583), euros(3_317)));
}

#[test]
fn an_invoice_may_be_a_cent_off_and_no_more() {
    let typed = |net, hundredths, vat| Taxed::typed(euros(net), rate(hundredths), euros(vat));
    for vat in [3_316, 3_317, 3_318] {
        assert_eq!(typed(16_583, 2_000, vat).unwrap().gross(), euros(16_583 + vat));
    }
    let differs =
        |typed, computed| TaxFault::VatDiffers { typed: euros(typed), computed: euros(computed) };
    assert_eq!(typed(16_583, 2_000, 3_319), Err(differs(3_319, 3_317)));
    assert_eq!(typed(16_583, 2_000, 3_315), Err(differs(3_315, 3_317)));
    // Tax that is not due, and tax of the other sign.
    assert_eq!(typed(10_000, 0, 1), Err(differs(1, 0)));
    assert_eq!(typed(1, 2_000, -1), Err(differs(-1, 0)));
}

#[test]
fn nothing_goes_beyond_a_forms_amount() {
    let most = euros(Euros::MOST_CENTS);
    assert_eq!(Taxed::of_net(most, rate(1)), Err(TaxFault::TooLarge));
    assert_eq!(Taxed::of_gross(euros(i64::MIN), rate(1)), Err(TaxFault::TooLarge));
    assert_eq!(Taxed::typed(euros(i64::MAX), rate(1), euros(i64::MAX)), Err(TaxFault::TooLarge));
    let largest = Taxed::of_net(most, VatRate::ZERO).unwrap();
    assert_eq!(largest.checked_add(largest), None);
    assert_eq!(largest.share(2, 1), None);
    assert_eq!(largest.share(1, 0), None);
}

#[test]
fn what_is_kept_is_checked_again() {
    let taxed = Taxed::of_net(euros(10_000), rate(2_000)).unwrap();
    let kept = serde_json::to_string(&taxed).unwrap();
    assert_eq!(serde_json::from_str::<Taxed>(&kept).unwrap(), taxed);
    let sum = TaxFault::NotASum { gross: euros(11_999), sum: euros(12_000) };
    assert_eq!(Taxed::from_figures(euros(10_000), euros(2_000), euros(11_999)), Err(sum));
    let wrong = r#"{"net":"100.00","vat":"20.00","gross":"119.99"}"#;
    assert!(serde_json::from_str::<Taxed>(wrong).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whichever figure one starts from, the three add up, and an invoice may state them.
    #[test]
    fn the_figures_add_up(cents in -499_999_999_999_i64..=499_999_999_999, hundredths in 0..=10_000_u16) {
        let rate = rate(hundredths);
        for taxed in [Taxed::of_net(euros(cents), rate), Taxed::of_gross(euros(cents), rate)] {
            let taxed = taxed.unwrap();
            prop_assert_eq!(taxed.net().cents() + taxed.vat().cents(), taxed.gross().cents());
            prop_assert_eq!(Taxed::typed(taxed.net(), rate, taxed.vat()), Ok(taxed));
            prop_assert_eq!(taxed.checked_add(taxed.negated()), Some(Taxed::ZERO));
        }
        prop_assert_eq!(Taxed::of_gross(euros(cents), rate).unwrap().gross(), euros(cents));
    }

    /// The VAT is the nearest cent: no other is nearer.
    #[test]
    fn the_vat_is_the_nearest_cent(cents in -1_000_000..=1_000_000_i64, hundredths in 0..=10_000_u16) {
        let vat = Taxed::of_net(euros(cents), rate(hundredths)).unwrap().vat().cents();
        let off = (vat * 10_000 - cents * i64::from(hundredths)).abs();
        prop_assert!(off <= 5_000, "{} ten-thousandths of a cent off", off);
    }
}
