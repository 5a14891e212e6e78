//! `/materiel/transferts`: what was sent to another cité, and what comes from one.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use store::{Arrival, TransferHead};

use crate::error::PageError;
use crate::page::Page;
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, count};

/// The list.
#[derive(Template, WebTemplate)]
#[template(path = "pages/transfers/list.html")]
pub struct Transfers {
    page: Page,
    who: Who,
    transfers: Vec<TransferHead>,
    paging: Paging,
}

impl Transfers {
    fn found(&self) -> String {
        count(self.paging.total, "transfert", "transferts")
    }

    /// "vers Grigny", "de Grigny".
    fn way(&self, head: &TransferHead) -> String {
        if head.to.0 == self.who.cite() {
            format!("de {}", head.from.1)
        } else {
            format!("vers {}", head.to.1)
        }
    }

    /// Where its items are, with how many.
    fn parts(&self, head: &TransferHead) -> Vec<(Arrival, String)> {
        let there = Arrival::ALL.iter().filter(|arrival| head.count(**arrival) > 0);
        there.map(|one| (*one, format!("{} {}", head.count(*one), one.label()))).collect()
    }
}

/// Lists.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<Transfers, PageError> {
    let (transfers, total) = app.store.transfers(paging.offset(), paging.limit(), who.by()).await?;
    Ok(Transfers { page, who, transfers, paging: paging.of(total) })
}
