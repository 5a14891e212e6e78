//! `/mises-a-disposition/{id}/prolonger`: a later day for what a school or an organisation still has.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::ProvisionId;
use domain::loan::usual_due_date;
use domain::provision::ExtendProvision;
use store::{ProvisionHead, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::French as _;
use crate::wording::provisions::extend_refused;

/// The form of an extension.
#[derive(Template, WebTemplate)]
#[template(path = "pages/provisions/extend.html")]
pub struct ExtendPage {
    page: Page,
    form: Form,
    head: ProvisionHead,
    id: Uuid,
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (provision, id): (ProvisionId, Uuid),
) -> Result<ExtendPage, PageError> {
    let found = app.store.provision(provision, who.by()).await?.ok_or(PageError::NotFound)?;
    Ok(ExtendPage { page, form, head: found.head, id })
}

/// Shows the form, with the end of the next school year proposed.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<ProvisionId>,
) -> Result<ExtendPage, PageError> {
    let form = Form::empty().with("due_on", usual_due_date(app.clock.today()));
    shown(&app, &who, page, form, (id, app.mint.uuid())).await
}

/// Extends.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(provision): Path<ProvisionId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let Some(due_on) = form.date("due_on", "À rendre le") else {
        return Ok(again(shown(&app, &who, page, form, (provision, id)).await?));
    };
    let order = ExtendProvision { form: id, provision, due_on };
    let (now, today) = (app.clock.now(), app.clock.today());
    match app.store.extend_provision(&order, who.by(), now, today).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/mises-a-disposition/{provision}"),
            &format!("Prêt prolongé jusqu’au {}.", due_on.french()),
        )),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("due_on", extend_refused(&why));
            Ok(refused(shown(&app, &who, page, form, (provision, id)).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| extend_refused(&why))),
    }
}
