//! Other hands, done to the store and to the model: schools, organisations, and a cité next door.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{ItemId, OrganisationId, ProvisionId, TransferId};
use domain::item_life::DeskAction;
use domain::loan::Outcome;
use domain::provision::{Custodian, EndProvision, Provide, ProvisionTerms};
use domain::stock::{Grade, ItemKind};
use domain::transfer::SendTransfer;
use jiff::Timestamp;
use jiff::civil::date;
use store::testing::builders::stock::{TODAY, wiped};
use store::{Arrival, AtDesk, ReceiveTransfer, TakeTransferBack};
use uuid::Uuid;

use super::super::acts::{self, Hands};
use super::super::model::Model;
use super::super::model::hands::{Provision, Transfer};
use super::{World, done};

const ACT: &str = "Délibération 3";

fn transfer_of(form: u128) -> TransferId {
    TransferId(Uuid::from_u128(form))
}

impl World {
    pub(super) async fn hands(&mut self, act: &Hands, form: u128, times: u8, now: Timestamp) {
        let when = (form, times, now);
        match act {
            Hands::Provide { items, to } => {
                let items = self.mostly(items, Model::may_be_provided);
                self.provide(&items, *to, when).await;
            }
            Hands::EndProvision { provision, items } => {
                self.end_provision(*provision, items, when).await;
            }
            Hands::Send(items) => self.send(&self.mostly(items, Model::may_be_sent), when).await,
            Hands::ArriveThere(pick, all) => self.arrive_there(*pick, *all, when).await,
            Hands::TakeTransferBack(pick) => {
                let Some(at) = pick.checked_rem(self.model.hands.transfers.len()) else { return };
                let transfer = transfer_of(self.model.hands.transfers[at].form);
                let may = self.model.take_transfer_back(at);
                self.count("take_transfer_back", may);
                let order = TakeTransferBack { form: Uuid::from_u128(form), transfer };
                for _ in 0..times {
                    let answer = self.store.take_transfer_back(&order, self.by, now).await;
                    assert_eq!(done(answer), may, "{act:?}");
                }
            }
            Hands::ComeBack(pick) => self.come_back(*pick, when).await,
        }
    }

    async fn provide(
        &mut self,
        items: &[ItemId],
        to: acts::Custodian,
        (form, times, now): (u128, u8, Timestamp),
    ) {
        let due_on = match to {
            acts::Custodian::SchoolUntilLate => Some(date(2027, 9, 1)),
            acts::Custodian::SchoolUntilSoon => Some(date(2027, 6, 29)),
            acts::Custodian::School | acts::Custodian::Organisation => None,
        };
        let to_school = !matches!(to, acts::Custodian::Organisation);
        let custodian = if to_school {
            Custodian::School(self.school)
        } else {
            let id = OrganisationId(Uuid::from_u128(form));
            Custodian::New { id, name: format!("Association {form}"), contact: "ici".into() }
        };
        let terms = ProvisionTerms { custodian, act: Some(ACT.into()), responsible: None, due_on };
        let graded = items.iter().map(|item| (*item, Grade::Good)).collect();
        let id = ProvisionId(Uuid::from_u128(form));
        let order = Provide::new(id, terms, graded, TODAY).unwrap();
        let may = self.model.provide(form, to_school, due_on, items);
        self.count("provide", may);
        for _ in 0..times {
            assert_eq!(done(self.store.provide(&order, self.by, now).await), may, "{order:?}");
        }
    }

    async fn end_provision(
        &mut self,
        pick: usize,
        items: &[(usize, Outcome)],
        (form, times, now): (u128, u8, Timestamp),
    ) {
        // Mostly a late one: the others are over.
        let Some(back) = (pick % 8).checked_rem(self.model.hands.provisions.len()) else { return };
        let at = self.model.hands.provisions.len() - 1 - back;
        let known = &self.model.hands.provisions[at];
        let ended: BTreeMap<ItemId, Outcome> = (items.iter())
            .map(|(n, outcome)| (known.items[n % known.items.len()], *outcome))
            .collect();
        let ended: Vec<_> = ended.into_iter().collect();
        let provision = ProvisionId(Uuid::from_u128(known.form));
        let order = EndProvision::new(Uuid::from_u128(form), provision, ended.clone()).unwrap();
        let may = self.model.end_provision(at, &ended, now);
        self.count("end_provision", may);
        for _ in 0..times {
            assert_eq!(
                done(self.store.end_provision(&order, self.by, now).await),
                may,
                "{ended:?}"
            );
        }
    }

    async fn send(&mut self, items: &[ItemId], (form, times, now): (u128, u8, Timestamp)) {
        let to = self.neighbour.cite;
        let order =
            SendTransfer::new(transfer_of(form), to, ACT.into(), items.to_vec(), TODAY).unwrap();
        let may = self.model.send(form, items);
        self.count("send", may);
        for _ in 0..times {
            assert_eq!(
                done(self.store.send_transfer(&order, self.by, now).await),
                may,
                "{items:?}"
            );
        }
    }

    async fn arrive_there(
        &mut self,
        pick: usize,
        all: bool,
        (form, times, now): (u128, u8, Timestamp),
    ) {
        let Some(at) = pick.checked_rem(self.model.hands.transfers.len()) else { return };
        let known = &self.model.hands.transfers[at];
        let transfer = transfer_of(known.form);
        let arrived: Vec<ItemId> = known.items.iter().skip(usize::from(!all)).copied().collect();
        let order = ReceiveTransfer {
            form: Uuid::from_u128(form),
            transfer,
            act: ACT.into(),
            arrived: arrived.iter().copied().collect(),
            labels: BTreeMap::new(),
        };
        let may = self.model.arrive_there(at, &arrived);
        self.count("arrive_there", may);
        for _ in 0..times {
            let answer = self.store.receive_transfer(&order, self.neighbour, now, TODAY).await;
            assert_eq!(done(answer), may, "{order:?}");
        }
        if may {
            let sent = self.store.transfer(transfer, self.by).await.unwrap().unwrap();
            let there = sent.lines.iter().filter_map(|line| {
                line.received.as_ref().map(|(theirs, _)| (line.item.id, *theirs))
            });
            self.model.hands.abroad.extend(there);
        }
    }

    /// The neighbour wipes something that it received and sends it back: here it is a new item.
    async fn come_back(&mut self, pick: usize, (form, times, now): (u128, u8, Timestamp)) {
        let Some(at) = pick.checked_rem(self.model.hands.abroad.len()) else { return };
        let (ours, theirs) = self.model.hands.abroad.remove(at);
        let lot = self.store.item(theirs, self.neighbour).await.unwrap().unwrap().item.lot;
        let (store, neighbour) = (self.store.clone(), self.neighbour);
        let checked = AtDesk {
            form: Uuid::from_u128(self.next_form()),
            item: theirs,
            action: DeskAction::MarkChecked,
            wipe: Some(wiped()),
        };
        store.at_desk(&checked, neighbour, now).await.unwrap();
        let transfer = transfer_of(self.next_form());
        let sent = SendTransfer::new(transfer, self.by.cite, ACT.into(), vec![theirs], TODAY);
        store.send_transfer(&sent.unwrap(), neighbour, now).await.unwrap();
        let order = ReceiveTransfer {
            form: Uuid::from_u128(form),
            transfer,
            act: ACT.into(),
            arrived: BTreeSet::from([theirs]),
            labels: [(lot, format!("Retour {form}"))].into(),
        };
        for _ in 0..times {
            store.receive_transfer(&order, self.by, now, TODAY).await.unwrap();
        }
        self.count("come_back", true);
        let lines = store.transfer(transfer, self.by).await.unwrap().unwrap().lines;
        let new = lines[0].received.as_ref().unwrap().0;
        let lot = store.item(new, self.by).await.unwrap().unwrap().item.lot;
        self.model.come_back(ours, new, super::shelf::form_of(lot));
    }

    /// Every line of a provision and of a transfer stands as the model says.
    pub(super) async fn compare_hands(&self) {
        for known in &self.model.hands.provisions {
            self.compare_provision(known).await;
        }
        for known in &self.model.hands.transfers {
            self.compare_transfer(known).await;
        }
        for (ours, theirs) in &self.model.hands.abroad {
            let there = self.store.item(*theirs, self.neighbour).await.unwrap().unwrap().item;
            let here = self.store.item(*ours, self.by).await.unwrap().unwrap().item;
            assert_eq!((there.kind, there.serial), (here.kind, here.serial), "the same thing");
            assert_ne!(there.kind, ItemKind::Hotspot, "cards stay");
        }
    }

    async fn compare_provision(&self, known: &Provision) {
        let id = ProvisionId(Uuid::from_u128(known.form));
        let kept = self.store.provision(id, self.by).await.unwrap().unwrap();
        assert_eq!(kept.lines.len(), known.items.len());
        for line in kept.lines {
            let open = known.open.contains(&line.item.id);
            assert_eq!(line.closed.is_none(), open, "{} of {id}", line.item.tag);
            let with = line.with.map(|with| with.household);
            let home = self.model.family_of(line.item.id).filter(|_| open);
            assert_eq!(with, home, "{} of {id}", line.item.tag);
        }
    }

    async fn compare_transfer(&self, known: &Transfer) {
        let id = transfer_of(known.form);
        let kept = self.store.transfer(id, self.by).await.unwrap().unwrap();
        for line in kept.lines {
            let left = known.left.contains(&line.item.id);
            let arrived = line.received.is_some();
            let expected = match (arrived, left, known.received) {
                (true, false, true) => Arrival::Received,
                (false, true, true) => Arrival::NotArrived,
                (false, true, false) => Arrival::OnTheWay,
                (false, false, _) => Arrival::TakenBack,
                other => panic!("{other:?}"),
            };
            assert_eq!(line.arrival, expected, "{} of {id}", line.item.tag);
        }
        assert_eq!(kept.head.to_act.is_some(), known.received);
    }
}
