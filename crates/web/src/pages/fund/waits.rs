//! `/fonds/a-faire`: what waits in the chain of the orders, and until when.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use jiff::civil::Date;
use store::{FundWaits, WaitingPaper};

use crate::error::PageError;
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, orders as say};

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/waits.html")]
pub struct Waits {
    page: Page,
    waits: FundWaits,
    today: Date,
}

impl Waits {
    /// What waits, under the name of what is to be done, with its place in the page.
    fn parts(&self) -> [(&'static str, &'static str, &[WaitingPaper]); 4] {
        [
            ("certifier", "Service fait à certifier", &self.waits.to_certify),
            ("liquider", "Factures à liquider", &self.waits.to_settle),
            ("mandater", "Paiements à ordonner", &self.waits.to_order),
            ("payer", "Chez l’agent comptable", &self.waits.to_pay),
        ]
    }

    fn due(&self, one: &WaitingPaper) -> Option<String> {
        one.due_on.map(|due| say::due(due, self.today))
    }

    fn tone(&self, one: &WaitingPaper) -> &'static str {
        if one.due_on.is_some_and(|due| due < self.today) { "bad" } else { "wait" }
    }
}

/// Shows it.
pub async fn page(State(app): State<AppState>, who: Who, page: Page) -> Result<Waits, PageError> {
    let waits = app.store.fund_waits(who.by()).await?;
    Ok(Waits { page, waits, today: app.clock.today() })
}
