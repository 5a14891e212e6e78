//! Payment: only the accountant, and never the person who settled (séparation ordonnateur-comptable).

use crate::ids::AccountId;

crate::vocabulary! {
    /// Where a settlement stands.
    SettlementState {
        /// Recognised as owed, its payment not ordered yet.
        Settled = "settled",
        /// Its payment is ordered (mandat, demande de paiement): it waits for the accountant.
        Ordered = "ordered",
        /// Paid.
        Paid = "paid",
        /// Sent back by the accountant: no longer owed.
        Rejected = "rejected",
    }
}

/// Why a settlement is neither paid nor rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaymentRefused {
    /// Its payment is not ordered.
    #[error("not ordered")]
    NotOrdered,
    /// It was paid or rejected before.
    #[error("already paid or rejected")]
    AlreadyDecided,
    /// Who settles does not pay.
    #[error("settled by the same person")]
    SamePerson,
}

/// May this person pay or reject this settlement?
///
/// # Errors
/// Says which rule forbids it.
pub fn may_decide_payment(
    state: SettlementState,
    settled_by: AccountId,
    person: AccountId,
) -> Result<(), PaymentRefused> {
    match state {
        SettlementState::Settled => Err(PaymentRefused::NotOrdered),
        SettlementState::Paid | SettlementState::Rejected => Err(PaymentRefused::AlreadyDecided),
        SettlementState::Ordered if settled_by == person => Err(PaymentRefused::SamePerson),
        SettlementState::Ordered => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{PaymentRefused, SettlementState, may_decide_payment};
    use crate::ids::AccountId;

    #[test]
    fn who_settles_does_not_pay() {
        let [one, other] = [1, 2].map(|n| AccountId(Uuid::from_u128(n)));
        let may = |state, person| may_decide_payment(state, one, person);
        assert_eq!(may(SettlementState::Settled, other), Err(PaymentRefused::NotOrdered));
        assert_eq!(may(SettlementState::Ordered, other), Ok(()));
        assert_eq!(may(SettlementState::Ordered, one), Err(PaymentRefused::SamePerson));
        assert_eq!(may(SettlementState::Paid, other), Err(PaymentRefused::AlreadyDecided));
    }
}
