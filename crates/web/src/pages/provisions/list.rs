//! `/mises-a-disposition`: what schools and organisations hold.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use domain::Seat;
use jiff::civil::Date;
use store::{ProvisionHead, ProvisionList};

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::Page;
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, count};

/// The list.
#[derive(Template, WebTemplate)]
#[template(path = "pages/provisions/list.html")]
pub struct Provisions {
    page: Page,
    list: ProvisionList,
    today: Date,
    provisions: Vec<ProvisionHead>,
    paging: Paging,
}

impl Provisions {
    /// Only whoever lends may change anything.
    fn lends(&self) -> bool {
        self.page.is(Seat::TownAgent)
    }

    fn lists(&self) -> Vec<Choice> {
        choices(ProvisionList::ALL)
    }

    fn found(&self) -> String {
        count(self.paging.total, "remise", "remises")
    }

    fn out(&self, head: &ProvisionHead) -> String {
        let items = count(head.items, "objet", "objets");
        match head.out {
            0 => format!("{items}, tout est rendu"),
            out if out == head.items => items,
            out => format!("{out} sur {items}"),
        }
    }

    fn lateness(&self, head: &ProvisionHead) -> Option<String> {
        let days = head.days_late(self.today);
        (days > 0).then(|| count(days, "jour de retard", "jours de retard"))
    }
}

/// Lists.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    form: Form,
) -> Result<Provisions, PageError> {
    let list = form.value("voir").parse().unwrap_or(ProvisionList::Open);
    let today = app.clock.today();
    let part = (paging.offset(), paging.limit());
    let (provisions, total) = app.store.provisions(list, today, part, who.by()).await?;
    Ok(Provisions { page, list, today, provisions, paging: paging.of(total) })
}
