//! `/materiel/lots` and `/materiel/lots/{id}`: lots, and items added to one, scan after scan.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::{ItemId, LotId};
use store::{AddToLot, FoundItem, ItemSearch, Lot, VerbError};

use super::receive::scanned;
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::numbers::row_error;
use crate::wording::stock::receive_refused;
use crate::wording::{French as _, Label as _, count};

/// Every lot.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stock/lots.html")]
pub struct Lots {
    page: Page,
    lots: Vec<Lot>,
}

/// One lot and its items.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stock/lot.html")]
pub struct ShowLot {
    page: Page,
    form: Form,
    id: ItemId,
    lot: Lot,
    items: Vec<FoundItem>,
    paging: Paging,
}

impl ShowLot {
    fn found(&self) -> String {
        count(self.paging.total, "objet", "objets")
    }
}

/// Shows every lot.
pub async fn list(State(app): State<AppState>, who: Who, page: Page) -> Result<Lots, PageError> {
    Ok(Lots { page, lots: app.store.lots(who.by()).await? })
}

/// A lot of this cité, and one page of its items.
pub(super) async fn of_lot(
    app: &AppState,
    who: &Who,
    id: LotId,
    paging: Paging,
) -> Result<(Lot, Vec<FoundItem>, Paging), PageError> {
    let lot = app.store.lot(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let search = ItemSearch { lot: Some(id), ..ItemSearch::default() };
    let (items, total) =
        app.store.find_items(&search, paging.offset(), paging.limit(), who.by()).await?;
    Ok((lot, items, paging.of(total)))
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (id, paging): (LotId, Paging),
) -> Result<ShowLot, PageError> {
    let (lot, items, paging) = of_lot(app, who, id, paging).await?;
    Ok(ShowLot { page, form, id: app.mint.id(), lot, items, paging })
}

/// Shows one lot.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    Path(id): Path<LotId>,
) -> Result<ShowLot, PageError> {
    shown(&app, &who, page, Form::empty(), (id, paging)).await
}

/// Adds what was typed or scanned.
pub async fn add(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    Path(id): Path<LotId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let item: ItemId = form.hidden("id")?;
    let lot = app.store.lot(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let typed = form.value("numero").to_owned();
    let read = match scanned(&typed, lot.kind, 1) {
        Ok(row) => row,
        Err(why) => {
            form.refuse("numero", format!("« {typed} » : {}", row_error(&why)));
            return Ok(again(shown(&app, &who, page, form, (id, paging)).await?));
        }
    };
    let order = AddToLot { lot: id, item: super::receive::received(item, &read) };
    let now = app.clock.now();
    match app.store.add_to_lot(&order, who.by(), now, app.clock.today()).await {
        Ok(tag) => {
            let sentence = format!("{tag} est au registre. Au suivant.");
            Ok(see_other_saying(&format!("/materiel/lots/{id}"), &sentence))
        }
        Err(VerbError::Refused(why)) => {
            let form = form.refused("numero", receive_refused(&why, |_| 1));
            Ok(refused(shown(&app, &who, page, form, (id, paging)).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| receive_refused(&why, |_| 1))),
    }
}
