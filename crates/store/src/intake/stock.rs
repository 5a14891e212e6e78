//! A list of things against the register: which are new, which are known and completed, which wait.

use std::collections::BTreeMap;

use domain::delivery::{ItemNumber, ReceivedItem};
use domain::people::census::{Change, Conflict, Field, Line, Verdict};
use domain::stock::{ItemKind, LotCondition};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::By;
use crate::base::error::Failure;
use crate::entities::item;

/// A thing as a file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockEntry {
    /// The file's line.
    pub line: u64,
    /// The thing; its id is not the file's to say and is passed over.
    pub item: ReceivedItem,
    /// The number it had in another register.
    pub former_tag: Option<String>,
    /// The lot it belongs to if it is new, by its place in [`StockFile::lots`].
    pub lot: usize,
}

/// A lot that new things of a file come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockLot {
    /// What people call it.
    pub label: String,
    /// What its items are.
    pub kind: ItemKind,
    /// Who gave it, by name.
    pub donor: Option<String>,
    /// The act that accepted the gift.
    pub acceptance: Option<String>,
    /// The day it came.
    pub received_on: Date,
    /// The condition it came in.
    pub condition: LotCondition,
}

/// Things, and the lots that new ones come in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StockFile {
    /// The things.
    pub entries: Vec<StockEntry>,
    /// The lots.
    pub lots: Vec<StockLot>,
}

/// What a line of things does.
pub(super) enum Done<'a> {
    New,
    Completed(&'a item::Model, Vec<Change>),
    Waits(Conflict),
}

/// The items that may be those of the file, of every cité.
pub(crate) async fn load(
    db: &impl ConnectionTrait,
    file: &StockFile,
) -> Result<Vec<item::Model>, Failure> {
    let mut known = BTreeMap::new();
    for chunk in file.entries.chunks(300) {
        let values = |wanted| {
            let all = chunk.iter().flat_map(|entry| entry.item.numbers());
            all.filter(move |(number, _)| *number == wanted).map(|(_, value)| value)
        };
        let any = Condition::any()
            .add(item::Column::Serial.is_in(values(ItemNumber::Serial)))
            .add(item::Column::Imei.is_in(values(ItemNumber::Imei)))
            .add(item::Column::Iccid.is_in(values(ItemNumber::Iccid)));
        let held = item::Column::State.ne("gone");
        let rows = item::Entity::find().filter(any).filter(held).all(db).await?;
        known.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    Ok(known.into_values().collect())
}

/// What each line does.
pub(crate) fn reckon(known: &[item::Model], file: &StockFile, by: By) -> Vec<Line> {
    let finder = Finder::of(known);
    let line = |entry: &StockEntry| {
        let verdict = match judge(&finder, entry, by) {
            Done::New => Verdict::New,
            Done::Completed(_, changes) if changes.is_empty() => Verdict::Unchanged,
            Done::Completed(_, changes) => Verdict::Updated(changes),
            Done::Waits(conflict) => Verdict::Conflict(conflict),
        };
        let numbers = entry.item.numbers();
        let who = numbers.first().map(|(_, value)| value.clone()).unwrap_or_default();
        Line { line: entry.line, who, verdict, notes: Vec::new() }
    };
    file.entries.iter().map(line).collect()
}

/// Known items by their numbers.
pub(super) struct Finder<'a> {
    by_number: BTreeMap<(ItemNumber, &'a str), Vec<&'a item::Model>>,
}

impl<'a> Finder<'a> {
    pub fn of(known: &'a [item::Model]) -> Self {
        let mut by_number: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in known {
            for (number, value) in numbers(row) {
                by_number.entry((number, value)).or_default().push(row);
            }
        }
        Self { by_number }
    }

    /// Serial numbers are unique among items of one kind only: makers do not agree with one another.
    fn meant(&self, entry: &StockEntry) -> Vec<&'a item::Model> {
        let mut found: BTreeMap<Uuid, &item::Model> = BTreeMap::new();
        for (number, value) in entry.item.numbers() {
            for row in self.by_number.get(&(number, value.as_str())).into_iter().flatten() {
                if number != ItemNumber::Serial || row.kind == entry.item.kind.code() {
                    found.insert(row.id, row);
                }
            }
        }
        found.into_values().collect()
    }
}

fn numbers(row: &item::Model) -> impl Iterator<Item = (ItemNumber, &str)> {
    [
        (ItemNumber::Serial, &row.serial),
        (ItemNumber::Imei, &row.imei),
        (ItemNumber::Iccid, &row.iccid),
    ]
    .into_iter()
    .filter_map(|(number, value)| Some((number, value.as_deref()?)))
}

pub(super) fn judge<'a>(finder: &Finder<'a>, entry: &StockEntry, by: By) -> Done<'a> {
    let meant = finder.meant(entry);
    let row = match meant.as_slice() {
        [] => return Done::New,
        [one] => *one,
        several => {
            let tags = several.iter().filter(|row| row.cite_id == Uuid::from(by.cite));
            return Done::Waits(Conflict::SeveralItems {
                tags: tags.map(|row| row.tag.clone()).collect(),
            });
        }
    };
    if row.cite_id != Uuid::from(by.cite) {
        return Done::Waits(Conflict::OtherCite);
    }
    if row.kind != entry.item.kind.code() {
        return Done::Waits(Conflict::OtherKind { tag: row.tag.clone() });
    }
    for (number, value) in entry.item.numbers() {
        if numbers(row).any(|(known, has)| known == number && has != value) {
            return Done::Waits(Conflict::OtherNumber { number, tag: row.tag.clone() });
        }
    }
    Done::Completed(row, changes(row, entry))
}

/// What a line adds to a known item. A card's telephone number may change; the others are for life.
fn changes(row: &item::Model, entry: &StockEntry) -> Vec<Change> {
    let told = completed(row, entry);
    let pairs = [
        (Field::Serial, &row.serial, told.serial),
        (Field::Imei, &row.imei, told.imei),
        (Field::Iccid, &row.iccid, told.iccid),
        (Field::Msisdn, &row.msisdn, told.msisdn),
        (Field::FormerTag, &row.former_tag, told.former_tag),
    ];
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let differs = pairs.into_iter().filter(|(_, from, to)| **from != *to);
    differs
        .map(|(field, from, to)| Change::Field { field, from: text(from), to: text(&to) })
        .collect()
}

/// The item's row with what a line adds.
pub(super) fn completed(row: &item::Model, entry: &StockEntry) -> item::Model {
    let item = &entry.item;
    let text = |value: Option<String>, known: &Option<String>| value.or_else(|| known.clone());
    item::Model {
        serial: text(item.serial.as_ref().map(ToString::to_string), &row.serial),
        imei: text(item.imei.as_ref().map(ToString::to_string), &row.imei),
        iccid: text(item.iccid.as_ref().map(ToString::to_string), &row.iccid),
        msisdn: text(item.msisdn.as_ref().map(ToString::to_string), &row.msisdn),
        former_tag: text(entry.former_tag.clone(), &row.former_tag),
        ..row.clone()
    }
}
