//! `/orientations/nouvelle`: a family sent in from a telephone, in ten seconds, without saying why.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::identifiers::Msisdn;
use domain::ids::ReferralId;
use domain::people::equipment::NeedKind;
use domain::people::language::ContactLanguage;
use domain::people::referral::Lacks;
use store::{NewReferral, NewReferralRefused, VerbError};

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::pages::families::people::phone;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::referrals::reference;

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/referrals/new.html")]
pub struct New {
    page: Page,
    form: Form,
    schools: Vec<Choice>,
    lacking: Vec<Choice>,
    languages: Vec<Choice>,
}

impl New {
    async fn of(app: &AppState, who: &Who, page: Page, form: Form) -> Result<Self, PageError> {
        let schools = app.store.schools(who.by()).await?;
        let schools = schools.into_iter().map(|school| Choice::new(school.id, school.name));
        Ok(Self {
            page,
            form,
            schools: schools.collect(),
            lacking: choices(NeedKind::ALL),
            languages: choices(ContactLanguage::ALL),
        })
    }
}

/// Shows the form.
pub async fn page(State(app): State<AppState>, who: Who, page: Page) -> Result<New, PageError> {
    let form = Form::empty()
        .with("id", app.mint.id::<ReferralId>())
        .with("language", ContactLanguage::French);
    New::of(&app, &who, page, form).await
}

/// Sends the family in. The answer is the same whether it is known or not.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: ReferralId = form.hidden("id")?;
    let Some(new) = read(&mut form, id) else {
        return Ok(again(New::of(&app, &who, page, form).await?));
    };
    match app.store.refer(&new, who.by(), app.clock.now()).await {
        Ok(()) => {
            let sentence = format!(
                "Orientation envoyée à l’agent qui prête. Sa référence : {}.",
                reference(&id)
            );
            return Ok(see_other_saying("/orientations", &sentence));
        }
        Err(VerbError::Refused(NewReferralRefused::NothingLacks)) => {
            form.refuse("lacks", NOTHING_LACKS);
        }
        Err(VerbError::Refused(NewReferralRefused::UnknownSchool)) => {
            form.refuse("school", "Choisissez une école de la liste.");
        }
        Err(error) => return Err(PageError::of_verb(error, |_| String::new())),
    }
    Ok(refused(New::of(&app, &who, page, form).await?))
}

const NOTHING_LACKS: &str = "« Ce qui manque » : cochez l’appareil, la connexion ou les deux.";

fn read(form: &mut Form, id: ReferralId) -> Option<NewReferral> {
    let family_name = form.text("family_name", "Nom", 80);
    let first_name = form.text("first_name", "Prénom", 80);
    let phone = number(form);
    let lacks = form.choices("lacks", "Ce qui manque").map(|kinds| Lacks::of(&kinds));
    if lacks.is_some_and(|lacks| lacks.kinds().is_empty()) {
        form.refuse("lacks", NOTHING_LACKS);
    }
    let language = form.choice("language", "Langue de contact");
    let child_first_name = form.optional_text("child_first_name", "Prénom d’un enfant", 80);
    let school = form.optional_choice("school", "Son école");
    if form.has_errors() {
        return None;
    }
    Some(NewReferral {
        id,
        family_name: family_name?,
        first_name: first_name?,
        phone: phone?,
        child_first_name: child_first_name?,
        school: school?,
        lacks: lacks?,
        language: language?,
    })
}

fn number(form: &mut Form) -> Option<Msisdn> {
    let number = phone(form, "phone", "Téléphone")?;
    if number.is_none() {
        form.refuse("phone", "« Téléphone » est vide : sans numéro, l’agent ne peut pas appeler.");
    }
    number
}
