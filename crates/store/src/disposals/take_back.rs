//! Taking back a disposal entered by mistake, on the day it was entered.
//!
//! The items are again where they were; what was said of their wipe with it is no longer believed. The
//! decision stays to be read, with why it was taken back.

use domain::disposal::Mistake;
use domain::ids::DisposalId;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{disposal, disposal_item, wipe};
use crate::stock::moves::{MoveWipe, move_at_desk};
use crate::stock::values::items_by_id;
use crate::{By, Store};

/// An order to take back a disposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TakeBackDisposal {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// Which.
    pub disposal: DisposalId,
    /// Why.
    pub mistake: Mistake,
}

/// Why it was not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakeBackDisposalRefused {
    /// The cité has no such disposal.
    Unknown,
    /// It is taken back already.
    TakenBack,
    /// It was recorded on another day: by now the things themselves have left.
    TooLate,
}

impl Store {
    /// Takes a disposal back: every item of it is again in the state it was in.
    ///
    /// # Errors
    /// [`TakeBackDisposalRefused`].
    pub async fn take_back_disposal(
        &self,
        order: &TakeBackDisposal,
        by: By,
        now: Timestamp,
        today: Date,
    ) -> Result<(), VerbError<TakeBackDisposalRefused>> {
        let refused = |why| Err(VerbError::Refused(why));
        let verb = match self.begin_once("take_back_disposal", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let mine = disposal::Entity::find_by_id(Uuid::from(order.disposal))
            .filter(disposal::Column::CiteId.eq(Uuid::from(by.cite)));
        let Some(row) = mine.one(&verb.tx).await? else {
            return refused(TakeBackDisposalRefused::Unknown);
        };
        if row.taken_back_on.is_some() {
            return refused(TakeBackDisposalRefused::TakenBack);
        }
        if row.recorded_on.0 != today {
            return refused(TakeBackDisposalRefused::TooLate);
        }
        put_back(&verb, row.id, by, now).await?;
        let mut row = row.into_active_model();
        row.taken_back_on = Set(Some(Day(today)));
        row.mistake = Set(Some(order.mistake.code().to_owned()));
        row.update(&verb.tx).await?;
        let facts = json!({ "mistake": order.mistake });
        Ok(verb.commit(Subject::Disposal, order.disposal, facts).await?)
    }
}

async fn put_back(verb: &Verb, id: Uuid, by: By, now: Timestamp) -> Result<(), Failure> {
    let lines = disposal_item::Entity::find()
        .filter(disposal_item::Column::DisposalId.eq(id))
        .all(&verb.tx)
        .await?;
    let ids: Vec<Uuid> = lines.iter().map(|line| line.item_id).collect();
    let mut rows = items_by_id(&verb.tx, &ids, by.cite).await?;
    for line in lines {
        let row = rows.remove(&line.item_id);
        let row = row.ok_or_else(|| Failure::row("disposal_items", line.item_id, "no item"))?;
        let wrong = |problem| Failure::row("items", line.item_id, problem);
        let (state, grade) =
            (line.from_state.parse().map_err(wrong)?, row.grade.parse().map_err(wrong)?);
        move_at_desk(verb, row, state, (grade, MoveWipe::None), now).await?;
        wipe::Entity::delete_many()
            .filter(wipe::Column::ItemId.eq(line.item_id))
            .filter(wipe::Column::Seq.eq(line.seq))
            .exec(&verb.tx)
            .await?;
        let mut line = line.into_active_model();
        line.standing = Set(false);
        line.update(&verb.tx).await?;
    }
    Ok(())
}
