//! `/cartes-sim/{id}/evenements`: what happened to a line.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::ItemId;
use domain::sim::NotPossible;
use store::{NoteSim, NoteSimRefused, VerbError};

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::pages::stock::show::shown;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{Label as _, sims as say};

/// Notes it.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(item): Path<ItemId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id = form.hidden("id")?;
    if app.store.item(item, who.by()).await?.is_none() {
        return Err(PageError::NotFound);
    }
    let kind = form.choice("evenement", "Événement");
    let on = form.date("on", "Le");
    let (Some(kind), Some(on)) = (kind, on) else {
        return Ok(again(shown(&app, &who, page, form, item).await?));
    };
    let order = NoteSim { form: id, item, kind, on };
    match app.store.note_sim(&order, who.by(), app.clock.now(), app.clock.today()).await {
        Ok(()) => {
            let sentence = format!("C’est noté : {}.", kind.label());
            Ok(see_other_saying(&format!("/materiel/{item}"), &sentence))
        }
        Err(VerbError::Refused(why @ NoteSimRefused::Rule(rule))) => {
            let dated = matches!(rule, NotPossible::InTheFuture | NotPossible::BeforeLast { .. });
            let form = form.refused(if dated { "on" } else { "evenement" }, say::note(why));
            Ok(refused(shown(&app, &who, page, form, item).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::note)),
    }
}
