//! `/fonds/nouvelle-ligne`: opening a budget line.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::ids::FundLineId;
use store::{OpenLine, VerbError};

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::fund as say;

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/new_line.html")]
pub struct NewLine {
    page: Page,
    form: Form,
}

/// Shows the form.
pub async fn page(State(app): State<AppState>, page: Page) -> NewLine {
    let form = Form::empty().with("id", app.mint.uuid()).with("year", app.clock.today().year());
    NewLine { page, form }
}

/// Opens the line.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: FundLineId = form.hidden("id")?;
    let code = form.text("code", "Code", 40);
    let label = form.text("label", "Nom de la ligne", 120);
    let funder = form.text("funder", "Financeur", 120);
    let year = form.count("year", "Année", 2019..=2100).and_then(|year| i16::try_from(year).ok());
    let (Some(code), Some(label), Some(funder), Some(fiscal_year)) = (code, label, funder, year)
    else {
        return Ok(again(NewLine { page, form }));
    };
    let new = OpenLine { id, code, label, funder, fiscal_year };
    match app.store.open_line(&new, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/fonds/{id}"),
            "Ligne ouverte. Enregistrez maintenant sa notification.",
        )),
        Err(VerbError::Refused(why)) => {
            Ok(refused(NewLine { page, form: form.refused("code", say::open_line(why)) }))
        }
        Err(error) => Err(PageError::of_verb(error, say::open_line)),
    }
}
