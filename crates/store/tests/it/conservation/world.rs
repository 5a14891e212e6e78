//! A cité in which each act is done to the store and to the model.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use domain::delivery::ReceivedItem;
use domain::ids::{ItemId, KitId, SchoolId, SupplyId};
use domain::item_life::DeskAction;
use domain::loan::Outcome;
use domain::people::equipment::{Connection, Equipment, NeedState};
use jiff::Timestamp;
use store::testing::builders::households::{home, school};
use store::testing::builders::stock::{
    DUE, TODAY, delivery, give_back, hand_over, terms, unit, wiped,
};
use store::testing::builders::supplies::{kit, pencils};
use store::{AtDesk, By, RecordNeeds, ReleaseReservation, Store, VerbError};
use uuid::Uuid;

mod bags;
mod desk;
mod hands;
mod rounds;
mod shelf;

use super::acts::Act;
use super::model::Model;
use super::model::desk::KIT_PIECES;

/// How often each verb was done, and refused.
pub type Tally = BTreeMap<&'static str, (u32, u32)>;

/// A cité, its store and its model.
pub struct World {
    pub tally: Tally,
    pub by: By,
    pub model: Model,
    pub store: Store,
    pub pencils: SupplyId,
    pub kit: KitId,
    pub school: SchoolId,
    /// Who receives what is sent, in a cité of its own.
    pub neighbour: By,
    /// The last stocktake that was closed.
    pub closed: Option<u128>,
    n: u8,
    units: u128,
    forms: u128,
    rounds: u32,
}

/// Was it done? A fault is no refusal.
pub fn done<T, R: Debug>(answer: Result<T, VerbError<R>>) -> bool {
    match answer {
        Ok(_) => true,
        Err(VerbError::Refused(_)) => false,
        Err(other) => panic!("{other:?}"),
    }
}

/// Distinct things picked from a list by number.
pub fn picked<T: Copy + Ord>(from: &[T], numbers: &[usize]) -> Vec<T> {
    let picked: BTreeSet<T> = numbers.iter().map(|n| from[n % from.len()]).collect();
    picked.into_iter().collect()
}

impl World {
    pub async fn new(store: Store, (by, neighbour): (By, By), n: u8, model: Model) -> Self {
        let pencils = pencils(&store, n.into(), 20, by).await;
        let kit = kit(&store, n.into(), pencils, KIT_PIECES, by).await;
        let school = school(&store, by).await;
        let tally = Tally::new();
        let mut world = Self {
            tally,
            by,
            model,
            store,
            pencils,
            kit,
            school,
            neighbour,
            closed: None,
            n,
            units: 0,
            forms: 0,
            rounds: 0,
        };
        let box_of_them = world.store.supplies(by).await.unwrap()[0].lots[0].id;
        world.model.desk.pieces.push((box_of_them, 20));
        world
    }

    /// Enters items in the model as the store has them by now.
    pub fn entered(&mut self, lot: u128, given: bool, items: &[ReceivedItem]) {
        let acts = self.model.acts();
        for item in items {
            self.model.shelf.entered.insert(item.id, acts);
        }
        self.model.receive(lot, given, items);
    }

    /// Numbers of this cité's own: no two sequences share one.
    pub fn next_unit(&mut self) -> u128 {
        self.units += 1;
        u128::from(self.n + 1) * 100_000_000 + self.units
    }

    pub fn next_form(&mut self) -> u128 {
        self.forms += 1;
        u128::from(self.n + 1) * 1_000_000 + self.forms
    }

    pub fn count(&mut self, verb: &'static str, done: bool) {
        let tally = self.tally.entry(verb).or_default();
        *(if done { &mut tally.0 } else { &mut tally.1 }) += 1;
    }

    /// Plays an act, its form once or twice: the store must do and refuse what the model does.
    pub async fn play(&mut self, act: &Act, twice: bool, now: Timestamp) {
        let form = self.next_form();
        let times = if twice { 2 } else { 1 };
        match act {
            Act::Receive(kind, many) => {
                let items: Vec<_> = (0..*many).map(|_| unit(*kind, self.next_unit())).collect();
                for _ in 0..times {
                    let order = delivery(form, items.clone(), terms());
                    self.store.receive(&order, self.by, now).await.unwrap();
                }
                self.count("receive", true);
                self.entered(form, false, &items);
            }
            Act::Lend { home, items } => {
                // One family in three asks its school first.
                let asked = if home.is_multiple_of(3) {
                    self.mostly(items, |model, item| model.lends_on(item, DUE))
                } else {
                    self.items(items)
                };
                self.lend(*home, asked, form, times, now).await;
            }
            Act::Collect { home } => {
                let homes = self.model.homes();
                let mut items = self.model.held_for(homes[home % homes.len()]);
                items.sort_unstable();
                self.count("collect", !items.is_empty());
                self.lend(*home, items, form, times, now).await;
            }
            Act::TakeBack { loan, items } => self.take_back(*loan, items, form, times, now).await,
            Act::Desk(item, action) => {
                let item = self.model.units()[item % self.model.units().len()].id;
                let may = self.model.desk(item, *action, now);
                self.count("desk", may);
                let wipe = (*action == DeskAction::MarkChecked).then(wiped);
                let order = AtDesk { form: Uuid::from_u128(form), item, action: *action, wipe };
                for _ in 0..times {
                    assert_eq!(
                        done(self.store.at_desk(&order, self.by, now).await),
                        may,
                        "{act:?}"
                    );
                }
            }
            Act::Record { home, lacks } => self.record(*home, *lacks, form, times, now).await,
            Act::Release(pick) => {
                let Some(at) = pick.checked_rem(self.model.reservations.len()) else { return };
                let reservation = self.model.reservations[at];
                let may = self.model.release(reservation);
                self.count("release", may);
                let order = ReleaseReservation { form: Uuid::from_u128(form), reservation };
                for _ in 0..times {
                    let answer = self.store.release_reservation(&order, self.by, now).await;
                    assert_eq!(done(answer), may, "{act:?}");
                }
            }
            Act::Propose { adopt } => {
                self.propose(form, times, now).await;
                if *adopt {
                    let form = self.next_form();
                    self.round(&Act::Adopt(0), form, times, now).await;
                }
            }
            Act::More(more) => self.more(more, form, times, now).await,
            Act::Hands(hands) => self.hands(hands, form, times, now).await,
            Act::OpenRound | Act::AbandonRound | Act::Adopt(_) => {
                self.round(act, form, times, now).await;
            }
        }
    }

    async fn lend(
        &mut self,
        home: usize,
        items: Vec<ItemId>,
        form: u128,
        times: u8,
        now: Timestamp,
    ) {
        if items.is_empty() {
            return;
        }
        let home = self.model.homes()[home % self.model.homes().len()];
        let lent_on = items.iter().any(|item| self.model.is_confided(*item));
        let may = self.model.lend(form, home, &items);
        self.count("lend", may);
        if lent_on {
            self.count("lend_on", may);
        }
        let order = hand_over(form, home, &items);
        for _ in 0..times {
            let answer = self.store.lend(&order, self.by, now).await;
            assert_eq!(done(answer), may, "{items:?} to {home}");
        }
    }

    async fn take_back(
        &mut self,
        loan: usize,
        items: &[(usize, Outcome)],
        form: u128,
        times: u8,
        now: Timestamp,
    ) {
        let Some(at) = loan.checked_rem(self.model.loans.len()) else { return };
        let (id, _, lines, _) = self.model.loans[at].clone();
        let mut back: Vec<(ItemId, Outcome)> =
            items.iter().map(|(n, outcome)| (lines[n % lines.len()], *outcome)).collect();
        back.sort_unstable_by_key(|(item, _)| *item);
        back.dedup_by_key(|(item, _)| *item);
        let may = self.model.take_back(at, &back);
        self.count("take_back", may);
        for _ in 0..times {
            let answer = self.store.take_back(&give_back(form, id, &back), self.by, now).await;
            assert_eq!(done(answer), may, "{back:?}");
        }
    }

    async fn record(&mut self, at: usize, lacks: bool, form: u128, times: u8, now: Timestamp) {
        let household = self.model.homes()[at % self.model.homes().len()];
        let state = if lacks {
            home(Equipment::None, Connection::None)
        } else {
            home(Equipment::Enough, Connection::Good)
        };
        let may = self.model.record(household, lacks);
        self.count("record", may);
        let order = RecordNeeds { form: Uuid::from_u128(form), household, state };
        for _ in 0..times {
            let answer = self.store.record_needs(&order, self.by, now, TODAY).await;
            assert_eq!(done(answer), may, "{household} lacks {lacks}");
        }
    }

    /// Loans, needs, pieces and what is in other hands stand as the model says.
    pub async fn compare(&self) {
        self.compare_hands().await;
        let supplies = self.store.supplies(self.by).await.unwrap();
        let left: Vec<_> = supplies[0]
            .lots
            .iter()
            .map(|lot| (lot.id, u32::try_from(lot.on_hand).unwrap()))
            .collect();
        let some: Vec<_> =
            self.model.desk.pieces.iter().filter(|(_, left)| *left > 0).copied().collect();
        assert_eq!(left, some, "the oldest pieces go first");
        for (id, household, items, out) in &self.model.loans {
            let id = domain::ids::LoanId(Uuid::from_u128(*id));
            let loan = self.store.loan(id, self.by).await.unwrap().unwrap();
            let still: BTreeSet<ItemId> = loan.out().into_iter().map(|(item, _)| item).collect();
            assert_eq!((loan.household, loan.lines.len(), &still), (*household, items.len(), out));
            if let Some(due) = self.model.desk.due.get(&Uuid::from(id).as_u128()) {
                assert_eq!(loan.due_on, *due);
            }
        }
        for home in self.model.homes() {
            let needs = self.store.household(*home, self.by).await.unwrap().unwrap().needs;
            let of = |state| {
                let mut kinds: Vec<_> =
                    needs.iter().filter(|need| need.state == state).map(|need| need.kind).collect();
                kinds.sort_unstable();
                kinds
            };
            assert_eq!((of(NeedState::Open), of(NeedState::Reserved)), self.model.needs_of(*home));
        }
    }
}
