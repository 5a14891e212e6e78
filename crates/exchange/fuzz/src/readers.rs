//! Every public reader, by name.

use domain::stock::ItemKind;
use exchange::allocation::{SituationFiles, read_policy, read_situation};
use exchange::directory::{Communes, schools};
use exchange::people::{PupilDefaults, guardians, needs, pupils, read_guardians, read_pupils};
use exchange::statement::{read_statement, statement};
use exchange::stock::{read_stock, stock};
use exchange::{Encoding, FileKind, Opened, Opening, bundle, decode, open, recognise};
use jiff::civil::{Date, date};

use crate::identifiers;

/// Reads bytes; ends normally whatever they are, or there is a fault.
pub type Reader = fn(&[u8]);

/// One line a reader.
pub const READERS: &[(&str, Reader)] = &[
    ("decode", |bytes| in_every_encoding(bytes, |encoding| drop(decode(bytes, encoding)))),
    ("recognise", |bytes| drop(recognise(bytes))),
    ("pupils", |bytes| in_every_encoding(bytes, |encoding| drop(read_pupils(bytes, encoding, TODAY)))),
    ("guardians", |bytes| in_every_encoding(bytes, |encoding| drop(read_guardians(bytes, encoding)))),
    ("stock", |bytes| in_every_encoding(bytes, |encoding| drop(read_stock(bytes, encoding, KIND)))),
    ("statement", |bytes| in_every_encoding(bytes, |encoding| drop(read_statement(bytes, encoding)))),
    ("open", |bytes| drop(open(bytes, &Opening::default()))),
    ("siecle", |bytes| in_an_archive(bytes, &[("ElevesAvecAdresses.xml", None), ("ResponsablesAvecAdresses.xml", None)])),
    ("ods", |bytes| in_an_archive(bytes, &[("content.xml", None)])),
    ("xlsx", |bytes| in_an_archive(bytes, SHEET)),
    ("mapped", mapped),
    ("needs", |bytes| drop(read_situation(&SituationFiles { needs: bytes, ..FILES }))),
    ("lots", |bytes| drop(read_situation(&SituationFiles { lots: bytes, ..FILES }))),
    ("policy", |bytes| drop(read_policy(bytes))),
    ("directory", directory),
    ("identifiers", identifiers::read_all),
];

/// What stands around the one sheet of a workbook.
const SHEET: &[(&str, Option<&[u8]>)] = &[
    ("xl/workbook.xml", Some(b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>")),
    ("xl/_rels/workbook.xml.rels", Some(b"<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>")),
    ("xl/worksheets/sheet1.xml", None),
];

/// The bytes as the files of an archive that have none of their own.
fn in_an_archive(bytes: &[u8], files: &[(&str, Option<&[u8]>)]) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, own)| (*name, own.unwrap_or(bytes))).collect();
    let Some(archive) = bundle(&files) else { return };
    if let Ok(Opened::Siecle(siecle)) = open(&archive, &Opening::default()) {
        drop(siecle.pupils(None, TODAY));
        drop(siecle.guardians(None));
    }
}

/// Whatever grid the bytes are, its columns said to be those that the first of them choose.
fn mapped(bytes: &[u8]) {
    let Ok(Opened::Grid(grid)) = open(bytes, &Opening::default()) else { return };
    for kind in [FileKind::Pupils, FileKind::Guardians, FileKind::Needs, FileKind::Stock, FileKind::Statement] {
        let mut mapping = grid.blank_mapping(kind);
        let known = kind.columns();
        for (said, byte) in mapping.columns.iter_mut().zip(bytes) {
            *said = known.get(usize::from(*byte) % known.len()).copied();
        }
        drop(pupils(&grid, &mapping, &PupilDefaults::default(), TODAY));
        drop(guardians(&grid, &mapping));
        drop(needs(&grid, &mapping, TODAY));
        drop(stock(&grid, &mapping, KIND, TODAY));
        drop(statement(&grid, &mapping));
    }
}

const TODAY: Date = date(2026, 11, 23);
const KIND: Option<ItemKind> = Some(ItemKind::Tablet);
const NEEDS: &[u8] = include_bytes!("../seeds/needs.csv");
const LOTS: &[u8] = include_bytes!("../seeds/lots.csv");
const FILES: SituationFiles<'_> =
    SituationFiles { needs: NEEDS, lots: LOTS, funds: None, catalogue: None, pins: None };

/// Whatever table the bytes are, as the directory of schools, by its own titles and by its first columns.
fn directory(bytes: &[u8]) {
    let Ok(Opened::Grid(grid)) = open(bytes, &Opening::default()) else { return };
    let communes = Communes::listed("31555, Lyon");
    if let Ok(mapping) = grid.mapping(FileKind::Schools) {
        drop(schools(&grid, &mapping, &communes));
    }
    let mut mapping = grid.blank_mapping(FileKind::Schools);
    for (said, column) in mapping.columns.iter_mut().zip(FileKind::Schools.columns()) {
        *said = Some(column);
    }
    drop(schools(&grid, &mapping, &communes));
}

/// Once in the encoding they seem to be in, once in one that their first byte chooses.
fn in_every_encoding(bytes: &[u8], read: impl Fn(Option<Encoding>)) {
    read(None);
    let at = usize::from(bytes.first().copied().unwrap_or(0)) % Encoding::ALL.len();
    read(Encoding::ALL.get(at).copied());
}
