//! The model's shelf: wipes, slips, incidents, and what leaves for good.

use std::collections::BTreeMap;

use domain::disposal::Destination;
use domain::ids::{DisposalId, ItemId};
use domain::incident::IncidentKind;
use domain::stock::{ItemKind, ItemState};
use jiff::Timestamp;

use super::{Model, Unit};

/// What is remembered of the shelf besides where things are.
#[derive(Default)]
pub struct Shelf {
    /// After how many acts each item was entered.
    pub entered: BTreeMap<ItemId, usize>,
    /// What was lost at the desk, and when.
    pub lost: Vec<(Timestamp, ItemId)>,
    /// Decisions: the items as they were before, while they stand.
    pub disposals: Vec<(DisposalId, Option<Vec<Unit>>)>,
}

/// What is said of items that leave.
#[derive(Clone, Copy)]
pub struct Leaving {
    pub to: Destination,
    /// A wipe told with the act: done, or failed.
    pub wiped: Option<bool>,
    pub certificate: bool,
    pub unlocked: bool,
}

fn keeps_data(kind: ItemKind) -> bool {
    kind == ItemKind::Tablet || kind == ItemKind::Laptop
}

impl Model {
    /// A wipe was done, or tried in vain.
    pub fn wiped(&mut self, item: ItemId, done: bool) {
        let unit = self.unit(item);
        (unit.failed, unit.touched) = (!done, true);
        unit.used &= !done;
    }

    /// A scan is taken back if nothing has happened since.
    pub fn remove_scanned(&mut self, item: ItemId) -> bool {
        let may = !self.unit(item).touched;
        if may {
            self.never_was(item);
        }
        may
    }

    /// Checked, and nothing said of a wipe.
    pub fn unwiped(&mut self, item: ItemId) -> bool {
        let unit = self.unit(item);
        let waits = matches!(unit.state, ItemState::ToCheck | ItemState::Repair);
        let may = waits && !keeps_data(unit.kind);
        if may {
            self.checked(item);
        }
        may
    }

    /// It could not be wiped, and goes to repair.
    pub fn fail_wipe(&mut self, item: ItemId) -> bool {
        let may = matches!(self.state(item), ItemState::Available | ItemState::ToCheck);
        if may {
            self.put(item, ItemState::Repair);
            self.wiped(item, false);
        }
        may
    }

    pub fn check_many(&mut self, items: &[ItemId]) -> bool {
        let waits =
            |item: &ItemId| matches!(self.state(*item), ItemState::ToCheck | ItemState::Repair);
        let may = items.iter().all(waits);
        for item in items.iter().filter(|_| may) {
            self.wiped(*item, true);
            self.checked(*item);
        }
        may
    }

    pub fn declare(&mut self, item: ItemId, kind: IncidentKind, now: Timestamp) -> bool {
        let state = self.state(item);
        let here = matches!(state, ItemState::Available | ItemState::ToCheck | ItemState::Repair);
        let out = state == ItemState::Lent;
        let may = match kind {
            IncidentKind::Damage => here || out || state == ItemState::Reserved,
            IncidentKind::Loss | IncidentKind::Theft => here || out,
        };
        if !may || self.harmed.contains(&item) {
            return false;
        }
        self.harmed.insert(item);
        self.unit(item).touched = true;
        if kind == IncidentKind::Damage {
            return true;
        }
        if here {
            self.shelf.lost.push((now, item));
        }
        for (_, _, _, still) in self.loans.iter_mut().filter(|_| out) {
            still.remove(&item);
        }
        self.no_longer_confided(item);
        self.put(item, ItemState::Lost);
        true
    }

    fn leaves(&self, item: ItemId, how: Leaving) -> bool {
        let unit = self.units().iter().find(|unit| unit.id == item).unwrap();
        if self.harmed.contains(&item) || self.is_confided(item) {
            return false;
        }
        if how.to == Destination::WrittenOff {
            return unit.state == ItemState::Lost;
        }
        if !matches!(unit.state, ItemState::Available | ItemState::ToCheck | ItemState::Repair) {
            return false;
        }
        if !keeps_data(unit.kind) {
            return true;
        }
        let recycled = how.to == Destination::Recycled;
        let clean = !unit.used || how.wiped == Some(true);
        let tried = how.wiped == Some(false) || (how.wiped.is_none() && unit.failed);
        let destroyed = recycled && how.certificate && tried;
        (clean || destroyed) && (recycled || how.unlocked)
    }

    /// All leave, or none.
    pub fn dispose(&mut self, id: DisposalId, items: &[ItemId], how: Leaving) -> bool {
        if !items.iter().all(|item| self.leaves(*item, how)) {
            return false;
        }
        let before: Vec<Unit> = items.iter().map(|item| self.unit(*item).clone()).collect();
        for unit in &before {
            self.put(unit.id, ItemState::Gone);
            let asked = keeps_data(unit.kind) && unit.used && how.to != Destination::WrittenOff;
            if let (true, Some(done)) = (asked, how.wiped) {
                self.wiped(unit.id, done);
            }
        }
        self.shelf.disposals.push((id, Some(before)));
        true
    }

    pub fn take_back_disposal(&mut self, at: usize, same_day: bool) -> bool {
        if !same_day {
            return false;
        }
        let Some(before) = self.shelf.disposals[at].1.take() else { return false };
        for unit in before {
            *self.unit(unit.id) = Unit { touched: true, ..unit };
        }
        true
    }
}
