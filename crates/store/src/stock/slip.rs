//! Taking back a scan: a wrong code was read, so the item that was entered does not exist.
//!
//! The row and its only move are removed, and the journal tells of both lines. To mark it gone would keep
//! its numbers: the right device could then not be entered under a number misread for it, and every count
//! of what was received and what left would hold a thing that never was. Received less gone is the sum
//! over states before and after, at any date; the inventory number is never given again.

use domain::ids::{ItemId, LotId};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, ModelTrait as _, QueryFilter, QueryOrder};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::values::items_by_id;
use crate::base::error::VerbError;
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{
    incident, item_move, sim, stocktake_difference, stocktake_scan, transfer_item, wipe,
};
use crate::{By, Store};

/// How long a scan can be taken back: what stood in the register for longer was counted by somebody.
pub const SLIP: SignedDuration = SignedDuration::from_hours(24);

/// An order to take back a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RemoveScanned {
    /// Minted when the button was shown.
    pub form: Uuid,
    /// The lot.
    pub lot: LotId,
    /// The item entered by the scan.
    pub item: ItemId,
}

/// Why it was not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemoveScannedRefused {
    /// The lot has no such item.
    Unknown,
    /// Something was done with it since.
    Touched,
    /// It was entered more than a day ago.
    TooLate,
}

impl Store {
    /// Takes back a scan that nothing has happened to since.
    ///
    /// # Errors
    /// [`RemoveScannedRefused`].
    pub async fn remove_scanned(
        &self,
        order: &RemoveScanned,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<RemoveScannedRefused>> {
        let verb = match self.begin_once("remove_scanned", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let id = Uuid::from(order.item);
        let row = items_by_id(&verb.tx, &[id], by.cite).await?.remove(&id);
        let row = row.filter(|row| row.lot_id == Uuid::from(order.lot));
        let row = row.ok_or(VerbError::Refused(RemoveScannedRefused::Unknown))?;
        let moves = item_move::Entity::find()
            .filter(item_move::Column::ItemId.eq(id))
            .order_by_asc(item_move::Column::Seq)
            .all(&verb.tx)
            .await?;
        let wiped = wipe::Entity::find().filter(wipe::Column::ItemId.eq(id)).one(&verb.tx).await?;
        let counted = stocktake_scan::Entity::find()
            .filter(stocktake_scan::Column::ItemId.eq(id))
            .one(&verb.tx)
            .await?;
        let transferred = transfer_item::Entity::find()
            .filter(transfer_item::Column::ReceivedItemId.eq(id))
            .one(&verb.tx)
            .await?;
        let missed = stocktake_difference::Entity::find()
            .filter(stocktake_difference::Column::ItemId.eq(id))
            .one(&verb.tx)
            .await?;
        // Damage does not move an item, and neither does what is written of its card.
        let harmed =
            incident::Entity::find().filter(incident::Column::ItemId.eq(id)).one(&verb.tx).await?;
        let described = sim::Entity::find_by_id(id).one(&verb.tx).await?;
        let [entered] = moves.as_slice() else {
            return Err(VerbError::Refused(RemoveScannedRefused::Touched));
        };
        let known =
            transferred.is_some() || wiped.is_some() || counted.is_some() || missed.is_some();
        if known || harmed.is_some() || described.is_some() {
            return Err(VerbError::Refused(RemoveScannedRefused::Touched));
        }
        if now.duration_since(entered.at.timestamp()) > SLIP {
            return Err(VerbError::Refused(RemoveScannedRefused::TooLate));
        }
        entered.clone().delete(&verb.tx).await?;
        let kind = row.kind.clone();
        row.delete(&verb.tx).await?;
        Ok(verb.commit(Subject::Lot, order.lot, json!({ "item": id, "kind": kind })).await?)
    }
}
