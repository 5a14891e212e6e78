//! Items that go from one cité of the program to another (`domain.md` §3.3).
//!
//! Two steps. From the moment of sending the items are gone from the sender: received less gone stays the
//! sum over states on either side at any date, and nobody lends what is in a van. The transfer is on its way
//! until the other cité receives it, whole or in part; what did not arrive is said, and only an explicit
//! taking back makes it the sender's again.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::ids::{CiteId, ItemId, TransferId};

/// The most items of one transfer.
pub const MOST_TRANSFERRED: usize = 200;

/// An order to send items to another cité: at least one, none twice, in id order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SendTransfer {
    id: TransferId,
    to: CiteId,
    act: String,
    items: Vec<ItemId>,
    // As in `Lend`: the same form sent again after midnight is the same form.
    #[serde(skip)]
    on: Date,
}

/// Why an order to send makes no sense by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendFault {
    /// Nothing to send.
    #[error("no item")]
    NoItem,
    /// The same item twice.
    #[error("{0} twice")]
    Twice(ItemId),
    /// More than [`MOST_TRANSFERRED`].
    #[error("too many items")]
    TooMany,
}

impl SendTransfer {
    /// An order made `today`; `act` is the sender's, voted or signed.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn new(
        id: TransferId,
        to: CiteId,
        act: String,
        mut items: Vec<ItemId>,
        today: Date,
    ) -> Result<Self, Vec<SendFault>> {
        items.sort();
        let mut faults = Vec::new();
        if items.is_empty() {
            faults.push(SendFault::NoItem);
        }
        if items.len() > MOST_TRANSFERRED {
            faults.push(SendFault::TooMany);
        }
        let twice: BTreeSet<ItemId> =
            items.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        faults.extend(twice.into_iter().map(SendFault::Twice));
        if faults.is_empty() { Ok(Self { id, to, act, items, on: today }) } else { Err(faults) }
    }

    /// Its id, minted when the form was shown.
    #[must_use]
    pub const fn id(&self) -> TransferId {
        self.id
    }

    /// To which cité.
    #[must_use]
    pub const fn to(&self) -> CiteId {
        self.to
    }

    /// The sender's act.
    #[must_use]
    pub fn act(&self) -> &str {
        &self.act
    }

    /// The items.
    #[must_use]
    pub fn items(&self) -> &[ItemId] {
        &self.items
    }

    /// The day.
    #[must_use]
    pub const fn on(&self) -> Date {
        self.on
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_fault_at_once() {
        let order = |items: Vec<u128>| {
            let items = items.into_iter().map(|n| ItemId(Uuid::from_u128(n))).collect();
            let (id, to) = (TransferId(Uuid::nil()), CiteId(Uuid::nil()));
            SendTransfer::new(id, to, "Délibération 3".into(), items, date(2026, 9, 1))
        };
        assert!(order(vec![2, 1]).is_ok());
        assert_eq!(order(vec![]).unwrap_err(), [SendFault::NoItem]);
        let twice = SendFault::Twice(ItemId(Uuid::from_u128(1)));
        assert_eq!(order(vec![1, 2, 1]).unwrap_err(), [twice]);
        let mut many: Vec<u128> = (1..=201).collect();
        many.push(1);
        assert_eq!(order(many).unwrap_err(), [SendFault::TooMany, twice]);
    }
}
