//! What the desk notes of a line: activated, used, used up, suspended, back, ended.

use domain::Seat;
use domain::ids::ItemId;
use domain::sim::{EventKind, NotPossible, SimEvent};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::rows;
use crate::base::error::VerbError;
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::{By, Store};

/// Something to note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct NoteSim {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The card, or the key it is in.
    pub item: ItemId,
    /// What happened.
    pub kind: EventKind,
    /// On which day.
    pub on: Date,
}

/// Why it is not noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteSimRefused {
    /// Only the town's agent does.
    NotYourSeat,
    /// The cité has no such card, or nobody has described it.
    NotDescribed,
    /// It follows from an order or from a description, not from a note.
    NotByHand,
    /// It cannot have happened.
    Rule(NotPossible),
}

/// The journal's verb for what is noted by hand.
const fn verb_of(kind: EventKind) -> Option<&'static str> {
    match kind {
        EventKind::Activated => Some("activate_sim"),
        EventKind::Exhausted => Some("exhaust_sim"),
        EventKind::Suspended => Some("suspend_sim"),
        EventKind::Resumed => Some("resume_sim"),
        EventKind::Expired => Some("expire_sim"),
        EventKind::Cancelled => Some("cancel_sim"),
        EventKind::Used => Some("use_sim"),
        EventKind::Stocked | EventKind::ToppedUp | EventKind::Subscribed => None,
    }
}

impl Store {
    /// Notes what happened to a line on a day that is not after `today`.
    ///
    /// # Errors
    /// [`NoteSimRefused`].
    pub async fn note_sim(
        &self,
        order: &NoteSim,
        by: By,
        now: Timestamp,
        today: Date,
    ) -> Result<(), VerbError<NoteSimRefused>> {
        let refuse = VerbError::Refused;
        if by.seat != Seat::TownAgent {
            return Err(refuse(NoteSimRefused::NotYourSeat));
        }
        let name = verb_of(order.kind).ok_or(refuse(NoteSimRefused::NotByHand))?;
        let Submitted::New(verb) = self.begin_once(name, order.form, order, by, now).await? else {
            return Ok(());
        };
        let row = rows::sim_of(&verb.tx, order.item, by.cite).await?;
        let mut row = row.ok_or(refuse(NoteSimRefused::NotDescribed))?;
        let card = rows::subscription(&row)?;
        let life = rows::life_of(&verb.tx, row.item_id).await?;
        let event = SimEvent { kind: order.kind, on: order.on };
        let after =
            life.may(event, &card, today).map_err(|why| refuse(NoteSimRefused::Rule(why)))?;
        rows::write_event(&verb, row.item_id, event, None).await?;
        let before = std::mem::take(&mut row.state);
        rows::put_life(&mut row, after, &card);
        let facts = json!({ "on": order.on, "from": before, "to": row.state });
        rows::update(&verb, row).await?;
        Ok(verb.commit(Subject::Item, order.item, facts).await?)
    }
}
