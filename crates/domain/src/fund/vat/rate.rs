//! A rate of VAT, in hundredths of a percent.

use serde::{Deserialize, Serialize};

/// The share of a net amount that is its VAT, in hundredths of a percent: 550 is 5,5 %. At most 100 %.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(try_from = "u16", into = "u16")]
pub struct VatRate(u16);

/// Why there is no such rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotARate {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// Not digits with at most one decimal mark.
    #[error("not a decimal number")]
    NotANumber,
    /// More than two digits behind the decimal mark.
    #[error("more than two decimals")]
    TooPrecise,
    /// Over 100 %.
    #[error("over 100 %")]
    OverWhole,
}

impl VatRate {
    /// No tax.
    pub const ZERO: Self = Self(0);

    /// 100 %, in hundredths of a percent.
    pub const WHOLE: u16 = 10_000;

    /// The rate of so many hundredths of a percent.
    ///
    /// # Errors
    /// Over 100 %.
    pub const fn from_hundredths(hundredths: u16) -> Result<Self, NotARate> {
        if hundredths > Self::WHOLE { Err(NotARate::OverWhole) } else { Ok(Self(hundredths)) }
    }

    /// For the tables of this crate, whose rates a test reads.
    pub(super) const fn of_table(hundredths: u16) -> Self {
        Self(hundredths)
    }

    /// In hundredths of a percent.
    #[must_use]
    pub const fn hundredths(self) -> u16 {
        self.0
    }

    /// Reads `20`, `5,5`, `5.50` or `20 %`.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str) -> Result<Self, NotARate> {
        let text = text.trim().trim_end_matches('%').trim();
        if text.is_empty() {
            return Err(NotARate::Empty);
        }
        let (whole, decimals) = match text.split_once([',', '.']) {
            Some((_, "")) => return Err(NotARate::NotANumber),
            Some(parts) => parts,
            None => (text, ""),
        };
        let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(decimals) {
            return Err(NotARate::NotANumber);
        }
        if decimals.len() > 2 {
            return Err(NotARate::TooPrecise);
        }
        let hundredths = format!("{whole}{decimals:0<2}");
        hundredths.parse().map_err(|_| NotARate::OverWhole).and_then(Self::from_hundredths)
    }
}

impl TryFrom<u16> for VatRate {
    type Error = NotARate;
    fn try_from(hundredths: u16) -> Result<Self, NotARate> {
        Self::from_hundredths(hundredths)
    }
}

impl From<VatRate> for u16 {
    fn from(rate: VatRate) -> Self {
        rate.0
    }
}

/// `5,5`: the percents as they are written in France, without zeros at the end nor the sign.
impl std::fmt::Display for VatRate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, decimals) = (self.0 / 100, self.0 % 100);
        match (decimals, decimals % 10) {
            (0, _) => write!(f, "{whole}"),
            (_, 0) => write!(f, "{whole},{}", decimals / 10),
            _ => write!(f, "{whole},{decimals:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NotARate, VatRate};

    #[test]
    fn rates_as_people_type_them() {
        for (text, hundredths) in [
            ("20", Ok(2_000)),
            ("5,5 %", Ok(550)),
            ("2.10", Ok(210)),
            ("0", Ok(0)),
            ("100", Ok(10_000)),
            ("", Err(NotARate::Empty)),
            ("%", Err(NotARate::Empty)),
            ("-5", Err(NotARate::NotANumber)),
            ("5,", Err(NotARate::NotANumber)),
            (",5", Err(NotARate::NotANumber)),
            ("1e1", Err(NotARate::NotANumber)),
            ("5,5,5", Err(NotARate::NotANumber)),
            ("5,555", Err(NotARate::TooPrecise)),
            ("100,01", Err(NotARate::OverWhole)),
            ("99999999999999999999", Err(NotARate::OverWhole)),
        ] {
            assert_eq!(VatRate::parse(text).map(VatRate::hundredths), hundredths, "{text:?}");
        }
    }

    #[test]
    fn rates_as_people_read_them() {
        let shown = [2_000, 550, 210, 1_925, 5, 0].map(|rate| VatRate(rate).to_string());
        assert_eq!(shown, ["20", "5,5", "2,1", "19,25", "0,05", "0"]);
    }

    #[test]
    fn a_stored_rate_is_checked_again() {
        let rate: VatRate = serde_json::from_str("550").unwrap();
        assert_eq!(serde_json::to_string(&rate).unwrap(), "550");
        assert!(serde_json::from_str::<VatRate>("10001").is_err());
    }
}
