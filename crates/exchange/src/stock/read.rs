//! Reading a delivery.

use std::collections::BTreeMap;

use domain::delivery::ItemNumber;
use domain::identifiers::{Iccid, Imei, Msisdn, SerialNumber};
use domain::stock::ItemKind;

use super::kind;
use super::rows::{StockRow, StockRowError};
use crate::reading::{Column, FileError, FileKind, Reading, Rejected};
use crate::recognise::expect;
use crate::table::Row;
use crate::text::{Encoding, decode};

#[derive(Debug, Default)]
struct Columns {
    kind: Option<usize>,
    serial: Option<usize>,
    imei: Option<usize>,
    iccid: Option<usize>,
    msisdn: Option<usize>,
    /// A title that says "number" or "telephone" and no more: the line's number in an operator's list
    /// of cards, anything at all in a donor's list.
    bare_number: Option<usize>,
}

/// Where each number was first seen in the file.
type Seen = BTreeMap<(ItemNumber, Option<ItemKind>, String), u64>;

/// Reads a delivery. `kind` is what every item is when the file has no column that says so, and what an
/// item is whose cell is blank.
///
/// # Errors
/// [`FileError`] if nothing of the file can be read; a single bad row is a [`Rejected`] in the reading.
pub fn read_stock(
    bytes: &[u8],
    forced: Option<Encoding>,
    kind: Option<ItemKind>,
) -> Result<Reading<StockRow, StockRowError>, FileError> {
    let decoded = decode(bytes, forced)?;
    let table = expect(&decoded.text, FileKind::Stock)?;
    let columns = columns(&table.titles, kind)?;
    if table.rows.is_empty() {
        return Err(FileError::NoRow);
    }
    let width = table.titles.len();
    let mut seen = Seen::new();
    let rows = table.rows.iter().map(|row| {
        item(row, width, &columns, kind)
            .and_then(|item| first_of_its_numbers(item, &mut seen))
            .map_err(|reason| Rejected { line: row.line, reason })
    });
    Ok(Reading { encoding: decoded.encoding, rows: rows.collect() })
}

/// Does this title belong to a delivery?
pub(crate) fn knows(title: &str) -> bool {
    Columns::default().slot(title).is_some()
}

/// Do these titles say what only a delivery says?
pub(crate) fn identifies(titles: &[String]) -> bool {
    let mut columns = Columns::default();
    columns.fill(titles);
    columns.serial.or(columns.imei).or(columns.iccid).is_some()
}

impl Columns {
    fn slot(&mut self, title: &str) -> Option<&mut Option<usize>> {
        Some(match title {
            "type" | "nature" | "materiel" | "type de materiel" | "type materiel" | "categorie"
            | "kind" => &mut self.kind,
            "numero de serie" | "no de serie" | "n de serie" | "n serie" | "no serie"
            | "num serie" | "serie" | "numero serie" | "serial" | "serial number" | "s n"
            | "sn" => &mut self.serial,
            "imei" | "imei1" | "imei 1" | "numero imei" | "n imei" | "no imei" => &mut self.imei,
            "iccid"
            | "n sim"
            | "no sim"
            | "numero sim"
            | "numero de sim"
            | "numero de carte sim"
            | "sim"
            | "n de carte sim"
            | "carte sim"
            | "numero iccid"
            | "n iccid"
            | "no iccid" => &mut self.iccid,
            "msisdn"
            | "numero de telephone"
            | "n de telephone"
            | "no de telephone"
            | "numero d appel"
            | "numero de ligne"
            | "n tel" => &mut self.msisdn,
            "numero" | "telephone" | "tel" | "ligne" => &mut self.bare_number,
            _ => return None,
        })
    }

    fn fill(&mut self, titles: &[String]) {
        for (at, title) in titles.iter().enumerate() {
            if let Some(slot) = self.slot(title) {
                slot.get_or_insert(at);
            }
        }
        if self.iccid.is_some() {
            self.msisdn = self.msisdn.or(self.bare_number);
        }
    }
}

fn columns(titles: &[String], kind: Option<ItemKind>) -> Result<Columns, FileError> {
    let mut columns = Columns::default();
    columns.fill(titles);
    let mut missing = Vec::new();
    if columns.kind.is_none() && kind.is_none() {
        missing.push(Column::Kind);
    }
    if columns.serial.or(columns.imei).or(columns.iccid).is_none() {
        missing.push(Column::Identifier);
    }
    if missing.is_empty() { Ok(columns) } else { Err(FileError::MissingColumns(missing)) }
}

fn item(
    row: &Row,
    width: usize,
    columns: &Columns,
    kind: Option<ItemKind>,
) -> Result<StockRow, StockRowError> {
    if let Some(found) = row.overflow {
        return Err(StockRowError::TooManyCells { expected: width, found });
    }
    let kind = match row.get(columns.kind) {
        Some(text) => {
            kind::read(text).ok_or_else(|| StockRowError::UnknownKind { text: text.to_owned() })?
        }
        None => kind.ok_or(StockRowError::MissingKind)?,
    };
    let serial = row
        .get(columns.serial)
        .map(SerialNumber::parse)
        .transpose()
        .map_err(StockRowError::Serial)?;
    let mut warnings = Vec::new();
    let imei = row.get(columns.imei).map(Imei::read).transpose().map_err(StockRowError::Imei)?;
    let imei = imei.map(|read| read.told_to(&mut warnings));
    let iccid =
        row.get(columns.iccid).map(Iccid::read).transpose().map_err(StockRowError::Iccid)?;
    let iccid = iccid.map(|read| read.told_to(&mut warnings));
    let msisdn =
        row.get(columns.msisdn).map(Msisdn::parse).transpose().map_err(StockRowError::Msisdn)?;
    if kind == ItemKind::Hotspot && iccid.is_none() {
        return Err(StockRowError::IccidRequired);
    }
    if serial.is_none() && imei.is_none() && iccid.is_none() {
        return Err(StockRowError::NoIdentifier);
    }
    Ok(StockRow { line: row.line, kind, serial, imei, iccid, msisdn, warnings })
}

/// Serial numbers are unique within a kind only: makers do not agree with one another.
fn first_of_its_numbers(item: StockRow, seen: &mut Seen) -> Result<StockRow, StockRowError> {
    let numbers = [
        item.serial
            .as_ref()
            .map(|serial| (ItemNumber::Serial, Some(item.kind), serial.to_string())),
        item.imei.as_ref().map(|imei| (ItemNumber::Imei, None, imei.to_string())),
        item.iccid.as_ref().map(|iccid| (ItemNumber::Iccid, None, iccid.to_string())),
    ];
    for number in numbers.iter().flatten() {
        if let Some(first_line) = seen.get(number) {
            let (number, _, text) = number.clone();
            return Err(StockRowError::Duplicate { number, text, first_line: *first_line });
        }
    }
    seen.extend(numbers.into_iter().flatten().map(|number| (number, item.line)));
    Ok(item)
}
