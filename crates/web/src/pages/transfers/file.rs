//! `/materiel/transferts/fichier.csv`: some items, as another register takes them in. No family is in it.

use axum::extract::State;
use axum::response::Response;
use domain::export::ExportFormat;
use domain::ids::ItemId;
use exchange::out::{Cell, Column, Head, begin, media_type};

use crate::error::PageError;
use crate::exports::Kept;
use crate::form::Form;
use crate::page::file;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::Label as _;

/// What the import of a delivery reads, word for word; the number on the label stays as the former one.
const TITLES: [(&str, u8); 6] = [
    ("Type", 16),
    ("Numéro de série", 22),
    ("IMEI", 18),
    ("ICCID", 22),
    ("MSISDN", 16),
    ("Numéro d’inventaire", 22),
];

/// Writes the file.
pub async fn csv(State(app): State<AppState>, who: Who, form: Form) -> Result<Response, PageError> {
    let columns = TITLES.map(|(title, width)| Column { title, width }).to_vec();
    let head = Head { sheet: "Matériel".to_owned(), notice: Vec::new(), columns };
    let kept = Kept::default();
    let mut rows = begin(ExportFormat::Csv, head, kept.clone()).map_err(PageError::fault)?;
    for id in form.values("objet").into_iter().filter_map(|id| id.parse::<ItemId>().ok()) {
        let Some(found) = app.store.item(id, who.by()).await? else { continue };
        let item = found.item;
        let cells = [
            Cell::text(Some(item.kind.label())),
            Cell::identifier(item.serial.as_ref()),
            Cell::identifier(item.imei.as_ref()),
            Cell::identifier(item.iccid.as_ref()),
            Cell::identifier(item.msisdn.as_ref()),
            Cell::Identifier(item.tag),
        ];
        rows.row(&cells).map_err(PageError::fault)?;
    }
    rows.finish().map_err(PageError::fault)?;
    drop(rows);
    Ok(file(kept.bytes(), media_type(ExportFormat::Csv), "materiel.csv", false))
}
