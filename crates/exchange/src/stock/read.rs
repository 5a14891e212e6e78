//! Reading a delivery.

use std::collections::BTreeMap;

use domain::delivery::ItemNumber;
use domain::identifiers::{Iccid, Imei, Msisdn, SerialNumber};
use domain::stock::ItemKind;
use jiff::civil::Date;

use super::rows::{StockRow, StockRowError};
use super::{kind, status};
use crate::columns::Mapping;
use crate::grid::{Grid, Row};
use crate::open::{Opened, Opening, open};
use crate::people::cells::on_one_line;
use crate::reading::{Column, FileError, FileKind, Reading, Rejected};
use crate::text::Encoding;

#[derive(Debug)]
struct Columns {
    kind: Option<usize>,
    serial: Option<usize>,
    imei: Option<usize>,
    iccid: Option<usize>,
    msisdn: Option<usize>,
    model: Option<usize>,
    former_tag: Option<usize>,
    donor: Option<usize>,
    acceptance: Option<usize>,
    received_on: Option<usize>,
    status: Option<usize>,
    held_by: Option<usize>,
}

impl Columns {
    fn of(mapping: &Mapping) -> Self {
        let at = |column| mapping.place(column);
        Self {
            kind: at(Column::Kind),
            serial: at(Column::Serial),
            imei: at(Column::Imei),
            iccid: at(Column::Iccid),
            msisdn: at(Column::Msisdn),
            model: at(Column::Model),
            former_tag: at(Column::FormerTag),
            donor: at(Column::Donor),
            acceptance: at(Column::Acceptance),
            received_on: at(Column::ReceivedOn),
            status: at(Column::Status),
            held_by: at(Column::HeldBy),
        }
    }
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
    encoding: Option<Encoding>,
    kind: Option<ItemKind>,
) -> Result<Reading<StockRow, StockRowError>, FileError> {
    match open(bytes, &Opening { encoding, sheet: None })? {
        Opened::Siecle(_) => {
            Err(FileError::WrongKind { expected: FileKind::Stock, found: FileKind::Pupils })
        }
        Opened::Grid(grid) => stock(&grid, &grid.mapping(FileKind::Stock)?, kind, LATEST),
    }
}

/// A delivery's days are of four digits or this century's.
const LATEST: Date = jiff::civil::date(2099, 12, 31);

/// Reads the items of a grid by what its columns are said to be; `today` gives two-digit years their
/// century.
///
/// # Errors
/// [`FileError::MissingColumns`], [`FileError::NoRow`].
pub fn stock(
    grid: &Grid,
    mapping: &Mapping,
    kind: Option<ItemKind>,
    today: Date,
) -> Result<Reading<StockRow, StockRowError>, FileError> {
    let given: &[Column] = if kind.is_some() { &[Column::Kind] } else { &[] };
    let table = mapping.table(FileKind::Stock, grid, given)?;
    let columns = Columns::of(mapping);
    let width = table.titles.len();
    let mut seen = Seen::new();
    let rows = table.rows().map(|row| {
        item(&row, width, &columns, kind, today)
            .and_then(|item| first_of_its_numbers(item, &mut seen))
            .map_err(|reason| Rejected { line: row.line, reason })
    });
    Ok(Reading { encoding: grid.encoding(), rows: rows.collect() })
}

fn item(
    row: &Row<'_>,
    width: usize,
    columns: &Columns,
    kind: Option<ItemKind>,
    today: Date,
) -> Result<StockRow, StockRowError> {
    if let Some(found) = row.overflow {
        return Err(StockRowError::TooManyCells { expected: width, found });
    }
    let text = |at| row.get(at).map(on_one_line);
    if let Some(status) = text(columns.status).filter(|status| status::is_gone(status)) {
        return Err(StockRowError::Gone { status });
    }
    let kind = match row.get(columns.kind) {
        Some(text) => kind::read(text)
            .or_else(|| row.get(columns.model).and_then(kind::read))
            .ok_or_else(|| StockRowError::UnknownKind { text: text.to_owned() })?,
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
    if kind.needs_card() && iccid.is_none() {
        return Err(StockRowError::IccidRequired);
    }
    if serial.is_none() && imei.is_none() && iccid.is_none() {
        return Err(StockRowError::NoIdentifier);
    }
    let received_on = match row.get(columns.received_on) {
        Some(text) => Some(
            crate::date::read(text, today)
                .ok_or_else(|| StockRowError::UnreadableDay { text: text.to_owned() })?,
        ),
        None => None,
    };
    Ok(StockRow {
        line: row.line,
        kind,
        serial,
        imei,
        iccid,
        msisdn,
        former_tag: text(columns.former_tag),
        donor: text(columns.donor),
        acceptance: text(columns.acceptance),
        received_on,
        held: row.get(columns.held_by).is_some(),
        warnings,
    })
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
