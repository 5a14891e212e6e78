//! The desk's acts, done to the store and to the model.

use domain::condition::{Accessories, Accessory, Points};
use domain::ids::{ItemId, LoanId, StocktakeId, SupplyLotId};
use domain::loan::{Besides, Extend, HandOver, HandedOver};
use domain::sim::{EventKind, Prepaid, Subscription};
use domain::stock::{Grade, ItemKind, ItemState};
use jiff::{Timestamp, ToSpan};
use store::testing::builders::stock::{DUE, TODAY};
use store::{
    CloseStocktake, CountSupply, DescribeSim, KeepLonger, NoteSim, OpenStocktake, ReceiveSupply,
    ReleaseReservation, ScanStocktake, SupplyOrigin,
};
use uuid::Uuid;

use super::super::acts::More;
use super::super::model::Unit;
use super::super::model::desk::{KIT_PIECES, Line};
use super::{World, done};

/// A card paid in advance, that may be activated whenever.
const CARD: Subscription = Subscription::Prepaid(Prepaid {
    activate_before: None,
    validity_days: 30,
    rechargeable: false,
});

impl World {
    pub(super) async fn at_the_desk(&mut self, act: &More, form: u128, times: u8, now: Timestamp) {
        match act {
            More::HandOver { home, items, pieces, kit } => {
                self.hand_over((*home, items), (*pieces, *kit), (form, times, now)).await;
            }
            More::Pack { .. } | More::Carry(..) => self.bags(act, form, times, now).await,
            More::PassOn(pick) => self.pass_on(*pick, form, times, now).await,
            More::KeepLonger(pick) => {
                let Some(at) = pick.checked_rem(self.model.reservations.len()) else { return };
                let reservation = self.model.reservations[at];
                let may = self.model.is_held(reservation);
                self.count("keep_longer", may);
                let order = KeepLonger { form: Uuid::from_u128(form), reservation };
                for _ in 0..times {
                    let answer = self.store.keep_longer(&order, self.by, now).await;
                    assert_eq!(done(answer), may, "{act:?}");
                }
            }
            More::Extend { loan, months } => {
                let Some(at) = loan.checked_rem(self.model.loans.len()) else { return };
                let id = self.model.loans[at].0;
                let due_on = DUE.saturating_add((*months).months());
                let may = self.model.extend(at, due_on, DUE);
                self.count("extend", may);
                let loan = LoanId(Uuid::from_u128(id));
                let order = Extend { form: Uuid::from_u128(form), loan, due_on };
                for _ in 0..times {
                    let answer = self.store.extend_loan(&order, self.by, now, TODAY).await;
                    assert_eq!(done(answer), may, "{act:?}");
                }
            }
            More::NoteSim(pick, event) => self.note_sim(*pick, *event, form, times, now).await,
            More::ReceiveSupply(_) | More::CountSupply(..) => {
                self.supply(act, form, times, now).await;
            }
            _ => self.stocktake(act, form, times, now).await,
        }
    }

    async fn hand_over(
        &mut self,
        (home, items): (usize, &[usize]),
        (pieces, kit): (u32, bool),
        (form, times, now): (u128, u8, Timestamp),
    ) {
        // A family at the desk fetches what is set aside for it, one time in two.
        let household = self.model.homes()[home % self.model.homes().len()];
        let mut items = self.items_of(items);
        if home.is_multiple_of(2) {
            items.extend(self.model.held_for(household));
            items.sort_unstable();
            items.dedup();
        }
        // Whoever makes up a kit mostly has what goes into it.
        let made_up = kit && !home.is_multiple_of(3);
        let pieces = if made_up { pieces.max(KIT_PIECES) } else { pieces };
        if made_up {
            let free =
                |unit: &&Unit| unit.kind == ItemKind::Tablet && unit.state == ItemState::Available;
            items = self.model.units().iter().find(free).map(|unit| unit.id).into_iter().collect();
        }
        if items.is_empty() && pieces == 0 {
            return;
        }
        let along = || Accessories::counted([(Accessory::Charger, 1)]);
        let handed = items
            .iter()
            .map(|item| HandedOver::seen(*item, Grade::New, Points::default(), along()));
        let kit = kit && !items.is_empty();
        let besides = Besides {
            supplies: [(self.pencils, pieces)].into(),
            kit: kit.then_some(self.kit),
            ..Besides::default()
        };
        let id = LoanId(Uuid::from_u128(form));
        let lent_on = items.iter().any(|item| self.model.is_confided(*item));
        let order = HandOver::new(id, household, handed.collect(), besides, DUE, TODAY).unwrap();
        let may = self.model.hand_over(form, household, &items, (pieces, kit));
        self.count(if kit { "hand_over_kit" } else { "hand_over" }, may);
        if lent_on {
            self.count("lend_on", may);
        }
        for _ in 0..times {
            let answer = self.store.hand_over(&order, self.by, now).await;
            assert_eq!(done(answer), may, "{order:?}");
        }
    }

    fn items_of(&self, picks: &[usize]) -> Vec<ItemId> {
        if picks.is_empty() { Vec::new() } else { self.items(picks) }
    }

    async fn pass_on(&mut self, pick: usize, form: u128, times: u8, now: Timestamp) {
        let Some(at) = pick.checked_rem(self.model.reservations.len()) else { return };
        let reservation = self.model.reservations[at];
        let may = self.model.is_held(reservation);
        self.count("pass_on", may);
        let order = ReleaseReservation { form: Uuid::from_u128(form), reservation };
        for _ in 0..times {
            let answer = self.store.pass_on(&order, self.by, now).await;
            assert_eq!(done(answer), may, "{reservation}");
        }
        // Who is next in rank is the plan's to say; that it may have the item, the model's.
        let (held, _) = self.store.reservations(None, 0, 1_000, self.by).await.unwrap();
        let next = held.iter().find(|one| !self.model.is_set_aside(one.id));
        if may {
            self.count(if next.is_some() { "passed_to_next" } else { "passed_to_shelf" }, true);
        }
        assert_eq!(self.model.pass_on(reservation, next), may);
    }

    /// Notes what happened to a card; two in three are described first.
    async fn note_sim(
        &mut self,
        pick: usize,
        kind: EventKind,
        form: u128,
        times: u8,
        now: Timestamp,
    ) {
        let keys: Vec<ItemId> = (self.model.units().iter())
            .filter(|unit| unit.kind == ItemKind::Hotspot)
            .map(|unit| unit.id)
            .collect();
        let Some(at) = pick.checked_rem(keys.len()) else { return };
        let item = keys[at];
        if !self.model.desk.sims.contains_key(&item) && !pick.is_multiple_of(3) {
            let order = DescribeSim {
                form: Uuid::from_u128(self.next_form()),
                item,
                operator: "Essai".into(),
                customer: None,
                volume_mb: None,
                subscription: CARD,
                pin: None,
                puk: None,
            };
            self.store.describe_sim(&order, self.by, now, TODAY).await.unwrap();
            self.count("describe_sim", true);
            self.model.desk.sims.insert(item, Line::default());
            self.model.unit(item).touched = true;
        }
        let may = self.model.note_sim(item, kind);
        self.count("note_sim", may);
        let order = NoteSim { form: Uuid::from_u128(form), item, kind, on: TODAY };
        for _ in 0..times {
            let answer = self.store.note_sim(&order, self.by, now, TODAY).await;
            assert_eq!(done(answer), may, "{kind} of {item}");
        }
    }

    async fn supply(&mut self, act: &More, form: u128, times: u8, now: Timestamp) {
        match act {
            More::ReceiveSupply(pieces) => {
                let lot = SupplyLotId(Uuid::from_u128(form));
                let order = ReceiveSupply {
                    lot,
                    supply: self.pencils,
                    pieces: *pieces,
                    origin: SupplyOrigin::Town,
                    received_on: TODAY,
                };
                for _ in 0..times {
                    self.store.receive_supply(&order, self.by, now).await.unwrap();
                }
                self.count("receive_supply", true);
                self.model.desk.pieces.push((lot, *pieces));
            }
            More::CountSupply(pick, found) => {
                let at = pick % self.model.desk.pieces.len();
                let lot = self.model.desk.pieces[at].0;
                let form = Uuid::from_u128(form);
                for _ in 0..times {
                    let order = CountSupply { form, lot, found: *found };
                    self.store.count_supply(&order, self.by, now).await.unwrap();
                }
                self.count("count_supply", true);
                self.model.desk.pieces[at].1 = *found;
            }
            _ => {}
        }
    }

    async fn stocktake(&mut self, act: &More, form: u128, times: u8, now: Timestamp) {
        let running = self.model.desk.counting.as_ref().map(|(form, ..)| *form);
        match act {
            More::OpenStocktake => {
                let may = self.model.open_stocktake(form, now);
                self.count("open_stocktake", may);
                let order = OpenStocktake { id: StocktakeId(Uuid::from_u128(form)) };
                for _ in 0..times {
                    let answer = self.store.open_stocktake(&order, self.by, now).await;
                    assert_eq!(done(answer), may, "{act:?}");
                }
            }
            More::Scan(pick) => self.scan(self.item(*pick), running, form, now).await,
            More::CloseStocktake => {
                let Some(known) = running.or(self.closed) else { return };
                let stocktake = StocktakeId(Uuid::from_u128(known));
                self.count("close_stocktake", running.is_some());
                let order = CloseStocktake { form: Uuid::from_u128(form), stocktake };
                for _ in 0..times {
                    let answer = self.store.close_stocktake(&order, self.by, now).await;
                    assert_eq!(done(answer), running.is_some(), "{act:?}");
                }
                let Some((_, expected)) = self.model.close_stocktake() else { return };
                self.closed = running;
                let found = self.store.stocktake_differences(stocktake, self.by).await.unwrap();
                let found = found.into_iter();
                let found = found.map(|one| (one.item.unwrap().id, one.difference)).collect();
                assert_eq!(expected, found, "what differs on closing");
            }
            _ => {}
        }
    }

    async fn scan(&mut self, item: ItemId, running: Option<u128>, form: u128, now: Timestamp) {
        let Some(known) = running.or(self.closed) else { return };
        // The numbers of what left and came back are those of the item that is here.
        let item = self.model.named_by(item);
        let file = self.store.item(item, self.by).await.unwrap().unwrap();
        let stocktake = StocktakeId(Uuid::from_u128(known));
        let code = file.item.serial.unwrap();
        let order = ScanStocktake { form: Uuid::from_u128(form), stocktake, code };
        let answer = self.store.scan_stocktake(&order, self.by, now).await;
        self.count("scan", running.is_some());
        if running.is_some() {
            let seen = answer.unwrap();
            assert_eq!((seen.difference, seen.again), self.model.scan(item), "{item}");
        } else {
            assert!(!done(answer), "a closed stocktake");
        }
    }
}
