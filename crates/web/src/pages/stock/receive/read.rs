//! From what was scanned or sent to rows, and back to the text that the confirmation sends again.

use std::collections::BTreeMap;

use domain::delivery::{ItemNumber, ReceivedItem};
use domain::identifiers::{Iccid, Imei, SerialNumber};
use domain::ids::{ImportId, ItemId};
use domain::people::census::made_by;
use domain::scan::is_product_code;
use domain::stock::ItemKind;
use exchange::FileError;
use exchange::stock::{StockRow, StockRowError, read_stock};
use uuid::Uuid;

/// The rows of a list, and the lines that are refused with their reasons.
pub type Rows = (Vec<StockRow>, Vec<(u64, StockRowError)>);

/// Reads a file, or lines of scanned numbers: a list has titles or is made of numbers.
pub fn rows(bytes: &[u8], kind: Option<ItemKind>) -> Result<Rows, FileError> {
    match read_stock(bytes, None, kind) {
        Ok(reading) => {
            let (mut rows, mut refused) = (Vec::new(), Vec::new());
            for row in reading.rows {
                match row {
                    Ok(row) => rows.push(row),
                    Err(rejected) => refused.push((rejected.line, rejected.reason)),
                }
            }
            Ok((rows, refused))
        }
        Err(error) => Err(error),
    }
}

/// Reads one number a line, as a scanner types them.
pub fn scanned_list(text: &str, kind: ItemKind) -> Rows {
    let (mut rows, mut refused) = (Vec::new(), Vec::new());
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        match scanned(text, kind, line) {
            Ok(row) => {
                let key = text.trim().to_uppercase();
                if let Some(first_line) = seen.get(&key).copied() {
                    let number = ItemNumber::Serial;
                    let text = text.trim().to_owned();
                    refused.push((line, StockRowError::Duplicate { number, text, first_line }));
                } else {
                    seen.insert(key, line);
                    rows.push(row);
                }
            }
            Err(why) => refused.push((line, why)),
        }
    }
    (rows, refused)
}

/// One scanned line: one or several numbers parted by spaces or semicolons, each known by its form.
pub fn scanned(text: &str, kind: ItemKind, line: u64) -> Result<StockRow, StockRowError> {
    let mut row = StockRow::bare(line, kind);
    for part in text.split([';', '\t', ' ']).filter(|part| !part.is_empty()) {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        let looks_like_sim = digits && part.starts_with("89") && part.len() >= 13;
        if kind.needs_card() && row.iccid.is_none() && (digits && part.len() != 15) {
            let iccid = Iccid::read(part).map_err(StockRowError::Iccid)?;
            row.iccid = Some(iccid.told_to(&mut row.warnings));
        } else if let Ok(iccid) = Iccid::parse(part) {
            row.iccid = Some(iccid);
        } else if digits && part.len() == 15 && !looks_like_sim {
            row.imei = Some(Imei::parse(part).map_err(StockRowError::Imei)?);
        } else if is_product_code(part) {
            return Err(StockRowError::ProductCode { text: part.to_owned() });
        } else {
            row.serial = Some(SerialNumber::parse(part).map_err(StockRowError::Serial)?);
        }
    }
    if kind.needs_card() && row.iccid.is_none() {
        return Err(StockRowError::IccidRequired);
    }
    if row.serial.is_none() && row.imei.is_none() && row.iccid.is_none() {
        return Err(StockRowError::NoIdentifier);
    }
    Ok(row)
}

/// The rows as a list with titles, which reads back as the same rows.
pub fn as_list(rows: &[StockRow]) -> String {
    let mut text = "type;série;imei;iccid;téléphone\n".to_owned();
    for row in rows {
        let cell = |value: Option<String>| value.unwrap_or_default();
        let kind = match row.kind {
            ItemKind::Tablet => "tablette",
            ItemKind::Laptop => "ordinateur",
            ItemKind::Phone => "téléphone",
            ItemKind::Hotspot => "clé 4G",
            ItemKind::Sim => "carte SIM",
            ItemKind::Printer => "imprimante",
        };
        let cells = [
            kind.to_owned(),
            cell(row.serial.as_ref().map(ToString::to_string)),
            cell(row.imei.as_ref().map(ToString::to_string)),
            cell(row.iccid.as_ref().map(ToString::to_string)),
            cell(row.msisdn.as_ref().map(ToString::to_string)),
        ];
        // No number holds a semicolon or a quote, but a serial number may.
        let quoted: Vec<String> = cells
            .iter()
            .map(|cell| {
                if cell.contains([';', '"']) {
                    format!("\"{}\"", cell.replace('"', "\"\""))
                } else {
                    cell.clone()
                }
            })
            .collect();
        text += &quoted.join(";");
        text.push('\n');
    }
    text
}

/// A row as an item of this id.
pub fn received(id: ItemId, row: &StockRow) -> ReceivedItem {
    ReceivedItem {
        id,
        kind: row.kind,
        serial: row.serial.clone(),
        imei: row.imei.clone(),
        iccid: row.iccid.clone(),
        msisdn: row.msisdn.clone(),
    }
}

/// The id of something in the delivery of a form: the same form makes the same ids.
pub fn made(form: Uuid, role: &str, line: u64) -> Uuid {
    made_by(ImportId(form), role, line, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scanner_types_one_number_a_line() {
        let (rows, refused) =
            scanned_list("R52N80A\n356938035643809\n\nr52n80a\n", ItemKind::Tablet);
        assert_eq!(rows.len(), 2);
        assert!(rows[1].imei.is_some());
        assert_eq!(refused[0].0, 4);
        let (rows, refused) = scanned_list("R52N80A\n3017620422003", ItemKind::Tablet);
        assert_eq!((rows.len(), refused.len()), (1, 1), "the box's bar code is no serial number");
        let (rows, refused) =
            scanned_list("8933012345678901231\n8933012345678901232", ItemKind::Hotspot);
        assert_eq!((rows.len(), refused.len()), (1, 1));
    }

    #[test]
    fn the_confirmation_sends_the_same_rows() {
        let (rows, _) = scanned_list("R52N80A 356938035643809\nR52N80B", ItemKind::Tablet);
        let (again, refused) = super::rows(as_list(&rows).as_bytes(), None).unwrap();
        assert!(refused.is_empty());
        let strip = |rows: Vec<StockRow>| {
            rows.into_iter().map(|row| StockRow { line: 0, ..row }).collect::<Vec<_>>()
        };
        assert_eq!(strip(again), strip(rows));
    }
}
