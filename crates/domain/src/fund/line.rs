//! A budget line's running sums, and what is left of it (invariant 3).

use serde::{Deserialize, Serialize};

use crate::Euros;
use crate::fund::Amount;

/// The most cents a sum may reach: a hundred times the largest amount one form carries. Sums within
/// it never overflow when they are added or taken from each other.
const MOST_CENTS: i64 = 99_999_999_999_900;

/// A line's running sums in whole cents, as the database and the journal hold them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LineCents {
    /// Announced in writing by the funder, reductions taken off.
    pub notified: i64,
    /// Brought from the year before, on the same origin (report).
    #[serde(default, skip_serializing_if = "nothing")]
    pub carried_in: i64,
    /// Taken to the next year.
    #[serde(default, skip_serializing_if = "nothing")]
    pub carried_out: i64,
    /// Given back to the funder (reversement).
    #[serde(default, skip_serializing_if = "nothing")]
    pub repaid: i64,
    /// Set aside by an adopted plan until its purchases are ordered or refused.
    #[serde(default, skip_serializing_if = "nothing")]
    pub reserved: i64,
    /// Reserved by commitments and not settled yet.
    pub open: i64,
    /// Recognised as owed, paid or not.
    pub settled: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn nothing(cents: &i64) -> bool {
    *cents == 0
}

impl LineCents {
    /// Each sum's name, as files and findings call it, with its value.
    #[must_use]
    pub const fn named(self) -> [(&'static str, i64); 7] {
        [
            ("notified", self.notified),
            ("carried_in", self.carried_in),
            ("carried_out", self.carried_out),
            ("repaid", self.repaid),
            ("reserved", self.reserved),
            ("open", self.open),
            ("settled", self.settled),
        ]
    }

    /// Notified + carried in − carried out − repaid.
    #[must_use]
    pub const fn resources(self) -> i64 {
        self.notified
            .saturating_add(self.carried_in)
            .saturating_sub(self.carried_out)
            .saturating_sub(self.repaid)
    }

    /// What came from other years less what left: resources − notified. May be below nothing.
    #[must_use]
    pub const fn carried(self) -> i64 {
        self.resources().saturating_sub(self.notified)
    }

    /// Resources − reserved − open commitments − settled.
    #[must_use]
    pub const fn available(self) -> i64 {
        self.resources()
            .saturating_sub(self.reserved)
            .saturating_sub(self.open)
            .saturating_sub(self.settled)
    }

    /// Sum by sum, what `by` makes of the two; nothing past 64 bits.
    fn with(self, other: Self, by: fn(i64, i64) -> Option<i64>) -> Option<Self> {
        Some(Self {
            notified: by(self.notified, other.notified)?,
            carried_in: by(self.carried_in, other.carried_in)?,
            carried_out: by(self.carried_out, other.carried_out)?,
            repaid: by(self.repaid, other.repaid)?,
            reserved: by(self.reserved, other.reserved)?,
            open: by(self.open, other.open)?,
            settled: by(self.settled, other.settled)?,
        })
    }

    /// Sum by sum; nothing past 64 bits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.with(other, i64::checked_add)
    }

    /// By how much each sum differs from `before`; nothing past 64 bits.
    #[must_use]
    pub fn since(self, before: Self) -> Option<Self> {
        self.with(before, i64::checked_sub)
    }
}

/// What was notified, carried, reserved and spent on one line. Each sum is zero or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LineSums(LineCents);

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
    pub fn new(cents: LineCents) -> Option<Self> {
        let in_range = |(_, cents): &(&str, i64)| (0..=MOST_CENTS).contains(cents);
        cents.named().iter().all(in_range).then_some(Self(cents))
    }

    /// In whole cents.
    #[must_use]
    pub const fn cents(self) -> LineCents {
        self.0
    }

    /// Announced in writing by the funder, reductions taken off.
    #[must_use]
    pub fn notified(self) -> Euros {
        Euros::from_cents(self.0.notified)
    }

    /// Brought from the year before.
    #[must_use]
    pub fn carried_in(self) -> Euros {
        Euros::from_cents(self.0.carried_in)
    }

    /// Taken to the next year.
    #[must_use]
    pub fn carried_out(self) -> Euros {
        Euros::from_cents(self.0.carried_out)
    }

    /// Given back to the funder.
    #[must_use]
    pub fn repaid(self) -> Euros {
        Euros::from_cents(self.0.repaid)
    }

    /// Set aside by adopted plans.
    #[must_use]
    pub fn reserved(self) -> Euros {
        Euros::from_cents(self.0.reserved)
    }

    /// Reserved by commitments and not settled yet.
    #[must_use]
    pub fn open_commitments(self) -> Euros {
        Euros::from_cents(self.0.open)
    }

    /// Recognised as owed, paid or not.
    #[must_use]
    pub fn settled(self) -> Euros {
        Euros::from_cents(self.0.settled)
    }

    /// Committed, settled or not.
    #[must_use]
    pub fn committed(self) -> Euros {
        Euros::from_cents(self.0.open + self.0.settled)
    }

    /// notified + carried in − carried out − repaid: what the year has to spend.
    #[must_use]
    pub fn resources(self) -> Euros {
        Euros::from_cents(self.0.resources())
    }

    /// Resources − notified: below nothing where more left for another year than came.
    #[must_use]
    pub fn carried(self) -> Euros {
        Euros::from_cents(self.0.carried())
    }

    /// Resources − reserved − open commitments − settled. Negative only after a reduced notification.
    #[must_use]
    pub fn available(self) -> Euros {
        Euros::from_cents(self.0.available())
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
        let notified =
            self.0.notified.checked_add(amount.cents()).ok_or(NotifyRefused::TooLarge)?;
        if notified < 0 {
            return Err(NotifyRefused::BelowNothing { notified: self.notified() });
        }
        Self::new(LineCents { notified, ..self.0 }).ok_or(NotifyRefused::TooLarge)
    }

    /// Reserves an amount for an order; nothing when it is more than what is available.
    pub(super) fn reserve(self, amount: Amount) -> Option<Self> {
        let open = self.0.open + amount.cents();
        (amount.euros() <= self.available()).then_some(Self(LineCents { open, ..self.0 }))
    }

    /// Moves an amount from reserved to settled.
    pub(super) fn spend(self, amount: Amount) -> Option<Self> {
        let open = self.0.open.checked_sub(amount.cents())?;
        Self::new(LineCents { open, settled: self.0.settled + amount.cents(), ..self.0 })
    }

    /// Gives back a reserved amount.
    pub(super) fn release(self, amount: Euros) -> Option<Self> {
        Self::new(LineCents { open: self.0.open.checked_sub(amount.cents())?, ..self.0 })
    }

    /// Takes back a settled amount: reserved again, or free where its commitment is cancelled.
    pub(super) fn unspend(self, amount: Amount, reserved_again: bool) -> Option<Self> {
        let settled = self.0.settled.checked_sub(amount.cents())?;
        let open = if reserved_again { self.0.open + amount.cents() } else { self.0.open };
        Self::new(LineCents { open, settled, ..self.0 })
    }

    /// Takes an amount to the next year; nothing when it is more than what is available.
    #[must_use]
    pub fn carry_out(self, amount: Amount) -> Option<Self> {
        let carried_out = self.0.carried_out + amount.cents();
        (amount.euros() <= self.available()).then_some(())?;
        Self::new(LineCents { carried_out, ..self.0 })
    }

    /// Brings an amount from the year before; nothing out of range.
    #[must_use]
    pub fn carry_in(self, amount: Amount) -> Option<Self> {
        Self::new(LineCents { carried_in: self.0.carried_in + amount.cents(), ..self.0 })
    }

    /// Gives an amount back to the funder; nothing when it is more than what is available.
    #[must_use]
    pub fn repay(self, amount: Amount) -> Option<Self> {
        let repaid = self.0.repaid + amount.cents();
        (amount.euros() <= self.available()).then_some(())?;
        Self::new(LineCents { repaid, ..self.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::{LineCents, LineSums, NotifyRefused};
    use crate::Euros;
    use crate::fund::Amount;

    fn sums(notified: i64, open: i64, settled: i64) -> LineSums {
        LineSums::new(LineCents { notified, open, settled, ..LineCents::default() }).unwrap()
    }

    #[test]
    fn what_is_left_is_notified_less_reserved_less_spent() {
        assert_eq!(sums(1_500_000, 200_000, 300_001).available(), Euros::from_cents(999_999));
        assert_eq!(LineSums::new(LineCents { notified: -1, ..LineCents::default() }), None);
    }

    #[test]
    fn what_is_carried_repaid_or_set_aside_counts_once() {
        let amount = |cents| Amount::from_cents(cents).unwrap();
        let line = sums(10_000, 1_000, 2_000).carry_in(amount(500)).unwrap();
        let line = line.carry_out(amount(3_000)).unwrap().repay(amount(4_000)).unwrap();
        assert_eq!(
            (line.resources().cents(), line.available().cents(), line.committed().cents()),
            (3_500, 500, 3_000)
        );
        assert_eq!(line.carry_out(amount(501)), None);
        assert_eq!(line.repay(amount(501)), None);
        let aside = LineSums::new(LineCents { reserved: 200, ..line.cents() }).unwrap();
        assert_eq!(aside.available(), Euros::from_cents(300));
        assert_eq!(aside.reserve(amount(301)), None);
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

    #[test]
    fn an_old_line_of_the_journal_reads_as_one_that_carried_nothing() {
        let old: LineCents =
            serde_json::from_str(r#"{"notified":5,"open":-3,"settled":3}"#).unwrap();
        assert_eq!(old, LineCents { notified: 5, open: -3, settled: 3, ..LineCents::default() });
        assert_eq!(serde_json::to_string(&old).unwrap(), r#"{"notified":5,"open":-3,"settled":3}"#);
    }
}
