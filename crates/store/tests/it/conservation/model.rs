//! The register in miniature: what each verb must do, said a second time and without a database.

use std::collections::{BTreeMap, BTreeSet};

use domain::delivery::ReceivedItem;
use domain::ids::{HouseholdId, ItemId, PlanId, ReservationId};
use domain::item_life::DeskAction;
use domain::loan::Outcome;
use domain::people::equipment::NeedKind;
use domain::stock::{Grade, ItemKind, ItemState};
use jiff::Timestamp;
use store::testing::builders::stock::DUE;

mod bags;
pub mod desk;
pub mod hands;
mod rounds;
pub mod shelf;

pub use bags::Bag;

use desk::Desk;
use hands::Hands;
use shelf::Shelf;

/// Items per kind and state, where there are any.
pub type Counts = BTreeMap<(ItemKind, ItemState), u64>;

/// A need, the `n`th of its kind in its family: an active one of each kind at most.
type NeedKey = (HouseholdId, NeedKind, u32);

#[derive(Clone)]
pub struct Unit {
    pub id: ItemId,
    pub kind: ItemKind,
    pub state: ItemState,
    pub lot: u128,
    /// Somebody has had it since its last wipe.
    pub used: bool,
    /// Its last wipe failed.
    pub failed: bool,
    /// Something was done with it since it was entered.
    pub touched: bool,
}

/// What a plan rests on: free units by lot, and the round's needs that are still open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground(BTreeMap<u128, usize>, BTreeSet<NeedKey>);

#[derive(Default)]
pub struct Model {
    units: Vec<Unit>,
    homes: Vec<HouseholdId>,
    /// How many needs of a kind a family has had, and what is set aside for the active one.
    needs: BTreeMap<(HouseholdId, NeedKind), u32>,
    open: BTreeSet<NeedKey>,
    held: BTreeMap<ReservationId, (ItemId, NeedKey)>,
    /// Items of each loan in id order; those that are back are no longer out.
    pub loans: Vec<(u128, HouseholdId, Vec<ItemId>, BTreeSet<ItemId>)>,
    pub round: Option<(u32, BTreeSet<NeedKey>)>,
    pub proposals: Vec<(PlanId, u32, Ground)>,
    pub reservations: Vec<ReservationId>,
    past: Vec<(Timestamp, Counts)>,
    /// Lots by their form: what they hold, and whether that is given.
    pub lots: BTreeMap<u128, (ItemKind, bool)>,
    /// Items whose incident is open.
    pub harmed: BTreeSet<ItemId>,
    /// Bags, the ended ones too.
    pub bags: Vec<Bag>,
    pub shelf: Shelf,
    pub desk: Desk,
    pub hands: Hands,
}

pub fn met_by(kind: ItemKind) -> NeedKind {
    if kind == ItemKind::Hotspot { NeedKind::Connection } else { NeedKind::Device }
}

impl Model {
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    pub fn homes(&self) -> &[HouseholdId] {
        &self.homes
    }

    pub fn counts(&self) -> Counts {
        self.units.iter().fold(Counts::new(), |mut counts, unit| {
            *counts.entry((unit.kind, unit.state)).or_default() += 1;
            counts
        })
    }

    /// Keeps today for whoever looks back.
    pub fn remember(&mut self, now: Timestamp) {
        self.past.push((now, self.counts()));
    }

    /// The counts after all that had happened by `at`.
    pub fn at(&self, at: Timestamp) -> Counts {
        let then = self.past.iter().rev().find(|(when, _)| *when <= at);
        then.map(|(_, counts)| counts.clone()).unwrap_or_default()
    }

    /// A family that lacks everything.
    pub fn arrive(&mut self, home: HouseholdId) {
        self.homes.push(home);
        self.record(home, true);
    }

    pub fn receive(&mut self, lot: u128, given: bool, items: &[ReceivedItem]) {
        // What is entered beside what another cité had is looked at first, too.
        let used = self.hands.lots_from_there.contains(&lot);
        let unit = |item: &ReceivedItem| Unit {
            id: item.id,
            kind: item.kind,
            state: if used { ItemState::ToCheck } else { ItemState::Available },
            lot,
            used,
            failed: false,
            touched: false,
        };
        if let Some(first) = items.first() {
            self.lots.insert(lot, (first.kind, given));
        }
        self.units.extend(items.iter().map(unit));
    }

    /// The item never was, as far as anybody looks back.
    pub fn never_was(&mut self, id: ItemId) {
        let at = self.units.iter().position(|unit| unit.id == id).unwrap();
        let unit = self.units.remove(at);
        let entered = self.shelf.entered[&id];
        for (_, counts) in self.past.iter_mut().skip(entered) {
            let many = counts.get_mut(&(unit.kind, unit.state)).unwrap();
            *many -= 1;
        }
        self.past.iter_mut().for_each(|(_, counts)| counts.retain(|_, many| *many > 0));
    }

    /// How many acts are behind us.
    pub fn acts(&self) -> usize {
        self.past.len()
    }

    pub fn is_given(&self, id: ItemId) -> bool {
        let unit = self.units.iter().find(|unit| unit.id == id).unwrap();
        self.lots[&unit.lot].1
    }

    pub fn unit(&mut self, id: ItemId) -> &mut Unit {
        self.units.iter_mut().find(|unit| unit.id == id).unwrap()
    }

    /// An item goes somewhere else: it is no longer as it was entered.
    pub fn put(&mut self, id: ItemId, state: ItemState) {
        let unit = self.unit(id);
        (unit.state, unit.touched) = (state, true);
        unit.used |= state == ItemState::Lent;
    }

    pub fn state(&self, id: ItemId) -> ItemState {
        self.units.iter().find(|unit| unit.id == id).unwrap().state
    }

    fn held_of(&self, item: ItemId) -> Option<(ReservationId, NeedKey)> {
        let mut held = self.held.iter();
        held.find(|(_, (unit, _))| *unit == item).map(|(id, (_, need))| (*id, *need))
    }

    /// What is set aside for a family.
    pub fn held_for(&self, home: HouseholdId) -> Vec<ItemId> {
        self.held.values().filter(|(_, need)| need.0 == home).map(|(item, _)| *item).collect()
    }

    /// May a family have this item until the day that all loans begin with?
    pub fn may_have(&self, home: HouseholdId, item: ItemId) -> bool {
        if self.is_packed(item) {
            return false;
        }
        match self.state(item) {
            ItemState::Available => true,
            ItemState::Reserved => self.held_of(item).is_some_and(|(_, need)| need.0 == home),
            ItemState::Lent => self.lends_on(item, DUE),
            _ => false,
        }
    }

    /// Lends all or nothing; items in id order.
    pub fn lend(&mut self, loan: u128, home: HouseholdId, items: &[ItemId]) -> bool {
        let may = |item: &ItemId| self.may_have(home, *item) && !self.is_given(*item);
        if items.is_empty() || !items.iter().all(may) {
            return false;
        }
        self.meet(home, items);
        items.iter().for_each(|item| self.put(*item, ItemState::Lent));
        self.loans.push((loan, home, items.to_vec(), items.iter().copied().collect()));
        true
    }

    /// These items meet what needs of their kinds the family has.
    pub fn meet(&mut self, home: HouseholdId, items: &[ItemId]) {
        let (own, picked): (Vec<ItemId>, Vec<ItemId>) =
            items.iter().partition(|item| self.held_of(**item).is_some());
        for item in own {
            let (id, _) = self.held_of(item).unwrap();
            self.held.remove(&id);
        }
        for item in picked {
            let kind = met_by(self.unit(item).kind);
            if let Some(need) = self.open.iter().find(|n| n.0 == home && n.1 == kind).copied() {
                self.open.remove(&need);
            } else if let Some((id, (set_aside, _))) = self
                .held
                .iter()
                .find(|(_, (_, need))| need.0 == home && need.1 == kind)
                .map(|(id, held)| (*id, *held))
            {
                // Another unit meets the need: the one set aside goes back to the shelf.
                self.held.remove(&id);
                if !self.is_packed(set_aside) {
                    self.put(set_aside, ItemState::Available);
                }
            }
        }
    }

    pub fn take_back(&mut self, loan: usize, items: &[(ItemId, Outcome)]) -> bool {
        if items.is_empty() || !items.iter().all(|(item, _)| self.loans[loan].3.contains(item)) {
            return false;
        }
        for (item, outcome) in items {
            self.loans[loan].3.remove(item);
            let to = match outcome {
                Outcome::Returned(Grade::New | Grade::Good | Grade::Worn) => ItemState::ToCheck,
                Outcome::Returned(Grade::Damaged | Grade::Broken) => ItemState::Repair,
                Outcome::Lost => ItemState::Lost,
            };
            self.put(*item, to);
            if *outcome == Outcome::Lost {
                self.harmed.insert(*item);
                self.no_longer_confided(*item);
            }
        }
        true
    }

    /// What the desk does; a check tells of a wipe that was done.
    pub fn desk(&mut self, item: ItemId, action: DeskAction, now: Timestamp) -> bool {
        use ItemState::{Available, Lost, Repair, ToCheck};
        let (from, to): (&[ItemState], _) = match action {
            DeskAction::MarkChecked => (&[ToCheck, Repair], Available),
            DeskAction::SendToRepair => (&[Available, ToCheck], Repair),
            DeskAction::DeclareLost => (&[Available, ToCheck, Repair], Lost),
            DeskAction::FoundAgain => (&[Lost], ToCheck),
        };
        let may = from.contains(&self.state(item));
        if may {
            match action {
                DeskAction::MarkChecked => {
                    self.wiped(item, true);
                    self.checked(item);
                    return true;
                }
                DeskAction::DeclareLost => {
                    self.shelf.lost.push((now, item));
                    self.no_longer_confided(item);
                }
                DeskAction::FoundAgain => drop(self.harmed.remove(&item)),
                DeskAction::SendToRepair => {}
            }
            self.put(item, to);
        }
        may
    }
}
