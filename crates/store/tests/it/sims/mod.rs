//! SIM cards: their secrets are read by one seat and written down each time, their lines live day by
//! day, and what is put on them is committed like any other money.

mod lists;
mod money;
mod secrets;

use domain::Seat;
use domain::ids::ItemId;
use domain::sim::{EventKind, Prepaid, SecretKind, SimSecret, Subscription};
use domain::stock::ItemKind;
use jiff::civil::{Date, date};
use store::testing::builders::cites::{seated, start};
use store::testing::builders::stock::{TODAY, delivery, terms, unit};
use store::{By, DescribeSim, NoteSim, NoteSimRefused, Store, VerbError};
use uuid::Uuid;

const PIN: &str = "4829";
const PUK: &str = "71359264";

/// A prepaid card of thirty days, to be activated by the 15th.
fn prepaid() -> Subscription {
    Subscription::Prepaid(Prepaid {
        activate_before: Some(date(2026, 9, 15)),
        validity_days: 30,
        rechargeable: true,
    })
}

fn secret(kind: SecretKind, digits: &str) -> Option<SimSecret> {
    Some(SimSecret::parse(kind, digits).unwrap())
}

/// What is written on the holder of the card `item`.
fn described(form: u128, item: ItemId) -> DescribeSim {
    DescribeSim {
        form: Uuid::from_u128(form),
        item,
        operator: "Orange".into(),
        customer: Some("CLIENT-31".into()),
        volume_mb: Some(20_000),
        subscription: prepaid(),
        pin: secret(SecretKind::Pin, PIN),
        puk: secret(SecretKind::Puk, PUK),
    }
}

/// So many SIM cards of the cité 0, and who runs them.
async fn cards(store: &Store, many: u128) -> (By, Vec<ItemId>) {
    let by = seated(store, 0, Seat::TownAgent).await;
    let units: Vec<_> = (1..=many).map(|nth| unit(ItemKind::Sim, 700 + nth)).collect();
    let ids = units.iter().map(|unit| unit.id).collect();
    store.receive(&delivery(7, units, terms()), by, start()).await.unwrap();
    (by, ids)
}

/// Describes cards from the form `form` on.
async fn describe(store: &Store, form: u128, items: &[ItemId], by: By) {
    for (nth, item) in (form..).zip(items) {
        store.describe_sim(&described(nth, *item), by, start(), TODAY).await.unwrap();
    }
}

async fn note(
    store: &Store,
    form: u128,
    item: ItemId,
    (kind, on): (EventKind, Date),
    by: By,
) -> Result<(), VerbError<NoteSimRefused>> {
    let order = NoteSim { form: Uuid::from_u128(form), item, kind, on };
    store.note_sim(&order, by, start(), on.max(TODAY)).await
}
