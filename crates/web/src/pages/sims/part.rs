//! The part of an item's page that is about its SIM card.

use domain::ids::ItemId;
use domain::sim::{EventKind, SecretKind, SimState};
use domain::stock::ItemState;
use jiff::civil::Date;
use store::{ItemFile, SimFile};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::state::AppState;
use crate::who::Who;

/// What is known of the card, and what may be noted of it.
pub struct SimPart {
    /// Its line, once described.
    pub file: Option<SimFile>,
    /// Where it stands today.
    pub state: Option<SimState>,
    /// What may be noted.
    pub notable: Vec<Choice>,
    /// The day it is.
    pub today: Date,
    /// The id of the form that notes.
    pub note: Uuid,
    /// A button for each secret that is kept: its form's id.
    pub buttons: Vec<(Uuid, SecretKind)>,
    /// The thing is lost and its line still open: the operator must be told.
    pub must_suspend: bool,
}

impl SimPart {
    /// The part of an item with a card; nothing for the others.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(
        app: &AppState,
        who: &Who,
        id: ItemId,
        file: &ItemFile,
    ) -> Result<Option<Self>, PageError> {
        if file.item.iccid.is_none() {
            return Ok(None);
        }
        let today = app.clock.today();
        let sim = app.store.sim(id, who.by()).await?;
        let state = sim.as_ref().map(|file| file.sim.state.on(file.sim.valid_until, today));
        let notable: &[EventKind] = state.map_or(&[], SimState::notable);
        let kept = |file: &SimFile| {
            [(file.sim.has_pin, SecretKind::Pin), (file.sim.has_puk, SecretKind::Puk)]
        };
        let buttons = sim.as_ref().map(kept).into_iter().flatten();
        let open =
            state.is_some_and(|state| !matches!(state, SimState::Suspended | SimState::Cancelled));
        Ok(Some(Self {
            state,
            notable: choices(notable),
            today,
            note: app.mint.uuid(),
            buttons: buttons
                .filter(|(kept, _)| *kept)
                .map(|(_, kind)| (app.mint.uuid(), kind))
                .collect(),
            must_suspend: open && file.item.state == ItemState::Lost,
            file: sim,
        }))
    }

    /// The day shown in the form: what was typed, or today.
    #[must_use]
    pub fn day(&self, form: &Form) -> String {
        let typed = form.value("on");
        if typed.is_empty() { self.today.to_string() } else { typed.to_owned() }
    }
}
