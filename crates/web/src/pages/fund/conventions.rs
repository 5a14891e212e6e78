//! `/fonds/conventions`: what the partners signed, or have yet to sign.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::Seat;
use domain::fund::{ConventionKind, ConventionState};
use domain::ids::ConventionId;
use store::{Convention, NewConvention, NewConventionRefused, VerbError};

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{Label as _, count, lines as say};

/// The conventions.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/conventions.html")]
pub struct Conventions {
    page: Page,
    form: Form,
    conventions: Vec<Convention>,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    schools: Vec<Choice>,
    principal: bool,
}

impl Conventions {
    async fn of(app: &AppState, who: &Who, page: Page, form: Form) -> Result<Self, PageError> {
        let conventions = app.store.conventions(who.by()).await?;
        let states = ConventionState::ALL.iter().filter(|one| **one != ConventionState::Ended);
        Ok(Self {
            page,
            form,
            conventions,
            kinds: choices(ConventionKind::ALL),
            states: states.map(|one| Choice::new(one, one.label())).collect(),
            schools: schools(app, who).await?,
            principal: who.seat() == Seat::Principal,
        })
    }

    fn covered(one: &Convention) -> String {
        count(one.schools.len() as u64, "établissement couvert", "établissements couverts")
    }
}

/// The cité's schools, to be ticked.
///
/// # Errors
/// When the database fails.
pub async fn schools(app: &AppState, who: &Who) -> Result<Vec<Choice>, PageError> {
    let schools = app.store.schools(who.by()).await?;
    let named =
        |one: &store::School| Choice::new(one.id, format!("{} ({})", one.name, one.commune));
    Ok(schools.iter().map(named).collect())
}

/// Shows them.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
) -> Result<Conventions, PageError> {
    Conventions::of(&app, &who, page, Form::empty().with("id", app.mint.uuid())).await
}

/// Notes one.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: ConventionId = form.hidden("id")?;
    let kind = form.choice("nature", "Nature");
    let title = form.text("titre", "Titre", 120);
    let number = form.optional_text("numero", "Numéro", 40);
    let state = form.choice("etape", "Étape");
    let on = form.date("le", "Depuis le");
    let schools = form.choices("ecoles", "Établissements couverts");
    let (Some(kind), Some(title), Some(number), Some(state), Some(on), Some(schools)) =
        (kind, title, number, state, on, schools)
    else {
        return Ok(again(Conventions::of(&app, &who, page, form).await?));
    };
    let number = number.unwrap_or_default();
    let new = NewConvention { id, kind, title, number, schools, state, on };
    match app.store.note_convention(&new, who.by(), app.clock.now()).await {
        Ok(()) => {
            Ok(see_other_saying(&format!("/fonds/conventions/{id}"), "Convention enregistrée."))
        }
        Err(VerbError::Refused(why)) => {
            let field = match why {
                NewConventionRefused::UnknownSchool => "ecoles",
                NewConventionRefused::Rule(_) => "etape",
                NewConventionRefused::NotYourSeat | NewConventionRefused::TitleTaken => "titre",
            };
            let form = form.refused(field, say::new_convention(why));
            Ok(refused(Conventions::of(&app, &who, page, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::new_convention)),
    }
}
