//! What may happen to an item next, as pure functions (`domain.md` §3.2).

use jiff::civil::Date;

use crate::ids::HouseholdId;
use crate::provision::{Asking, Custody};
use crate::stock::ItemState;

crate::vocabulary! {
    /// What a person at the desk does to an item that is in no household.
    DeskAction {
        /// It was checked and wiped, or repaired: the next family may have it.
        MarkChecked = "mark_checked",
        /// It needs a repair.
        SendToRepair = "send_to_repair",
        /// It cannot be found.
        DeclareLost = "declare_lost",
        /// It was lost and is here again.
        FoundAgain = "found_again",
    }
}

impl DeskAction {
    /// The state an item in `state` is in afterwards; nothing if this cannot be done to it.
    ///
    /// A lent item only changes by its loan or its provision, a reserved one only once its reservation is
    /// released. Nothing leaves the register here: that takes a decision ([`crate::disposal`]) or a transfer.
    #[must_use]
    pub const fn after(self, state: ItemState) -> Option<ItemState> {
        use ItemState::{Available, Lost, Repair, ToCheck};
        match (self, state) {
            (Self::MarkChecked, ToCheck | Repair) => Some(Available),
            (Self::SendToRepair, Available | ToCheck) => Some(Repair),
            (Self::DeclareLost, Available | ToCheck | Repair) => Some(Lost),
            (Self::FoundAgain, Lost) => Some(ToCheck),
            _ => None,
        }
    }

    /// The same for an item that a school or an organisation still answers for: once checked it goes
    /// back there, not to the town's shelf, and it does not leave the register before it is given back.
    #[must_use]
    pub const fn after_in(self, state: ItemState, custody: bool) -> Option<ItemState> {
        match self.after(state) {
            Some(ItemState::Available) if custody => Some(ItemState::Lent),
            Some(ItemState::Gone) if custody => None,
            after => after,
        }
    }
}

/// Why an item cannot be lent to a household now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotLendable {
    /// A household has it.
    AlreadyLent,
    /// A school where the household has no pupil, or an organisation, answers for it.
    HeldBySchool,
    /// The school that lends it on must give it back before.
    DueAfterSchool {
        /// The day it must.
        due_on: Date,
    },
    /// An adopted plan set it aside for another household.
    ReservedForAnother,
    /// It came back and nobody has checked and wiped it yet.
    NotChecked,
    /// It is being repaired.
    InRepair,
    /// It was declared lost.
    Lost,
    /// It has left the register.
    Gone,
}

/// May an item in `state`, set aside for `reserved_for`, be lent to whoever asks?
///
/// A school lends on what it holds, to families of its pupils, and no longer than it has it itself.
///
/// # Errors
/// The one reason why not.
pub fn may_be_lent(
    state: ItemState,
    custody: Custody,
    reserved_for: Option<HouseholdId>,
    asking: Asking,
) -> Result<(), NotLendable> {
    match (state, custody) {
        (ItemState::Available, _) => Ok(()),
        (ItemState::Reserved, _) if reserved_for == Some(asking.household) => Ok(()),
        (ItemState::Reserved, _) => Err(NotLendable::ReservedForAnother),
        (ItemState::Lent, Custody::Desk) => Err(NotLendable::AlreadyLent),
        (ItemState::Lent, Custody::Elsewhere) => Err(NotLendable::HeldBySchool),
        (ItemState::Lent, Custody::OwnSchool(Some(due_on))) if asking.due_on > due_on => {
            Err(NotLendable::DueAfterSchool { due_on })
        }
        (ItemState::Lent, Custody::OwnSchool(_)) => Ok(()),
        (ItemState::ToCheck, _) => Err(NotLendable::NotChecked),
        (ItemState::Repair, _) => Err(NotLendable::InRepair),
        (ItemState::Lost, _) => Err(NotLendable::Lost),
        (ItemState::Gone, _) => Err(NotLendable::Gone),
    }
}

/// May an item in `state` be put in the hands of a school or an organisation? Only what is free.
///
/// # Errors
/// The one reason why not.
pub const fn may_be_provided(state: ItemState, held: bool) -> Result<(), NotLendable> {
    match state {
        ItemState::Available => Ok(()),
        ItemState::Reserved => Err(NotLendable::ReservedForAnother),
        ItemState::Lent if held => Err(NotLendable::HeldBySchool),
        ItemState::Lent => Err(NotLendable::AlreadyLent),
        ItemState::ToCheck => Err(NotLendable::NotChecked),
        ItemState::Repair => Err(NotLendable::InRepair),
        ItemState::Lost => Err(NotLendable::Lost),
        ItemState::Gone => Err(NotLendable::Gone),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn asking(household: HouseholdId) -> Asking {
        Asking { household, due_on: date(2027, 6, 30) }
    }

    #[test]
    fn what_is_gone_is_final_and_what_is_lent_waits_for_its_loan() {
        for action in DeskAction::ALL {
            for state in [ItemState::Gone, ItemState::Lent, ItemState::Reserved] {
                assert_eq!(action.after(state), None, "{action} {state}");
            }
        }
    }

    #[test]
    fn nothing_returned_is_lent_before_its_check() {
        let (here, there) = (HouseholdId(Uuid::from_u128(1)), HouseholdId(Uuid::from_u128(2)));
        let lendable: Vec<_> = ItemState::ALL
            .iter()
            .filter(|state| may_be_lent(**state, Custody::Desk, Some(here), asking(here)).is_ok())
            .collect();
        assert_eq!(lendable, [&ItemState::Available, &ItemState::Reserved]);
        let may = |state, held, home| may_be_lent(state, Custody::Desk, held, asking(home));
        let refused = may(ItemState::Reserved, Some(here), there);
        assert_eq!(refused, Err(NotLendable::ReservedForAnother));
        let refused = may(ItemState::Reserved, None, there);
        assert_eq!(refused, Err(NotLendable::ReservedForAnother));
        assert_eq!(may(ItemState::ToCheck, None, here), Err(NotLendable::NotChecked));
    }

    #[test]
    fn a_found_item_is_checked_before_it_is_lent() {
        let found = DeskAction::FoundAgain.after(ItemState::Lost);
        assert_eq!(found, Some(ItemState::ToCheck));
        assert_eq!(DeskAction::MarkChecked.after(ItemState::ToCheck), Some(ItemState::Available));
    }

    #[test]
    fn a_school_lends_on_to_its_own_and_no_longer_than_it_has_it() {
        let home = HouseholdId(Uuid::from_u128(1));
        let may = |custody| may_be_lent(ItemState::Lent, custody, None, asking(home));
        let before = date(2027, 6, 29);
        assert_eq!(may(Custody::Desk), Err(NotLendable::AlreadyLent));
        assert_eq!(may(Custody::Elsewhere), Err(NotLendable::HeldBySchool));
        assert_eq!(may(Custody::OwnSchool(None)), Ok(()));
        assert_eq!(may(Custody::OwnSchool(Some(date(2027, 6, 30)))), Ok(()));
        let refused = may(Custody::OwnSchool(Some(before)));
        assert_eq!(refused, Err(NotLendable::DueAfterSchool { due_on: before }));
    }

    #[test]
    fn what_a_school_answers_for_goes_back_to_it() {
        let checked = DeskAction::MarkChecked.after_in(ItemState::ToCheck, true);
        assert_eq!(checked, Some(ItemState::Lent));
        for action in DeskAction::ALL {
            for state in ItemState::ALL {
                assert_eq!(action.after_in(*state, false), action.after(*state));
            }
        }
    }
}
