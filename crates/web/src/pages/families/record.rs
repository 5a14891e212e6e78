//! `/familles/{id}/besoins`: what a family has, and so what it needs.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::HouseholdId;
use store::{Household, RecordNeeds, RecordNeedsRefused, VerbError};

use super::state::{StateChoices, filled, read};
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::decisions::record_needs_refused;

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/families/record.html")]
pub struct Record {
    page: Page,
    form: Form,
    family: Household,
    offered: StateChoices,
}

/// Shows the form as the family was last recorded.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<HouseholdId>,
) -> Result<Record, PageError> {
    let family = app.store.household(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let form = filled(Form::empty().with("id", app.mint.uuid()), &family.state);
    Ok(Record { page, form, family, offered: StateChoices::new() })
}

/// Records.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(household): Path<HouseholdId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id = form.hidden("id")?;
    let family = app.store.household(household, who.by()).await?.ok_or(PageError::NotFound)?;
    let Some(state) = read(&mut form) else {
        return Ok(again(Record { page, form, family, offered: StateChoices::new() }));
    };
    let order = RecordNeeds { form: id, household, state };
    match app.store.record_needs(&order, who.by(), app.clock.now(), app.clock.today()).await {
        Ok(()) => {
            Ok(see_other_saying(&format!("/familles/{household}"), "Équipement et besoins notés."))
        }
        Err(VerbError::Refused(RecordNeedsRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, record_needs_refused)),
    }
}
