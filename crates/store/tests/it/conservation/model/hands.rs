//! The model's other hands: what schools and organisations answer for, and what goes to another cité.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{HouseholdId, ItemId};
use domain::loan::Outcome;
use domain::stock::{Grade, ItemKind, ItemState};
use jiff::Timestamp;
use jiff::civil::Date;

use super::{Model, Unit};

#[derive(Default)]
pub struct Hands {
    pub provisions: Vec<Provision>,
    pub transfers: Vec<Transfer>,
    /// What the neighbour has of ours, and by which number of its own.
    pub abroad: Vec<(ItemId, ItemId)>,
    pub lots_from_there: BTreeSet<u128>,
    /// What came back from there is another item here.
    came_back: BTreeMap<ItemId, ItemId>,
}

/// Items in the hands of the families' school, or of an organisation that lends nothing on.
pub struct Provision {
    pub form: u128,
    pub to_school: bool,
    pub due: Option<Date>,
    pub items: Vec<ItemId>,
    /// Those that it answers for still.
    pub open: BTreeSet<ItemId>,
}

/// Items on their way to the neighbour.
pub struct Transfer {
    pub form: u128,
    pub items: Vec<ItemId>,
    /// Those that are neither received nor taken back.
    pub left: BTreeSet<ItemId>,
    pub received: bool,
}

impl Model {
    fn provision_of(&self, item: ItemId) -> Option<&Provision> {
        self.hands.provisions.iter().find(|one| one.open.contains(&item))
    }

    /// Does a school or an organisation answer for it?
    pub fn is_confided(&self, item: ItemId) -> bool {
        self.provision_of(item).is_some()
    }

    /// Has a family of the school's, or any, got it?
    fn is_with_family(&self, item: ItemId) -> bool {
        self.loans.iter().any(|(_, _, _, out)| out.contains(&item))
    }

    /// Does the school have it there, to lend it until this day?
    pub fn lends_on(&self, item: ItemId, until: Date) -> bool {
        let held = self.provision_of(item).filter(|_| !self.is_with_family(item));
        held.is_some_and(|one| one.to_school && one.due.is_none_or(|due| until <= due))
    }

    /// The day by which a school must have some of these back.
    pub fn first_due(&self, items: &BTreeSet<ItemId>) -> Option<Date> {
        items.iter().filter_map(|item| self.provision_of(*item)?.due).min()
    }

    /// Nobody answers for it any more.
    pub fn no_longer_confided(&mut self, item: ItemId) {
        for one in &mut self.hands.provisions {
            one.open.remove(&item);
        }
    }

    /// Where what is checked goes: to the shelf, or back to whoever answers for it.
    pub fn checked(&mut self, item: ItemId) {
        let there = self.is_confided(item);
        self.put(item, if there { ItemState::Lent } else { ItemState::Available });
    }

    /// What is free, and not there to be given.
    pub fn may_be_provided(&self, item: ItemId) -> bool {
        self.state(item) == ItemState::Available && !self.is_given(item)
    }

    /// What is free and has no card.
    pub fn may_be_sent(&self, item: ItemId) -> bool {
        let unit = self.units.iter().find(|unit| unit.id == item).unwrap();
        unit.state == ItemState::Available && unit.kind != ItemKind::Hotspot
    }

    /// In the hands of a school, or of an organisation: all or nothing.
    pub fn provide(
        &mut self,
        form: u128,
        to_school: bool,
        due: Option<Date>,
        items: &[ItemId],
    ) -> bool {
        if !items.iter().all(|item| self.may_be_provided(*item)) {
            return false;
        }
        items.iter().for_each(|item| self.put(*item, ItemState::Lent));
        let (items, open) = (items.to_vec(), items.iter().copied().collect());
        self.hands.provisions.push(Provision { form, to_school, due, items, open });
        true
    }

    /// Some of it comes back: what a family has does so first.
    pub fn end_provision(
        &mut self,
        at: usize,
        items: &[(ItemId, Outcome)],
        now: Timestamp,
    ) -> bool {
        let open = &self.hands.provisions[at].open;
        if !items.iter().all(|(item, _)| open.contains(item) && !self.is_with_family(*item)) {
            return false;
        }
        for (item, outcome) in items {
            self.no_longer_confided(*item);
            let there = self.state(*item) == ItemState::Lent;
            match outcome {
                Outcome::Lost => {
                    if !there {
                        self.shelf.lost.push((now, *item));
                    }
                    self.harmed.insert(*item);
                    self.put(*item, ItemState::Lost);
                }
                // What a family gave back before is at the desk, and stays where it is.
                Outcome::Returned(_) if !there => {}
                Outcome::Returned(Grade::Damaged | Grade::Broken) => {
                    self.put(*item, ItemState::Repair);
                }
                Outcome::Returned(_) => self.put(*item, ItemState::ToCheck),
            }
        }
        true
    }

    /// Free things without a card go to the neighbour, and are gone at once.
    pub fn send(&mut self, form: u128, items: &[ItemId]) -> bool {
        if !items.iter().all(|item| self.may_be_sent(*item)) {
            return false;
        }
        items.iter().for_each(|item| self.put(*item, ItemState::Gone));
        let left = items.iter().copied().collect();
        self.hands.transfers.push(Transfer { form, items: items.to_vec(), left, received: false });
        true
    }

    /// The neighbour says what arrived, once.
    pub fn arrive_there(&mut self, at: usize, arrived: &[ItemId]) -> bool {
        let transfer = &mut self.hands.transfers[at];
        if transfer.received || transfer.left.len() < transfer.items.len() {
            return false;
        }
        transfer.received = true;
        transfer.left.retain(|item| !arrived.contains(item));
        true
    }

    /// What did not arrive is here again.
    pub fn take_transfer_back(&mut self, at: usize) -> bool {
        let left = std::mem::take(&mut self.hands.transfers[at].left);
        left.iter().for_each(|item| self.put(*item, ItemState::ToCheck));
        !left.is_empty()
    }

    /// What the neighbour sends is another item here, in a lot of its own: somebody has had it.
    pub fn come_back(&mut self, old: ItemId, new: ItemId, lot: u128) {
        let kind = self.unit(old).kind;
        self.lots.insert(lot, (kind, false));
        self.hands.lots_from_there.insert(lot);
        self.shelf.entered.insert(new, self.acts());
        self.hands.came_back.insert(old, new);
        let state = ItemState::ToCheck;
        let unit = Unit { id: new, kind, state, lot, used: true, failed: false, touched: true };
        self.units.push(unit);
    }

    /// The item that the numbers of this one name: the one that came back for it.
    pub fn named_by(&self, item: ItemId) -> ItemId {
        std::iter::successors(Some(item), |old| self.hands.came_back.get(old).copied())
            .last()
            .unwrap_or(item)
    }

    /// The family that has it.
    pub fn family_of(&self, item: ItemId) -> Option<HouseholdId> {
        self.loans.iter().find(|(_, _, _, out)| out.contains(&item)).map(|(_, home, ..)| *home)
    }
}
