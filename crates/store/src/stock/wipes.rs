//! Wipes: what is recorded of them, and what an item owes before it is free.

use std::collections::BTreeMap;

use domain::ids::AccountId;
use domain::stock::{ItemKind, LotCondition};
use domain::wipe::{NotWiped, Wipe, WipeMethod, WipeResult, may_be_freed};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::moves::MoveWipe;
use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::base::transaction::Verb;
use crate::entities::{account, item, item_move, lot, wipe};
use crate::{By, Store};

/// A wipe on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WipeRecord {
    /// When.
    pub at: Timestamp,
    /// How.
    pub method: WipeMethod,
    /// What came of it.
    pub result: WipeResult,
    /// The certificate's number.
    pub certificate: Option<String>,
    /// Who did it.
    pub account: Option<String>,
}

impl Store {
    /// The wipes of an item of the asker's cité, the latest first.
    pub(crate) async fn wipes(&self, item: Uuid) -> Result<Vec<WipeRecord>, Failure> {
        let rows = wipe::Entity::find()
            .filter(wipe::Column::ItemId.eq(item))
            .order_by_desc(wipe::Column::Seq)
            .all(&self.db)
            .await?;
        let people = rows.iter().map(|row| row.account_id);
        let people = account::Entity::find().filter(account::Column::Id.is_in(people));
        let people: BTreeMap<_, _> =
            people.all(&self.db).await?.into_iter().map(|row| (row.id, row.name)).collect();
        let wrong = |problem| Failure::row("wipes", item, problem);
        let record = |row: wipe::Model| {
            Ok(WipeRecord {
                at: row.at.timestamp(),
                method: row.method.parse().map_err(wrong)?,
                result: row.result.parse().map_err(wrong)?,
                certificate: row.certificate,
                account: people.get(&row.account_id).cloned(),
            })
        };
        rows.into_iter().map(record).collect()
    }
}

/// What the move that frees an item says of its wipe.
///
/// # Errors
/// [`NotWiped`], inside: the outer error is a fault.
pub(super) async fn owed(
    db: &impl ConnectionTrait,
    row: &item::Model,
    wipe: Option<&Wipe>,
) -> Result<Result<MoveWipe, NotWiped>, Failure> {
    let kind: ItemKind =
        row.kind.parse().map_err(|problem| Failure::row("items", row.id, problem))?;
    let used = kind.keeps_data() && used_since_wiped(db, row).await?;
    let said = if wipe.is_some() { MoveWipe::Recorded } else { MoveWipe::NoData };
    Ok(may_be_freed(kind, used, wipe).map(|()| said))
}

/// Has somebody had the item since it was last wiped, or before it was given to the town?
pub(crate) async fn used_since_wiped(
    db: &impl ConnectionTrait,
    row: &item::Model,
) -> Result<bool, Failure> {
    let last = wipe::Entity::find()
        .filter(wipe::Column::ItemId.eq(row.id))
        .filter(wipe::Column::Result.eq(WipeResult::Done.code()))
        .order_by_desc(wipe::Column::Seq);
    let last = last.one(db).await?.map(|wipe| wipe.seq);
    let lent = item_move::Entity::find()
        .filter(item_move::Column::ItemId.eq(row.id))
        .filter(item_move::Column::ToState.eq("lent"))
        // The wipe's own move may have led back to the school that answers for the item.
        .filter(item_move::Column::Seq.gte(last.unwrap_or(0)));
    if lent.one(db).await?.is_some() {
        return Ok(true);
    }
    if last.is_some() {
        return Ok(false);
    }
    let from = lot::Entity::find_by_id(row.lot_id).one(db).await?;
    let from = from.ok_or_else(|| Failure::row("items", row.id, "no such lot"))?;
    let condition: LotCondition =
        from.condition.parse().map_err(|problem| Failure::row("lots", from.id, problem))?;
    Ok(condition == LotCondition::Good)
}

/// Did the last wipe that was tried fail?
pub(crate) async fn last_failed(db: &impl ConnectionTrait, item: Uuid) -> Result<bool, Failure> {
    let tried =
        wipe::Entity::find().filter(wipe::Column::ItemId.eq(item)).order_by_desc(wipe::Column::Seq);
    let last = tried.one(db).await?;
    Ok(last.is_some_and(|wipe| wipe.result == WipeResult::Failed.code()))
}

/// Records a wipe with the verb's journal number.
pub(crate) async fn record(
    verb: &Verb,
    item: Uuid,
    told: &Wipe,
    by: By,
    now: Timestamp,
) -> Result<(), Failure> {
    let AccountId(account_id) = by.account;
    let row = wipe::Model {
        item_id: item,
        seq: verb.seq,
        at: Instant::from(now),
        method: told.method.code().to_owned(),
        result: told.result.code().to_owned(),
        certificate: told.certificate.clone(),
        account_id,
    };
    wipe::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
    Ok(())
}
