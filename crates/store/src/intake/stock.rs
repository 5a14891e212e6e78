//! A list of things against the register: what is new is received, what is known is completed.

use std::collections::BTreeMap;

use domain::delivery::{ItemNumber, ReceivedItem};
use domain::identifiers::names::matching_key;
use domain::ids::{DonorId, ImportId, ItemId, LotId};
use domain::people::census::{Change, Conflict, Field, Line, Verdict, made_by};
use domain::stock::{ItemKind, LotCondition, Restriction, TransferMode};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, Set,
};
use uuid::Uuid;

use super::images::{Picture, Table, picture};
use crate::By;
use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError};
use crate::base::transaction::Verb;
use crate::census::confirm::ImportRefused;
use crate::entities::{donor, item, lot};
use crate::stock::enter::{Place, enter};
use crate::stock::receive::ReceiveRefused;

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
enum Done {
    New,
    Completed(Uuid, Vec<Change>),
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
        let rows = item::Entity::find().filter(any).all(db).await?;
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
struct Finder<'a> {
    by_number: BTreeMap<(ItemNumber, &'a str), Vec<&'a item::Model>>,
}

impl<'a> Finder<'a> {
    fn of(known: &'a [item::Model]) -> Self {
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

fn judge(finder: &Finder<'_>, entry: &StockEntry, by: By) -> Done {
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
    Done::Completed(row.id, changes(row, entry))
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
fn completed(row: &item::Model, entry: &StockEntry) -> item::Model {
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

/// Receives what is new and completes what is known; answers the pictures before and after.
pub(crate) async fn write(
    verb: &Verb,
    known: &[item::Model],
    file: &StockFile,
    import: ImportId,
    by: By,
    now: Timestamp,
) -> Result<(Picture, Picture), VerbError<ImportRefused>> {
    let finder = Finder::of(known);
    let mut fresh: BTreeMap<usize, Vec<&StockEntry>> = BTreeMap::new();
    let mut rows: BTreeMap<Table, Vec<Uuid>> = BTreeMap::new();
    let mut updates = Vec::new();
    for entry in &file.entries {
        match judge(&finder, entry, by) {
            Done::New => fresh.entry(entry.lot).or_default().push(entry),
            Done::Completed(id, changes) if !changes.is_empty() => {
                rows.entry(Table::Items).or_default().push(id);
                let row = known.iter().find(|row| row.id == id);
                updates.extend(row.map(|row| completed(row, entry)));
            }
            Done::Completed(..) | Done::Waits(_) => {}
        }
    }
    let before = picture(&verb.tx, &rows).await?;
    for row in updates {
        row.into_active_model().reset_all().update(&verb.tx).await?;
    }
    let mut receiving = Receiving { verb, import, by, now, rows };
    for (nth, entries) in fresh {
        let lot = file.lots.get(nth).ok_or_else(|| Failure::row("imports", import, "no lot"))?;
        receiving.lot(nth, lot, &entries).await?;
    }
    Ok((before, picture(&verb.tx, &receiving.rows).await?))
}

/// Receiving what is new.
struct Receiving<'a> {
    verb: &'a Verb,
    import: ImportId,
    by: By,
    now: Timestamp,
    /// Every row made.
    rows: BTreeMap<Table, Vec<Uuid>>,
}

impl Receiving<'_> {
    async fn lot(
        &mut self,
        nth: usize,
        lot: &StockLot,
        entries: &[&StockEntry],
    ) -> Result<(), VerbError<ImportRefused>> {
        let tx = &self.verb.tx;
        let cite = Uuid::from(self.by.cite);
        let twin = lot::Entity::find()
            .filter(lot::Column::CiteId.eq(cite))
            .filter(lot::Column::Label.eq(lot.label.as_str()));
        if twin.one(tx).await?.is_some() {
            return Err(VerbError::Refused(ImportRefused::LabelTaken));
        }
        let donor = match &lot.donor {
            Some(name) => Some(self.donor(nth, name).await?),
            None => None,
        };
        let id = LotId(made_by(self.import, "lot", 0, nth));
        let row = lot::Model {
            id: id.into(),
            cite_id: cite,
            label: lot.label.clone(),
            origin: if donor.is_some() { "donor" } else { "town" }.to_owned(),
            donor_id: donor,
            commitment_id: None,
            acceptance: lot.acceptance.clone().filter(|_| donor.is_some()),
            kind: lot.kind.code().to_owned(),
            condition: lot.condition.code().to_owned(),
            mode: TransferMode::Loan.code().to_owned(),
            restriction: serde_json::to_string(&Restriction::default()).map_err(Failure::from)?,
            received_on: Day(lot.received_on),
        };
        lot::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
        let made = |entry: &&StockEntry| ReceivedItem {
            id: ItemId(made_by(self.import, "item", entry.line, 0)),
            ..entry.item.clone()
        };
        let items: Vec<ReceivedItem> = entries.iter().map(made).collect();
        let place = Place { lot: id, kind: lot.kind, condition: lot.condition };
        let entered = enter(self.verb, place, &items, lot.received_on, self.by, self.now).await;
        entered.map_err(|error| match error {
            VerbError::Refused(ReceiveRefused::NumbersExhausted) => {
                VerbError::Refused(ImportRefused::NumbersExhausted)
            }
            VerbError::Failed(failure) => VerbError::Failed(failure),
            other => VerbError::Failed(Failure::row("items", id, format!("{other:?}"))),
        })?;
        for (entry, item) in entries.iter().zip(&items) {
            if let Some(tag) = &entry.former_tag {
                let row = item::ActiveModel {
                    id: Set(item.id.into()),
                    former_tag: Set(Some(tag.clone())),
                    ..Default::default()
                };
                row.update(tx).await?;
            }
        }
        self.rows.entry(Table::Lots).or_default().push(id.into());
        self.rows
            .entry(Table::Items)
            .or_default()
            .extend(items.iter().map(|item| Uuid::from(item.id)));
        Ok(())
    }

    /// The donor of this name, whatever its capitals and accents; else a new one.
    async fn donor(&mut self, nth: usize, name: &str) -> Result<Uuid, Failure> {
        let mine = donor::Entity::find().filter(donor::Column::CiteId.eq(Uuid::from(self.by.cite)));
        let key = matching_key(name);
        let known = mine.all(&self.verb.tx).await?;
        if let Some(row) = known.iter().find(|row| matching_key(&row.name) == key) {
            return Ok(row.id);
        }
        let id = DonorId(made_by(self.import, "donor", 0, nth));
        let row =
            donor::Model { id: id.into(), cite_id: self.by.cite.into(), name: name.to_owned() };
        donor::Entity::insert(row.into_active_model())
            .exec_without_returning(&self.verb.tx)
            .await?;
        self.rows.entry(Table::Donors).or_default().push(id.into());
        Ok(id.into())
    }
}
