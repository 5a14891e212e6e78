//! The shelf's acts, done to the store and to the model.

use domain::delivery::{DeliveredLot, Delivery, Terms};
use domain::disposal::{Destination, Disposal, DisposalReason, Handing, Mistake};
use domain::ids::{DisposalId, IncidentId, ItemId, LotId};
use domain::incident::IncidentEnd;
use domain::item_life::DeskAction;
use domain::stock::{ItemKind, TransferMode};
use domain::wipe::{Wipe, WipeMethod, WipeResult};
use jiff::Timestamp;
use jiff::civil::date;
use store::testing::builders::stock::{TODAY, terms, unit, wiped};
use store::{
    AddToLot, AtDesk, CheckMany, DeclareIncident, EndIncident, RemoveScanned, TakeBackDisposal,
};
use uuid::Uuid;

use super::super::acts::More;
use super::super::model::Model;
use super::super::model::shelf::Leaving;
use super::{World, done, picked};

const FAILED: Wipe =
    Wipe { method: WipeMethod::FactoryReset, result: WipeResult::Failed, certificate: None };

/// How a lot is known by the form that brought it.
fn lot_of(form: u128) -> LotId {
    LotId(Uuid::from_u128(9_000 + form))
}

/// The form of a lot; of one that came by a transfer, what stands for it.
pub(super) fn form_of(lot: LotId) -> u128 {
    lot.0.as_u128() - 9_000
}

impl World {
    /// The item that a number falls on.
    pub fn item(&self, pick: usize) -> ItemId {
        self.model.units()[pick % self.model.units().len()].id
    }

    /// Items picked, each once.
    pub fn items(&self, picks: &[usize]) -> Vec<ItemId> {
        let all: Vec<ItemId> = self.model.units().iter().map(|unit| unit.id).collect();
        picked(&all, picks)
    }

    /// Items picked, two in three times among those of a sort, if there are any.
    pub fn mostly(&self, picks: &[usize], sort: impl Fn(&Model, ItemId) -> bool) -> Vec<ItemId> {
        let all: Vec<ItemId> = self.model.units().iter().map(|unit| unit.id).collect();
        let some: Vec<ItemId> = all.iter().copied().filter(|id| sort(&self.model, *id)).collect();
        let sorted = !some.is_empty() && !picks[0].is_multiple_of(3);
        picked(if sorted { &some } else { &all }, picks)
    }

    /// Plays an act of the shelf; others are the desk's.
    pub async fn more(&mut self, act: &More, form: u128, times: u8, now: Timestamp) {
        match act {
            More::ReceiveGifts(many) => self.receive_gifts(*many, form, times, now).await,
            More::AddToLot(pick) => self.add_to_lot(*pick, times, now).await,
            More::RemoveScanned(pick) => {
                // Mostly what came last: an old item is always touched.
                let back = pick % 4 + 1;
                let at = self.model.units().len() - back.min(self.model.units().len());
                self.remove_scanned(self.item(at), form, times, now).await;
            }
            More::Unwiped(pick) => {
                let item = self.item(*pick);
                let may = self.model.unwiped(item);
                let order = (item, DeskAction::MarkChecked, None);
                self.at_desk("unwiped", order, may, (form, times, now)).await;
            }
            More::FailWipe(pick) => {
                let item = self.item(*pick);
                let may = self.model.fail_wipe(item);
                let order = (item, DeskAction::SendToRepair, Some(FAILED));
                self.at_desk("fail_wipe", order, may, (form, times, now)).await;
            }
            More::CheckMany(picks) => {
                let items = self.items(picks);
                let may = self.model.check_many(&items);
                self.count("check_many", may);
                let order = CheckMany { form: Uuid::from_u128(form), items, wipe: wiped() };
                for _ in 0..times {
                    let answer = self.store.check_many(&order, self.by, now).await;
                    assert_eq!(done(answer), may, "{act:?}");
                }
            }
            More::Declare(pick, kind) => {
                let item = self.item(*pick);
                let may = self.model.declare(item, *kind, now);
                self.count("declare", may);
                let id = IncidentId(Uuid::from_u128(form));
                let order = DeclareIncident { id, item, kind: *kind, happened_on: None };
                for _ in 0..times {
                    let answer = self.store.declare_incident(&order, self.by, now, TODAY).await;
                    assert_eq!(done(answer), may, "{act:?} of {item}");
                }
            }
            More::EndIncident(pick) => self.end_incident(*pick, form, times, now).await,
            More::Dispose { items, destination, wiped, certificate, unlocked } => {
                let how = Leaving {
                    to: *destination,
                    wiped: *wiped,
                    certificate: *certificate,
                    unlocked: *unlocked,
                };
                self.dispose(&self.items(items), how, (form, times, now)).await;
            }
            More::TakeBackDisposal(pick, today) => {
                self.take_back_disposal(*pick, *today, form, times, now).await;
            }
            _ => self.at_the_desk(act, form, times, now).await,
        }
    }

    async fn receive_gifts(&mut self, many: usize, form: u128, times: u8, now: Timestamp) {
        let items: Vec<_> = (0..many).map(|_| unit(ItemKind::Hotspot, self.next_unit())).collect();
        let lot = DeliveredLot {
            lot: lot_of(form),
            label: format!("Dons {form}"),
            kind: ItemKind::Hotspot,
            items: items.clone(),
        };
        let order = Delivery::of_one(Terms { mode: TransferMode::Gift, ..terms() }, lot).unwrap();
        for _ in 0..times {
            self.store.receive(&order, self.by, now).await.unwrap();
        }
        self.count("receive_gifts", true);
        self.entered(form, true, &items);
    }

    async fn add_to_lot(&mut self, pick: usize, times: u8, now: Timestamp) {
        let lots: Vec<_> = self.model.lots.iter().map(|(form, lot)| (*form, *lot)).collect();
        let (form, (kind, given)) = lots[pick % lots.len()];
        let item = unit(kind, self.next_unit());
        let order = AddToLot { lot: lot_of(form), item: item.clone() };
        for _ in 0..times {
            self.store.add_to_lot(&order, self.by, now, TODAY).await.unwrap();
        }
        self.count("add_to_lot", true);
        self.entered(form, given, &[item]);
    }

    async fn remove_scanned(&mut self, item: ItemId, form: u128, times: u8, now: Timestamp) {
        let lot = lot_of(self.model.unit(item).lot);
        let may = self.model.remove_scanned(item);
        self.count("remove_scanned", may);
        let order = RemoveScanned { form: Uuid::from_u128(form), lot, item };
        for _ in 0..times {
            let answer = self.store.remove_scanned(&order, self.by, now).await;
            assert_eq!(done(answer), may, "{item}");
        }
    }

    async fn at_desk(
        &mut self,
        verb: &'static str,
        (item, action, wipe): (ItemId, DeskAction, Option<Wipe>),
        may: bool,
        (form, times, now): (u128, u8, Timestamp),
    ) {
        self.count(verb, may);
        let order = AtDesk { form: Uuid::from_u128(form), item, action, wipe };
        for _ in 0..times {
            let answer = self.store.at_desk(&order, self.by, now).await;
            assert_eq!(done(answer), may, "{verb} of {item}");
        }
    }

    /// Ends the last incident of an item that has had one.
    async fn end_incident(&mut self, pick: usize, form: u128, times: u8, now: Timestamp) {
        // One time in two one that is open.
        let open: Vec<ItemId> = self.model.harmed.iter().copied().collect();
        let item = match pick.checked_rem(open.len()) {
            Some(at) if !pick.is_multiple_of(2) => open[at],
            _ => self.item(pick),
        };
        let known = self.store.incidents_of(item, self.by).await.unwrap();
        let is_open = known.iter().find(|one| one.ended.is_none());
        let Some(incident) = is_open.or(known.first()) else { return };
        let may = self.model.harmed.remove(&item);
        self.count("end_incident", may);
        let end = IncidentEnd::Borne;
        let order = EndIncident { form: Uuid::from_u128(form), incident: incident.id, end };
        for _ in 0..times {
            let answer = self.store.end_incident(&order, self.by, now, TODAY).await;
            assert_eq!(done(answer), may, "{item}");
        }
    }

    async fn dispose(
        &mut self,
        items: &[ItemId],
        how: Leaving,
        (form, times, now): (u128, u8, Timestamp),
    ) {
        let id = DisposalId(Uuid::from_u128(form));
        let lost = how.to == Destination::WrittenOff;
        let handing = Handing {
            destination: how.to,
            recipient: Some("Essai".into()),
            slip: Some("B-1".into()),
            destruction: how.certificate.then(|| "C-1".into()),
            value_checked: true,
            unlocked: how.unlocked,
        };
        let order = Disposal {
            id,
            act_number: form.to_string(),
            act_on: TODAY,
            reason: if lost { DisposalReason::Lost } else { DisposalReason::Obsolete },
            handing,
            items: items.to_vec(),
            first_year: None,
            wipe: how.wiped.map(|done| if done { wiped() } else { FAILED }),
        };
        let order = order.checked(TODAY).unwrap();
        let may = self.model.dispose(id, items, how);
        self.count("dispose", may);
        for _ in 0..times {
            let answer = self.store.dispose_of(&order, self.by, now, TODAY).await;
            assert_eq!(done(answer), may, "{order:?}");
        }
    }

    async fn take_back_disposal(
        &mut self,
        pick: usize,
        same_day: bool,
        form: u128,
        times: u8,
        now: Timestamp,
    ) {
        let Some(at) = pick.checked_rem(self.model.shelf.disposals.len()) else { return };
        let id = self.model.shelf.disposals[at].0;
        let may = self.model.take_back_disposal(at, same_day);
        self.count("take_back_disposal", may);
        let form = Uuid::from_u128(form);
        let order = TakeBackDisposal { form, disposal: id, mistake: Mistake::WrongItems };
        let today = if same_day { TODAY } else { date(2026, 9, 2) };
        for _ in 0..times {
            let answer = self.store.take_back_disposal(&order, self.by, now, today).await;
            assert_eq!(done(answer), may, "{id}");
        }
    }
}
