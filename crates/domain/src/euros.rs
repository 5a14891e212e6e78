//! Money: whole cents, checked, never a float.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An amount in euros with exactly two decimals; may be negative (a shortfall, a credit note).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Euros(Decimal);

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAmount {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// A character that no amount has, an exponent, or a misplaced separator.
    #[error("not a decimal number")]
    NotANumber,
    /// `1,234.56`: a comma as thousands separator, or more than one decimal mark.
    #[error("ambiguous decimal mark")]
    Ambiguous,
    /// More than two digits behind the decimal mark.
    #[error("more than two decimals")]
    TooPrecise,
    /// More than ten digits of euros.
    #[error("too large")]
    TooLarge,
}

impl Euros {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// The largest amount a form or a file may carry, in cents: ten digits of euros (`allocation.md` B).
    pub const MOST_CENTS: i64 = 999_999_999_999;

    /// An amount from whole cents, as the database holds it.
    #[must_use]
    pub fn from_cents(cents: i64) -> Self {
        Self(Decimal::new(cents, 2))
    }

    /// Whole cents.
    #[must_use]
    pub fn cents(self) -> i64 {
        // Built from i64 cents only, so the mantissa at scale two always fits.
        let mut value = self.0;
        value.rescale(2);
        i64::try_from(value.mantissa()).unwrap_or(i64::MAX)
    }

    /// The sum, or nothing when it leaves the range of 64-bit cents.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.cents().checked_add(other.cents()).map(Self::from_cents)
    }

    /// The difference, or nothing when it leaves the range of 64-bit cents.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.cents().checked_sub(other.cents()).map(Self::from_cents)
    }

    /// `-1234.56` with this decimal mark: as files and programs write it, without grouping.
    #[must_use]
    pub fn plain(self, mark: char) -> String {
        let cents = self.cents();
        let sign = if cents < 0 { "-" } else { "" };
        let cents = cents.unsigned_abs();
        format!("{sign}{}{mark}{:02}", cents / 100, cents % 100)
    }

    /// Is it below nothing?
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }

    /// Is it above nothing?
    #[must_use]
    pub fn is_positive(self) -> bool {
        self.0.is_sign_positive() && !self.0.is_zero()
    }

    /// Reads what people type in France: `1234`, `1234,5`, `1 234,56 €`, and `1234.56`.
    ///
    /// Spaces may be U+0020, U+00A0 or U+202F, between groups of three digits.
    ///
    /// # Errors
    /// Says which rule the text breaks; a negative amount is read (callers decide whether it makes
    /// sense), an exponent or a comma for thousands is not.
    pub fn parse(text: &str) -> Result<Self, NotAnAmount> {
        let text = text.trim().trim_end_matches('€').trim();
        if text.is_empty() {
            return Err(NotAnAmount::Empty);
        }
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let marks = digits.chars().filter(|c| matches!(c, ',' | '.')).count();
        if marks > 1 {
            return Err(NotAnAmount::Ambiguous);
        }
        let (whole, decimals) = digits.split_once([',', '.']).unwrap_or((digits, ""));
        let whole = ungrouped(whole)?;
        if marks == 1 && decimals.is_empty() || !decimals.chars().all(|c| c.is_ascii_digit()) {
            return Err(NotAnAmount::NotANumber);
        }
        match decimals.len() {
            0..=2 => {}
            // `12,345` may be meant as twelve thousand: never guess.
            3 => return Err(NotAnAmount::Ambiguous),
            _ => return Err(NotAnAmount::TooPrecise),
        }
        if whole.trim_start_matches('0').len() > 10 {
            return Err(NotAnAmount::TooLarge);
        }
        let cents: i64 =
            format!("{whole}{decimals:0<2}").parse().map_err(|_| NotAnAmount::TooLarge)?;
        if cents > Self::MOST_CENTS {
            return Err(NotAnAmount::TooLarge);
        }
        Ok(Self::from_cents(if negative { -cents } else { cents }))
    }
}

/// Drops the spaces of `1 234 567`, and refuses any other grouping.
fn ungrouped(whole: &str) -> Result<String, NotAnAmount> {
    let groups: Vec<&str> = whole.split([' ', '\u{a0}', '\u{202f}']).collect();
    let digits = |group: &str| !group.is_empty() && group.chars().all(|c| c.is_ascii_digit());
    let grouped = groups.len() == 1
        || groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    if grouped && groups.iter().all(|group| digits(group)) {
        Ok(groups.concat())
    } else {
        Err(NotAnAmount::NotANumber)
    }
}

/// `1 234,56 €`, with the narrow no-break spaces of French typography.
impl std::fmt::Display for Euros {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let cents = self.cents();
        let whole = (cents.unsigned_abs() / 100).to_string();
        let sign = if cents < 0 { "−" } else { "" };
        let mut grouped = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                grouped.push('\u{202f}');
            }
            grouped.push(digit);
        }
        write!(f, "{sign}{grouped},{:02}\u{a0}€", cents.unsigned_abs() % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::{Euros, NotAnAmount};

    #[test]
    fn amounts_as_people_type_them() {
        for (text, expected) in [
            ("1234,56", Ok(123_456)),
            ("1234.5", Ok(123_450)),
            ("1 234,56 €", Ok(123_456)),
            ("1\u{202f}234\u{a0}567", Ok(123_456_700)),
            ("-5", Ok(-500)),
            ("0", Ok(0)),
            ("", Err(NotAnAmount::Empty)),
            ("1e3", Err(NotAnAmount::NotANumber)),
            ("12,", Err(NotAnAmount::NotANumber)),
            ("1 23", Err(NotAnAmount::NotANumber)),
            ("12,345", Err(NotAnAmount::Ambiguous)),
            ("12,345.67", Err(NotAnAmount::Ambiguous)),
            ("1,2345", Err(NotAnAmount::TooPrecise)),
            ("12345678901", Err(NotAnAmount::TooLarge)),
        ] {
            assert_eq!(Euros::parse(text).map(Euros::cents), expected, "{text:?}");
        }
    }

    #[test]
    fn amounts_as_people_read_them() {
        assert_eq!(Euros::from_cents(1_500_000).to_string(), "15\u{202f}000,00\u{a0}€");
        assert_eq!(Euros::from_cents(-5).to_string(), "−0,05\u{a0}€");
        assert_eq!(Euros::from_cents(-123_405).plain('.'), "-1234.05");
    }
}
