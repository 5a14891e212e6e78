//! `/familles`: a few letters or digits find a family.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use store::{FoundHousehold, Search};

use crate::error::PageError;
use crate::form::Form;
use crate::page::Page;
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{Label as _, count};

/// The search and what it finds.
#[derive(Template, WebTemplate)]
#[template(path = "pages/families/list.html")]
pub struct Families {
    page: Page,
    form: Form,
    families: Vec<FoundHousehold>,
    paging: Paging,
}

impl Families {
    fn searched(&self) -> bool {
        !self.form.value("q").trim().is_empty() || self.form.ticked("besoins")
    }

    fn found(&self) -> String {
        count(self.paging.total, "famille", "familles")
    }
}

/// Searches.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    form: Form,
) -> Result<Families, PageError> {
    let search = Search { text: form.value("q"), with_needs: form.ticked("besoins") };
    let (families, total) =
        app.store.find_households(search, paging.offset(), paging.limit(), who.by()).await?;
    Ok(Families { page, families, paging: paging.of(total), form })
}
