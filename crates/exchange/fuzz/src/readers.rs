//! Every public reader, by name.

use std::collections::BTreeSet;

use domain::identifiers::CommuneCode;
use domain::stock::ItemKind;
use exchange::allocation::{read_policy, read_situation};
use exchange::directory::read_directory;
use exchange::onde::{read_guardians, read_pupils};
use exchange::stock::read_stock;
use exchange::{Encoding, decode, recognise};
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
    ("needs", |bytes| drop(read_situation(bytes, LOTS))),
    ("lots", |bytes| drop(read_situation(NEEDS, bytes))),
    ("policy", |bytes| drop(read_policy(bytes))),
    ("directory", |bytes| in_every_encoding(bytes, |encoding| drop(read_directory(bytes, encoding, &toulouse())))),
    ("identifiers", identifiers::read_all),
];

const TODAY: Date = date(2026, 11, 23);
const KIND: Option<ItemKind> = Some(ItemKind::Tablet);
const NEEDS: &[u8] = include_bytes!("../seeds/needs.csv");
const LOTS: &[u8] = include_bytes!("../seeds/lots.csv");

fn toulouse() -> BTreeSet<CommuneCode> {
    CommuneCode::parse("31555").into_iter().collect()
}

/// Once in the encoding they seem to be in, once in one that their first byte chooses.
fn in_every_encoding(bytes: &[u8], read: impl Fn(Option<Encoding>)) {
    read(None);
    let at = usize::from(bytes.first().copied().unwrap_or(0)) % Encoding::ALL.len();
    read(Encoding::ALL.get(at).copied());
}
