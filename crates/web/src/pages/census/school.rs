//! `/recensement/ecole`: adds a school.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::identifiers::{Uai, UaiError};
use domain::ids::SchoolId;
use store::{NewSchoolRefused, School, VerbError};

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;

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
    let uai = uai(&mut form);
    let (Some(name), Some(commune), Some(uai)) = (name, commune, uai) else {
        return Ok(again(NewSchool { page, form }));
    };
    let sentence = format!("École ajoutée : {name}.");
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

fn uai(form: &mut Form) -> Option<Option<Uai>> {
    let sentence = match Uai::parse(form.value("uai")) {
        Ok(uai) => return Some(Some(uai)),
        Err(UaiError::Empty) => return Some(None),
        Err(UaiError::LeadingZeroLost { proposed }) => {
            format!("« Numéro UAI » : il manque le zéro du début. Écrivez {proposed}.")
        }
        Err(UaiError::Format) => "« Numéro UAI » : sept chiffres et une lettre, par exemple 0310001H.".to_owned(),
        Err(UaiError::Departement) => {
            "« Numéro UAI » : les trois premiers chiffres ne sont pas un département. Vérifiez le numéro.".to_owned()
        }
    };
    form.refuse("uai", sentence);
    None
}
