//! `/incidents/nouveau?objet=…`: declaring that something is broken, lost or stolen.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::ids::{IncidentId, ItemId};
use domain::incident::IncidentKind;
use store::{DeclareIncident, DeclareRefused, ItemFile, VerbError};

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::Label as _;
use crate::wording::incidents::declare_refused;

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/incidents/new.html")]
pub struct New {
    page: Page,
    form: Form,
    id: IncidentId,
    file: ItemFile,
    kinds: Vec<Choice>,
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (item, id): (ItemId, IncidentId),
) -> Result<New, PageError> {
    let file = app.store.item(item, who.by()).await?.ok_or(PageError::NotFound)?;
    Ok(New { page, form, id, file, kinds: choices(IncidentKind::ALL) })
}

/// Shows the form.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    form: Form,
) -> Result<New, PageError> {
    let item: ItemId = form.value("objet").parse().map_err(|_| PageError::NotFound)?;
    let id = app.mint.id();
    shown(&app, &who, page, form, (item, id)).await
}

/// Declares.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let (id, item): (IncidentId, ItemId) = (form.hidden("id")?, form.hidden("objet")?);
    let kind = form.choice::<IncidentKind>("quoi", "Ce qui est arrivé");
    let happened_on = form.optional_date("jour", "Le jour où c’est arrivé");
    let (Some(kind), Some(happened_on), false) = (kind, happened_on, form.has_errors()) else {
        return Ok(again(shown(&app, &who, page, form, (item, id)).await?));
    };
    let order = DeclareIncident { id, item, kind, happened_on };
    let (now, today) = (app.clock.now(), app.clock.today());
    match app.store.declare_incident(&order, who.by(), now, today).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/incidents/{id}"),
            "Déclaration enregistrée. Voici ce qui reste à faire.",
        )),
        Err(VerbError::Refused(DeclareRefused::Unknown)) => Err(PageError::NotFound),
        Err(VerbError::Refused(DeclareRefused::Open(open))) => {
            Ok(see_other(&format!("/incidents/{open}")))
        }
        Err(VerbError::Refused(why)) => {
            let field = if matches!(why, DeclareRefused::Day(_)) { "jour" } else { "quoi" };
            let form = form.refused(field, declare_refused(&why));
            Ok(refused(shown(&app, &who, page, form, (item, id)).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| declare_refused(&why))),
    }
}
