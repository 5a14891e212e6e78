//! `/`: the dashboard.

use askama::Template;
use askama_web::WebTemplate;

use crate::page::Page;
use crate::who::Who;

/// The dashboard of a seat.
#[derive(Template, WebTemplate)]
#[template(path = "pages/home.html")]
pub struct Home {
    page: Page,
    who: Who,
}

/// Shows the dashboard.
pub async fn page(page: Page, who: Who) -> Home {
    Home { page, who }
}
