//! Bags, done to the store and to the model: by a round, or by a relay point with its code.

use domain::ids::{ItemId, LoanId, ParcelId, RelayPointId};
use domain::loan::{HandedOver, Lend};
use domain::parcel::{Channel, PackParcel, ParcelAct, ParcelState, PickupCode, Way};
use domain::stock::Grade;
use jiff::{Timestamp, ToSpan};
use store::testing::builders::cites::start;
use store::testing::builders::stock::{DUE, TODAY};
use store::{AtRelay, CarryParcel, OpenRelay, VerbError};
use uuid::Uuid;

use super::super::acts::More;
use super::{World, done, picked};

/// A code of its own for each bag.
fn code(form: u128) -> PickupCode {
    PickupCode::drawn(u64::try_from(form % 1_000_000).unwrap().to_be_bytes())
}

impl World {
    fn relay(&self) -> (RelayPointId, [u8; 32]) {
        let n = Uuid::from(self.by.cite).as_u128();
        let mut secret = [9; 32];
        secret[..16].copy_from_slice(&n.to_be_bytes());
        (RelayPointId(Uuid::from_u128(n << 8 | 9)), secret)
    }

    /// A bakery opens before anything else.
    pub async fn open_relay(&self) {
        let (id, token_hash) = self.relay();
        let shop = OpenRelay {
            id,
            name: "Boulangerie",
            address: "ici",
            hours: "le matin",
            phone: None,
            act: "",
            keep_days: 10,
            token_hash,
        };
        self.store.open_relay(&shop, self.by, start()).await.unwrap();
    }

    pub(super) async fn bags(&mut self, act: &More, form: u128, times: u8, now: Timestamp) {
        match act {
            More::Pack { home, items, relay } => {
                self.pack(*home, (items, *relay), form, times, now).await;
            }
            More::Carry(bag, act) => self.carry(*bag, *act, form, times, now).await,
            _ => {}
        }
    }

    async fn pack(
        &mut self,
        home: usize,
        (items, relay): (&[usize], bool),
        form: u128,
        times: u8,
        now: Timestamp,
    ) {
        let household = self.model.homes()[home % self.model.homes().len()];
        let all: Vec<ItemId> = self.model.units().iter().map(|unit| unit.id).collect();
        let mut items = if items.is_empty() { Vec::new() } else { picked(&all, items) };
        // What is set aside for the family goes into its bag, one time in two.
        if home.is_multiple_of(2) {
            items.extend(self.model.held_for(household));
            items.sort_unstable();
            items.dedup();
        }
        if items.is_empty() {
            return;
        }
        let channel = if relay { Channel::Relay } else { Channel::Round };
        let way = if relay {
            let keep_until = TODAY.saturating_add(10.days());
            Way::Relay { point: self.relay().0, code: code(form), keep_until }
        } else {
            Way::Round
        };
        let handed = items.iter().map(|item| HandedOver::plain(*item, Grade::New)).collect();
        let id = LoanId(Uuid::from_u128(form));
        let lend = Lend::new(id, household, handed, DUE, TODAY).unwrap();
        let order = PackParcel::new(lend, way, String::new()).unwrap();
        let may = self.model.pack(form, household, &items, channel);
        self.count("pack", may);
        for _ in 0..times {
            let answer = self.store.pack_parcel(&order, self.by, now).await;
            assert_eq!(done(answer), may, "{order:?}");
        }
    }

    /// The relay point does it by its page where it can, the agent otherwise.
    async fn carry(&mut self, pick: usize, act: ParcelAct, form: u128, times: u8, now: Timestamp) {
        // Mostly a late one: the others are over.
        let last = self.model.bags.len();
        let Some(back) = (pick % 4).checked_rem(last) else { return };
        let at = last - 1 - back;
        let (bag, channel) = (self.model.bags[at].form, self.model.bags[at].channel);
        let parcel = ParcelId(Uuid::from_u128(bag));
        let before = self.model.bags[at].state;
        let may = self.model.carry(at, act);
        self.count("carry", may);
        let form = Uuid::from_u128(form);
        let at_relay = match act {
            ParcelAct::Arrive => Some(AtRelay::TakeIn(vec![parcel])),
            ParcelAct::TurnBack => Some(AtRelay::GiveBack(vec![parcel])),
            ParcelAct::Collect => Some(AtRelay::HandOver(code(bag).digits())),
            ParcelAct::Send | ParcelAct::TakeBack => None,
        };
        for _ in 0..times {
            let answer = match &at_relay {
                Some(done_there)
                    if channel == Channel::Relay
                        && pick.is_multiple_of(2)
                        // A code that opens nothing is counted, and after eight the page waits.
                        && (act != ParcelAct::Collect || before == ParcelState::AtRelay) =>
                {
                    let key = (form, self.relay().1);
                    self.store.act_at_relay(key, done_there, TODAY, now).await.map_err(refused)
                }
                _ => {
                    let order = CarryParcel { form, parcel, act, tracking: None };
                    self.store.carry_parcel(&order, TODAY, self.by, now).await.map_err(refused)
                }
            };
            assert_eq!(done(answer), may, "{act} of a bag that is {before} by {channel}");
        }
        if may && act == ParcelAct::Collect {
            let kept = self.store.parcel(parcel, self.by).await.unwrap().unwrap();
            assert_eq!(kept.state, ParcelState::Collected);
        }
    }
}

/// Two enums of refusals as one.
fn refused<R: std::fmt::Debug>(error: VerbError<R>) -> VerbError<String> {
    match error {
        VerbError::Refused(why) => VerbError::Refused(format!("{why:?}")),
        VerbError::OtherContent => VerbError::OtherContent,
        VerbError::Failed(failure) => VerbError::Failed(failure),
    }
}
