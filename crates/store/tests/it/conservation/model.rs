//! The register in miniature: what each verb must do, said a second time and without a database.

use std::collections::{BTreeMap, BTreeSet};

use domain::delivery::ReceivedItem;
use domain::ids::{HouseholdId, ItemId, PlanId, ReservationId};
use domain::item_life::DeskAction;
use domain::loan::Outcome;
use domain::people::equipment::NeedKind;
use domain::stock::{Grade, ItemKind, ItemState};
use jiff::Timestamp;
use store::Reservation;

/// Items per kind and state, where there are any.
pub type Counts = BTreeMap<(ItemKind, ItemState), u64>;

/// A need, the `n`th of its kind in its family: an active one of each kind at most.
type NeedKey = (HouseholdId, NeedKind, u32);

pub struct Unit {
    pub id: ItemId,
    pub kind: ItemKind,
    pub state: ItemState,
    lot: u128,
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

    pub fn receive(&mut self, lot: u128, items: &[ReceivedItem]) {
        let unit = |item: &ReceivedItem| Unit {
            id: item.id,
            kind: item.kind,
            state: ItemState::Available,
            lot,
        };
        self.units.extend(items.iter().map(unit));
    }

    fn unit(&mut self, id: ItemId) -> &mut Unit {
        self.units.iter_mut().find(|unit| unit.id == id).unwrap()
    }

    fn state(&self, id: ItemId) -> ItemState {
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

    /// Lends all or nothing; items in id order.
    pub fn lend(&mut self, loan: u128, home: HouseholdId, items: &[ItemId]) -> bool {
        let may = |item: &ItemId| match self.state(*item) {
            ItemState::Available => true,
            ItemState::Reserved => self.held_of(*item).is_some_and(|(_, need)| need.0 == home),
            _ => false,
        };
        if items.is_empty() || !items.iter().all(may) {
            return false;
        }
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
                self.unit(set_aside).state = ItemState::Available;
            }
        }
        items.iter().for_each(|item| self.unit(*item).state = ItemState::Lent);
        self.loans.push((loan, home, items.to_vec(), items.iter().copied().collect()));
        true
    }

    pub fn take_back(&mut self, loan: usize, items: &[(ItemId, Outcome)]) -> bool {
        if items.is_empty() || !items.iter().all(|(item, _)| self.loans[loan].3.contains(item)) {
            return false;
        }
        for (item, outcome) in items {
            self.loans[loan].3.remove(item);
            self.unit(*item).state = match outcome {
                Outcome::Returned(Grade::New | Grade::Good | Grade::Worn) => ItemState::ToCheck,
                Outcome::Returned(Grade::Damaged | Grade::Broken) => ItemState::Repair,
                Outcome::Lost => ItemState::Lost,
            };
        }
        true
    }

    pub fn desk(&mut self, item: ItemId, action: DeskAction) -> bool {
        use ItemState::{Available, Gone, Lost, Repair, ToCheck};
        let (from, to): (&[ItemState], _) = match action {
            DeskAction::MarkChecked => (&[ToCheck, Repair], Available),
            DeskAction::SendToRepair => (&[Available, ToCheck], Repair),
            DeskAction::DeclareLost => (&[Available, ToCheck, Repair], Lost),
            DeskAction::FoundAgain => (&[Lost], ToCheck),
            DeskAction::Dispose => (&[Available, ToCheck, Repair, Lost], Gone),
        };
        let may = from.contains(&self.state(item));
        if may {
            self.unit(item).state = to;
        }
        may
    }

    /// The family says that it lacks everything, or nothing.
    pub fn record(&mut self, home: HouseholdId, lacks: bool) -> bool {
        if !lacks {
            if !self.held_for(home).is_empty() {
                return false;
            }
            self.open.retain(|need| need.0 != home);
            return true;
        }
        for kind in NeedKind::ALL {
            let active = self.open.iter().any(|need| need.0 == home && need.1 == *kind)
                || self.held.values().any(|(_, need)| need.0 == home && need.1 == *kind);
            let out = self.loans.iter().filter(|loan| loan.1 == home).flat_map(|loan| &loan.3);
            let met = out.into_iter().any(|item| {
                self.units.iter().any(|unit| unit.id == *item && met_by(unit.kind) == *kind)
            });
            if !active && !met {
                let nth = self.needs.entry((home, *kind)).or_default();
                *nth += 1;
                self.open.insert((home, *kind, *nth));
            }
        }
        true
    }

    pub fn open_round(&mut self, n: u32) -> bool {
        let may = self.round.is_none() && !self.open.is_empty();
        if may {
            self.round = Some((n, self.open.clone()));
        }
        may
    }

    pub fn ground(&self) -> Option<Ground> {
        let (_, frozen) = self.round.as_ref()?;
        let free = self.units.iter().filter(|unit| unit.state == ItemState::Available);
        let lots = free.fold(BTreeMap::new(), |mut lots, unit| {
            *lots.entry(unit.lot).or_default() += 1;
            lots
        });
        Some(Ground(lots, self.open.intersection(frozen).copied().collect()))
    }

    pub fn may_adopt(&self, proposal: usize) -> bool {
        let (_, round, ground) = &self.proposals[proposal];
        self.round.as_ref().is_some_and(|(open, _)| open == round)
            && self.ground().as_ref() == Some(ground)
    }

    /// Sets aside what the register says it has set aside: a free unit for an open need each.
    pub fn adopt(&mut self, made: &[Reservation]) {
        for one in made {
            let kind = met_by(one.kind);
            let need = self.open.iter().find(|need| need.0 == one.household && need.1 == kind);
            let need = *need.expect("an open need of that family");
            assert_eq!(self.state(one.item), ItemState::Available, "a free unit");
            self.open.remove(&need);
            self.unit(one.item).state = ItemState::Reserved;
            self.held.insert(one.id, (one.item, need));
            self.reservations.push(one.id);
        }
        self.round = None;
    }

    pub fn release(&mut self, id: ReservationId) -> bool {
        let Some((item, need)) = self.held.remove(&id) else { return false };
        self.unit(item).state = ItemState::Available;
        self.open.insert(need);
        true
    }

    /// Open and reserved needs of a family, by kind.
    pub fn needs_of(&self, home: HouseholdId) -> (Vec<NeedKind>, Vec<NeedKind>) {
        let open = self.open.iter().filter(|need| need.0 == home).map(|need| need.1).collect();
        let held = self.held.values().filter(|(_, need)| need.0 == home);
        let mut held: Vec<_> = held.map(|(_, need)| need.1).collect();
        held.sort_unstable();
        (open, held)
    }
}
