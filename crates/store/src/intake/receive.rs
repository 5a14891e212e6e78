//! Taking a list of things in: what is new is received, what is known is completed.

use std::collections::BTreeMap;

use domain::delivery::ReceivedItem;
use domain::identifiers::names::matching_key;
use domain::ids::{DonorId, ImportId, ItemId, LotId};
use domain::people::census::made_by;
use domain::stock::{Restriction, TransferMode};
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use uuid::Uuid;

use super::images::{Picture, Table, picture};
use super::stock::{Done, Finder, StockEntry, StockFile, StockLot, completed, judge};
use crate::By;
use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError};
use crate::base::transaction::Verb;
use crate::census::confirm::ImportRefused;
use crate::entities::{donor, item, lot};
use crate::stock::enter::{Place, enter};
use crate::stock::receive::ReceiveRefused;

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
            Done::Completed(row, changes) if !changes.is_empty() => {
                rows.entry(Table::Items).or_default().push(row.id);
                updates.push(completed(row, entry));
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
            expected: None,
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
