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
use crate::page::{Page, again, see_other_saying};
use crate::pages::sims::part::SimPart;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::stock::{at_desk_refused, done};
use crate::wording::{French as _, Label as _};

const NOT_CERTAIN: &str =
    "Cochez la case pour confirmer : ce matériel ne reviendra jamais au registre. Rien n’a changé.";

/// The item's page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stock/show.html")]
pub struct ShowItem {
    page: Page,
    form: Form,
    file: ItemFile,
    actions: Vec<(Uuid, DeskAction)>,
    /// Its SIM card, where it has one.
    sim: Option<SimPart>,
}

impl ShowItem {
    fn free(&self) -> bool {
        self.file.item.state == ItemState::Available
    }
}

/// The item as it stands, with what was typed in one of its forms.
pub(in crate::pages) async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    id: ItemId,
) -> Result<ShowItem, PageError> {
    let file = app.store.item(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let possible = DeskAction::ALL.iter().filter(|action| action.after(file.item.state).is_some());
    let actions = possible.map(|action| (app.mint.uuid(), *action)).collect();
    let sim = SimPart::of(app, who, id, &file).await?;
    Ok(ShowItem { page, form, file, actions, sim })
}

/// Shows the item.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<ItemId>,
) -> Result<ShowItem, PageError> {
    shown(&app, &who, page, Form::empty(), id).await
}

/// Does what a button says.
pub async fn act(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, PageError> {
    let order = AtDesk { form: form.hidden("id")?, item: id, action: form.hidden("action")? };
    // What leaves the register never comes back: one more click, so that a slip is none.
    if order.action == DeskAction::Dispose && !form.ticked("certain") {
        let form = form.refused("certain", NOT_CERTAIN);
        return Ok(again(shown(&app, &who, page, form, id).await?));
    }
    app.store
        .at_desk(&order, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, at_desk_refused))?;
    let sentence = format!("C’est noté : {}.", done(order.action));
    Ok(see_other_saying(&format!("/materiel/{id}"), &sentence))
}
