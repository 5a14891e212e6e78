//! Receiving a delivery: every item gets a number, or nothing is received.

use domain::delivery::{DeliveredLot, Delivery, Giver, ItemNumber, Origin, ReceivedItem, Terms};
use domain::ids::{ItemId, LotId};
use domain::stock::LotCondition;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::enter::{Place, enter};
use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{commitment, donor, item, lot};
use crate::{By, Store};

/// A number of a delivery that the register already has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownNumber {
    /// The item of the delivery.
    pub item: ItemId,
    /// Which number.
    pub number: ItemNumber,
    /// Its value.
    pub value: String,
    /// The inventory number of the item that has it; none if it is another cité's.
    pub tag: Option<String>,
}

/// Why nothing was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiveRefused {
    /// Another lot of the cité has this label.
    LabelTaken(String),
    /// The cité knows no such donor.
    UnknownDonor,
    /// A donor of this name is already known: choose it.
    DonorKnown,
    /// The cité has no such commitment.
    UnknownCommitment,
    /// The cité has no such lot.
    UnknownLot,
    /// An item's kind is not its lot's.
    OtherKind,
    /// Numbers that the register already has.
    Known(Vec<KnownNumber>),
    /// A kind has used up its 999 999 numbers.
    NumbersExhausted,
    /// This very scan was carried out and taken back since.
    TakenBack,
}

/// An order to add one more item to a lot; the item's id is the form's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AddToLot {
    /// The lot.
    pub lot: LotId,
    /// The item.
    pub item: ReceivedItem,
}

impl Store {
    /// Receives a delivery, and gives each item its inventory number in the order of the list.
    ///
    /// # Errors
    /// [`ReceiveRefused`]; nothing is received then.
    pub async fn receive(
        &self,
        delivery: &Delivery,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ReceiveRefused>> {
        let verb = match self.begin_once("receive", delivery.form(), delivery, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let terms = delivery.terms();
        let all: Vec<&ReceivedItem> = delivery.lots().iter().flat_map(|lot| &lot.items).collect();
        refuse_known(&verb, &all, by).await?;
        let from = origin(&verb, &terms.origin, by).await?;
        for lot in delivery.lots() {
            refuse_label(&verb, &lot.label, by).await?;
            let row = lot_row(lot, terms, &from, by)?;
            lot::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
            let place = Place { lot: lot.lot, kind: lot.kind, condition: terms.condition };
            enter(&verb, place, &lot.items, terms.received_on, by, now).await?;
        }
        let lots: Vec<_> = delivery
            .lots()
            .iter()
            .map(|lot| json!({ "lot": lot.lot, "kind": lot.kind, "items": lot.items.len() }))
            .collect();
        let first = delivery.lots().first().map_or(delivery.form(), |lot| lot.lot.into());
        let facts = json!({ "lots": lots, "donor": from.donor, "commitment": from.commitment });
        Ok(verb.commit(Subject::Lot, first, facts).await?)
    }

    /// Adds one item, typed or scanned, to a lot; answers its inventory number.
    ///
    /// # Errors
    /// [`ReceiveRefused`].
    pub async fn add_to_lot(
        &self,
        order: &AddToLot,
        by: By,
        now: Timestamp,
        today: Date,
    ) -> Result<String, VerbError<ReceiveRefused>> {
        let id = Uuid::from(order.item.id);
        let verb = match self.begin_once("add_to_lot", id, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => {
                let tag = self.tag_of(id).await?;
                return tag.ok_or(VerbError::Refused(ReceiveRefused::TakenBack));
            }
        };
        let mine = lot::Entity::find_by_id(Uuid::from(order.lot))
            .filter(lot::Column::CiteId.eq(Uuid::from(by.cite)));
        let row =
            mine.one(&verb.tx).await?.ok_or(VerbError::Refused(ReceiveRefused::UnknownLot))?;
        if row.kind != order.item.kind.code() {
            return Err(VerbError::Refused(ReceiveRefused::OtherKind));
        }
        refuse_known(&verb, &[&order.item], by).await?;
        let condition: LotCondition =
            row.condition.parse().map_err(|problem| Failure::row("lots", row.id, problem))?;
        let place = Place { lot: order.lot, kind: order.item.kind, condition };
        let one = std::slice::from_ref(&order.item);
        let tag = enter(&verb, place, one, today, by, now).await?.pop();
        let tag = tag.ok_or_else(|| Failure::row("items", id, "no number given"))?;
        let facts = json!({ "item": order.item.id, "kind": order.item.kind });
        verb.commit(Subject::Lot, order.lot, facts).await?;
        // Nothing is read any more: what is done must not look like a fault.
        Ok(tag)
    }

    async fn tag_of(&self, item: Uuid) -> Result<Option<String>, Failure> {
        let row = item::Entity::find_by_id(item).one(&self.db).await?;
        Ok(row.map(|row| row.tag))
    }
}

pub(crate) async fn refuse_label(
    verb: &Verb,
    label: &str,
    by: By,
) -> Result<(), VerbError<ReceiveRefused>> {
    let twin = lot::Entity::find()
        .filter(lot::Column::CiteId.eq(Uuid::from(by.cite)))
        .filter(lot::Column::Label.eq(label));
    match twin.one(&verb.tx).await? {
        None => Ok(()),
        Some(_) => Err(VerbError::Refused(ReceiveRefused::LabelTaken(label.to_owned()))),
    }
}

/// Every number of the list that some item already has, in the list's order.
async fn refuse_known(
    verb: &Verb,
    items: &[&ReceivedItem],
    by: By,
) -> Result<(), VerbError<ReceiveRefused>> {
    let mut known = Vec::new();
    for chunk in items.chunks(300) {
        let values = |number| {
            let all = chunk.iter().flat_map(|item| item.numbers());
            all.filter(move |(which, _)| *which == number).map(|(_, value)| value)
        };
        let any = Condition::any()
            .add(item::Column::Serial.is_in(values(ItemNumber::Serial)))
            .add(item::Column::Imei.is_in(values(ItemNumber::Imei)))
            .add(item::Column::Iccid.is_in(values(ItemNumber::Iccid)));
        // What has left may come again; whoever answers for it is one at a time.
        let held = item::Column::State.ne("gone");
        let rows = item::Entity::find().filter(any).filter(held).all(&verb.tx).await?;
        for received in chunk {
            for (number, value) in received.numbers() {
                let has = |row: &&item::Model| match number {
                    ItemNumber::Serial => {
                        row.kind == received.kind.code() && row.serial.as_ref() == Some(&value)
                    }
                    ItemNumber::Imei => row.imei.as_ref() == Some(&value),
                    ItemNumber::Iccid => row.iccid.as_ref() == Some(&value),
                };
                if let Some(row) = rows.iter().find(has) {
                    let tag = (row.cite_id == Uuid::from(by.cite)).then(|| row.tag.clone());
                    known.push(KnownNumber { item: received.id, number, value, tag });
                }
            }
        }
    }
    if known.is_empty() { Ok(()) } else { Err(VerbError::Refused(ReceiveRefused::Known(known))) }
}

/// What the lot's row says of its origin.
pub(crate) struct From {
    code: &'static str,
    pub(crate) donor: Option<Uuid>,
    pub(crate) commitment: Option<Uuid>,
    acceptance: Option<String>,
}

/// Looks up where a delivery comes from, and enters a donor that the register does not know yet.
pub(crate) async fn origin(
    verb: &Verb,
    origin: &Origin,
    by: By,
) -> Result<From, VerbError<ReceiveRefused>> {
    let none = From { code: "town", donor: None, commitment: None, acceptance: None };
    match origin {
        Origin::Town => Ok(none),
        Origin::Donor { giver, acceptance } => {
            let donor = Some(donor(verb, giver, by).await?);
            Ok(From { code: "donor", donor, acceptance: acceptance.clone(), ..none })
        }
        Origin::Fund { commitment } => {
            let mine = commitment::Entity::find_by_id(Uuid::from(*commitment))
                .filter(commitment::Column::CiteId.eq(Uuid::from(by.cite)));
            let row = mine.one(&verb.tx).await?;
            let row = row.ok_or(VerbError::Refused(ReceiveRefused::UnknownCommitment))?;
            Ok(From { code: "fund", commitment: Some(row.id), ..none })
        }
    }
}

async fn donor(verb: &Verb, giver: &Giver, by: By) -> Result<Uuid, VerbError<ReceiveRefused>> {
    let cite = Uuid::from(by.cite);
    match giver {
        Giver::Known { donor } => {
            let mine = donor::Entity::find_by_id(Uuid::from(*donor))
                .filter(donor::Column::CiteId.eq(cite));
            let row = mine.one(&verb.tx).await?;
            Ok(row.ok_or(VerbError::Refused(ReceiveRefused::UnknownDonor))?.id)
        }
        Giver::New { donor, name } => {
            let twin = donor::Entity::find()
                .filter(donor::Column::CiteId.eq(cite))
                .filter(donor::Column::Name.eq(name));
            if twin.one(&verb.tx).await?.is_some() {
                return Err(VerbError::Refused(ReceiveRefused::DonorKnown));
            }
            let row = donor::Model { id: (*donor).into(), cite_id: cite, name: name.clone() };
            donor::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
            Ok((*donor).into())
        }
    }
}

pub(crate) fn lot_row(
    lot: &DeliveredLot,
    terms: &Terms,
    from: &From,
    by: By,
) -> Result<lot::Model, Failure> {
    Ok(lot::Model {
        id: lot.lot.into(),
        cite_id: by.cite.into(),
        label: lot.label.clone(),
        origin: from.code.to_owned(),
        donor_id: from.donor,
        commitment_id: from.commitment,
        acceptance: from.acceptance.clone(),
        kind: lot.kind.code().to_owned(),
        condition: terms.condition.code().to_owned(),
        mode: terms.mode.code().to_owned(),
        restriction: serde_json::to_string(&terms.restriction)?,
        received_on: Day(terms.received_on),
        expected: None,
    })
}
