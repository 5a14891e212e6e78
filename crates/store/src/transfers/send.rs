//! Sending items to another cité: they are gone from here at once.

use domain::ids::ItemId;
use domain::item_life::{NotLendable, may_be_provided};
use domain::stock::{ItemKind, ItemState};
use domain::transfer::SendTransfer;
use jiff::Timestamp;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use super::Arrival;
use crate::base::columns::{Day, Instant};
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{cite, item, transfer, transfer_item};
use crate::stock::moves::move_item;
use crate::stock::values::items_by_id;
use crate::{By, Store};

/// Why an item is not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSent {
    /// The cité has no such item.
    Unknown,
    /// It is not free.
    State(NotLendable),
    /// It has a SIM card: the line belongs to a contract of the cité.
    Card,
}

/// Why nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendTransferRefused {
    /// There is no such cité, or it is one's own.
    UnknownCite,
    /// Some items are not sent, by inventory number; the others stay too.
    Items(Vec<(Option<String>, NotSent)>),
}

impl Store {
    /// Sends every item of the order to another cité, or none.
    ///
    /// # Errors
    /// [`SendTransferRefused`], naming every item that stands in the way.
    pub async fn send_transfer(
        &self,
        order: &SendTransfer,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<SendTransferRefused>> {
        let form = Uuid::from(order.id());
        let verb = match self.begin_once("send_transfer", form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let known = cite::Entity::find_by_id(Uuid::from(order.to())).one(&verb.tx).await?;
        if order.to() == by.cite || known.is_none() {
            return Err(VerbError::Refused(SendTransferRefused::UnknownCite));
        }
        let ids: Vec<Uuid> = order.items().iter().copied().map(Uuid::from).collect();
        let mut items = items_by_id(&verb.tx, &ids, by.cite).await?;
        let (mut sent, mut refused) = (Vec::new(), Vec::new());
        for id in &ids {
            match items.remove(id) {
                None => refused.push((None, NotSent::Unknown)),
                Some(unit) => match not_sent(&unit)? {
                    Some(why) => refused.push((Some(unit.tag), why)),
                    None => sent.push(unit),
                },
            }
        }
        if !refused.is_empty() {
            return Err(VerbError::Refused(SendTransferRefused::Items(refused)));
        }
        let row = transfer::Model {
            id: form,
            from_cite_id: by.cite.into(),
            to_cite_id: order.to().into(),
            from_act: order.act().to_owned(),
            to_act: None,
            sent_at: Instant::from(now),
            sent_on: Day(order.on()),
            received_at: None,
        };
        transfer::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        for unit in sent {
            let line = transfer_item::Model {
                transfer_id: form,
                item_id: unit.id,
                arrival: Arrival::OnTheWay.code().to_owned(),
                received_item_id: None,
            };
            transfer_item::Entity::insert(line.into_active_model())
                .exec_without_returning(&verb.tx)
                .await?;
            let wrong = |problem| Failure::row("items", unit.id, problem);
            let grade = unit.grade.parse().map_err(wrong)?;
            move_item(&verb, unit, ItemState::Gone, grade, None, now).await?;
        }
        let items: &[ItemId] = order.items();
        let facts = json!({ "to": order.to(), "items": items });
        Ok(verb.commit(Subject::Transfer, order.id(), facts).await?)
    }
}

fn not_sent(unit: &item::Model) -> Result<Option<NotSent>, Failure> {
    let wrong = |problem| Failure::row("items", unit.id, problem);
    let kind: ItemKind = unit.kind.parse().map_err(wrong)?;
    let state: ItemState = unit.state.parse().map_err(wrong)?;
    Ok(match may_be_provided(state, false) {
        Err(why) => Some(NotSent::State(why)),
        // A tablet with a card in it as well: the card stays.
        Ok(()) if kind.needs_card() || unit.iccid.is_some() => Some(NotSent::Card),
        Ok(()) => None,
    })
}
