//! `/materiel/inventaires/{id}/ecarts`: what differs, and what to do about each; the same as a file.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::export::ExportFormat;
use domain::ids::StocktakeId;
use domain::stock::ItemState;
use domain::stocktake::Difference;
use exchange::out::{Cell, Column, Head, begin, media_type};
use store::{DifferenceLine, Item, Stocktake};
use uuid::Uuid;

use crate::error::PageError;
use crate::exports::Kept;
use crate::page::{Page, file};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, count};

/// The differences.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stocktakes/differences.html")]
pub struct Differences {
    page: Page,
    stocktake: Stocktake,
    id: Uuid,
    missing: Vec<(Uuid, DifferenceLine)>,
    others: Vec<(Uuid, DifferenceLine)>,
}

impl Differences {
    fn found(&self) -> String {
        let missing = count(self.missing.len() as u64, "objet manque", "objets manquent");
        let others = self.others.len() as u64;
        format!(
            "{missing}, {}",
            count(others, "objet n’est pas à sa place", "objets ne sont pas à leur place")
        )
    }
}

async fn read(
    app: &AppState,
    who: &Who,
    id: StocktakeId,
) -> Result<(Stocktake, Vec<DifferenceLine>), PageError> {
    let stocktake = app.store.stocktake(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let lines = app.store.stocktake_differences(id, who.by()).await?;
    Ok((stocktake, lines))
}

/// Shows them.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<StocktakeId>,
) -> Result<Differences, PageError> {
    let (stocktake, lines) = read(&app, &who, id).await?;
    let lines = lines.into_iter().map(|line| (app.mint.uuid(), line));
    let (missing, others) = lines.partition(|(_, line)| line.difference == Difference::Missing);
    Ok(Differences { page, stocktake, id: app.mint.uuid(), missing, others })
}

/// The same as a file for spreadsheets: no family is in it.
pub async fn csv(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<StocktakeId>,
) -> Result<Response, PageError> {
    let (_, lines) = read(&app, &who, id).await?;
    let columns = [
        ("Numéro ou code lu", 22),
        ("Type", 16),
        ("Numéro de série", 22),
        ("IMEI", 18),
        ("Carte SIM", 22),
        ("Écart", 34),
        ("État d’après le registre", 22),
    ];
    let columns = columns.map(|(title, width)| Column { title, width }).to_vec();
    let head = Head { sheet: "Écarts".to_owned(), notice: Vec::new(), columns };
    let kept = Kept::default();
    let mut rows = begin(ExportFormat::Csv, head, kept.clone()).map_err(PageError::fault)?;
    for line in lines {
        rows.row(&cells(&line)).map_err(PageError::fault)?;
    }
    rows.finish().map_err(PageError::fault)?;
    drop(rows);
    Ok(file(kept.bytes(), media_type(ExportFormat::Csv), "ecarts.csv", false))
}

fn cells(line: &DifferenceLine) -> [Cell; 7] {
    let item = line.item.as_ref();
    let number = |of: fn(&Item) -> Option<&String>| Cell::identifier(item.and_then(of));
    [
        Cell::Identifier(line.code.clone()),
        Cell::text(item.map(|item| item.kind.label())),
        number(|item| item.serial.as_ref()),
        number(|item| item.imei.as_ref()),
        number(|item| item.iccid.as_ref()),
        Cell::Text(line.difference.label().to_owned()),
        Cell::text(item.map(|item| item.state.label())),
    ]
}
