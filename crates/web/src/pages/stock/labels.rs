//! Labels to print and stick: a code to scan and the number to read, of a lot, of some items or of one.
//! Never a name: a label is seen by whoever sees the thing.
//!
//! `/materiel/lots/{id}/etiquettes` and `/materiel/etiquettes?objet=…` choose a format, with `.pdf` behind
//! they print it. The code holds the inventory number alone: a label outlives every address.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use documents::{Imprint, LABEL_FORMATS, LabelFormat, LabelSheet, StickyLabel, render};
use domain::ids::{ItemId, LotId};
use store::{Item, ItemSearch};

use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::{Page, file};
use crate::qr::code;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{Label as _, count};

/// The most labels of one file.
const MOST: u64 = 2_000;

/// What is to be labelled, and on what.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stock/labels.html")]
pub struct Labels {
    page: Page,
    form: Form,
    /// What the labels are of, and the page to go back to.
    what: String,
    back: String,
    /// The address of the file, without its ending.
    action: String,
    items: Vec<Item>,
    formats: Vec<Choice>,
}

impl Labels {
    fn found(&self) -> String {
        count(self.items.len() as u64, "étiquette", "étiquettes")
    }
}

/// What a form chooses.
struct Chosen {
    format: LabelFormat,
    used: usize,
    calibration: bool,
}

fn chosen(form: &mut Form) -> Option<Chosen> {
    let wanted = form.value("format");
    let format = LABEL_FORMATS.iter().find(|format| format.code == wanted);
    let Some(format) = format.copied() else {
        form.refuse("format", "« Étiquettes » : choisissez celles que vous avez.");
        return None;
    };
    let calibration = form.ticked("essai");
    let most = format.per_sheet();
    let first = if form.value("premiere").trim().is_empty() || calibration {
        Some(1)
    } else {
        form.count("premiere", "Première étiquette libre", 1..=u32::try_from(most).unwrap_or(1))
    };
    Some(Chosen { format, used: first? as usize - 1, calibration })
}

async fn of_lot(app: &AppState, who: &Who, id: LotId) -> Result<(String, Vec<Item>), PageError> {
    let lot = app.store.lot(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let search = ItemSearch { lot: Some(id), ..ItemSearch::default() };
    let (items, _) = app.store.find_items(&search, 0, MOST, who.by()).await?;
    Ok((lot.label, items.into_iter().map(|found| found.item).collect()))
}

/// The items that a form names, each once, in its order.
async fn of_items(app: &AppState, who: &Who, form: &Form) -> Result<Vec<Item>, PageError> {
    let mut ids: Vec<ItemId> = Vec::new();
    for id in form.values("objet").iter().take(200).filter_map(|id| id.parse().ok()) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let mut items = Vec::new();
    for id in ids {
        let found = app.store.item(id, who.by()).await?.ok_or(PageError::NotFound)?;
        items.push(found.item);
    }
    Ok(items)
}

fn labels(page: Page, form: Form, of: (String, String, String), items: Vec<Item>) -> Labels {
    let (what, back, action) = of;
    let formats =
        LABEL_FORMATS.iter().map(|format| Choice::new(format.code, format.name)).collect();
    Labels { page, form, what, back, action, items, formats }
}

/// Chooses the labels of a lot.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<LotId>,
) -> Result<Labels, PageError> {
    let (label, items) = of_lot(&app, &who, id).await?;
    let back = format!("/materiel/lots/{id}");
    let action = format!("{back}/etiquettes");
    Ok(labels(page, Form::empty(), (label, back, action), items))
}

/// Prints them.
pub async fn print(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<LotId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let (label, items) = of_lot(&app, &who, id).await?;
    match chosen(&mut form) {
        Some(chosen) => pdf(&app, &who, chosen, items, &format!("lot/{id}")).await,
        None => {
            let back = format!("/materiel/lots/{id}");
            let action = format!("{back}/etiquettes");
            Ok(crate::page::again(labels(page, form, (label, back, action), items)))
        }
    }
}

fn of_some(items: &[Item]) -> (String, String, String) {
    let (what, back) = match items {
        [one] => (one.tag.clone(), format!("/materiel/{}", one.id)),
        _ => ("matériel choisi".to_owned(), "/materiel".to_owned()),
    };
    (what, back, "/materiel/etiquettes".to_owned())
}

/// Chooses the labels of some items.
pub async fn page_of_items(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    form: Form,
) -> Result<Labels, PageError> {
    let items = of_items(&app, &who, &form).await?;
    Ok(labels(page, Form::empty(), of_some(&items), items))
}

/// Prints them.
pub async fn print_of_items(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let items = of_items(&app, &who, &form).await?;
    match chosen(&mut form) {
        Some(chosen) => pdf(&app, &who, chosen, items, "items").await,
        None => Ok(crate::page::again(labels(page, form, of_some(&items), items))),
    }
}

async fn pdf(
    app: &AppState,
    who: &Who,
    chosen: Chosen,
    items: Vec<Item>,
    of: &str,
) -> Result<Response, PageError> {
    if items.is_empty() && !chosen.calibration {
        return Err(PageError::NotFound);
    }
    let cite = app.store.cite(who.cite()).await?;
    let town = if cite.lender_name.trim().is_empty() { cite.name } else { cite.lender_name };
    let sticky = |item: &Item| {
        let code = code(&item.tag).map_err(PageError::fault)?;
        let (tag, kind) = (item.tag.clone(), item.kind.label().to_owned());
        Ok(StickyLabel { tag, kind, width: code.width, path: code.path })
    };
    let labels = items.iter().map(sticky).collect::<Result<_, PageError>>()?;
    let Chosen { format, used, calibration } = chosen;
    let paper = LabelSheet { format, town, used, calibration, labels };
    let identifier = format!("labels/{of}/{}", format.code);
    let imprint = Imprint { identifier, at: app.clock.now() };
    let bytes = tokio::task::spawn_blocking(move || render(&paper, &imprint))
        .await
        .map_err(PageError::fault)?
        .map_err(PageError::fault)?;
    Ok(file(bytes, "application/pdf", "etiquettes.pdf", true))
}
