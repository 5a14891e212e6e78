//! `/recensement/ecole`: adds a school.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::identifiers::{CommuneCode, Noted, Uai, UaiError, UaiWarning};
use domain::ids::SchoolId;
use store::{NewSchoolRefused, School, VerbError};

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::capital;
use crate::wording::identifiers::{uai as uai_refused, uai_warning};

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/census/school.html")]
pub struct NewSchool {
    page: Page,
    form: Form,
}

/// Shows the form.
pub async fn page(State(app): State<AppState>, page: Page) -> NewSchool {
    let form = Form::empty().with("id", app.mint.id::<SchoolId>());
    NewSchool { page, form }
}

/// Adds the school.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id = form.hidden("id")?;
    let name = form.text("name", "Nom de l’école", 120);
    let commune = form.text("commune", "Commune", 80);
    let commune = commune.and_then(|text| commune_name(text, &mut form));
    let uai = uai(&mut form);
    let (Some(name), Some(commune), Some(uai)) = (name, commune, uai) else {
        return Ok(again(NewSchool { page, form }));
    };
    let mut sentence = format!("École ajoutée : {name}.");
    let mut warnings = Vec::new();
    let uai = uai.map(|uai| uai.told_to(&mut warnings));
    for warning in &warnings {
        sentence += &format!(" {}", capital(&uai_warning(warning)));
    }
    let school = School { id, name, uai, commune };
    match app.store.create_school(&school, who.by(), app.clock.now()).await {
        Err(VerbError::Refused(NewSchoolRefused::NameTaken)) => {
            let form = form.refused("name", "Une école de ce nom existe déjà dans votre cité. Ajoutez la commune ou le quartier à son nom.");
            Ok(refused(NewSchool { page, form }))
        }
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
        Ok(()) => Ok(see_other_saying("/recensement", &sentence)),
    }
}

/// A commune by its name, or by its INSEE code.
fn commune_name(text: String, form: &mut Form) -> Option<String> {
    let Ok(code) = CommuneCode::parse(&text) else { return Some(text) };
    let found =
        exchange::reference::communes::commune(&code).map(|commune| commune.name.to_owned());
    if found.is_none() {
        let sentence = format!(
            "« Commune » : aucune commune n’a le code INSEE {code}. Écrivez son nom, ou vérifiez le code (ce n’est pas le code postal)."
        );
        form.refuse("commune", sentence);
    }
    found
}

/// The number, if one was written. A wrong letter is told and does not stop: many schools are known by one.
fn uai(form: &mut Form) -> Option<Option<Noted<Uai, UaiWarning>>> {
    match Uai::read(form.value("uai")) {
        Ok(uai) => Some(Some(uai)),
        Err(UaiError::Empty) => Some(None),
        Err(why) => {
            form.refuse("uai", format!("« Numéro UAI » : {}", uai_refused(&why)));
            None
        }
    }
}
