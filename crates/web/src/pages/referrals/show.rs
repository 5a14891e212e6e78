//! `/orientations/recues/{id}`: one referral, tied to a known family, to a new one, or left.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::{HouseholdId, ReferralId};
use store::{
    Answers, CloseReferral, CloseReferralRefused, FoundHousehold, RecordNeedsRefused, Referral,
    Search, TieReferral, TieReferralRefused, VerbError,
};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::decisions::record_needs_refused;
use crate::wording::{French as _, Label as _};

/// Families proposed by the number, and as many by the name.
const PROPOSED: u64 = 5;

/// The referral with the families that it may be of.
#[derive(Template, WebTemplate)]
#[template(path = "pages/referrals/show.html")]
pub struct One {
    page: Page,
    form: Form,
    referral: Referral,
    school: Option<String>,
    /// Each with the id of its form.
    proposed: Vec<(FoundHousehold, Uuid)>,
    close: Uuid,
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<ReferralId>,
    form: Form,
) -> Result<One, PageError> {
    let referral = app.store.referral(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let number = referral.phone.national();
    let texts = match form.value("q").trim() {
        "" => vec![number.as_str(), referral.family_name.as_str()],
        typed => vec![typed],
    };
    let mut proposed: Vec<(FoundHousehold, Uuid)> = Vec::new();
    for text in texts {
        let search = Search { text, ..Search::default() };
        for found in app.store.find_households(search, 0, PROPOSED, who.by()).await?.0 {
            if proposed.iter().all(|(known, _)| known.id != found.id) {
                proposed.push((found, app.mint.uuid()));
            }
        }
    }
    let schools = app.store.schools(who.by()).await?;
    let school = schools.into_iter().find(|school| Some(school.id) == referral.school);
    let school = school.map(|school| school.name);
    let close = app.mint.uuid();
    Ok(One { page, form, referral, school, proposed, close })
}

const DONE: &str =
    "Cette orientation a déjà été traitée : rouvrez la liste des orientations reçues.";

/// Ties it to a known family.
pub async fn tie(
    State(app): State<AppState>,
    who: Who,
    Path(referral): Path<ReferralId>,
    form: Form,
) -> Result<Response, PageError> {
    let form_id = form.hidden("id")?;
    let household: HouseholdId = form.value("foyer").parse().map_err(|_| PageError::NotFound)?;
    let order = TieReferral { form: form_id, referral, household, answers: Answers::AsReferred };
    match app.store.tie_referral(&order, who.by(), app.clock.now(), app.clock.today()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/familles/appel?famille={household}"),
            "Orientation rattachée, besoins ouverts. Appelez la famille si ses réponses sont à vérifier.",
        )),
        Err(VerbError::Refused(TieReferralRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |reason| match reason {
            TieReferralRefused::Reserved(kind) => {
                record_needs_refused(RecordNeedsRefused::Reserved(kind))
            }
            TieReferralRefused::Done | TieReferralRefused::Unknown => DONE.to_owned(),
        })),
    }
}

/// Leaves it without a family.
pub async fn close(
    State(app): State<AppState>,
    who: Who,
    Path(referral): Path<ReferralId>,
    form: Form,
) -> Result<Response, PageError> {
    let order = CloseReferral { form: form.hidden("id")?, referral };
    match app.store.close_referral(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            "/orientations/recues",
            "Orientation close, sans suite : le nom et le numéro sont effacés.",
        )),
        Err(VerbError::Refused(CloseReferralRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |_| DONE.to_owned())),
    }
}
