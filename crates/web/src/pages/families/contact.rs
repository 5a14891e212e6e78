//! `/familles/{id}/contact`: leaving a family alone, or contacting it again.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::HouseholdId;
use store::{SetContact, VerbError};

use crate::error::PageError;
use crate::form::Form;
use crate::page::see_other_saying;
use crate::state::AppState;
use crate::who::Who;

/// Notes it.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    Path(household): Path<HouseholdId>,
    form: Form,
) -> Result<Response, PageError> {
    let no_contact = form.value("contacter") == "non";
    let order = SetContact { form: form.hidden("id")?, household, no_contact };
    match app.store.set_contact(&order, who.by(), app.clock.now()).await {
        Ok(()) => {
            let said = if no_contact {
                "Noté : cette famille ne sera plus relancée. Parlez-en à son référent."
            } else {
                "Noté : cette famille peut être relancée."
            };
            Ok(see_other_saying(&format!("/familles/{household}"), said))
        }
        Err(VerbError::Refused(_)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}
