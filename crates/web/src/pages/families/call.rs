//! `/familles/appel`: one page for one family, while it is on the telephone.
//!
//! A few letters or digits, then the answers: two requests, whether the family is known or new. When a
//! single family answers the search, it is open at once.

mod caller;
mod done;
mod save;

use std::str::FromStr;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use domain::ids::{HouseholdId, ReferralId};
use domain::people::class_level::ClassLevel;
use domain::people::register::ChildRecord;
use store::{FoundHousehold, HomeState, Household, Referral, Search};

use super::people::Block;
use super::state::{StateChoices, UNASKED, filled};
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::Page;
use crate::pages::search::more;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{Label as _, capital};

/// Families shown: a caller says one letter more rather than hear a list.
const SHOWN: u64 = 8;
/// Rows for children at first, and as many more at each demand.
const ROWS: usize = 3;
/// The most rows.
const MOST: usize = 12;

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/families/call.html")]
pub struct Call {
    page: Page,
    form: Form,
    /// What was searched.
    text: String,
    found: Vec<FoundHousehold>,
    more: Option<String>,
    orientation: Option<ReferralId>,
    /// The family that is open.
    known: Option<Household>,
    /// Why it is open although a new one was typed.
    met: bool,
    /// Is the part for a new family shown?
    asking: bool,
    schools: Vec<Choice>,
    levels: Vec<Choice>,
    offered: StateChoices,
    blocks: Vec<Block>,
}

impl Call {
    /// Nothing but the search.
    async fn of(app: &AppState, who: &Who, page: Page, form: Form) -> Result<Self, PageError> {
        let schools = app.store.schools(who.by()).await?;
        let schools = schools.into_iter().map(|school| Choice::new(school.id, school.name));
        Ok(Self {
            page,
            blocks: (0..rows(&form)).map(|nth| Block::of(&form, nth)).collect(),
            form,
            text: String::new(),
            found: Vec::new(),
            more: None,
            orientation: None,
            known: None,
            met: false,
            asking: false,
            schools: schools.collect(),
            levels: choices(ClassLevel::ALL),
            offered: StateChoices::new(),
        })
    }

    fn class(&self, child: &ChildRecord) -> String {
        let school = child.school.to_string();
        let school = self.schools.iter().find(|known| known.value == school);
        let school = school.map_or("", |known| known.label.as_str());
        let level = if child.grade_label.is_empty() {
            capital(child.level.label())
        } else {
            child.grade_label.clone()
        };
        format!("{level}, {school}")
    }
}

/// The rows for children of this form.
fn rows(form: &Form) -> usize {
    form.value("rows").parse().unwrap_or(ROWS).clamp(ROWS, MOST)
}

/// An id that may be left out; one that is none leads nowhere.
fn id_in<T: FromStr>(form: &Form, name: &str) -> Result<Option<T>, PageError> {
    match form.value(name) {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| PageError::NotFound),
    }
}

/// A known family's answers, as they stand or as its referral says.
fn answers_of(app: &AppState, family: &Household, referral: Option<&Referral>) -> Form {
    let mut state = family.state;
    if let Some(referral) = referral {
        let children = family.children.len();
        (state.equipment, state.connection) =
            referral.lacks.corrected(state.equipment, state.connection, children);
    }
    answers(app, &state)
}

fn answers(app: &AppState, state: &HomeState) -> Form {
    filled(Form::empty().with("id", app.mint.uuid()), state)
}

/// A new family's form: what the search or the referral says already is filled in.
fn new_family(app: &AppState, text: &str, referral: Option<&Referral>) -> Form {
    let form = Form::empty().with("id", app.mint.id::<HouseholdId>());
    match referral {
        None => filled(caller::carried(form, text), &UNASKED),
        Some(referral) => {
            let lacks = referral.lacks.corrected(UNASKED.equipment, UNASKED.connection, 1);
            let state = HomeState {
                equipment: lacks.0,
                connection: lacks.1,
                language: referral.language,
                ..UNASKED
            };
            filled(caller::referred(form, referral), &state)
        }
    }
}

/// Searches, opens a family, or says what was recorded.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    query: Form,
) -> Result<Response, PageError> {
    if let Some(home) = id_in(&query, "fait")? {
        return Ok(done::shown(&app, &who, page, home).await?.into_response());
    }
    let orientation = id_in(&query, "orientation")?;
    let referral = match orientation {
        None => None,
        Some(id) => Some(app.store.referral(id, who.by()).await?.ok_or(PageError::NotFound)?),
    };
    let text = query.value("q").trim().to_owned();
    let mut open: Option<HouseholdId> = id_in(&query, "famille")?;
    let (mut found, mut total) = (Vec::new(), 0);
    if open.is_none() && !text.is_empty() {
        let search = Search { text: &text, ..Search::default() };
        (found, total) = app.store.find_households(search, 0, SHOWN, who.by()).await?;
        if total == 1 && query.value("nouveau").is_empty() {
            open = found.pop().map(|only| only.id);
        }
    }
    let known = match open {
        None => None,
        Some(id) => Some(app.store.household(id, who.by()).await?.ok_or(PageError::NotFound)?),
    };
    let form = match &known {
        Some(family) => answers_of(&app, family, referral.as_ref()),
        None => new_family(&app, &text, referral.as_ref()),
    };
    let shown = Call {
        asking: known.is_none() && (!text.is_empty() || referral.is_some()),
        more: more(total, found.len(), ("famille", "familles")).filter(|_| known.is_none()),
        text,
        found,
        orientation,
        known,
        ..Call::of(&app, &who, page, form).await?
    };
    Ok(shown.into_response())
}

/// Records the family, or gives more rows for its children.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    form: Form,
) -> Result<Response, PageError> {
    let orientation = id_in(&form, "orientation")?;
    if let Some(home) = id_in(&form, "famille")? {
        return save::known(&app, &who, page, form, (home, orientation)).await;
    }
    if form.value("plus").is_empty() {
        return save::new(&app, &who, page, form, orientation).await;
    }
    let wanted = rows(&form) + ROWS;
    let mut shown = Call { orientation, asking: true, ..Call::of(&app, &who, page, form).await? };
    shown.blocks = (0..wanted.min(MOST)).map(|nth| Block::of(&shown.form, nth)).collect();
    Ok(shown.into_response())
}
