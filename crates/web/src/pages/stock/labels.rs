//! `/materiel/lots/{id}/etiquettes`: labels to print and stick, a code to scan and the number to read.
//! Never a name: a label is seen by whoever sees the thing.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use domain::ids::LotId;
use store::Lot;

use super::lot::of_lot;
use crate::error::PageError;
use crate::page::Page;
use crate::paging::Paging;
use crate::qr::{Code, code};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::Label as _;

/// One label.
struct Sticker {
    tag: String,
    kind: &'static str,
    code: Code,
}

/// The labels of a lot.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stock/labels.html")]
pub struct Labels {
    page: Page,
    lot: Lot,
    stickers: Vec<Sticker>,
    paging: Paging,
}

/// Shows them, fifty a page.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    Path(id): Path<LotId>,
) -> Result<Labels, PageError> {
    let (lot, items, paging) = of_lot(&app, &who, id, paging).await?;
    let sticker = |found: store::FoundItem| {
        let code = code(&found.item.tag).map_err(PageError::fault)?;
        Ok(Sticker { kind: found.item.kind.label(), code, tag: found.item.tag })
    };
    let stickers = items.into_iter().map(sticker).collect::<Result<_, PageError>>()?;
    Ok(Labels { page, lot, stickers, paging })
}
