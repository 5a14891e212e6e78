//! `/familles/{id}/effacer`: what erasing a family will erase and leave, and erasing it.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::HouseholdId;
use domain::people::equipment::NeedState;
use store::{ForgetHousehold, ForgetRefused, ToForget, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::count;
use crate::wording::people::forget_refused;

/// The question.
#[derive(Template, WebTemplate)]
#[template(path = "pages/families/erase.html")]
pub struct Erase {
    page: Page,
    seen: ToForget,
    id: Uuid,
}

impl Erase {
    fn people(&self) -> String {
        let family = &self.seen.household;
        let (guardians, children) = (family.guardians.len() as u64, family.children.len() as u64);
        let guardians = count(guardians, "responsable", "responsables");
        format!("{guardians} et {}", count(children, "enfant", "enfants"))
    }

    /// The needs that nothing meets.
    fn withdrawn(&self) -> Option<String> {
        let open = self.seen.needs(NeedState::Open) as u64;
        let said = count(
            open,
            "besoin en attente, qui sera retiré",
            "besoins en attente, qui seront retirés",
        );
        (open > 0).then_some(said)
    }

    /// The files that may name it.
    fn dropped(&self) -> Option<String> {
        let said = count(
            self.seen.imports,
            "fichier d’école qui attend sa confirmation : il peut nommer cette famille. Il faudra le redemander à l’école, sans elle",
            "fichiers d’école qui attendent leur confirmation : ils peuvent nommer cette famille. Il faudra les redemander aux écoles, sans elle",
        );
        (self.seen.imports > 0).then_some(said)
    }

    fn obstacle(&self) -> Option<&'static str> {
        self.seen.obstacle.map(forget_refused)
    }

    /// What stays, without a name; nothing when there is nothing.
    fn stays(&self) -> Vec<String> {
        let served = self.seen.needs(NeedState::Served) as u64;
        let parts = [
            (self.seen.loans, count(self.seen.loans, "prêt terminé", "prêts terminés")),
            (served, count(served, "besoin servi", "besoins servis")),
        ];
        parts.into_iter().filter(|(many, _)| *many > 0).map(|(_, said)| said).collect()
    }
}

/// Asks.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<HouseholdId>,
) -> Result<Erase, PageError> {
    let seen = app.store.to_forget(id, who.by()).await?.ok_or(PageError::NotFound)?;
    Ok(Erase { page, seen, id: app.mint.uuid() })
}

/// Erases.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    Path(household): Path<HouseholdId>,
    form: Form,
) -> Result<Response, PageError> {
    let order = ForgetHousehold { form: form.hidden("id")?, household };
    match app.store.forget_household(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying("/familles", "La famille est effacée du registre.")),
        Err(VerbError::Refused(ForgetRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |why| forget_refused(why).to_owned())),
    }
}
