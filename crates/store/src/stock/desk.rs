//! What the desk does to an item that no household has: checked, to repair, lost, found, gone.

use domain::ids::ItemId;
use domain::item_life::DeskAction;
use domain::stock::ItemState;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::moves::move_item;
use super::values::items_by_id;
use crate::base::columns::day;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::incidents::end::found;
use crate::{By, Store};

/// An order of the desk on one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AtDesk {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The item.
    pub item: ItemId,
    /// What is done to it.
    pub action: DeskAction,
}

/// Why it was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtDeskRefused {
    /// The cité has no such item.
    Unknown,
    /// It cannot be done to an item in this state.
    Not(ItemState),
}

impl Store {
    /// Does one thing of the desk to an item; answers the state it is in now.
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
        let wrong = |problem| Failure::row("items", id, problem);
        let state: ItemState = row.state.parse().map_err(wrong)?;
        let grade = row.grade.parse().map_err(wrong)?;
        let after = order.action.after(state);
        let after = after.ok_or(VerbError::Refused(AtDeskRefused::Not(state)))?;
        move_item(&verb, row, after, grade, None, now).await?;
        if order.action == DeskAction::FoundAgain {
            found(&verb, id, day(now)).await?;
        }
        Ok(verb.commit(Subject::Item, order.item, json!({ "from": state, "to": after })).await?)
    }
}
