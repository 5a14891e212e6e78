//! `/fonds/{line}/conditions`: what the money of a line may buy, and for whom.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::fund::{Category, LineTerms};
use domain::ids::FundLineId;
use domain::scoring::Flag;
use domain::stock::{Level, Restriction};
use store::{FundLine, SetLineTerms, SetLineTermsRefused, VerbError};

use super::find_line;
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::capital;
use crate::wording::purchases as say;

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/terms.html")]
pub struct Terms {
    page: Page,
    form: Form,
    line: FundLine,
    categories: Vec<Choice>,
    levels: Vec<Choice>,
    flags: Vec<Choice>,
}

impl Terms {
    fn of(page: Page, form: Form, line: FundLine) -> Self {
        let flags = Flag::ALL.iter().map(|flag| {
            Choice::new(
                flag,
                capital(&format!("familles {}", crate::wording::rounds::flag(flag.code()))),
            )
        });
        Self {
            page,
            form,
            line,
            categories: choices(Category::ALL),
            levels: choices(Level::ALL),
            flags: flags.collect(),
        }
    }
}

/// Shows the terms.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<FundLineId>,
) -> Result<Terms, PageError> {
    let line = find_line(&app, &who, id).await?;
    let mut form =
        Form::empty().with("id", app.mint.uuid()).with("flexibility", line.terms.flexibility);
    for category in &line.terms.categories {
        form = form.with("categories", category);
    }
    for level in &line.terms.restriction.levels {
        form = form.with("levels", level);
    }
    for flag in &line.terms.restriction.requires {
        form = form.with("requires", flag);
    }
    Ok(Terms::of(page, form, line))
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
    let found = find_line(&app, &who, id).await?;
    let Some(terms) = read(&mut form, &found.terms) else {
        return Ok(again(Terms::of(page, form, found)));
    };
    let order = SetLineTerms { form: form_id, line: id, terms };
    match app.store.set_line_terms(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(&format!("/fonds/{id}"), "Conditions enregistrées.")),
        Err(VerbError::Refused(SetLineTermsRefused::UnknownLine)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |why| say::terms(why).to_owned())),
    }
}

fn read(form: &mut Form, before: &LineTerms) -> Option<LineTerms> {
    let categories = form.choices("categories", "Catégories");
    let levels = form.choices("levels", "Niveaux");
    let requires = form.choices::<Flag>("requires", "Familles");
    let flexibility = form.count("flexibility", "Ordre de dépense", 0..=99);
    let requires = requires?.into_iter().map(|flag| flag.code().to_owned()).collect();
    Some(LineTerms {
        categories: categories?,
        // What a line refuses is not asked here, and stays.
        restriction: Restriction {
            levels: levels?,
            requires,
            refuses: before.restriction.refuses.clone(),
        },
        flexibility: u8::try_from(flexibility?).unwrap_or(u8::MAX),
    })
}
