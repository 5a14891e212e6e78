//! When a line may be spent: in its year, between its days, before or after its convention is signed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::agreement::AgreementRegime;
use super::amount::Amount;
use super::line::LineSums;
use crate::Euros;

/// A share of an amount, in hundredths of a percent: 1500 is 15 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Share(u16);

/// More than the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than 100 %")]
pub struct MoreThanWhole;

impl Share {
    /// The early release of spring 2020 (lines 319 to 325 of the founding note).
    pub const FIFTEEN_PERCENT: Self = Self(1_500);

    /// A share of so many hundredths of a percent.
    ///
    /// # Errors
    /// Above 10 000.
    pub const fn new(hundredths: u16) -> Result<Self, MoreThanWhole> {
        if hundredths <= 10_000 { Ok(Self(hundredths)) } else { Err(MoreThanWhole) }
    }

    /// Hundredths of a percent.
    #[must_use]
    pub const fn hundredths(self) -> u16 {
        self.0
    }

    /// This share of an amount, cents begun not counted. Nothing of what is below nothing.
    #[must_use]
    pub fn of(self, whole: Euros) -> Euros {
        let cents = i128::from(whole.cents().max(0)) * i128::from(self.0) / 10_000;
        // A part of 64-bit cents is 64-bit cents.
        Euros::from_cents(i64::try_from(cents).unwrap_or(i64::MAX))
    }
}

impl TryFrom<u16> for Share {
    type Error = MoreThanWhole;
    fn try_from(hundredths: u16) -> Result<Self, MoreThanWhole> {
        Self::new(hundredths)
    }
}

impl From<Share> for u16 {
    fn from(share: Share) -> Self {
        share.0
    }
}

/// What may be spent of a line before the convention that it rests on is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", content = "share", rename_all = "snake_case")]
pub enum BeforeConvention {
    /// All of it: what is spent is marked, and listed (Rhône, lines 303 to 313).
    Allowed,
    /// No more than this share of what is notified (lines 319 to 325).
    EarlyRelease(Share),
    /// Nothing.
    Forbidden,
}

/// When a line may be spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineRules {
    /// The calendar year it belongs to (exercice).
    pub fiscal_year: i16,
    /// Not before this day, if the funder says one.
    pub from: Option<Date>,
    /// Not after this day, if the funder says one.
    pub until: Option<Date>,
    /// What may be spent before its convention.
    pub before: BeforeConvention,
    /// Nothing moves on it any more.
    pub closed: bool,
}

/// Why a line may not be spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpendRefused {
    /// The line is closed.
    #[error("closed")]
    Closed,
    /// The day is not in the line's fiscal year.
    #[error("not in {0}")]
    OtherYear(i16),
    /// The funder allows no order before this day.
    #[error("not before {0}")]
    TooEarly(Date),
    /// The funder allows no order after this day.
    #[error("not after {0}")]
    TooLate(Date),
    /// Nothing before the convention is signed.
    #[error("the convention is not signed")]
    NotSigned,
    /// More than what may be released before the convention is signed.
    #[error("over the early release")]
    OverEarlyRelease {
        /// What is left of it.
        left: Euros,
    },
}

impl LineRules {
    /// The most that may be committed before the convention is signed; none: no limit but the line's.
    #[must_use]
    pub fn ceiling(self, sums: LineSums) -> Option<Euros> {
        match self.before {
            BeforeConvention::Allowed => None,
            BeforeConvention::EarlyRelease(share) => Some(share.of(sums.notified())),
            BeforeConvention::Forbidden => Some(Euros::ZERO),
        }
    }

    /// May this amount be committed on this day? `early` is what was committed on the line under the regime
    /// before its convention, and not given back.
    ///
    /// # Errors
    /// Says which rule forbids it.
    pub fn may_spend(
        self,
        amount: Amount,
        day: Date,
        regime: AgreementRegime,
        sums: LineSums,
        early: Euros,
    ) -> Result<(), SpendRefused> {
        self.is_open_on(day)?;
        if regime == AgreementRegime::Normal {
            return Ok(());
        }
        if self.before == BeforeConvention::Forbidden {
            return Err(SpendRefused::NotSigned);
        }
        let Some(ceiling) = self.ceiling(sums) else { return Ok(()) };
        let left = ceiling.checked_sub(early).unwrap_or_default();
        if amount.euros() <= left {
            Ok(())
        } else {
            let left = if left.is_negative() { Euros::ZERO } else { left };
            Err(SpendRefused::OverEarlyRelease { left })
        }
    }

    fn is_open_on(self, day: Date) -> Result<(), SpendRefused> {
        if self.closed {
            Err(SpendRefused::Closed)
        } else if day.year() != self.fiscal_year {
            Err(SpendRefused::OtherYear(self.fiscal_year))
        } else if let Some(from) = self.from.filter(|from| day < *from) {
            Err(SpendRefused::TooEarly(from))
        } else if let Some(until) = self.until.filter(|until| day > *until) {
            Err(SpendRefused::TooLate(until))
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::{BeforeConvention, LineRules, Share, SpendRefused};
    use crate::Euros;
    use crate::fund::{AgreementRegime, Amount, LineCents, LineSums};

    fn rules(before: BeforeConvention) -> LineRules {
        LineRules { fiscal_year: 2020, from: None, until: None, before, closed: false }
    }

    fn spend(
        rules: LineRules,
        cents: i64,
        day: jiff::civil::Date,
        regime: AgreementRegime,
    ) -> Result<(), SpendRefused> {
        let sums = LineCents { notified: 100_001, ..LineCents::default() };
        let early = Euros::from_cents(10_000);
        let amount = Amount::from_cents(cents).unwrap();
        rules.may_spend(amount, day, regime, LineSums::new(sums).unwrap(), early)
    }

    #[test]
    fn a_line_is_spent_in_its_year_and_between_its_days() {
        let rules = LineRules {
            from: Some(date(2020, 4, 1)),
            until: Some(date(2020, 10, 31)),
            ..rules(BeforeConvention::Allowed)
        };
        let on = |day| spend(rules, 1, day, AgreementRegime::Normal);
        assert_eq!(on(date(2019, 12, 31)), Err(SpendRefused::OtherYear(2020)));
        assert_eq!(on(date(2020, 3, 31)), Err(SpendRefused::TooEarly(date(2020, 4, 1))));
        assert_eq!(on(date(2020, 4, 1)), Ok(()));
        assert_eq!(on(date(2020, 10, 31)), Ok(()));
        assert_eq!(on(date(2020, 11, 1)), Err(SpendRefused::TooLate(date(2020, 10, 31))));
        let closed = LineRules { closed: true, ..rules };
        let refused = spend(closed, 1, date(2020, 5, 1), AgreementRegime::Normal);
        assert_eq!(refused, Err(SpendRefused::Closed));
    }

    #[test]
    fn before_the_convention_the_release_is_a_ceiling_of_whole_cents() {
        let day = date(2020, 4, 8);
        let early = rules(BeforeConvention::EarlyRelease(Share::FIFTEEN_PERCENT));
        // 15 % of 1 000,01 € is 150,0015 €: 150,00 €, of which 100,00 € are taken.
        assert_eq!(spend(early, 5_000, day, AgreementRegime::BeforeConvention), Ok(()));
        let left = Euros::from_cents(5_000);
        assert_eq!(
            spend(early, 5_001, day, AgreementRegime::BeforeConvention),
            Err(SpendRefused::OverEarlyRelease { left })
        );
        assert_eq!(spend(early, 90_000, day, AgreementRegime::Normal), Ok(()));
        let never = rules(BeforeConvention::Forbidden);
        assert_eq!(
            spend(never, 1, day, AgreementRegime::BeforeConvention),
            Err(SpendRefused::NotSigned)
        );
        let free = rules(BeforeConvention::Allowed);
        assert_eq!(spend(free, 100_000, day, AgreementRegime::BeforeConvention), Ok(()));
    }

    proptest! {
        #[test]
        fn a_share_and_the_rest_make_the_whole(cents in 0..=Euros::MOST_CENTS, part in 0..=10_000_u16) {
            let part_of = |share: u16| Share::new(share).unwrap().of(Euros::from_cents(cents)).cents();
            let both = part_of(part) + part_of(10_000 - part);
            prop_assert!(both == cents || both == cents - 1);
            prop_assert_eq!(part_of(10_000), cents);
        }
    }

    #[test]
    fn a_rule_is_read_as_it_was_written() {
        for rule in [
            BeforeConvention::Allowed,
            BeforeConvention::Forbidden,
            BeforeConvention::EarlyRelease(Share::FIFTEEN_PERCENT),
        ] {
            let text = serde_json::to_string(&rule).unwrap();
            assert_eq!(serde_json::from_str::<BeforeConvention>(&text).unwrap(), rule, "{text}");
        }
        assert!(serde_json::from_str::<Share>("10001").is_err());
    }
}
