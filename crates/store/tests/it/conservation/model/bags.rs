//! The model's bags: what is in each, the needs that wait for it, where it is.

use domain::ids::{HouseholdId, ItemId};
use domain::parcel::{Channel, ParcelAct, ParcelState};
use domain::people::equipment::NeedKind;
use domain::stock::ItemState;

use super::{Model, NeedKey, met_by};

/// A bag: its form, its family, its items each with the need that nothing else was to meet.
pub struct Bag {
    pub form: u128,
    pub channel: Channel,
    pub state: ParcelState,
    home: HouseholdId,
    items: Vec<(ItemId, Option<NeedKey>)>,
}

impl Bag {
    fn is_over(&self) -> bool {
        matches!(self.state, ParcelState::Collected | ParcelState::Back)
    }
}

impl Model {
    fn under_way(&self) -> impl Iterator<Item = &Bag> {
        self.bags.iter().filter(|bag| !bag.is_over())
    }

    /// Is this item in a bag under way?
    pub fn is_packed(&self, item: ItemId) -> bool {
        self.under_way().any(|bag| bag.items.iter().any(|(packed, _)| *packed == item))
    }

    /// Is it in one that has left the desk?
    pub fn is_away(&self, item: ItemId) -> bool {
        let left = self.under_way().filter(|bag| bag.state != ParcelState::Prepared);
        left.flat_map(|bag| &bag.items).any(|(packed, _)| *packed == item)
    }

    /// The kinds of needs of a family that wait for a bag.
    pub fn needs_packed(&self, home: HouseholdId) -> Vec<NeedKind> {
        let mine = self.under_way().filter(|bag| bag.home == home).flat_map(|bag| &bag.items);
        mine.filter_map(|(_, need)| need.map(|need| need.1)).collect()
    }

    /// Packs all or nothing; items in id order.
    pub fn pack(
        &mut self,
        form: u128,
        home: HouseholdId,
        items: &[ItemId],
        channel: Channel,
    ) -> bool {
        // What a school has, the school hands over.
        let may = |item: &ItemId| self.may_have(home, *item) && !self.is_confided(*item);
        if items.is_empty() || !items.iter().all(may) {
            return false;
        }
        let mut inside = Vec::new();
        for item in items {
            let mut need = None;
            if self.held_of(*item).is_none() {
                let kind = met_by(self.unit(*item).kind);
                need = self.claim(home, kind, items);
                self.put(*item, ItemState::Reserved);
            }
            inside.push((*item, need));
        }
        let state = ParcelState::Prepared;
        self.bags.push(Bag { form, channel, state, home, items: inside });
        true
    }

    /// A need of this kind for a bag: an open one, else one that something outside the bag was set aside for.
    fn claim(&mut self, home: HouseholdId, kind: NeedKind, bag: &[ItemId]) -> Option<NeedKey> {
        let fits = |need: &NeedKey| need.0 == home && need.1 == kind;
        if let Some(open) = self.open.iter().find(|need| fits(need)).copied() {
            self.open.remove(&open);
            return Some(open);
        }
        let elsewhere =
            self.held.iter().find(|(_, (item, need))| fits(need) && !bag.contains(item));
        let (id, (item, need)) = elsewhere.map(|(id, held)| (*id, *held))?;
        self.held.remove(&id);
        if !self.is_packed(item) {
            self.put(item, ItemState::Available);
        }
        Some(need)
    }

    /// Something is done with a bag.
    pub fn carry(&mut self, at: usize, act: ParcelAct) -> bool {
        use ParcelState::{AtRelay, Back, Collected, ComingBack, OnTheWay, Prepared};
        let (relay, state) = (self.bags[at].channel == Channel::Relay, self.bags[at].state);
        let after = match act {
            ParcelAct::Send if state == Prepared => OnTheWay,
            ParcelAct::Arrive if relay && matches!(state, Prepared | OnTheWay) => AtRelay,
            ParcelAct::Collect if relay && state == AtRelay => Collected,
            ParcelAct::Collect if !relay && state == OnTheWay => Collected,
            ParcelAct::TurnBack if matches!(state, OnTheWay | AtRelay) => ComingBack,
            ParcelAct::TakeBack if !matches!(state, Collected | Back) => Back,
            _ => return false,
        };
        let lines = self.bags[at].items.clone();
        self.bags[at].state = after;
        match after {
            Collected => self.lent_by(at, &lines),
            Back => lines.iter().for_each(|(item, need)| self.unpacked(*item, *need)),
            _ => {}
        }
        true
    }

    fn lent_by(&mut self, at: usize, lines: &[(ItemId, Option<NeedKey>)]) {
        let (form, home) = (self.bags[at].form, self.bags[at].home);
        let mut lent = Vec::new();
        for (item, _) in lines {
            if let Some((id, _)) = self.held_of(*item) {
                self.held.remove(&id);
            }
            if self.is_given(*item) {
                self.put(*item, ItemState::Gone);
            } else {
                self.put(*item, ItemState::Lent);
                lent.push(*item);
            }
        }
        if !lent.is_empty() {
            self.loans.push((form, home, lent.clone(), lent.into_iter().collect()));
        }
    }

    fn unpacked(&mut self, item: ItemId, need: Option<NeedKey>) {
        if self.held_of(item).is_none() {
            self.put(item, ItemState::Available);
        }
        self.open.extend(need);
    }
}
