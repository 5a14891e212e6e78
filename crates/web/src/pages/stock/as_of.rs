//! `/materiel/au?date=2026-06-30`: how many items there were at the end of a past day.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use domain::export::ExportFormat;
use domain::stock::ItemState;
use domain::stock_at::KindAt;
use exchange::out::{Cell, Column, Head, begin, media_type};
use jiff::civil::Date;

use crate::clock::paris;
use crate::error::PageError;
use crate::exports::Kept;
use crate::form::Form;
use crate::page::{Page, again, file};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label, capital, kinds, thousands};

/// The table of a day.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stock/as_of.html")]
pub struct AsOf {
    page: Page,
    form: Form,
    /// The day, and what there was; nothing as long as no possible day is said.
    told: Option<(Date, Vec<KindAt>)>,
    /// What is to be known of the day instead.
    instead: Option<String>,
}

/// The states of the table: what has gone is told beside.
const HELD: [ItemState; 6] = [
    ItemState::Available,
    ItemState::Reserved,
    ItemState::Lent,
    ItemState::ToCheck,
    ItemState::Repair,
    ItemState::Lost,
];

impl AsOf {
    fn states(&self) -> &'static [ItemState] {
        &HELD
    }

    fn many(&self, of: &KindAt, state: &ItemState) -> String {
        thousands(of.count(*state))
    }

    fn held(&self, of: &KindAt) -> String {
        thousands(of.held())
    }

    fn kind(&self, of: &KindAt) -> String {
        capital(kinds(of.kind))
    }

    fn said(&self, of: &KindAt) -> String {
        let left = i128::from(of.received) - i128::from(of.gone);
        let (received, gone) = (thousands(of.received), thousands(of.gone));
        format!("{received} − {gone} = {left}")
    }
}

/// What there was at the end of a day, or why there is nothing to say of it.
async fn told(
    app: &AppState,
    who: &Who,
    day: Date,
) -> Result<Result<Vec<KindAt>, String>, PageError> {
    let today = app.clock.today();
    if day > today {
        return Ok(Err(format!(
            "Le {} est à venir : choisissez aujourd’hui ou un jour passé.",
            day.french()
        )));
    }
    let ends = day.tomorrow().and_then(|next| next.to_zoned(paris())).map_err(PageError::fault)?;
    let first = app.store.first_entered(who.by()).await?;
    let Some(first) = first.map(|at| at.to_zoned(paris()).date()) else {
        return Ok(Err("Rien n’a encore été reçu : il n’y a rien à compter.".to_owned()));
    };
    if day < first {
        return Ok(Err(format!(
            "Le registre commence le {} : avant ce jour, rien n’y était inscrit.",
            first.french()
        )));
    }
    Ok(Ok(app.store.stock_before(ends.timestamp(), who.by()).await?))
}

/// The day asked for; today when none is.
fn day(app: &AppState, form: &mut Form) -> Option<Date> {
    if form.value("date").trim().is_empty() {
        return Some(app.clock.today());
    }
    form.date("date", "Jour")
}

/// Shows a day.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let Some(day) = day(&app, &mut form) else {
        return Ok(again(AsOf { page, form, told: None, instead: None }));
    };
    let form =
        if form.value("date").is_empty() { form.without("date").with("date", day) } else { form };
    let (told, instead) = match told(&app, &who, day).await? {
        Ok(kinds) => (Some((day, kinds)), None),
        Err(sentence) => (None, Some(sentence)),
    };
    Ok(AsOf { page, form, told, instead }.into_response())
}

/// The same as a file for spreadsheets.
pub async fn csv(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let Some(day) = day(&app, &mut form) else {
        return Ok(again(AsOf { page, form, told: None, instead: None }));
    };
    let lines = match told(&app, &who, day).await? {
        Ok(lines) => lines,
        Err(sentence) => {
            return Ok(again(AsOf { page, form, told: None, instead: Some(sentence) }));
        }
    };
    let mut columns =
        vec![Column { title: "Type", width: 20 }, Column { title: "Au soir du", width: 14 }];
    for title in ["Reçus", "Sortis", "Reste"].into_iter().chain(HELD.iter().map(Label::label)) {
        columns.push(Column { title, width: 14 });
    }
    let head = Head { sheet: "Matériel".to_owned(), notice: Vec::new(), columns };
    let kept = Kept::default();
    let mut rows = begin(ExportFormat::Csv, head, kept.clone()).map_err(PageError::fault)?;
    for of in &lines {
        rows.row(&cells(of, day)).map_err(PageError::fault)?;
    }
    rows.finish().map_err(PageError::fault)?;
    drop(rows);
    let name = format!("materiel-au-{day}.csv");
    Ok(file(kept.bytes(), media_type(ExportFormat::Csv), &name, false))
}

fn cells(of: &KindAt, day: Date) -> Vec<Cell> {
    let number = |many: u64| Cell::Integer(i64::try_from(many).unwrap_or(i64::MAX));
    let mut cells = vec![Cell::Text(of.kind.label().to_owned()), Cell::Day(day)];
    cells.extend([of.received, of.gone, of.received.saturating_sub(of.gone)].map(number));
    cells.extend(HELD.map(|state| number(of.count(state))));
    cells
}
