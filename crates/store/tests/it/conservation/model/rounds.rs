//! The model's needs and rounds: what is frozen, proposed, set aside, let go.

use std::collections::BTreeMap;

use domain::ids::{HouseholdId, ReservationId};
use domain::people::equipment::NeedKind;
use domain::stock::ItemState;
use store::Reservation;

use super::{Ground, Model, Unit, met_by};

impl Model {
    /// The family says that it lacks everything, or nothing.
    pub fn record(&mut self, home: HouseholdId, lacks: bool) -> bool {
        if !lacks {
            if !self.held_for(home).is_empty() || !self.needs_packed(home).is_empty() {
                return false;
            }
            self.open.retain(|need| need.0 != home);
            return true;
        }
        for kind in NeedKind::ALL {
            let active = self.open.iter().any(|need| need.0 == home && need.1 == *kind)
                || self.held.values().any(|(_, need)| need.0 == home && need.1 == *kind)
                || self.needs_packed(home).contains(kind);
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
        // What is given is no part of a round: the desk gives it.
        let lent = |unit: &&Unit| !self.lots[&unit.lot].1;
        let free = self.units.iter().filter(|unit| unit.state == ItemState::Available);
        let free = free.filter(lent);
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
            self.put(one.item, ItemState::Reserved);
            self.held.insert(one.id, (one.item, need));
            self.reservations.push(one.id);
        }
        self.round = None;
    }

    pub fn release(&mut self, id: ReservationId) -> bool {
        if !self.is_held(id) {
            return false;
        }
        let Some((item, need)) = self.held.remove(&id) else { return false };
        self.put(item, ItemState::Available);
        self.open.insert(need);
        true
    }

    /// What one family did not fetch goes to another that waits, or back to the shelf.
    pub fn pass_on(&mut self, id: ReservationId, next: Option<&Reservation>) -> bool {
        if !self.is_held(id) {
            return false;
        }
        let Some((item, _)) = self.held.get(&id).copied() else { return false };
        self.release(id);
        let Some(next) = next else { return true };
        let kind = met_by(next.kind);
        let need = self.open.iter().find(|need| need.0 == next.household && need.1 == kind);
        let need = *need.expect("an open need of the next family");
        assert_eq!(next.item, item, "the same item");
        self.open.remove(&need);
        self.put(item, ItemState::Reserved);
        self.held.insert(next.id, (item, need));
        self.reservations.push(next.id);
        true
    }

    /// Does it hold its item, wherever that is?
    pub fn is_set_aside(&self, id: ReservationId) -> bool {
        self.held.contains_key(&id)
    }

    /// Does it hold its item at the desk? One that is in a bag is let go by nobody.
    pub fn is_held(&self, id: ReservationId) -> bool {
        self.held.get(&id).is_some_and(|(item, _)| !self.is_packed(*item))
    }

    /// Open and reserved needs of a family, by kind.
    pub fn needs_of(&self, home: HouseholdId) -> (Vec<NeedKind>, Vec<NeedKind>) {
        let open = self.open.iter().filter(|need| need.0 == home).map(|need| need.1).collect();
        let held = self.held.values().filter(|(_, need)| need.0 == home);
        let mut held: Vec<_> = held.map(|(_, need)| need.1).collect();
        held.extend(self.needs_packed(home));
        held.sort_unstable();
        (open, held)
    }
}
