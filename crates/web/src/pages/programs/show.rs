//! `/api`: what the interface is, how to come in, two examples.

use askama::Template;
use askama_web::WebTemplate;
use domain::token::Scope;

use crate::page::Page;
use crate::wording::Label as _;

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/programs/show.html")]
pub struct Programs {
    page: Page,
}

impl Programs {
    fn scopes(&self) -> &'static [Scope] {
        Scope::ALL
    }
}

/// Shows it, to anybody: a town's programmer may have no account.
pub async fn page(page: Page) -> Programs {
    Programs { page }
}
