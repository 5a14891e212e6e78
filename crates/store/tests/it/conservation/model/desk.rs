//! The model's desk: hand-overs with what is given and counted, later days, stocktakes, SIM cards.

use std::collections::BTreeMap;

use domain::ids::{HouseholdId, ItemId, SupplyLotId};
use domain::sim::EventKind;
use domain::stock::{ItemKind, ItemState};
use domain::stocktake::Difference;
use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::Model;

/// Pieces that make a kit with a tablet.
pub const KIT_PIECES: u32 = 2;
/// The last day a loan of [`TODAY`](store::testing::builders::stock::TODAY) may be due on: three years.
const LATEST: Date = date(2029, 9, 1);

#[derive(Default)]
pub struct Desk {
    /// The day each loan is due.
    pub due: BTreeMap<u128, Date>,
    /// Lots of the one counted thing, the oldest first, and what is left of each.
    pub pieces: Vec<(SupplyLotId, u32)>,
    /// The stocktake that runs: since when, and the state of each thing when it was scanned.
    pub counting: Option<(u128, Timestamp, BTreeMap<ItemId, ItemState>)>,
    pub sims: BTreeMap<ItemId, Line>,
}

/// A SIM card's line.
#[derive(Default, Clone, Copy)]
pub struct Line {
    activated: bool,
    suspended: bool,
    cancelled: bool,
}

impl Desk {
    pub fn on_hand(&self) -> u32 {
        self.pieces.iter().map(|(_, left)| left).sum()
    }

    fn draw(&mut self, mut many: u32) {
        for (_, left) in &mut self.pieces {
            let taken = many.min(*left);
            (*left, many) = (*left - taken, many - taken);
        }
    }
}

impl Model {
    /// Everything a family takes home: what is lent makes a loan, what is given is gone.
    pub fn hand_over(
        &mut self,
        form: u128,
        home: HouseholdId,
        items: &[ItemId],
        (pieces, kit): (u32, bool),
    ) -> bool {
        let tablet = items.iter().any(|item| self.unit(*item).kind == ItemKind::Tablet);
        let whole = !kit || (tablet && pieces >= KIT_PIECES);
        let may = items.iter().all(|item| self.may_have(home, *item));
        if !may || !whole || pieces > self.desk.on_hand() {
            return false;
        }
        self.desk.draw(pieces);
        self.meet(home, items);
        let (given, lent): (Vec<ItemId>, Vec<ItemId>) =
            items.iter().partition(|item| self.is_given(**item));
        given.iter().for_each(|item| self.put(*item, ItemState::Gone));
        lent.iter().for_each(|item| self.put(*item, ItemState::Lent));
        if !lent.is_empty() {
            self.loans.push((form, home, lent.clone(), lent.into_iter().collect()));
        }
        true
    }

    pub fn extend(&mut self, at: usize, due: Date, first: Date) -> bool {
        let (loan, _, _, out) = &self.loans[at];
        let was = self.desk.due.get(loan).copied().unwrap_or(first);
        let may = !out.is_empty()
            && due > was
            && due <= LATEST
            && self.first_due(out).is_none_or(|last| due <= last);
        if may {
            self.desk.due.insert(*loan, due);
        }
        may
    }

    pub fn open_stocktake(&mut self, form: u128, now: Timestamp) -> bool {
        let may = self.desk.counting.is_none();
        if may {
            self.desk.counting = Some((form, now, BTreeMap::new()));
        }
        may
    }

    /// What the scan of an item answers, and whether it was counted before.
    pub fn scan(&mut self, item: ItemId) -> (Option<Difference>, bool) {
        let state = self.state(item);
        self.unit(item).touched = true;
        let (_, _, scans) = self.desk.counting.as_mut().expect("a stocktake that runs");
        let again = scans.contains_key(&item);
        (odd(*scans.entry(item).or_insert(state)), again)
    }

    /// Everything that differs when a stocktake is closed.
    pub fn close_stocktake(&mut self) -> Option<(u128, BTreeMap<ItemId, Difference>)> {
        let (form, since, scans) = self.desk.counting.take()?;
        let mut found = BTreeMap::new();
        for unit in self.units() {
            let lost_since = unit.state == ItemState::Lost
                && self.shelf.lost.iter().any(|(at, item)| *at >= since && *item == unit.id);
            if let Some(state) = scans.get(&unit.id) {
                found.extend(odd(*state).map(|odd| (unit.id, odd)));
            } else if (is_at_desk(unit.state) && !self.is_away(unit.id)) || lost_since {
                found.insert(unit.id, Difference::Missing);
            }
        }
        found
            .keys()
            .copied()
            .collect::<Vec<_>>()
            .iter()
            .for_each(|id| self.unit(*id).touched = true);
        Some((form, found))
    }

    /// What happens to a card's line; one that nobody described has no line.
    pub fn note_sim(&mut self, item: ItemId, event: EventKind) -> bool {
        let Some(line) = self.desk.sims.get_mut(&item) else { return false };
        let may = !line.cancelled
            && match event {
                EventKind::Activated => !line.activated,
                EventKind::Suspended => !line.suspended,
                EventKind::Resumed => line.suspended,
                EventKind::Cancelled => true,
                _ => line.activated,
            };
        if may {
            line.activated |= event == EventKind::Activated;
            line.cancelled |= event == EventKind::Cancelled;
            line.suspended = match event {
                EventKind::Suspended => true,
                EventKind::Resumed => false,
                _ => line.suspended,
            };
        }
        may
    }
}

fn is_at_desk(state: ItemState) -> bool {
    use ItemState::{Available, Repair, Reserved, ToCheck};
    matches!(state, Available | Reserved | ToCheck | Repair)
}

/// What is odd about a thing that was scanned at the desk.
fn odd(state: ItemState) -> Option<Difference> {
    match state {
        ItemState::Lent => Some(Difference::Lent),
        ItemState::Lost => Some(Difference::Lost),
        ItemState::Gone => Some(Difference::Gone),
        _ => None,
    }
}
