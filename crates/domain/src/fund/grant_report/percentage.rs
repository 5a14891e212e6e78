//! A share in percent, computed in whole numbers.

use serde::Serialize;

use crate::Euros;

/// A percentage with a fixed number of decimals, rounded half away from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Percentage {
    units: i64,
    decimals: u8,
}

impl Percentage {
    /// The most decimals of a percentage.
    pub const MOST_DECIMALS: u8 = 2;

    /// What share of the whole the part is, with so many decimals (2 at most). Nothing of a whole that is
    /// not above zero, where no share makes sense, nor where the share is out of range.
    #[must_use]
    pub fn of(part: Euros, whole: Euros, decimals: u8) -> Option<Self> {
        if !whole.is_positive() {
            return None;
        }
        let decimals = decimals.min(Self::MOST_DECIMALS);
        let part = i128::from(part.cents()) * 100 * 10_i128.pow(decimals.into());
        let whole = i128::from(whole.cents());
        let rounded = (2 * part.abs() + whole) / (2 * whole) * part.signum();
        i64::try_from(rounded).ok().map(|units| Self { units, decimals })
    }

    /// The percentage times ten to the power of its decimals: 123 is 12,3 % of one decimal.
    #[must_use]
    pub const fn units(self) -> i64 {
        self.units
    }

    /// How many decimals it has.
    #[must_use]
    pub const fn decimals(self) -> u8 {
        self.decimals
    }

    /// `12.30` with this decimal mark, as files write it: without the sign.
    #[must_use]
    pub fn plain(self, mark: char) -> String {
        let sign = if self.units < 0 { "-" } else { "" };
        let scale = 10_u64.pow(self.decimals.into());
        let (whole, rest) = (self.units.unsigned_abs() / scale, self.units.unsigned_abs() % scale);
        match self.decimals {
            0 => format!("{sign}{whole}"),
            decimals => format!("{sign}{whole}{mark}{rest:0width$}", width = decimals.into()),
        }
    }
}

/// `12,3 %`, with the no-break space of French typography.
impl std::fmt::Display for Percentage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\u{a0}%", self.plain(',').replace('-', "−"))
    }
}

#[cfg(test)]
mod tests {
    use super::Percentage;
    use crate::Euros;

    #[test]
    fn a_share_is_rounded_half_away_from_zero() {
        let share = |part, whole, decimals| {
            Percentage::of(Euros::from_cents(part), Euros::from_cents(whole), decimals)
                .map(|share| share.to_string())
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(share(1, 3, 1), text("33,3\u{a0}%"));
        assert_eq!(share(2, 3, 2), text("66,67\u{a0}%"));
        assert_eq!(share(1, 2_000, 1), text("0,1\u{a0}%"));
        assert_eq!(share(-1, 2_000, 1), text("−0,1\u{a0}%"));
        assert_eq!(share(1, 2_001, 1), text("0,0\u{a0}%"));
        assert_eq!(share(1_500_000, 3_000_000, 2), text("50,00\u{a0}%"));
        assert_eq!(share(1_500_000, 1_000_000, 0), text("150\u{a0}%"));
        assert_eq!(share(5, 100, 2), text("5,00\u{a0}%"));
        assert_eq!(share(5, 0, 2), None);
        assert_eq!(share(5, -1, 2), None);
        assert_eq!(share(i64::MAX, 1, 2), None);
        let half = Percentage::of(Euros::from_cents(-1), Euros::from_cents(8), 2).unwrap();
        assert_eq!((half.units(), half.decimals(), half.plain('.')), (-1_250, 2, "-12.50".into()));
    }
}
