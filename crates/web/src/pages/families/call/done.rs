//! What a call recorded, and what comes next: read out to the caller before hanging up.

use askama::Template;
use askama_web::WebTemplate;
use domain::ids::HouseholdId;
use domain::people::equipment::{Connection, Equipment, NeedState};
use store::Household;

use crate::error::PageError;
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::Label as _;

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/families/call_done.html")]
pub struct Done {
    page: Page,
    family: Household,
    next: Vec<&'static str>,
}

/// Shows it.
pub async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    home: HouseholdId,
) -> Result<Done, PageError> {
    let family = app.store.household(home, who.by()).await?.ok_or(PageError::NotFound)?;
    Ok(Done { page, next: next(&family), family })
}

fn next(family: &Household) -> Vec<&'static str> {
    let some = |state| family.needs.iter().any(|need| need.state == state);
    let state = family.state;
    let unasked = state.equipment == Equipment::Unknown || state.connection == Connection::Unknown;
    let steps = [
        (some(NeedState::Reserved), "Du matériel lui est réservé : convenez du jour de la remise."),
        (
            some(NeedState::Open),
            "Son besoin attend le prochain tour d’attribution. D’ici là, rien n’est promis.",
        ),
        (unasked, "L’équipement ou la connexion reste à demander."),
    ];
    let mut next: Vec<_> =
        steps.into_iter().filter_map(|(holds, step)| holds.then_some(step)).collect();
    if next.is_empty() {
        next.push("Rien n’est attendu : il n’y a rien d’autre à faire.");
    }
    next
}
