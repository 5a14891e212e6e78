//! `/materiel`: a few letters or digits find an item.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use domain::stock::{ItemKind, ItemState};
use store::{FoundItem, ItemSearch, StockCounts};

use crate::charts::StackedChart;
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::Page;
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label, count, kinds};

/// The search and what it finds.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stock/list.html")]
pub struct Stock {
    page: Page,
    form: Form,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    chart: StackedChart,
    items: Vec<FoundItem>,
    paging: Paging,
}

impl Stock {
    fn found(&self) -> String {
        count(self.paging.total, "objet", "objets")
    }
}

/// Searches; a filter that means nothing filters nothing.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    form: Form,
) -> Result<Stock, PageError> {
    let search = ItemSearch {
        text: form.value("q").to_owned(),
        kind: form.value("type").parse().ok(),
        state: form.value("etat").parse().ok(),
        lot: form.value("lot").parse().ok(),
    };
    let (items, total) =
        app.store.find_items(&search, paging.offset(), paging.limit(), who.by()).await?;
    // The picture is of the whole stock: whoever looks for one thing does without.
    let counts = if search.text.trim().is_empty() {
        app.store.stock_by_state(who.by()).await?
    } else {
        StockCounts::new()
    };
    let shown = [
        ItemState::Available,
        ItemState::Reserved,
        ItemState::Lent,
        ItemState::ToCheck,
        ItemState::Repair,
        ItemState::Lost,
    ];
    let heads: Vec<&str> = shown.iter().map(Label::label).collect();
    let mut chart = StackedChart::new("stock", "Le matériel par état", "Type", &heads);
    for kind in ItemKind::ALL {
        let row: Vec<u64> =
            shown.iter().map(|state| counts.get(&(*kind, *state)).copied().unwrap_or(0)).collect();
        if row.iter().sum::<u64>() > 0 {
            chart = chart.row(kinds(*kind), &row);
        }
    }
    Ok(Stock {
        page,
        form,
        kinds: choices(ItemKind::ALL),
        states: choices(ItemState::ALL),
        chart,
        items,
        paging: paging.of(total),
    })
}
