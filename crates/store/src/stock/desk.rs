//! What the desk does to an item that no household has: checked, to repair, lost, found, gone.

use domain::ids::ItemId;
use domain::item_life::DeskAction;
use domain::stock::ItemState;
use domain::wipe::{NotWiped, Wipe};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::moves::{MoveWipe, move_at_desk};
use super::values::items_by_id;
use super::wipes;
use crate::base::columns::day;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::item;
use crate::incidents::end::found;
use crate::provisions::custody::{lose, open_provisions};
use crate::{By, Store};

/// An order of the desk on one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AtDesk {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The item.
    pub item: ItemId,
    /// What is done to it.
    pub action: DeskAction,
    /// The wipe that goes with it; what keeps data is not free without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wipe: Option<Wipe>,
}

/// Why it was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtDeskRefused {
    /// The cité has no such item.
    Unknown,
    /// It cannot be done to an item in this state.
    Not(ItemState),
    /// It is not free: something is missing of its wipe.
    NotWiped(NotWiped),
}

/// An order to free several items at once, wiped the same way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckMany {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The items, each once.
    pub items: Vec<ItemId>,
    /// How they were wiped. The number of a certificate is a prefix: each item's own is that prefix, a
    /// dash and its inventory number.
    pub wipe: Wipe,
}

/// Why none was freed: each item with what is against it, by inventory number; an empty list when no item
/// was named at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckManyRefused(pub Vec<(Option<String>, AtDeskRefused)>);

impl Store {
    /// Does one thing of the desk to an item.
    ///
    /// # Errors
    /// [`AtDeskRefused`].
    pub async fn at_desk(
        &self,
        order: &AtDesk,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<AtDeskRefused>> {
        let verb = match self.begin_once(order.action.code(), order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let id = Uuid::from(order.item);
        let row = items_by_id(&verb.tx, &[id], by.cite).await?.remove(&id);
        let row = row.ok_or(VerbError::Refused(AtDeskRefused::Unknown))?;
        let (from, to) = done(&verb, row, order.action, order.wipe.as_ref(), by, now)
            .await?
            .map_err(VerbError::Refused)?;
        let wipe = order.wipe.as_ref().map(|wipe| (wipe.method, wipe.result));
        let facts = match wipe {
            None => json!({ "from": from, "to": to }),
            Some((method, result)) => {
                json!({ "from": from, "to": to, "wipe": method, "result": result })
            }
        };
        Ok(verb.commit(Subject::Item, order.item, facts).await?)
    }

    /// Frees several items at once, or none.
    ///
    /// # Errors
    /// [`CheckManyRefused`].
    pub async fn check_many(
        &self,
        order: &CheckMany,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<CheckManyRefused>> {
        let verb = match self.begin_once("check_many", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let ids: Vec<Uuid> = order.items.iter().copied().map(Uuid::from).collect();
        let mut rows = items_by_id(&verb.tx, &ids, by.cite).await?;
        let mut refused = Vec::new();
        for id in &ids {
            let Some(row) = rows.remove(id) else {
                refused.push((None, AtDeskRefused::Unknown));
                continue;
            };
            let tag = row.tag.clone();
            let certificate =
                order.wipe.certificate.as_ref().map(|prefix| format!("{prefix}-{tag}"));
            let wipe = Wipe { certificate, ..order.wipe.clone() };
            let action = domain::item_life::DeskAction::MarkChecked;
            if let Err(why) = done(&verb, row, action, Some(&wipe), by, now).await? {
                refused.push((Some(tag), why));
            }
        }
        if ids.is_empty() || !refused.is_empty() {
            return Err(VerbError::Refused(CheckManyRefused(refused)));
        }
        let facts = json!({ "items": order.items, "wipe": order.wipe.method });
        Ok(verb.commit(Subject::Item, order.form, facts).await?)
    }
}

/// Does it, or says why not; answers the states before and after.
async fn done(
    verb: &Verb,
    row: item::Model,
    action: DeskAction,
    wipe: Option<&Wipe>,
    by: By,
    now: Timestamp,
) -> Result<Result<(ItemState, ItemState), AtDeskRefused>, Failure> {
    let id = row.id;
    let wrong = |problem| Failure::row("items", id, problem);
    let state: ItemState = row.state.parse().map_err(wrong)?;
    let grade = row.grade.parse().map_err(wrong)?;
    let held = !open_provisions(&verb.tx, &[id]).await?.is_empty();
    let Some(after) = action.after_in(state, held) else {
        return Ok(Err(AtDeskRefused::Not(state)));
    };
    // Free, or back with the school that answers for it.
    let said = if action == DeskAction::MarkChecked {
        match wipes::owed(&verb.tx, &row, wipe).await? {
            Ok(said) => said,
            Err(why) => return Ok(Err(AtDeskRefused::NotWiped(why))),
        }
    } else {
        MoveWipe::None
    };
    if let Some(wipe) = wipe {
        wipes::record(verb, id, wipe, by, now).await?;
    }
    move_at_desk(verb, row, after, (grade, said), now).await?;
    if after == ItemState::Lost {
        lose(verb, id, now).await?;
    }
    if action == DeskAction::FoundAgain {
        found(verb, id, day(now)).await?;
    }
    Ok(Ok((state, after)))
}
