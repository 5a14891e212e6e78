//! `/recensement/ecoles/{id}/liste.pdf`: the list to tick on paper, one class or all of them.

use axum::extract::{Path, State};
use axum::response::Response;
use documents::{ClassList, ClassSheet, Imprint, render};
use domain::ids::SchoolId;
use store::RollPupil;

use super::show::school;
use crate::clock::paris;
use crate::error::PageError;
use crate::form::Form;
use crate::page::file;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::roll::class;

/// Prints the list.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<SchoolId>,
    form: Form,
) -> Result<Response, PageError> {
    let school = school(&app, &who, id).await?;
    let wanted = form.names().contains(&"classe").then(|| form.value("classe"));
    let roll = app.store.roll(id, wanted, who.by()).await?;
    if roll.is_empty() {
        return Err(PageError::NotFound);
    }
    let cite = app.store.cite(who.cite()).await?;
    let sheet = |pupils: &[RollPupil]| ClassSheet {
        class: class(&pupils[0].class_name),
        pupils: pupils.iter().map(name).collect(),
    };
    let today = app.clock.today();
    let paper = ClassList {
        cite: cite.name,
        school: school.name,
        printed_on: today,
        classes: roll
            .chunk_by(|one, other| one.class_name == other.class_name)
            .map(sheet)
            .collect(),
        controller: cite.lender_name,
        dpo_contact: cite.dpo_contact,
    };
    // The day, not the minute: printed twice on one day, the same list is the same paper.
    let at = today.to_zoned(paris()).map_err(PageError::fault)?.timestamp();
    let imprint = Imprint { identifier: format!("roll/{id}/{}", wanted.unwrap_or_default()), at };
    let bytes = tokio::task::spawn_blocking(move || render(&paper, &imprint))
        .await
        .map_err(PageError::fault)?
        .map_err(PageError::fault)?;
    Ok(file(bytes, "application/pdf", "liste-a-cocher.pdf", true))
}

fn name(pupil: &RollPupil) -> String {
    let year = pupil.told_apart_by.map(|year| format!(" (naissance en {year})"));
    format!("{} {}{}", pupil.family_name, pupil.first_name, year.unwrap_or_default())
}
