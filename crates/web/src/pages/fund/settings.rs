//! `/fonds/{line}/regles`: where a line's money comes from, and when it may be spent.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::fund::{BeforeConvention, BudgetCodes, Purse};
use domain::ids::FundLineId;
use store::{FundLine, LineSettings, SetLineSettings, SetLineSettingsRefused, VerbError};

use super::find_line;
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::lines as say;

/// What the form offers.
pub struct Offers {
    /// Every purse.
    pub purses: Vec<Choice>,
    /// The cité's conventions.
    pub conventions: Vec<Choice>,
    /// What may be spent before one is signed.
    pub before: Vec<Choice>,
}

impl Offers {
    /// What is offered in this cité.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(app: &AppState, who: &Who) -> Result<Self, PageError> {
        let conventions = app.store.conventions(who.by()).await?;
        let conventions = conventions
            .iter()
            .map(|one| Choice::new(one.id, format!("{} ({})", one.title, say::stands(&one.life))));
        Ok(Self {
            purses: choices(Purse::ALL),
            conventions: conventions.collect(),
            before: say::BEFORE.iter().map(|(code, label)| Choice::new(code, *label)).collect(),
        })
    }
}

/// A form that shows these settings.
#[must_use]
pub fn shown(form: Form, settings: &LineSettings) -> Form {
    let (before, share) = match settings.before {
        BeforeConvention::Allowed => ("allowed", None),
        BeforeConvention::EarlyRelease(share) => ("early_release", Some(share)),
        BeforeConvention::Forbidden => ("forbidden", None),
    };
    let day = |day: Option<jiff::civil::Date>| {
        day.map(|day| day.strftime("%d/%m/%Y").to_string()).unwrap_or_default()
    };
    form.with("purse", settings.purse)
        .with("service", settings.codes.service())
        .with("domaine", settings.codes.domaine())
        .with("activite", settings.codes.activite())
        .with("from", day(settings.from))
        .with("until", day(settings.until))
        .with("convention", settings.convention.map(|id| id.to_string()).unwrap_or_default())
        .with("before", before)
        .with("share", share.map(say::percent).unwrap_or_default())
        .with("months", settings.report_months.map(|many| many.to_string()).unwrap_or_default())
}

/// The settings of a form; nothing when one of them is wrong, and the form says which.
pub fn read(form: &mut Form) -> Option<LineSettings> {
    let purse = form.choice("purse", "Enveloppe");
    let service = form.optional_text("service", "Service", 20);
    let domaine = form.optional_text("domaine", "Domaine", 40);
    let activite = form.optional_text("activite", "Activité", 40);
    let from = form.optional_date("from", "Dépenser à partir du");
    let until = form.optional_date("until", "Dépenser jusqu’au");
    let convention = form.optional_choice("convention", "Convention");
    let before = before(form);
    let months = match form.value("months") {
        "" => Some(None),
        _ => form.count("months", "Compte rendu financier", 1..=24).map(Some),
    };
    Some(LineSettings {
        purse: purse?,
        codes: BudgetCodes::new(
            &service?.unwrap_or_default(),
            &domaine?.unwrap_or_default(),
            &activite?.unwrap_or_default(),
        ),
        from: from?,
        until: until?,
        convention: convention?,
        before: before?,
        report_months: months?.and_then(|months| u8::try_from(months).ok()),
    })
}

fn before(form: &mut Form) -> Option<BeforeConvention> {
    match form.value("before") {
        "" | "allowed" => Some(BeforeConvention::Allowed),
        "forbidden" => Some(BeforeConvention::Forbidden),
        "early_release" => match say::parse_percent(form.value("share")) {
            Some(share) => Some(BeforeConvention::EarlyRelease(share)),
            None => {
                form.refuse("share", say::NOT_A_SHARE);
                None
            }
        },
        _ => {
            form.refuse("before", "« Avant la convention » : choisissez dans la liste.");
            None
        }
    }
}

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/settings.html")]
pub struct Settings {
    page: Page,
    form: Form,
    line: FundLine,
    offers: Offers,
}

/// Shows the settings.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<FundLineId>,
) -> Result<Settings, PageError> {
    let line = find_line(&app, &who, id).await?;
    let form = shown(Form::empty().with("id", app.mint.uuid()), &line.settings);
    Ok(Settings { page, form, line, offers: Offers::of(&app, &who).await? })
}

/// Sets them.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<FundLineId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let form_id = form.hidden("id")?;
    let line = find_line(&app, &who, id).await?;
    let offers = Offers::of(&app, &who).await?;
    let Some(settings) = read(&mut form) else {
        return Ok(again(Settings { page, form, line, offers }));
    };
    let order = SetLineSettings { form: form_id, line: id, settings };
    match app.store.set_line_settings(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(&format!("/fonds/{id}"), "Règles enregistrées.")),
        Err(VerbError::Refused(SetLineSettingsRefused::UnknownLine)) => Err(PageError::NotFound),
        Err(VerbError::Refused(SetLineSettingsRefused::Settings(why))) => {
            let form = form.refused(say::settings_field(why), say::settings(why));
            Ok(refused(Settings { page, form, line, offers }))
        }
        Err(error) => Err(PageError::of_verb(error, say::set_settings)),
    }
}
