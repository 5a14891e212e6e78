//! Commitments: reserving money for an order, settling it by parts, giving back what was not settled.

use crate::Euros;
use crate::fund::{AgreementState, Amount, LineSums};

crate::vocabulary! {
    /// Where a commitment stands.
    CommitmentState {
        /// Something is left to settle.
        Open = "open",
        /// Settled whole.
        Closed = "closed",
        /// What was not settled has been given back.
        Cancelled = "cancelled",
    }
}

/// One commitment's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commitment {
    /// What the order was for.
    pub amount: Amount,
    /// What has been settled of it.
    pub settled: Euros,
    /// Where it stands.
    pub state: CommitmentState,
}

/// What an agreement still allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands.
    pub state: AgreementState,
    /// Agreed, less what its commitments hold or have spent.
    pub remainder: Euros,
}

/// Why money is not committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CommitRefused {
    /// The troïka has not agreed, or has refused.
    #[error("not agreed")]
    NotAgreed,
    /// More than what the agreement still allows.
    #[error("over the agreement")]
    OverAgreement {
        /// What it still allows.
        remainder: Euros,
    },
    /// More than what the line has left.
    #[error("short")]
    Short {
        /// What it has left; negative after a reduced notification.
        available: Euros,
    },
}

/// Why a debt is not recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettleRefused {
    /// Closed or cancelled: nothing left to settle.
    #[error("not open")]
    NotOpen,
    /// More than what is left of the commitment.
    #[error("over the commitment")]
    OverCommitment {
        /// What is left of it.
        remainder: Euros,
    },
}

/// Why a commitment is not cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CancelRefused {
    /// Closed or cancelled: nothing left to give back.
    #[error("not open")]
    NotOpen,
}

/// Why a commitment is not raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ComplementRefused {
    /// It is cancelled.
    #[error("cancelled")]
    Cancelled,
    /// It would be more than an amount may be.
    #[error("too large")]
    TooLarge,
    /// The money breaks a rule.
    #[error(transparent)]
    Commit(CommitRefused),
}

/// Why a credit note is not taken into account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("over what was settled")]
pub struct CreditRefused {
    /// What was settled on its commitment.
    pub settled: Euros,
}

impl Commitment {
    /// A fresh commitment.
    #[must_use]
    pub const fn new(amount: Amount) -> Self {
        Self { amount, settled: Euros::ZERO, state: CommitmentState::Open }
    }

    /// What it still reserves on its line.
    #[must_use]
    pub fn open_part(self) -> Euros {
        match self.state {
            CommitmentState::Open => Euros::from_cents(self.amount.cents() - self.settled.cents()),
            CommitmentState::Closed | CommitmentState::Cancelled => Euros::ZERO,
        }
    }

    /// What it takes of its agreement: all of it, or only what was spent once cancelled.
    #[must_use]
    pub fn held(self) -> Euros {
        if self.state == CommitmentState::Cancelled { self.settled } else { self.amount.euros() }
    }
}

/// Reserves an amount on a line under an agreement.
///
/// # Errors
/// Without an agreement, over it, or over what the line has left.
pub fn commit(
    line: LineSums,
    agreement: Standing,
    amount: Amount,
) -> Result<LineSums, CommitRefused> {
    if agreement.state != AgreementState::Agreed {
        return Err(CommitRefused::NotAgreed);
    }
    if amount.euros() > agreement.remainder {
        return Err(CommitRefused::OverAgreement { remainder: agreement.remainder });
    }
    line.reserve(amount).ok_or(CommitRefused::Short { available: line.available() })
}

/// Recognises a debt on a commitment; the last one closes it.
///
/// # Errors
/// On a commitment that is not open, or over what is left of it.
pub fn settle(
    line: LineSums,
    order: Commitment,
    amount: Amount,
) -> Result<(LineSums, Commitment), SettleRefused> {
    if order.state != CommitmentState::Open {
        return Err(SettleRefused::NotOpen);
    }
    let over = SettleRefused::OverCommitment { remainder: order.open_part() };
    if amount.euros() > order.open_part() {
        return Err(over);
    }
    // The line reserves at least what this commitment does, so this only fails on broken sums.
    let line = line.spend(amount).ok_or(over)?;
    let settled = Euros::from_cents(order.settled.cents() + amount.cents());
    let state = if settled == order.amount.euros() {
        CommitmentState::Closed
    } else {
        CommitmentState::Open
    };
    Ok((line, Commitment { settled, state, ..order }))
}

/// Gives back exactly what was not settled; says how much.
///
/// # Errors
/// On a commitment that is not open.
pub fn cancel(
    line: LineSums,
    order: Commitment,
) -> Result<(LineSums, Commitment, Euros), CancelRefused> {
    if order.state != CommitmentState::Open {
        return Err(CancelRefused::NotOpen);
    }
    let released = order.open_part();
    let line = line.release(released).ok_or(CancelRefused::NotOpen)?;
    Ok((line, Commitment { state: CommitmentState::Cancelled, ..order }, released))
}

/// Raises a commitment by what its order costs more (engagement complémentaire), under the same agreement.
///
/// # Errors
/// On a cancelled commitment, and as [`commit`].
pub fn complement(
    line: LineSums,
    agreement: Standing,
    order: Commitment,
    extra: Amount,
) -> Result<(LineSums, Commitment), ComplementRefused> {
    if order.state == CommitmentState::Cancelled {
        return Err(ComplementRefused::Cancelled);
    }
    let line = commit(line, agreement, extra).map_err(ComplementRefused::Commit)?;
    let amount = order.amount.euros().checked_add(extra.euros());
    let amount = amount.and_then(|sum| Amount::new(sum).ok()).ok_or(ComplementRefused::TooLarge)?;
    Ok((line, Commitment { amount, state: CommitmentState::Open, ..order }))
}

/// Takes a credit note off what is owed: its amount is reserved again, or free where the commitment was
/// cancelled since.
///
/// # Errors
/// Over what was settled on the commitment.
pub fn credit(
    line: LineSums,
    order: Commitment,
    amount: Amount,
) -> Result<(LineSums, Commitment), CreditRefused> {
    reject(line, order, amount).ok_or(CreditRefused { settled: order.settled })
}

/// Undoes a credit note that the accountant sends back: its amount is owed again. Nothing when that is
/// more than the commitment, or, since it was cancelled, than what its line has left or its agreement allows.
#[must_use]
pub fn uncredit(
    line: LineSums,
    agreement: Standing,
    order: Commitment,
    amount: Amount,
) -> Option<(LineSums, Commitment)> {
    if order.state == CommitmentState::Cancelled {
        let settled = order.settled.checked_add(amount.euros())?;
        let whole = order.amount.euros();
        (settled <= whole && amount.euros() <= agreement.remainder).then_some(())?;
        let line = line.reserve(amount)?.spend(amount)?;
        let state = if settled == whole { CommitmentState::Closed } else { order.state };
        Some((line, Commitment { settled, state, ..order }))
    } else {
        settle(line, order, amount).ok()
    }
}

/// Undoes a settlement that the accountant sends back: its amount is reserved again, or free where the
/// commitment was cancelled since. Nothing when the sums do not hold that settlement.
#[must_use]
pub fn reject(line: LineSums, order: Commitment, amount: Amount) -> Option<(LineSums, Commitment)> {
    let reserved_again = order.state != CommitmentState::Cancelled;
    let line = line.unspend(amount, reserved_again)?;
    let settled = order.settled.checked_sub(amount.euros()).filter(|left| !left.is_negative())?;
    let state = if reserved_again { CommitmentState::Open } else { CommitmentState::Cancelled };
    Some((line, Commitment { settled, state, ..order }))
}

#[cfg(test)]
mod tests {
    use super::{
        CancelRefused, CommitRefused, Commitment, CommitmentState, ComplementRefused,
        CreditRefused, SettleRefused, Standing,
    };
    use super::{cancel, commit, complement, credit, reject, settle, uncredit};
    use crate::Euros;
    use crate::fund::{AgreementState, Amount, LineCents, LineSums};

    fn euros(cents: i64) -> Euros {
        Euros::from_cents(cents)
    }

    fn amount(cents: i64) -> Amount {
        Amount::from_cents(cents).unwrap()
    }

    fn line_of(notified: i64, open: i64) -> LineSums {
        LineSums::new(LineCents { notified, open, ..LineCents::default() }).unwrap()
    }

    fn agreed(cents: i64) -> Standing {
        Standing { state: AgreementState::Agreed, remainder: euros(cents) }
    }

    #[test]
    fn nothing_is_committed_without_agreement_or_over_it_or_over_the_line() {
        let line = line_of(10_000, 0);
        let asked = Standing { state: AgreementState::Asked, remainder: euros(500) };
        assert_eq!(commit(line, asked, amount(500)), Err(CommitRefused::NotAgreed));
        let over = CommitRefused::OverAgreement { remainder: euros(500) };
        assert_eq!(commit(line, agreed(500), amount(501)), Err(over));
        let short = CommitRefused::Short { available: euros(10_000) };
        assert_eq!(commit(line, agreed(99_999), amount(10_001)), Err(short));
        assert_eq!(commit(line, agreed(99_999), amount(10_000)).unwrap().available(), Euros::ZERO);
    }

    #[test]
    fn a_reduced_line_commits_nothing() {
        let line = line_of(100, 200);
        let short = CommitRefused::Short { available: euros(-100) };
        assert_eq!(commit(line, agreed(500), amount(1)), Err(short));
    }

    #[test]
    fn cancelling_gives_back_exactly_what_was_not_settled() {
        let line = line_of(10_000, 4_000);
        let order = Commitment::new(amount(4_000));
        let over = SettleRefused::OverCommitment { remainder: euros(4_000) };
        assert_eq!(settle(line, order, amount(4_001)), Err(over));
        let (line, order) = settle(line, order, amount(1_500)).unwrap();
        assert_eq!((line.available(), order.open_part()), (euros(6_000), euros(2_500)));
        let (line, order, released) = cancel(line, order).unwrap();
        assert_eq!(
            (released, line.available(), order.held()),
            (euros(2_500), euros(8_500), euros(1_500))
        );
        assert_eq!(cancel(line, order), Err(CancelRefused::NotOpen));
        assert_eq!(settle(line, order, amount(1)), Err(SettleRefused::NotOpen));
        // Rejected after the cancellation, the debt is free money again.
        let (line, order) = reject(line, order, amount(1_500)).unwrap();
        assert_eq!((line.available(), order.state), (euros(10_000), CommitmentState::Cancelled));
    }

    #[test]
    fn a_complement_is_agreed_and_reserved_like_the_order() {
        let line = line_of(10_000, 4_000);
        let order = Commitment::new(amount(4_000));
        let over = CommitRefused::OverAgreement { remainder: euros(1_000) };
        assert_eq!(
            complement(line, agreed(1_000), order, amount(1_001)),
            Err(ComplementRefused::Commit(over))
        );
        let short = CommitRefused::Short { available: euros(6_000) };
        assert_eq!(
            complement(line, agreed(9_000), order, amount(6_001)),
            Err(ComplementRefused::Commit(short))
        );
        let (line, order) = settle(line, order, amount(4_000)).unwrap();
        let (line, order) = complement(line, agreed(1_000), order, amount(1_000)).unwrap();
        assert_eq!((order.state, order.open_part()), (CommitmentState::Open, euros(1_000)));
        assert_eq!(line.available(), euros(5_000));
        let (line, order, _) = cancel(line, order).unwrap();
        let cancelled = complement(line, agreed(9_000), order, amount(1));
        assert_eq!(cancelled, Err(ComplementRefused::Cancelled));
    }

    #[test]
    fn a_credit_note_gives_back_and_its_rejection_takes_again() {
        let (line, order) = (line_of(10_000, 4_000), Commitment::new(amount(4_000)));
        let (line, order) = settle(line, order, amount(4_000)).unwrap();
        let over = CreditRefused { settled: euros(4_000) };
        assert_eq!(credit(line, order, amount(4_001)), Err(over));
        let (line, order) = credit(line, order, amount(1_000)).unwrap();
        assert_eq!((order.settled, order.open_part()), (euros(3_000), euros(1_000)));
        assert_eq!(line.available(), euros(6_000));
        let again = uncredit(line, agreed(0), order, amount(1_000)).unwrap();
        assert_eq!((again.1.state, again.0.settled()), (CommitmentState::Closed, euros(4_000)));
        // Cancelled since, and its money used elsewhere: there is nothing to take again.
        let (line, order, released) = cancel(line, order).unwrap();
        assert_eq!((released, line.available()), (euros(1_000), euros(7_000)));
        let back = uncredit(line, agreed(1_000), order, amount(1_000)).unwrap();
        assert_eq!((back.0.available(), back.1.settled), (euros(6_000), euros(4_000)));
        assert_eq!(back.1.state, CommitmentState::Closed, "settled whole");
        assert_eq!(
            uncredit(line, agreed(999), order, amount(1_000)),
            None,
            "agreed for another order"
        );
        let used = commit(line, agreed(9_000), amount(6_500)).unwrap();
        assert_eq!(uncredit(used, agreed(9_000), order, amount(1_000)), None);
        assert_eq!(uncredit(line, agreed(9_000), order, amount(1_001)), None);
    }

    #[test]
    fn a_rejected_payment_is_reserved_again() {
        let line = line_of(10_000, 4_000);
        let (line, order) = settle(line, Commitment::new(amount(4_000)), amount(4_000)).unwrap();
        assert_eq!(order.state, CommitmentState::Closed);
        let (line, order) = reject(line, order, amount(4_000)).unwrap();
        assert_eq!((line.open_commitments(), order.state), (euros(4_000), CommitmentState::Open));
        assert_eq!(reject(line, order, amount(1)), None);
    }
}
