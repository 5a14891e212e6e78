//! `/materiel/{id}`: one item, where it has been, and what the desk does to it.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::ItemId;
use domain::item_life::DeskAction;
use domain::stock::ItemState;
use store::{AtDesk, ItemFile};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::stock::at_desk_refused;
use crate::wording::{French as _, Label as _};

/// The item's page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stock/show.html")]
pub struct ShowItem {
    page: Page,
    file: ItemFile,
    actions: Vec<(Uuid, DeskAction)>,
}

impl ShowItem {
    fn free(&self) -> bool {
        self.file.item.state == ItemState::Available
    }
}

/// Shows the item.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<ItemId>,
) -> Result<ShowItem, PageError> {
    let file = app.store.item(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let possible = DeskAction::ALL.iter().filter(|action| action.after(file.item.state).is_some());
    let actions = possible.map(|action| (app.mint.uuid(), *action)).collect();
    Ok(ShowItem { page, file, actions })
}

/// Does what a button says.
pub async fn act(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, PageError> {
    let order = AtDesk { form: form.hidden("id")?, item: id, action: form.hidden("action")? };
    app.store
        .at_desk(&order, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, at_desk_refused))?;
    let sentence = format!("C’est noté : {}.", order.action.label());
    Ok(see_other_saying(&format!("/materiel/{id}"), &sentence))
}
