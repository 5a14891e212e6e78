//! Amounts as papers print them: `1 234,56 €`, as the domain writes them, and shares of amounts.

use domain::Euros;
use serde::Serializer;

/// An amount.
pub(crate) fn in_french<S: Serializer>(amount: &Euros, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(amount)
}

/// An amount that may be missing.
pub(crate) fn in_french_if_any<S: Serializer>(
    amount: &Option<Euros>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match amount {
        Some(amount) => serializer.collect_str(amount),
        None => serializer.serialize_none(),
    }
}

/// A sum; beyond 64-bit cents, which no fund reaches, the largest there is.
pub(crate) fn sum(amounts: impl IntoIterator<Item = Euros>) -> Euros {
    let cents = amounts.into_iter().map(Euros::cents);
    Euros::from_cents(cents.fold(0, i64::saturating_add))
}

/// What is left of the first when the second is taken away; never beyond 64-bit cents.
pub(crate) fn less(from: Euros, taken: Euros) -> Euros {
    Euros::from_cents(from.cents().saturating_sub(taken.cents()))
}

/// `71,4 %`: a part of a whole, to the tenth, halves away from zero; nothing of a whole that is nothing or
/// less.
pub(crate) fn percent(part: Euros, whole: Euros) -> Option<String> {
    let (part, whole) = (i128::from(part.cents()), i128::from(whole.cents()));
    if whole <= 0 {
        return None;
    }
    let tenths = (part.abs() * 2_000 + whole) / (whole * 2);
    let sign = if part < 0 && tenths > 0 { "−" } else { "" };
    Some(format!("{sign}{},{}\u{202f}%", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_to_the_tenth() {
        for (part, whole, told) in [
            (1, 3, Some("33,3")),
            (2, 3, Some("66,7")),
            (1, 2_000, Some("0,1")),
            (9_994, 10_000, Some("99,9")),
            (9_995, 10_000, Some("100,0")),
            (15_001, 10_000, Some("150,0")),
            (-1, 3, Some("−33,3")),
            (-1, 1_000_000, Some("0,0")),
            (0, 5, Some("0,0")),
            (5, 0, None),
            (5, -5, None),
            (i64::MAX, i64::MAX, Some("100,0")),
            (i64::MIN + 1, 1, Some("−922337203685477580700,0")),
        ] {
            let shown = percent(Euros::from_cents(part), Euros::from_cents(whole));
            let told = told.map(|told| format!("{told}\u{202f}%"));
            assert_eq!(shown, told, "{part} of {whole}");
        }
    }

    #[test]
    fn sums_never_wrap() {
        let most = Euros::from_cents(i64::MAX);
        assert_eq!(sum([most, most]), most);
        assert_eq!(less(Euros::from_cents(i64::MIN), most), Euros::from_cents(i64::MIN));
        assert_eq!(sum([]), Euros::ZERO);
    }
}
