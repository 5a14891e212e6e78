//! `/recensement/ecoles/{id}/liens`, `/recensement/liens/{id}/…`: gives a link to a school, takes it back,
//! puts away what the school wrote.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::ids::{CensusLinkId, SchoolId};
use jiff::SignedDuration;
use store::{GiveLink, GiveLinkRefused, VerbError};

use super::show::{Given, ShowSchool, school};
use crate::error::PageError;
use crate::form::Form;
use crate::link::{fresh_token, home, link_hash};
use crate::page::{Page, again, refused, see_other_saying};
use crate::qr::code;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::roll::{class, give_refusal, link_refusal};

/// Days a link lives when nobody says otherwise.
const DAYS: u32 = 14;

/// Gives a link; the answer is the only page that ever shows its address.
pub async fn give(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<SchoolId>,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, PageError> {
    let link: CensusLinkId = form.hidden("id")?;
    let school = school(&app, &who, id).await?;
    let days = match form.value("jours").trim() {
        "" => Some(DAYS),
        _ => form.count("jours", "Jours de validité", 1..=60),
    };
    let chosen = form.value("pour").to_owned();
    let of_class = chosen.strip_prefix("c.");
    if of_class.is_none() && chosen != "ecole" {
        form.refuse("pour", "« Pour » : choisissez une des réponses proposées.");
    }
    let Some(days) = days.filter(|_| !form.has_errors()) else {
        return Ok(again(ShowSchool::of(&app, &who, page, school, form).await?));
    };
    let token = fresh_token(&app);
    let now = app.clock.now();
    let expires = now + SignedDuration::from_hours(24 * i64::from(days));
    let token_hash = link_hash(&token);
    let new = GiveLink { id: link, school: id, class: of_class, token_hash, expires };
    match app.store.give_link(&new, who.by(), now).await {
        Ok(true) => {
            let address = format!("{}/remise/{token}", home(&app, &headers));
            let code = code(&address).map_err(PageError::fault)?;
            let what = of_class.map_or_else(|| "toute l’école".to_owned(), class);
            let mut shown = ShowSchool::of(&app, &who, page, school, Form::empty()).await?;
            shown.given = Some(Given { address, code, what, expires });
            Ok(shown.into_response())
        }
        Ok(false) => Err(PageError::refused(
            "Ce lien est déjà créé, et son adresse n’est montrée qu’une fois. Si vous ne l’avez pas copiée, retirez-le sur la page de l’école et créez-en un autre.",
        )),
        Err(VerbError::Refused(GiveLinkRefused::UnknownSchool)) => Err(PageError::NotFound),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("pour", give_refusal(why));
            Ok(refused(ShowSchool::of(&app, &who, page, school, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}

/// Takes a link back.
pub async fn revoke(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<CensusLinkId>,
    form: Form,
) -> Result<Response, PageError> {
    let done = app.store.revoke_link(id, who.by(), app.clock.now()).await;
    told(done, &form, "Lien retiré : son adresse ne mène plus à rien.")
}

/// What the school wrote has been dealt with.
pub async fn clear_note(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<CensusLinkId>,
    form: Form,
) -> Result<Response, PageError> {
    let done = app.store.clear_link_note(id, who.by(), app.clock.now()).await;
    told(done, &form, "Mot de l’école effacé.")
}

fn told(
    done: Result<(), VerbError<store::LinkRefused>>,
    form: &Form,
    sentence: &str,
) -> Result<Response, PageError> {
    match done {
        Ok(()) => {
            let school: Option<SchoolId> = form.value("ecole").parse().ok();
            let back = school.map_or_else(
                || "/recensement".to_owned(),
                |id| format!("/recensement/ecoles/{id}"),
            );
            Ok(see_other_saying(&back, sentence))
        }
        Err(VerbError::Refused(why)) => {
            Err(link_refusal(why).map_or(PageError::NotFound, PageError::refused))
        }
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}
