//! Entering items: each gets its inventory number, its first move, and its place on the shelf.

use std::collections::BTreeMap;

use domain::delivery::ReceivedItem;
use domain::identifiers::{AssetTag, TagPrefix};
use domain::ids::LotId;
use domain::stock::{ItemKind, LotCondition};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use uuid::Uuid;

use super::receive::ReceiveRefused;
use crate::By;
use crate::base::columns::{Day, Instant};
use crate::base::error::{Failure, VerbError};
use crate::base::rows::insert;
use crate::base::transaction::Verb;
use crate::entities::{cite, item, item_move, tag_counter};
use crate::fund::plan_money::arrived;

/// Where items are entered.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// Their lot.
    pub lot: LotId,
    /// What they are.
    pub kind: ItemKind,
    /// The condition the lot came in.
    pub condition: LotCondition,
}

/// Numbers the items and puts them on the shelf; answers their inventory numbers, in order.
pub(crate) async fn enter(
    verb: &Verb,
    place: Place,
    items: &[ReceivedItem],
    received_on: Date,
    by: By,
    now: Timestamp,
) -> Result<Vec<String>, VerbError<ReceiveRefused>> {
    let tags = tags(verb, place.kind, items.len(), by).await?;
    let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
    let (state, grade) = place.condition.on_reception();
    let mut rows = Vec::with_capacity(items.len());
    let mut moves = Vec::with_capacity(items.len());
    for (received, tag) in items.iter().zip(&tags) {
        let row = item::Model {
            id: received.id.into(),
            cite_id: by.cite.into(),
            lot_id: place.lot.into(),
            kind: place.kind.code().to_owned(),
            tag: tag.clone(),
            serial: received.serial.as_ref().map(ToString::to_string),
            imei: received.imei.as_ref().map(ToString::to_string),
            iccid: received.iccid.as_ref().map(ToString::to_string),
            msisdn: received.msisdn.as_ref().map(ToString::to_string),
            former_tag: None,
            state: state.code().to_owned(),
            grade: grade.code().to_owned(),
            received_on: Day(received_on),
        };
        rows.push(row);
        let entered = item_move::Model {
            item_id: received.id.into(),
            seq: verb.seq,
            from_state: None,
            to_state: state.code().to_owned(),
            grade: grade.code().to_owned(),
            at: Instant::from(now),
            household_id: None,
            wipe: "none".to_owned(),
        };
        moves.push(entered);
    }
    insert::<item::Entity>(&verb.tx, rows).await?;
    insert::<item_move::Entity>(&verb.tx, moves).await?;
    arrived(verb, place.lot.into(), place.kind, items.len()).await?;
    Ok(tags)
}

/// The next `count` inventory numbers of a kind; a number given is never given again.
async fn tags(
    verb: &Verb,
    kind: ItemKind,
    count: usize,
    by: By,
) -> Result<Vec<AssetTag>, VerbError<ReceiveRefused>> {
    let cite = Uuid::from(by.cite);
    let home = cite::Entity::find_by_id(cite).one(&verb.tx).await?;
    let home = home.ok_or_else(|| Failure::row("cites", cite, "missing"))?;
    let prefix = TagPrefix::parse(&home.tag_prefix)
        .map_err(|problem| Failure::row("cites", cite, problem))?;
    let counter = tag_counter::Entity::find_by_id((cite, kind.code().to_owned())).one(&verb.tx);
    let counter = counter.await?;
    let last = counter.as_ref().map_or(0, |counter| counter.last);
    let exhausted = || VerbError::Refused(ReceiveRefused::NumbersExhausted);
    let new_last = last + i64::try_from(count).map_err(|_| exhausted())?;
    let mut tags = BTreeMap::new();
    for number in (last + 1)..=new_last {
        let short = u32::try_from(number).map_err(|_| exhausted())?;
        tags.insert(number, AssetTag::new(&prefix, kind, short).map_err(|_| exhausted())?);
    }
    if let Some(counter) = counter {
        let mut counter = counter.into_active_model();
        counter.last = Set(new_last);
        counter.update(&verb.tx).await?;
    } else {
        let row = tag_counter::Model { cite_id: cite, kind: kind.code().into(), last: new_last };
        tag_counter::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
    }
    Ok(tags.into_values().collect())
}
