//! `/materiel/reformes`: what left for good, and the share that is used again.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::disposal::{ReuseYear, objective};
use domain::export::ExportFormat;
use exchange::out::{Cell, Column, Head, begin, media_type};
use store::{DisposalRecord, DisposedItem};

use crate::error::PageError;
use crate::exports::Kept;
use crate::page::{Page, file};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, count};

/// The most disposals of one file.
const MOST: u64 = 5_000;

/// The list.
#[derive(Template, WebTemplate)]
#[template(path = "pages/disposals/list.html")]
pub struct Disposals {
    page: Page,
    disposals: Vec<DisposalRecord>,
    years: Vec<ReuseYear>,
    paging: Paging,
}

impl Disposals {
    fn many(&self) -> String {
        count(self.paging.total, "réforme enregistrée", "réformes enregistrées")
    }

    fn items(&self, disposal: &DisposalRecord) -> String {
        count(disposal.items.len() as u64, "objet", "objets")
    }

    fn goal(&self, year: &ReuseYear) -> String {
        objective(year.year).map_or_else(|| "aucun".to_owned(), |goal| format!("{goal}\u{a0}%"))
    }

    fn rate(&self, year: &ReuseYear) -> String {
        let percent = |tenths: u64| format!("{},{}\u{a0}%", tenths / 10, tenths % 10);
        year.per_mille().map_or_else(|| "rien à compter".to_owned(), percent)
    }
}

/// Lists.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<Disposals, PageError> {
    let (disposals, total) = app.store.disposals(paging.offset(), paging.limit(), who.by()).await?;
    let years = app.store.reuse_by_year(who.by()).await?;
    Ok(Disposals { page, disposals, years, paging: paging.of(total) })
}

/// The same as a file for spreadsheets, an item a row: nobody is in it.
pub async fn csv(State(app): State<AppState>, who: Who) -> Result<Response, PageError> {
    let (disposals, _) = app.store.disposals(0, MOST, who.by()).await?;
    let columns = [
        ("Numéro d’inventaire", 20),
        ("Type", 16),
        ("Numéro de série", 22),
        ("IMEI", 18),
        ("Carte SIM", 22),
        ("Première mise en service", 14),
        ("Acte", 20),
        ("Date de l’acte", 14),
        ("Motif", 30),
        ("Destination", 34),
        ("Destinataire", 30),
        ("Bordereau de reprise", 22),
        ("Données", 34),
        ("Certificat de destruction", 22),
        ("Enregistrée le", 14),
        ("Annulée le", 14),
    ];
    let columns = columns.map(|(title, width)| Column { title, width }).to_vec();
    let head = Head { sheet: "Réformes".to_owned(), notice: Vec::new(), columns };
    let kept = Kept::default();
    let mut rows = begin(ExportFormat::Csv, head, kept.clone()).map_err(PageError::fault)?;
    for disposal in &disposals {
        for line in &disposal.items {
            rows.row(&cells(disposal, line)).map_err(PageError::fault)?;
        }
    }
    rows.finish().map_err(PageError::fault)?;
    drop(rows);
    Ok(file(kept.bytes(), media_type(ExportFormat::Csv), "reformes.csv", false))
}

fn cells(disposal: &DisposalRecord, line: &DisposedItem) -> [Cell; 16] {
    let item = &line.item;
    let year = line.first_year.map_or(Cell::Blank, |year| Cell::Integer(year.into()));
    let taken_back = disposal.taken_back.map_or(Cell::Blank, |(day, _)| Cell::Day(day));
    [
        Cell::Identifier(item.tag.clone()),
        Cell::Text(item.kind.label().to_owned()),
        Cell::identifier(item.serial.as_ref()),
        Cell::identifier(item.imei.as_ref()),
        Cell::identifier(item.iccid.as_ref()),
        year,
        Cell::Identifier(disposal.act_number.clone()),
        Cell::Day(disposal.act_on),
        Cell::Text(disposal.reason.label().to_owned()),
        Cell::Text(disposal.destination.label().to_owned()),
        Cell::text(disposal.recipient.as_ref()),
        Cell::identifier(disposal.slip.as_ref()),
        Cell::Text(line.proof.label().to_owned()),
        Cell::identifier(line.certificate.as_ref()),
        Cell::Day(disposal.recorded_on),
        taken_back,
    ]
}
