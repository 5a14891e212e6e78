//! The one way an item changes state: the row and its dated move, together.

use domain::stock::{Grade, ItemState};
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::base::transaction::Verb;
use crate::entities::{item, item_move};

domain::vocabulary! {
    /// What a move says of a wipe.
    MoveWipe {
        /// Nothing: it frees nothing that was checked or repaired.
        None = "none",
        /// The wipe recorded with the same journal number.
        Recorded = "recorded",
        /// The kind keeps nothing of what people do on it.
        NoData = "no_data",
        /// It was made before wipes were recorded; no new move says so.
        Before = "before",
    }
}

/// Puts the item in `to`, found in `grade`, and dates the move with the verb's journal number.
///
/// At most one move per item and verb. `household` is who has it from now on, or had it until now.
/// Whether the move may be made is the caller's question to the domain.
pub(crate) async fn move_item(
    verb: &Verb,
    item: item::Model,
    to: ItemState,
    grade: Grade,
    household: Option<Uuid>,
    now: Timestamp,
) -> Result<(), Failure> {
    write(verb, item, to, (grade, MoveWipe::None), household, now).await
}

/// The same at the desk, where it also says what was recorded of a wipe.
pub(crate) async fn move_at_desk(
    verb: &Verb,
    item: item::Model,
    to: ItemState,
    found: (Grade, MoveWipe),
    now: Timestamp,
) -> Result<(), Failure> {
    write(verb, item, to, found, None, now).await
}

async fn write(
    verb: &Verb,
    item: item::Model,
    to: ItemState,
    (grade, wipe): (Grade, MoveWipe),
    household: Option<Uuid>,
    now: Timestamp,
) -> Result<(), Failure> {
    let made = item_move::Model {
        item_id: item.id,
        seq: verb.seq,
        from_state: Some(item.state.clone()),
        to_state: to.code().to_owned(),
        grade: grade.code().to_owned(),
        at: Instant::from(now),
        household_id: household,
        wipe: wipe.code().to_owned(),
    };
    let mut row = item.into_active_model();
    row.state = Set(to.code().to_owned());
    row.grade = Set(grade.code().to_owned());
    row.update(&verb.tx).await?;
    item_move::Entity::insert(made.into_active_model()).exec_without_returning(&verb.tx).await?;
    Ok(())
}
