//! Two SIM cards: one described, with its codes, and one that nobody has looked at.

use domain::delivery::{DeliveredLot, Delivery, Origin, Terms};
use domain::ids::ItemId;
use domain::sim::{Prepaid, SecretKind, SimSecret, Subscription};
use domain::stock::{ItemKind, LotCondition, Restriction, TransferMode};
use jiff::civil::date;
use store::testing::builders::cites::start;
use store::testing::builders::stock::unit;
use store::{By, DescribeSim, Store};

use super::id;

/// A PIN that stands nowhere by chance.
pub const PIN: &str = "48295173";
/// A PUK that stands nowhere by chance.
pub const PUK: &str = "71359264";

/// The described one.
pub(super) async fn cards(store: &Store, by: By) -> ItemId {
    let items: Vec<_> = (1..=2).map(|nth| unit(ItemKind::Sim, 88_000 + nth)).collect();
    let card = items[0].id;
    let today = date(2026, 9, 1);
    let terms = Terms {
        origin: Origin::Town,
        condition: LotCondition::New,
        mode: TransferMode::Loan,
        restriction: Restriction::default(),
        received_on: today,
    };
    let label = "Cartes SIM".to_owned();
    let lot = DeliveredLot { lot: id(130), label, kind: ItemKind::Sim, items };
    let delivery = Delivery::of_one(terms, lot).expect("a delivery");
    store.receive(&delivery, by, start()).await.expect("cards received");
    let prepaid =
        Prepaid { activate_before: Some(date(2026, 9, 10)), validity_days: 30, rechargeable: true };
    let secret = |kind, digits| SimSecret::parse(kind, digits).ok();
    let describe = DescribeSim {
        form: id(131),
        item: card,
        operator: "Opérateur d'essai".into(),
        customer: None,
        volume_mb: Some(20_000),
        subscription: Subscription::Prepaid(prepaid),
        pin: secret(SecretKind::Pin, PIN),
        puk: secret(SecretKind::Puk, PUK),
    };
    store.describe_sim(&describe, by, start(), today).await.expect("a card described");
    card
}
