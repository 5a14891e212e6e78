//! `/guichet`: the queue of a hand-over day, and the one field that finds a family or an item.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::stock::ItemState;
use jiff::Timestamp;
use store::{Awaited, FoundHousehold, ItemSearch, Search};

use crate::clock::paris;
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, see_other};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, count};

/// The queue.
#[derive(Template, WebTemplate)]
#[template(path = "pages/desk/queue.html")]
pub struct Queue {
    page: Page,
    form: Form,
    now: Timestamp,
    awaited: Vec<Awaited>,
    past: u64,
    paging: Paging,
    /// Families found by a few letters.
    found: Vec<FoundHousehold>,
    searched: bool,
}

impl Queue {
    fn many(&self) -> String {
        count(self.paging.total, "famille attendue", "familles attendues")
    }

    fn late(&self) -> String {
        count(self.past, "famille n’est pas venue à temps", "familles ne sont pas venues à temps")
    }

    fn what(&self, family: &Awaited) -> String {
        let each = family.held.iter().map(|held| {
            let bag = held.bag.map_or_else(String::new, |bag| format!(", en pochette n° {bag}"));
            format!("{} ({}{bag})", held.tag, held.kind.label())
        });
        each.collect::<Vec<_>>().join(", ")
    }

    fn until(&self, family: &Awaited) -> Option<String> {
        let first = family.held.iter().filter_map(|held| held.hold_until).min()?;
        Some(first.to_zoned(paris()).date().short())
    }
}

/// Shows the queue; a number scanned or typed leads straight on.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    form: Form,
) -> Result<Response, PageError> {
    let text = form.value("q").trim().to_owned();
    if let Some(path) = straight_on(&app, &who, &text).await? {
        return Ok(see_other(&path));
    }
    let now = app.clock.now();
    let search = Search { text: &text, ..Search::default() };
    let searched = !text.is_empty();
    let found = if searched {
        app.store.find_households(search, 0, 20, who.by()).await?.0
    } else {
        Vec::new()
    };
    if let ([one], true) = (&found[..], searched) {
        return Ok(see_other(&format!("/prets/nouveau?foyer={}", one.id)));
    }
    let (awaited, total) = app.store.queue(None, paging.offset(), paging.limit(), who.by()).await?;
    let past = app.store.queue(Some(now), 0, 1, who.by()).await?.1;
    let paging = paging.of(total);
    Ok(Queue { page, form, now, awaited, past, paging, found, searched }.into_response())
}

/// An item's number leads to whom it waits for, to the loan it is in, or to its page.
async fn straight_on(app: &AppState, who: &Who, text: &str) -> Result<Option<String>, PageError> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    let search = ItemSearch { text: text.to_owned(), ..ItemSearch::default() };
    let (found, total) = app.store.find_items(&search, 0, 1, who.by()).await?;
    let (Some(one), 1) = (found.first(), total) else { return Ok(None) };
    if let Some(holder) = &one.holder {
        return Ok(Some(format!("/prets/{}/retour", holder.loan)));
    }
    if one.item.state == ItemState::Reserved
        && let Some(bag) = app.store.parcel_with(one.item.id, who.by()).await?
    {
        return Ok(Some(format!("/envois/{}", bag.id)));
    }
    if one.item.state == ItemState::Reserved
        && let Some(held) = app.store.reservation_of(one.item.id, who.by()).await?
    {
        return Ok(Some(format!("/prets/nouveau?foyer={}", held.household)));
    }
    if one.item.state == ItemState::Available {
        return Ok(Some(format!("/prets/nouveau?objet={}", one.item.id)));
    }
    Ok(Some(format!("/materiel/{}", one.item.id)))
}
