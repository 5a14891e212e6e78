//! A delivery: things received together, told apart by their numbers (`domain.md` §3.2).

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::identifiers::{Iccid, Imei, Msisdn, SerialNumber};
use crate::ids::{ItemId, LotId};
use crate::stock::{Grade, ItemKind, ItemState, LotCondition, Restriction, TransferMode};

mod origin;

pub use origin::{Giver, Origin};

/// The most items in one delivery; more is received in several.
pub const MOST_RECEIVED: usize = 5_000;

/// One item as it is received: at least one number, an ICCID for a 4G key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedItem {
    /// Its id.
    pub id: ItemId,
    /// What it is.
    pub kind: ItemKind,
    /// The maker's serial number.
    pub serial: Option<SerialNumber>,
    /// The radio's number.
    pub imei: Option<Imei>,
    /// The SIM card's number.
    pub iccid: Option<Iccid>,
    /// The line's telephone number.
    pub msisdn: Option<Msisdn>,
}

crate::vocabulary! {
    /// A number no two items share.
    ItemNumber {
        /// The maker's serial number, among items of one kind.
        Serial = "serial",
        /// The IMEI.
        Imei = "imei",
        /// The ICCID.
        Iccid = "iccid",
    }
}

impl ReceivedItem {
    /// Its numbers that no other item may have.
    #[must_use]
    pub fn numbers(&self) -> Vec<(ItemNumber, String)> {
        let serial = self.serial.as_ref().map(|serial| (ItemNumber::Serial, serial.to_string()));
        let imei = self.imei.as_ref().map(|imei| (ItemNumber::Imei, imei.to_string()));
        let iccid = self.iccid.as_ref().map(|iccid| (ItemNumber::Iccid, iccid.to_string()));
        [serial, imei, iccid].into_iter().flatten().collect()
    }
}

/// Items of one kind in a delivery, under one label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeliveredLot {
    /// The lot's id.
    pub lot: LotId,
    /// What people call it; unique in the cité.
    pub label: String,
    /// What its items are.
    pub kind: ItemKind,
    /// The items, in the order of the list.
    pub items: Vec<ReceivedItem>,
}

/// What is true of every lot of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Terms {
    /// Where it comes from.
    pub origin: Origin,
    /// The condition it came in.
    pub condition: LotCondition,
    /// Whether its items are lent or given.
    pub mode: TransferMode,
    /// Who may have them.
    pub restriction: Restriction,
    /// The day it came.
    pub received_on: Date,
}

/// A delivery that can be received: every item is named, no number stands twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Delivery {
    form: Uuid,
    terms: Terms,
    lots: Vec<DeliveredLot>,
}

/// Why a list of items is no delivery. Items are named by id: the caller knows which line that was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryFault {
    /// Nothing was received.
    #[error("no item")]
    Empty,
    /// More than [`MOST_RECEIVED`].
    #[error("{found} items")]
    TooMany {
        /// How many.
        found: usize,
    },
    /// Neither serial number, IMEI nor ICCID.
    #[error("{0} has no number")]
    Unnamed(ItemId),
    /// A 4G key or a SIM card without the card's number.
    #[error("{0} has no SIM number")]
    HotspotWithoutSim(ItemId),
    /// An item of another kind than its lot.
    #[error("{0} is of another kind than its lot")]
    OtherKind(ItemId),
    /// A number that stands earlier in the list.
    #[error("{item} repeats {value}")]
    Repeated {
        /// The later item.
        item: ItemId,
        /// The earlier one.
        first: ItemId,
        /// Which number.
        number: ItemNumber,
        /// The number.
        value: String,
    },
}

impl Delivery {
    /// A delivery of one lot, whose id is also the form's.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn of_one(terms: Terms, lot: DeliveredLot) -> Result<Self, Vec<DeliveryFault>> {
        Self::new(lot.lot.into(), terms, vec![lot])
    }

    /// A delivery of several lots, each of one kind; `form` is the id minted when the form was shown.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn new(
        form: Uuid,
        terms: Terms,
        lots: Vec<DeliveredLot>,
    ) -> Result<Self, Vec<DeliveryFault>> {
        let mut faults = Vec::new();
        let count: usize = lots.iter().map(|lot| lot.items.len()).sum();
        if count == 0 || lots.iter().any(|lot| lot.items.is_empty()) {
            faults.push(DeliveryFault::Empty);
        }
        if count > MOST_RECEIVED {
            faults.push(DeliveryFault::TooMany { found: count });
        }
        let mut seen = BTreeMap::new();
        for (kind, item) in
            lots.iter().flat_map(|lot| lot.items.iter().map(|item| (lot.kind, item)))
        {
            faults.extend(fault_of(item, kind));
            for (number, value) in item.numbers() {
                let among = (number == ItemNumber::Serial).then_some(item.kind);
                let first = *seen.entry((number, among, value.clone())).or_insert(item.id);
                if first != item.id {
                    faults.push(DeliveryFault::Repeated { item: item.id, first, number, value });
                }
            }
        }
        if faults.is_empty() { Ok(Self { form, terms, lots }) } else { Err(faults) }
    }

    /// The form's id.
    #[must_use]
    pub const fn form(&self) -> Uuid {
        self.form
    }

    /// What is true of every lot.
    #[must_use]
    pub const fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The lots, in the order given.
    #[must_use]
    pub fn lots(&self) -> &[DeliveredLot] {
        &self.lots
    }
}

/// What is wrong with one item of a lot of `kind`, if anything.
#[must_use]
pub fn fault_of(item: &ReceivedItem, kind: ItemKind) -> Option<DeliveryFault> {
    if item.kind != kind {
        Some(DeliveryFault::OtherKind(item.id))
    } else if item.numbers().is_empty() {
        Some(DeliveryFault::Unnamed(item.id))
    } else if item.kind.needs_card() && item.iccid.is_none() {
        Some(DeliveryFault::HotspotWithoutSim(item.id))
    } else {
        None
    }
}

impl LotCondition {
    /// Where an item of such a lot stands once received, and in what state. What a workshop or a maker
    /// sends is ready; what others have used is checked and wiped first (`domain.md` §3.2).
    #[must_use]
    pub const fn on_reception(self) -> (ItemState, Grade) {
        match self {
            Self::New => (ItemState::Available, Grade::New),
            Self::Refurbished => (ItemState::Available, Grade::Good),
            Self::Good => (ItemState::ToCheck, Grade::Good),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn item(n: u128, serial: Option<&str>) -> ReceivedItem {
        ReceivedItem {
            id: ItemId(Uuid::from_u128(n)),
            kind: ItemKind::Tablet,
            serial: serial.map(|text| SerialNumber::parse(text).unwrap()),
            imei: None,
            iccid: None,
            msisdn: None,
        }
    }

    fn delivery(items: Vec<ReceivedItem>) -> Result<Delivery, Vec<DeliveryFault>> {
        let terms = Terms {
            origin: Origin::Town,
            condition: LotCondition::New,
            mode: TransferMode::Loan,
            restriction: Restriction::default(),
            received_on: date(2026, 9, 1),
        };
        let (lot, label) = (LotId(Uuid::nil()), "Rentrée".to_owned());
        Delivery::of_one(terms, DeliveredLot { lot, label, kind: ItemKind::Tablet, items })
    }

    #[test]
    fn a_number_stands_once() {
        let faults = delivery(vec![item(1, Some("SN-001")), item(2, Some("sn-001"))]).unwrap_err();
        assert_eq!(
            faults,
            [DeliveryFault::Repeated {
                item: ItemId(Uuid::from_u128(2)),
                first: ItemId(Uuid::from_u128(1)),
                number: ItemNumber::Serial,
                value: "SN-001".into(),
            }]
        );
    }

    #[test]
    fn every_item_is_named_and_every_key_has_its_sim() {
        let unnamed = ItemId(Uuid::from_u128(1));
        assert_eq!(delivery(vec![item(1, None)]).unwrap_err(), [DeliveryFault::Unnamed(unnamed)]);
        assert_eq!(delivery(vec![]).unwrap_err(), [DeliveryFault::Empty]);
        let key = ReceivedItem { kind: ItemKind::Hotspot, ..item(1, Some("SN-001")) };
        let fault = fault_of(&key, ItemKind::Hotspot);
        assert_eq!(fault, Some(DeliveryFault::HotspotWithoutSim(unnamed)));
        assert_eq!(delivery(vec![key]).unwrap_err(), [DeliveryFault::OtherKind(unnamed)]);
    }
}
