//! `/fonds/nouvelle-ligne`: opening a budget line, from a model or from nothing.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::Euros;
use domain::fund::{LINE_MODELS, LineModel, LineTerms, Purse};
use domain::ids::FundLineId;
use domain::stock::Restriction;
use store::{LineSettings, OpenLine, OpenLineRefused, VerbError};

use super::settings::{Offers, read, shown};
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::Label as _;
use crate::wording::fund as say;
use crate::wording::lines;

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/new_line.html")]
pub struct NewLine {
    page: Page,
    form: Form,
    offers: Offers,
    /// The model that filled it in.
    model: Option<&'static LineModel>,
}

impl NewLine {
    async fn of(app: &AppState, who: &Who, page: Page, form: Form) -> Result<Self, PageError> {
        let model = model(form.value("model"));
        Ok(Self { page, form, offers: Offers::of(app, who).await?, model })
    }

    /// What a model usually holds.
    fn usual(model: &LineModel) -> String {
        model
            .cents
            .map(|cents| format!(", {} par an", Euros::from_cents(cents)))
            .unwrap_or_default()
    }
}

fn model(key: &str) -> Option<&'static LineModel> {
    LINE_MODELS.iter().find(|model| model.key == key)
}

/// Shows the form, filled in by the model that a link names.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    asked: Form,
) -> Result<NewLine, PageError> {
    let form = Form::empty().with("id", app.mint.uuid()).with("year", app.clock.today().year());
    let form = match model(asked.value("modele")) {
        None => shown(form, &LineSettings::of(Purse::CiteFund)),
        Some(model) => {
            let mut settings = LineSettings::of(model.purse);
            settings.before = model.before;
            settings.report_months = model.report_months;
            let form = form.with("model", model.key).with("label", model.label);
            shown(form.with("funder", model.funder), &settings)
        }
    };
    NewLine::of(&app, &who, page, form).await
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
    let settings = read(&mut form);
    let (Some(code), Some(label), Some(funder), Some(fiscal_year), Some(settings)) =
        (code, label, funder, year, settings)
    else {
        return Ok(again(NewLine::of(&app, &who, page, form).await?));
    };
    let terms = model(form.value("model")).map(terms_of).unwrap_or_default();
    let new = OpenLine { id, code, label, funder, fiscal_year, settings, terms };
    match app.store.open_line(&new, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/fonds/{id}"),
            "Ligne ouverte. Enregistrez maintenant sa notification.",
        )),
        Err(VerbError::Refused(why)) => {
            let field = match why {
                OpenLineRefused::Settings(why) => lines::settings_field(why),
                OpenLineRefused::NotYourSeat | OpenLineRefused::CodeTaken => "code",
            };
            let form = form.refused(field, say::open_line(why));
            Ok(refused(NewLine::of(&app, &who, page, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::open_line)),
    }
}

/// What a model's money may buy.
fn terms_of(model: &LineModel) -> LineTerms {
    let requires = model.requires.iter().map(|flag| flag.code().to_owned()).collect();
    LineTerms {
        categories: model.categories.to_vec(),
        restriction: Restriction { requires, ..Restriction::default() },
        flexibility: 0,
    }
}
