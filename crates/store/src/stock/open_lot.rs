//! Opening a lot before its first item: a carton is scanned into it, one item after another.

use domain::delivery::{DeliveredLot, Terms};
use domain::ids::LotId;
use domain::stock::ItemKind;
use jiff::Timestamp;
use sea_orm::{EntityTrait, IntoActiveModel, Set};
use serde::Serialize;
use serde_json::json;

use super::receive::{ReceiveRefused, lot_row, origin, refuse_label};
use crate::base::error::VerbError;
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::lot;
use crate::{By, Store};

/// An order to open a lot; its id is the form's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenLot {
    /// The lot.
    pub lot: LotId,
    /// What people call it; unique in the cité.
    pub label: String,
    /// What its items will be.
    pub kind: ItemKind,
    /// How many the delivery slip says, from 1 to 5 000.
    pub expected: Option<u32>,
    /// What is true of it.
    pub terms: Terms,
}

impl Store {
    /// Opens an empty lot.
    ///
    /// # Errors
    /// [`ReceiveRefused`].
    pub async fn open_lot(
        &self,
        order: &OpenLot,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ReceiveRefused>> {
        let verb = match self.begin_once("open_lot", order.lot.into(), order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let from = origin(&verb, &order.terms.origin, by).await?;
        refuse_label(&verb, &order.label, by).await?;
        let (lot, label, kind) = (order.lot, order.label.clone(), order.kind);
        let lot = DeliveredLot { lot, label, kind, items: Vec::new() };
        let mut row = lot_row(&lot, &order.terms, &from, by)?.into_active_model();
        row.expected = Set(order.expected.map(i64::from));
        lot::Entity::insert(row).exec_without_returning(&verb.tx).await?;
        let facts = json!({
            "kind": order.kind, "expected": order.expected, "donor": from.donor, "commitment": from.commitment,
        });
        Ok(verb.commit(Subject::Lot, order.lot, facts).await?)
    }
}
