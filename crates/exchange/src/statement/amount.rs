//! Amounts as accounting systems and spreadsheets write them (`domain.md` §5.8, point 3).

use domain::Euros;
use domain::euros::NotAnAmount;

/// Minus signs: the keyboard's, the true one, and the dashes that stand for it.
const MINUS: [char; 4] = ['-', '\u{2212}', '\u{2011}', '\u{2013}'];

/// Reads `1 234,56`, `-1 234,56 €`, `1 234,56-`, `(1 234,56)` and `1234.56 EUR`. A workbook holds amounts
/// as binary fractions: the noise behind a computed one, `1482.4999999999998`, is no decimal.
pub(super) fn read(text: &str, in_workbook: bool) -> Result<Euros, NotAnAmount> {
    let mut figure = without_unit(text.trim());
    let mut negative = false;
    if let Some(inside) = figure.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (figure, negative) = (without_unit(inside.trim()), true);
    } else if let Some(rest) = figure.strip_prefix(MINUS).or_else(|| figure.strip_suffix(MINUS)) {
        (figure, negative) = (without_unit(rest.trim()), true);
    } else if let Some(rest) = figure.strip_prefix('+') {
        figure = rest.trim();
    }
    if figure.contains(MINUS) {
        return Err(NotAnAmount::NotANumber);
    }
    let amount = match in_workbook.then(|| noisy(figure)).flatten() {
        Some(amount) => amount?,
        None => Euros::parse(figure)?,
    };
    // The other sign of what fits fits.
    Ok(if negative { Euros::from_cents(-amount.cents()) } else { amount })
}

fn without_unit(text: &str) -> &str {
    let end = text.len().saturating_sub(3);
    let bare = match text.get(end..) {
        Some(unit) if unit.eq_ignore_ascii_case("eur") => text.get(..end).unwrap_or_default(),
        _ => text,
    };
    bare.trim_end_matches('€').trim()
}

/// An amount whose third to ninth decimals are all 0 or all 9: the cents a binary fraction stands for.
fn noisy(text: &str) -> Option<Result<Euros, NotAnAmount>> {
    let (whole, decimals) = text.split_once('.')?;
    let missing = match decimals.get(2..9)? {
        "0000000" => 0,
        "9999999" => 1,
        _ => return None,
    };
    let cents = Euros::parse(&format!("{whole}.{}", decimals.get(..2)?)).map(Euros::cents);
    Some(cents.and_then(|cents| match cents + missing {
        cents @ ..=Euros::MOST_CENTS => Ok(Euros::from_cents(cents)),
        _ => Err(NotAnAmount::TooLarge),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_they_are_written() {
        use NotAnAmount::{Ambiguous, Empty, NotANumber, TooLarge, TooPrecise};
        for (text, cents) in [
            ("1 234,56", Ok(123_456)),
            ("1\u{a0}234,56\u{a0}€", Ok(123_456)),
            ("1\u{202f}234,5", Ok(123_450)),
            ("1234.56 EUR", Ok(123_456)),
            ("1234,56 eur", Ok(123_456)),
            ("-1 234,56 €", Ok(-123_456)),
            ("\u{2212}1 234,56", Ok(-123_456)),
            ("- 12", Ok(-1200)),
            ("12,00-", Ok(-1200)),
            ("12,00 € -", Ok(-1200)),
            ("(1 234,56)", Ok(-123_456)),
            ("(1 234,56 €)", Ok(-123_456)),
            ("(1 234,56) €", Ok(-123_456)),
            ("+5", Ok(500)),
            ("0", Ok(0)),
            ("", Err(Empty)),
            ("€", Err(Empty)),
            ("-", Err(Empty)),
            ("--5", Err(NotANumber)),
            ("-5-", Err(NotANumber)),
            ("(-5)", Err(NotANumber)),
            ("1-2", Err(NotANumber)),
            ("1.234,56", Err(Ambiguous)),
            ("1,234", Err(Ambiguous)),
            ("1,2345", Err(TooPrecise)),
            ("1,2E+10", Err(NotANumber)),
            ("12/03/2026", Err(NotANumber)),
            ("99999999999", Err(TooLarge)),
            ("1482.4999999999998", Err(TooPrecise)),
        ] {
            assert_eq!(read(text, false).map(Euros::cents), cents, "{text:?}");
        }
    }

    #[test]
    fn the_noise_of_a_binary_fraction_is_no_decimal() {
        for (text, cents) in [
            ("1482.4999999999998", Ok(148_250)),
            ("-1482.4999999999998", Ok(-148_250)),
            ("0.30000000000000004", Ok(30)),
            ("99.99999999999999", Ok(10_000)),
            ("1482.5", Ok(148_250)),
            ("12.345", Err(NotAnAmount::Ambiguous)),
            ("12.3456789012", Err(NotAnAmount::TooPrecise)),
            ("9999999999.999999999", Err(NotAnAmount::TooLarge)),
        ] {
            assert_eq!(read(text, true).map(Euros::cents), cents, "{text:?}");
        }
    }
}
