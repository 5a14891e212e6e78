//! `/exports`: the files a seat may take out.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use domain::export::ExportKind;
use domain::ids::PlanId;

use crate::error::PageError;
use crate::page::Page;
use crate::state::AppState;
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

impl Card {
    /// The decisions of the plan that counts; those of another plan are taken from its own page.
    fn of_decisions(plan: PlanId) -> Self {
        let card = Self::from(ExportKind::Decisions);
        let path = format!("{}?plan={plan}", card.path);
        Self { label: "Décisions du dernier plan adopté".to_owned(), path, ..card }
    }
}

/// Shows it.
pub async fn page(State(app): State<AppState>, who: Who, page: Page) -> Result<Exports, PageError> {
    let mut kinds = Vec::new();
    for kind in ExportKind::ALL.iter().copied().filter(|kind| kind.open_to(who.seat())) {
        if kind == ExportKind::Decisions {
            let last = app.store.last_adopted_plan(who.cite()).await?;
            kinds.extend(last.map(Card::of_decisions));
        } else {
            kinds.push(Card::from(kind));
        }
    }
    Ok(Exports { page, kinds })
}
