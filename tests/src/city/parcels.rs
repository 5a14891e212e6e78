//! A shop that keeps bags, a bag on its way there, the round that brings it.

use domain::parcel::{PackParcel, PickupCode, Way};
use store::{OpenRelay, PlanDelivery};

use super::*;

/// The code of the bag.
pub const CODE: [u8; 8] = [0, 0, 0, 0, 0, 7, 7, 7];

/// Packs one free tablet for a family and puts it on a round that has not left.
pub(super) async fn packed(
    store: &Store,
    home: HouseholdId,
    by: By,
) -> (RelayPointId, ParcelId, DeliveryRoundId) {
    let day = date(2026, 9, 1);
    let relay: RelayPointId = id(970);
    let shop = OpenRelay {
        id: relay,
        name: "Boulangerie du Parc",
        address: "3 rue du Parc",
        hours: "du mardi au samedi, 7 h à 19 h",
        phone: Some("01 60 00 00 00"),
        act: "convention du 2 juillet",
        keep_days: 10,
        token_hash: web::link::link_hash(TOKEN),
    };
    store.open_relay(&shop, by, start()).await.expect("a relay point");
    let lot = shelf(store, 4, ItemKind::Tablet, 1, &Restriction::default(), by).await;
    let item = ItemId(Uuid::from_u128(lot.0.as_u128() + 1));
    let items = vec![HandedOver::plain(item, Grade::New)];
    let due = day.saturating_add(jiff::Span::new().months(6));
    let lend = Lend::new(id(971), home, items, due, day).expect("an order");
    let keep_until = day.saturating_add(jiff::Span::new().days(10));
    let way = Way::Relay { point: relay, code: PickupCode::drawn(CODE), keep_until };
    let order = PackParcel::new(lend, way, "A-1".to_owned()).expect("an order");
    store.pack_parcel(&order, by, start()).await.expect("a bag");
    let delivery: DeliveryRoundId = id(972);
    let parcels = [order.id()];
    let round = PlanDelivery { id: delivery, on: day, courier: "Navette", parcels: &parcels };
    store.plan_delivery(&round, by, start()).await.expect("a round");
    (relay, order.id(), delivery)
}
