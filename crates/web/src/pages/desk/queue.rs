//! `/guichet`: the queue of a hand-over day, and the one field that finds a family or an item.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::stock::ItemState;
use jiff::Timestamp;
use store::{Awaited, FoundHousehold, FoundItem, ItemSearch, Search};

use crate::clock::paris;
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, see_other};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, count};

/// Lines of each sort that a search shows.
const SHOWN: u64 = 20;

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
    /// What a search found; the queue is then not read.
    found: Option<Found>,
}

/// More than one thing, or nothing.
pub struct Found {
    items: Vec<FoundItem>,
    families: Vec<FoundHousehold>,
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
    let now = app.clock.now();
    if !text.is_empty() {
        let found = find(&app, &who, &text).await?;
        return match (&found.items[..], &found.families[..]) {
            ([one], _) => Ok(see_other(&straight_on(&app, &who, one).await?)),
            ([], [one]) => Ok(see_other(&format!("/prets/nouveau?foyer={}", one.id))),
            _ => {
                let found = Some(found);
                let (awaited, past) = (Vec::new(), 0);
                Ok(Queue { page, form, now, awaited, past, paging, found }.into_response())
            }
        };
    }
    let (awaited, total) = app.store.queue(None, paging.offset(), paging.limit(), who.by()).await?;
    let past = app.store.queue(Some(now), 0, 1, who.by()).await?.1;
    let paging = paging.of(total);
    Ok(Queue { page, form, now, awaited, past, paging, found: None }.into_response())
}

/// Items by a number, families by a name or a telephone number; a number that is one item's alone is not
/// looked for further.
async fn find(app: &AppState, who: &Who, text: &str) -> Result<Found, PageError> {
    let mut items = Vec::new();
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        let search = ItemSearch { text: text.to_owned(), ..ItemSearch::default() };
        items = app.store.find_items(&search, 0, SHOWN, who.by()).await?.0;
    }
    // What has left has nothing to do at the desk, if something that is here has the same number.
    let is_held = |one: &FoundItem| one.item.state.is_held();
    if items.iter().any(is_held) {
        items.retain(is_held);
    }
    if items.len() == 1 {
        return Ok(Found { items, families: Vec::new() });
    }
    let search = Search { text, ..Search::default() };
    let families = app.store.find_households(search, 0, SHOWN, who.by()).await?.0;
    Ok(Found { items, families })
}

/// An item leads to whom it waits for, to the loan it is in, or to its page.
async fn straight_on(app: &AppState, who: &Who, one: &FoundItem) -> Result<String, PageError> {
    if let Some(holder) = &one.holder {
        return Ok(format!("/prets/{}/retour", holder.loan));
    }
    if one.item.state == ItemState::Reserved
        && let Some(bag) = app.store.parcel_with(one.item.id, who.by()).await?
    {
        return Ok(format!("/envois/{}", bag.id));
    }
    if one.item.state == ItemState::Reserved
        && let Some(held) = app.store.reservation_of(one.item.id, who.by()).await?
    {
        return Ok(format!("/prets/nouveau?foyer={}", held.household));
    }
    if one.item.state == ItemState::Available {
        return Ok(format!("/prets/nouveau?objet={}", one.item.id));
    }
    Ok(format!("/materiel/{}", one.item.id))
}
