//! A budget line's running sums, and what is left of it (invariant 3).

use crate::Euros;
use crate::fund::Amount;

/// The most cents a sum may reach: a hundred times the largest amount one form carries. Sums within
/// it never overflow when they are added or taken from each other.
const MOST_CENTS: i64 = 99_999_999_999_900;

/// What was notified, reserved and spent on one line. Each sum is zero or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LineSums {
    notified: i64,
    open: i64,
    settled: i64,
}

/// Why a notification is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotifyRefused {
    /// A notification of zero.
    #[error("of nothing")]
    Nothing,
    /// It would take back more than was ever notified.
    #[error("less than nothing notified")]
    BelowNothing {
        /// What is notified so far.
        notified: Euros,
    },
    /// The line's sum would be out of range.
    #[error("too large")]
    TooLarge,
}

impl LineSums {
    /// The sums as the database holds them; nothing when one is negative or out of range.
    #[must_use]
    pub fn from_cents(notified: i64, open: i64, settled: i64) -> Option<Self> {
        let in_range = |cents: &i64| (0..=MOST_CENTS).contains(cents);
        [notified, open, settled].iter().all(in_range).then_some(Self { notified, open, settled })
    }

    /// Announced in writing by the funder, reductions taken off.
    #[must_use]
    pub fn notified(self) -> Euros {
        Euros::from_cents(self.notified)
    }

    /// Reserved by commitments and not settled yet.
    #[must_use]
    pub fn open_commitments(self) -> Euros {
        Euros::from_cents(self.open)
    }

    /// Recognised as owed, paid or not.
    #[must_use]
    pub fn settled(self) -> Euros {
        Euros::from_cents(self.settled)
    }

    /// notified − open commitments − settled. Negative only after a reduced notification.
    #[must_use]
    pub fn available(self) -> Euros {
        Euros::from_cents(self.notified - self.open - self.settled)
    }

    /// Has a funder's reduction brought the line below nothing?
    #[must_use]
    pub fn is_reduced_below_nothing(self) -> bool {
        self.available().is_negative()
    }

    /// Adds a notification; below zero it is a reduction, which may make what is available negative.
    ///
    /// # Errors
    /// A notification of nothing, of more than was notified, or out of range.
    pub fn notify(self, amount: Euros) -> Result<Self, NotifyRefused> {
        if amount == Euros::ZERO {
            return Err(NotifyRefused::Nothing);
        }
        let notified = self.notified.checked_add(amount.cents()).ok_or(NotifyRefused::TooLarge)?;
        if notified < 0 {
            return Err(NotifyRefused::BelowNothing { notified: self.notified() });
        }
        Self::from_cents(notified, self.open, self.settled).ok_or(NotifyRefused::TooLarge)
    }

    /// Reserves an amount; nothing when it is more than what is available.
    pub(super) fn reserve(self, amount: Amount) -> Option<Self> {
        (amount.euros() <= self.available())
            .then(|| Self { open: self.open + amount.cents(), ..self })
    }

    /// Moves an amount from reserved to settled.
    pub(super) fn spend(self, amount: Amount) -> Option<Self> {
        let open = self.open.checked_sub(amount.cents())?;
        Self::from_cents(self.notified, open, self.settled + amount.cents())
    }

    /// Gives back a reserved amount.
    pub(super) fn release(self, amount: Euros) -> Option<Self> {
        Self::from_cents(self.notified, self.open.checked_sub(amount.cents())?, self.settled)
    }

    /// Takes back a settled amount: reserved again, or free where its commitment is cancelled.
    pub(super) fn unspend(self, amount: Amount, reserved_again: bool) -> Option<Self> {
        let settled = self.settled.checked_sub(amount.cents())?;
        let open = if reserved_again { self.open + amount.cents() } else { self.open };
        Self::from_cents(self.notified, open, settled)
    }
}

#[cfg(test)]
mod tests {
    use super::{LineSums, NotifyRefused};
    use crate::Euros;

    fn sums(notified: i64, open: i64, settled: i64) -> LineSums {
        LineSums::from_cents(notified, open, settled).unwrap()
    }

    #[test]
    fn what_is_left_is_notified_less_reserved_less_spent() {
        assert_eq!(sums(1_500_000, 200_000, 300_001).available(), Euros::from_cents(999_999));
        assert_eq!(LineSums::from_cents(-1, 0, 0), None);
    }

    #[test]
    fn only_a_reduction_goes_below_nothing() {
        let line = sums(10_000, 6_000, 3_000);
        assert_eq!(line.notify(Euros::ZERO), Err(NotifyRefused::Nothing));
        let reduced = line.notify(Euros::from_cents(-2_000)).unwrap();
        assert_eq!(reduced.available(), Euros::from_cents(-1_000));
        assert!(reduced.is_reduced_below_nothing());
        let notified = Euros::from_cents(10_000);
        assert_eq!(
            line.notify(Euros::from_cents(-10_001)),
            Err(NotifyRefused::BelowNothing { notified })
        );
        assert_eq!(line.notify(Euros::from_cents(i64::MAX)), Err(NotifyRefused::TooLarge));
    }
}
