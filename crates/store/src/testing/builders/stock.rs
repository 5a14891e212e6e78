//! Deliveries, hand-overs and returns, for the real verbs.

use domain::delivery::{DeliveredLot, Delivery, Origin, ReceivedItem, Terms};
use domain::identifiers::Iccid;
use domain::ids::{HouseholdId, ItemId, LoanId, LotId};
use domain::loan::{HandedOver, Lend, Outcome, TakeBack};
use domain::stock::{Grade, ItemKind, LotCondition, Restriction, TransferMode};
use domain::wipe::{Wipe, WipeMethod, WipeResult};
use jiff::civil::{Date, date};
use uuid::Uuid;

/// The day every hand-over here is made.
pub const TODAY: Date = date(2026, 9, 1);

/// The day every loan here is due.
pub const DUE: Date = date(2027, 6, 30);

/// The town's own equipment, new, lent to anybody.
#[must_use]
pub fn terms() -> Terms {
    Terms {
        origin: Origin::Town,
        condition: LotCondition::New,
        mode: TransferMode::Loan,
        restriction: Restriction::default(),
        received_on: TODAY,
    }
}

/// The thing `n` of a kind: a serial number, and a SIM card in a 4G key.
#[must_use]
pub fn unit(kind: ItemKind, n: u128) -> ReceivedItem {
    let sim = || (0..10).find_map(|check| Iccid::parse(&format!("8933{n:014}{check}")).ok());
    ReceivedItem {
        id: ItemId(Uuid::from_u128(5_000 + n)),
        kind,
        serial: format!("SERIAL{n:05}").parse().ok(),
        imei: None,
        iccid: kind.needs_card().then(sim).flatten(),
        msisdn: None,
    }
}

/// The tablet `n`.
#[must_use]
pub fn tablet(n: u128) -> ReceivedItem {
    unit(ItemKind::Tablet, n)
}

/// The lot `n`, of the kind of its first item.
///
/// # Panics
/// When the items make no delivery.
#[must_use]
pub fn delivery(n: u128, items: Vec<ReceivedItem>, terms: Terms) -> Delivery {
    let lot = LotId(Uuid::from_u128(9_000 + n));
    let kind = items.first().map_or(ItemKind::Tablet, |item| item.kind);
    let lot = DeliveredLot { lot, label: format!("Lot {n}"), kind, items };
    Delivery::of_one(terms, lot).expect("a delivery")
}

/// The hand-over `loan` of these items, as new.
///
/// # Panics
/// When the items make no hand-over.
#[must_use]
pub fn hand_over(loan: u128, home: HouseholdId, items: &[ItemId]) -> Lend {
    let items = items.iter().map(|item| HandedOver::plain(*item, Grade::New)).collect();
    Lend::new(LoanId(Uuid::from_u128(loan)), home, items, DUE, TODAY).expect("a hand-over")
}

/// The return of these items of the loan `loan`, on the form `form`.
///
/// # Panics
/// When the items make no return.
#[must_use]
pub fn give_back(form: u128, loan: u128, items: &[(ItemId, Outcome)]) -> TakeBack {
    TakeBack::new(Uuid::from_u128(form), LoanId(Uuid::from_u128(loan)), items.to_vec())
        .expect("a return")
}

/// A wipe that was done by the device's own settings.
#[must_use]
pub const fn wiped() -> Wipe {
    Wipe { method: WipeMethod::FactoryReset, result: WipeResult::Done, certificate: None }
}
