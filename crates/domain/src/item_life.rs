//! What may happen to an item next, as pure functions (`domain.md` §3.2).

use crate::ids::HouseholdId;
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
    /// A lent item only changes by its loan, a reserved one only once its reservation is released. Nothing
    /// leaves the register here: that takes a decision ([`crate::disposal`]).
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
}

/// Why an item cannot be lent to a household now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotLendable {
    /// A household has it.
    AlreadyLent,
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

/// May an item in `state`, set aside for `reserved_for`, be lent to `household`?
///
/// # Errors
/// The one reason why not.
pub fn may_be_lent(
    state: ItemState,
    reserved_for: Option<HouseholdId>,
    household: HouseholdId,
) -> Result<(), NotLendable> {
    match state {
        ItemState::Available => Ok(()),
        ItemState::Reserved if reserved_for == Some(household) => Ok(()),
        ItemState::Reserved => Err(NotLendable::ReservedForAnother),
        ItemState::Lent => Err(NotLendable::AlreadyLent),
        ItemState::ToCheck => Err(NotLendable::NotChecked),
        ItemState::Repair => Err(NotLendable::InRepair),
        ItemState::Lost => Err(NotLendable::Lost),
        ItemState::Gone => Err(NotLendable::Gone),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

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
            .filter(|state| may_be_lent(**state, Some(here), here).is_ok())
            .collect();
        assert_eq!(lendable, [&ItemState::Available, &ItemState::Reserved]);
        let refused = may_be_lent(ItemState::Reserved, Some(here), there);
        assert_eq!(refused, Err(NotLendable::ReservedForAnother));
        let refused = may_be_lent(ItemState::Reserved, None, there);
        assert_eq!(refused, Err(NotLendable::ReservedForAnother));
        assert_eq!(may_be_lent(ItemState::ToCheck, None, here), Err(NotLendable::NotChecked));
    }

    #[test]
    fn a_found_item_is_checked_before_it_is_lent() {
        let found = DeskAction::FoundAgain.after(ItemState::Lost);
        assert_eq!(found, Some(ItemState::ToCheck));
        assert_eq!(DeskAction::MarkChecked.after(ItemState::ToCheck), Some(ItemState::Available));
    }
}
