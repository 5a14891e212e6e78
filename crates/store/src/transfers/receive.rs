//! Receiving a transfer: what arrived gets a number of this cité, and is to be checked and wiped first.

use std::collections::{BTreeMap, BTreeSet};

use domain::delivery::ReceivedItem;
use domain::ids::{ItemId, LotId, TransferId};
use domain::stock::LotCondition;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::Arrival;
use crate::base::columns::{Day, Instant};
use crate::base::derived;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{item, item_move, lot, transfer, transfer_item};
use crate::stock::enter::{Place, enter};
use crate::stock::receive::ReceiveRefused;
use crate::{By, Store};

/// An order to receive a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiveTransfer {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// Which.
    pub transfer: TransferId,
    /// The receiver's act.
    pub act: String,
    /// The sender's items that are here; the others did not arrive.
    pub arrived: BTreeSet<ItemId>,
    /// What the lot here is called, for each lot that the items come from.
    pub labels: BTreeMap<LotId, String>,
}

/// Why nothing was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiveTransferRefused {
    /// Nothing of this number is on its way to the cité.
    Unknown,
    /// It was received, or taken back, already.
    Over,
    /// It has no such item.
    NotIn(ItemId),
    /// An item of the register has the serial number or the IMEI of these, by the sender's number.
    Known(Vec<String>),
    /// A lot is called so already.
    LabelTaken(String),
    /// There is no inventory number left for a kind.
    NumbersExhausted,
}

impl Store {
    /// Receives what arrived of a transfer, in one lot for each lot it comes from; says of the rest that it
    /// did not arrive.
    ///
    /// # Errors
    /// [`ReceiveTransferRefused`].
    pub async fn receive_transfer(
        &self,
        order: &ReceiveTransfer,
        by: By,
        now: Timestamp,
        today: Date,
    ) -> Result<(), VerbError<ReceiveTransferRefused>> {
        let verb = match self.begin_once("receive_transfer", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let id = Uuid::from(order.transfer);
        let mine = transfer::Entity::find_by_id(id)
            .filter(transfer::Column::ToCiteId.eq(Uuid::from(by.cite)));
        let head = mine.one(&verb.tx).await?;
        let head = head.ok_or(VerbError::Refused(ReceiveTransferRefused::Unknown))?;
        let lines = transfer_item::Entity::find()
            .filter(transfer_item::Column::TransferId.eq(id))
            .filter(transfer_item::Column::Arrival.eq(Arrival::OnTheWay.code()))
            .all(&verb.tx)
            .await?;
        if head.received_at.is_some() || lines.is_empty() {
            return Err(VerbError::Refused(ReceiveTransferRefused::Over));
        }
        let sent = lines.iter().map(|line| line.item_id);
        let sent = item::Entity::find().filter(item::Column::Id.is_in(sent)).all(&verb.tx).await?;
        let sent: BTreeMap<Uuid, item::Model> = sent.into_iter().map(|row| (row.id, row)).collect();
        if let Some(item) =
            order.arrived.iter().find(|item| !sent.contains_key(&Uuid::from(**item)))
        {
            return Err(VerbError::Refused(ReceiveTransferRefused::NotIn(*item)));
        }
        let mut arrived: Vec<&item::Model> =
            sent.values().filter(|row| order.arrived.contains(&ItemId(row.id))).collect();
        // Numbered in the order of the list that the receiver has in hand.
        arrived.sort_by(|one, other| one.tag.cmp(&other.tag));
        refuse_known(&verb, &arrived).await?;
        let numbered = enter_all(&verb, order, &arrived, (by, now, today)).await?;
        for line in lines {
            let received = numbered.get(&line.item_id).copied();
            let arrival = if received.is_some() { Arrival::Received } else { Arrival::NotArrived };
            let mut line = line.into_active_model();
            line.arrival = Set(arrival.code().to_owned());
            line.received_item_id = Set(received);
            line.update(&verb.tx).await?;
        }
        let from = head.from_cite_id;
        let missing: Vec<&Uuid> = sent.keys().filter(|id| !numbered.contains_key(id)).collect();
        let facts = json!({ "from": from, "items": numbered, "missing": missing });
        let mut head = head.into_active_model();
        head.to_act = Set(Some(order.act.clone()));
        head.received_at = Set(Some(Instant::from(now)));
        head.update(&verb.tx).await?;
        Ok(verb.commit(Subject::Transfer, order.transfer, facts).await?)
    }
}

/// A device is in the register once while somebody answers for it.
pub(super) async fn refuse_known(
    verb: &Verb,
    sent: &[&item::Model],
) -> Result<(), VerbError<ReceiveTransferRefused>> {
    let mut known = Vec::new();
    for unit in sent {
        let mut any = Condition::any();
        if let Some(serial) = &unit.serial {
            let of_kind = item::Column::Kind.eq(unit.kind.as_str());
            any = any
                .add(Condition::all().add(item::Column::Serial.eq(serial.as_str())).add(of_kind));
        }
        if let Some(imei) = &unit.imei {
            any = any.add(item::Column::Imei.eq(imei.as_str()));
        }
        let twin = item::Entity::find()
            .filter(any)
            .filter(item::Column::State.ne("gone"))
            .filter(item::Column::Id.ne(unit.id));
        if twin.one(&verb.tx).await?.is_some() {
            known.push(unit.tag.clone());
        }
    }
    if known.is_empty() {
        Ok(())
    } else {
        Err(VerbError::Refused(ReceiveTransferRefused::Known(known)))
    }
}

/// Writes the lots and the items; answers the new item of each sender's.
async fn enter_all(
    verb: &Verb,
    order: &ReceiveTransfer,
    arrived: &[&item::Model],
    (by, now, today): (By, Timestamp, Date),
) -> Result<BTreeMap<Uuid, Uuid>, VerbError<ReceiveTransferRefused>> {
    let mut by_lot: BTreeMap<Uuid, Vec<&item::Model>> = BTreeMap::new();
    for unit in arrived {
        by_lot.entry(unit.lot_id).or_default().push(unit);
    }
    let mut numbered = BTreeMap::new();
    for (source, units) in by_lot {
        let lot = new_lot(verb, order, source, by, today).await?;
        let kind =
            units[0].kind.parse().map_err(|problem| Failure::row("lots", source, problem))?;
        let place = Place { lot: LotId(lot), kind, condition: LotCondition::Good };
        let mut items = Vec::new();
        for unit in &units {
            let id = derived(&[order.form.as_bytes(), unit.id.as_bytes()]);
            numbered.insert(unit.id, id);
            items.push(received(id, unit, place)?);
        }
        enter(verb, place, &items, today, by, now).await.map_err(|error| {
            error.because(|why| match why {
                ReceiveRefused::LabelTaken(label) => ReceiveTransferRefused::LabelTaken(label),
                _ => ReceiveTransferRefused::NumbersExhausted,
            })
        })?;
        for (unit, new) in units.iter().zip(&items) {
            as_it_was(verb, unit, new.id).await?;
        }
    }
    Ok(numbered)
}

fn received(id: Uuid, unit: &item::Model, place: Place) -> Result<ReceivedItem, Failure> {
    let wrong = |problem: &dyn std::fmt::Display| Failure::row("items", unit.id, problem);
    Ok(ReceivedItem {
        id: ItemId(id),
        kind: place.kind,
        serial: unit.serial.as_ref().map(|text| text.parse()).transpose().map_err(|e| wrong(&e))?,
        imei: unit.imei.as_ref().map(|text| text.parse()).transpose().map_err(|e| wrong(&e))?,
        iccid: None,
        msisdn: None,
    })
}

/// The condition last seen, and the number that still sticks on it.
async fn as_it_was(verb: &Verb, unit: &item::Model, new: ItemId) -> Result<(), Failure> {
    let new = Uuid::from(new);
    item::Entity::update_many()
        .set(item::ActiveModel {
            grade: Set(unit.grade.clone()),
            former_tag: Set(Some(unit.tag.clone())),
            ..Default::default()
        })
        .filter(item::Column::Id.eq(new))
        .exec(&verb.tx)
        .await?;
    item_move::Entity::update_many()
        .set(item_move::ActiveModel { grade: Set(unit.grade.clone()), ..Default::default() })
        .filter(item_move::Column::ItemId.eq(new))
        .exec(&verb.tx)
        .await?;
    Ok(())
}

/// The lot here of a lot there: the town's, lent or given and kept for whom it was kept for there.
async fn new_lot(
    verb: &Verb,
    order: &ReceiveTransfer,
    source: Uuid,
    by: By,
    today: Date,
) -> Result<Uuid, VerbError<ReceiveTransferRefused>> {
    let there = lot::Entity::find_by_id(source).one(&verb.tx).await?;
    let there = there.ok_or_else(|| Failure::row("lots", source, "missing"))?;
    let label = order.labels.get(&LotId(source)).cloned();
    let label = label.unwrap_or_else(|| format!("{} ({})", there.label, order.transfer));
    let twin = lot::Entity::find()
        .filter(lot::Column::CiteId.eq(Uuid::from(by.cite)))
        .filter(lot::Column::Label.eq(label.as_str()));
    if twin.one(&verb.tx).await?.is_some() {
        return Err(VerbError::Refused(ReceiveTransferRefused::LabelTaken(label)));
    }
    let id = derived(&[order.form.as_bytes(), source.as_bytes()]);
    let row = lot::Model {
        id,
        cite_id: by.cite.into(),
        label,
        origin: "town".to_owned(),
        donor_id: None,
        commitment_id: None,
        acceptance: None,
        condition: LotCondition::Good.code().to_owned(),
        received_on: Day(today),
        expected: None,
        ..there
    };
    lot::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
    Ok(id)
}
