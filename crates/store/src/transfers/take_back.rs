//! Taking back what is on its way still, or was said not to have arrived.

use std::collections::BTreeMap;

use domain::ids::TransferId;
use domain::stock::ItemState;
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::Arrival;
use super::receive::{ReceiveTransferRefused, refuse_known};
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{item, transfer, transfer_item};
use crate::stock::moves::move_item;
use crate::stock::values::items_by_id;
use crate::{By, Store};

/// An order of the sender to take back what the other cité did not receive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TakeTransferBack {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// Which.
    pub transfer: TransferId,
}

/// Why nothing was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakeTransferBackRefused {
    /// The cité sent no such transfer.
    Unknown,
    /// Everything was received, or is back already.
    Nothing,
    /// An item of the register has the serial number or the IMEI of these by now.
    Known(Vec<String>),
}

impl Store {
    /// Makes the sender's again whatever was not received: to be checked, as what comes back is.
    ///
    /// # Errors
    /// [`TakeTransferBackRefused`].
    pub async fn take_transfer_back(
        &self,
        order: &TakeTransferBack,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<TakeTransferBackRefused>> {
        let verb = match self.begin_once("take_transfer_back", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let id = Uuid::from(order.transfer);
        let mine = transfer::Entity::find_by_id(id)
            .filter(transfer::Column::FromCiteId.eq(Uuid::from(by.cite)));
        if mine.one(&verb.tx).await?.is_none() {
            return Err(VerbError::Refused(TakeTransferBackRefused::Unknown));
        }
        let left = [Arrival::OnTheWay.code(), Arrival::NotArrived.code()];
        let lines = transfer_item::Entity::find()
            .filter(transfer_item::Column::TransferId.eq(id))
            .filter(transfer_item::Column::Arrival.is_in(left))
            .all(&verb.tx)
            .await?;
        if lines.is_empty() {
            return Err(VerbError::Refused(TakeTransferBackRefused::Nothing));
        }
        let ids: Vec<Uuid> = lines.iter().map(|line| line.item_id).collect();
        let items: BTreeMap<Uuid, item::Model> = items_by_id(&verb.tx, &ids, by.cite).await?;
        let units: Vec<&item::Model> = items.values().collect();
        refuse_known(&verb, &units).await.map_err(|error| {
            error.because(|why| match why {
                ReceiveTransferRefused::Known(tags) => TakeTransferBackRefused::Known(tags),
                _ => TakeTransferBackRefused::Nothing,
            })
        })?;
        for line in lines {
            let mut line = line.into_active_model();
            line.arrival = Set(Arrival::TakenBack.code().to_owned());
            line.update(&verb.tx).await?;
        }
        for (id, unit) in items {
            let grade = unit.grade.parse().map_err(|problem| Failure::row("items", id, problem))?;
            move_item(&verb, unit, ItemState::ToCheck, grade, None, now).await?;
        }
        Ok(verb.commit(Subject::Transfer, order.transfer, json!({ "items": ids })).await?)
    }
}
