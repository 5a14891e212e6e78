//! `/envois`: the bags under way, those that are to come back, or all of them.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use jiff::civil::Date;
use store::{Parcel, ParcelFilter};

use crate::error::PageError;
use crate::form::Form;
use crate::page::Page;
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, count};

/// The list.
#[derive(Template, WebTemplate)]
#[template(path = "pages/parcels/list.html")]
pub struct Parcels {
    page: Page,
    parcels: Vec<Parcel>,
    shown: &'static str,
    to_come_back: u64,
    today: Date,
    paging: Paging,
}

impl Parcels {
    fn many(&self) -> String {
        count(self.paging.total, "pochette", "pochettes")
    }

    fn late(&self) -> String {
        count(self.to_come_back, "pochette à faire revenir", "pochettes à faire revenir")
    }
}

/// Lists.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    form: Form,
) -> Result<Parcels, PageError> {
    let today = app.clock.today();
    let back = ParcelFilter::ToComeBack(today);
    let (shown, filter) = match form.value("voir") {
        "retours" => ("retours", back),
        "toutes" => ("toutes", ParcelFilter::All),
        _ => ("", ParcelFilter::UnderWay),
    };
    let (offset, limit) = (paging.offset(), paging.limit());
    let (parcels, total) = app.store.parcels(filter, offset, limit, who.by()).await?;
    let to_come_back = app.store.parcels(back, 0, 1, who.by()).await?.1;
    Ok(Parcels { page, parcels, shown, to_come_back, today, paging: paging.of(total) })
}
