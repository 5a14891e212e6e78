//! `/exports`: the files a seat may take out.

use askama::Template;
use askama_web::WebTemplate;
use domain::export::ExportKind;

use crate::page::Page;
use crate::who::Who;
use crate::wording::exports as say;
use crate::wording::{Label as _, capital};

/// The list.
#[derive(Template, WebTemplate)]
#[template(path = "pages/exports/list.html")]
pub struct Exports {
    page: Page,
    kinds: Vec<Card>,
}

/// A file on offer.
struct Card {
    label: String,
    path: String,
    holds: &'static str,
    is_personal: bool,
}

impl From<ExportKind> for Card {
    fn from(kind: ExportKind) -> Self {
        Self {
            label: capital(kind.label()),
            path: format!("/exports/{}", say::slug(kind)),
            holds: say::holds(kind),
            is_personal: kind.is_personal(),
        }
    }
}

/// Shows it.
pub async fn page(who: Who, page: Page) -> Exports {
    let kinds = ExportKind::ALL.iter().copied().filter(|kind| kind.open_to(who.seat()));
    Exports { page, kinds: kinds.map(Card::from).collect() }
}
