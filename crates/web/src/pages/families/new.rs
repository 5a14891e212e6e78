//! `/familles/nouvelle`: a family by telephone, on one page.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::ids::HouseholdId;
use domain::people::class_level::ClassLevel;
use store::{NewHousehold, NewHouseholdRefused, VerbError};

use super::people::{Block, address, children, guardian, said};
use super::state::{StateChoices, UNASKED, filled, read};
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;

/// Children on one form; a larger family is entered, then met by the school's file.
const CHILDREN: usize = 8;

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/families/new.html")]
pub struct New {
    page: Page,
    form: Form,
    schools: Vec<Choice>,
    levels: Vec<Choice>,
    offered: StateChoices,
    blocks: Vec<Block>,
    known: Option<HouseholdId>,
}

impl New {
    async fn of(app: &AppState, who: &Who, page: Page, form: Form) -> Result<Self, PageError> {
        let schools = app.store.schools(who.by()).await?;
        let blocks = (0..CHILDREN).map(|nth| Block::of(&form, nth)).collect();
        Ok(Self {
            page,
            form,
            schools: schools
                .into_iter()
                .map(|school| Choice::new(school.id, school.name))
                .collect(),
            levels: choices(ClassLevel::ALL),
            offered: StateChoices::new(),
            blocks,
            known: None,
        })
    }
}

/// Shows the form.
pub async fn page(State(app): State<AppState>, who: Who, page: Page) -> Result<New, PageError> {
    let form = filled(Form::empty().with("id", app.mint.id::<HouseholdId>()), &UNASKED);
    New::of(&app, &who, page, form).await
}

/// Enters the family.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: HouseholdId = form.hidden("id")?;
    let today = app.clock.today();
    let guardian = guardian(&mut form);
    let address = address(&mut form, true);
    let children = children(&mut form, CHILDREN, today);
    let state = read(&mut form);
    let (Some(guardian), Some(address), Some(children), Some(state)) =
        (guardian, address, children, state)
    else {
        return Ok(again(New::of(&app, &who, page, form).await?));
    };
    let new = NewHousehold { id, guardians: vec![guardian], children, address, state };
    let reason = match app.store.create_household(&new, who.by(), app.clock.now(), today).await {
        Ok(()) => return Ok(see_other_saying(&format!("/familles/{id}"), "Famille inscrite.")),
        Err(VerbError::Refused(reason)) => reason,
        Err(error) => return Err(PageError::of_verb(error, |_| String::new())),
    };
    let known = match reason {
        NewHouseholdRefused::ChildKnown(_, household) => Some(household),
        _ => None,
    };
    said(&mut form, reason);
    Ok(refused(New { known, ..New::of(&app, &who, page, form).await? }))
}
