//! Disposals read back: the list, one with its items, and what left year by year.

use std::collections::BTreeMap;

use domain::disposal::{
    Destination, DisposalReason, LeftItem, Mistake, Proof, ReuseYear, reuse_by_year,
};
use domain::ids::DisposalId;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::entities::{disposal, disposal_item, item};
use crate::stock::values::{item_value, items_by_id};
use crate::{By, Item, Store};

/// An item that left by a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisposedItem {
    /// The item, as it is now.
    pub item: Item,
    /// What shows that nobody's data left with it.
    pub proof: Proof,
    /// The number of the certificate of its destruction.
    pub certificate: Option<String>,
    /// The year it was first used.
    pub first_year: Option<i16>,
}

/// A decision that items leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisposalRecord {
    /// Its id.
    pub id: DisposalId,
    /// The number of its act.
    pub act_number: String,
    /// The day of its act.
    pub act_on: Date,
    /// Why.
    pub reason: DisposalReason,
    /// Where to.
    pub destination: Destination,
    /// Who receives.
    pub recipient: Option<String>,
    /// The eco-organism's slip.
    pub slip: Option<String>,
    /// The certificate of destruction.
    pub destruction: Option<String>,
    /// Somebody made sure of the value.
    pub value_checked: bool,
    /// Somebody made sure that no account locks a device.
    pub unlocked: bool,
    /// The day it was entered.
    pub recorded_on: Date,
    /// When and why it was taken back.
    pub taken_back: Option<(Date, Mistake)>,
    /// Its items, by inventory number.
    pub items: Vec<DisposedItem>,
}

impl Store {
    /// The disposals of the asker's cité, the latest act first; and how many there are.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn disposals(
        &self,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<DisposalRecord>, u64), Failure> {
        let mine =
            disposal::Entity::find().filter(disposal::Column::CiteId.eq(Uuid::from(by.cite)));
        let total = mine.clone().count(&self.db).await?;
        let rows = mine
            .order_by_desc(disposal::Column::ActOn)
            .order_by_desc(disposal::Column::Id)
            .offset(offset)
            .limit(limit)
            .all(&self.db)
            .await?;
        Ok((self.disposal_values(rows, by).await?, total))
    }

    /// A disposal of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn disposal(
        &self,
        id: DisposalId,
        by: By,
    ) -> Result<Option<DisposalRecord>, Failure> {
        let mine = disposal::Entity::find_by_id(Uuid::from(id))
            .filter(disposal::Column::CiteId.eq(Uuid::from(by.cite)));
        let rows = mine.all(&self.db).await?;
        Ok(self.disposal_values(rows, by).await?.pop())
    }

    /// What left by decisions of the asker's cité, by the calendar year of their acts, the latest first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn reuse_by_year(&self, by: By) -> Result<Vec<ReuseYear>, Failure> {
        let acts = disposal::Entity::find()
            .filter(disposal::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(disposal::Column::TakenBackOn.is_null())
            .all(&self.db)
            .await?;
        let mut left = Vec::new();
        for acts in acts.chunks(500) {
            let on: BTreeMap<_, _> = acts.iter().map(|act| (act.id, act.act_on.0)).collect();
            let lines = disposal_item::Entity::find()
                .filter(disposal_item::Column::DisposalId.is_in(on.keys().copied()))
                .all(&self.db)
                .await?;
            for lines in lines.chunks(500) {
                let ids = lines.iter().map(|line| line.item_id);
                let kinds: BTreeMap<Uuid, String> = item::Entity::find()
                    .select_only()
                    .columns([item::Column::Id, item::Column::Kind])
                    .filter(item::Column::Id.is_in(ids))
                    .into_tuple()
                    .all(&self.db)
                    .await?
                    .into_iter()
                    .collect();
                for line in lines {
                    let kind = kinds.get(&line.item_id).map_or("", String::as_str);
                    left.push(left_item(line, kind, on[&line.disposal_id])?);
                }
            }
        }
        Ok(reuse_by_year(left))
    }

    pub(crate) async fn disposal_values(
        &self,
        rows: Vec<disposal::Model>,
        by: By,
    ) -> Result<Vec<DisposalRecord>, Failure> {
        let lines = disposal_item::Entity::find()
            .filter(disposal_item::Column::DisposalId.is_in(rows.iter().map(|row| row.id)))
            .all(&self.db)
            .await?;
        let ids: Vec<Uuid> = lines.iter().map(|line| line.item_id).collect();
        let units = items_by_id(&self.db, &ids, by.cite).await?;
        let mut of: BTreeMap<Uuid, Vec<DisposedItem>> = BTreeMap::new();
        for line in lines {
            let unit = units.get(&line.item_id).cloned();
            let unit =
                unit.ok_or_else(|| Failure::row("disposal_items", line.item_id, "no item"))?;
            let id = line.disposal_id;
            of.entry(id).or_default().push(disposed(line, item_value(unit)?)?);
        }
        let whole = |row: disposal::Model| {
            let mut items = of.remove(&row.id).unwrap_or_default();
            items.sort_by(|one, other| one.item.tag.cmp(&other.item.tag));
            value(row, items)
        };
        rows.into_iter().map(whole).collect()
    }
}

fn year(line: &disposal_item::Model) -> Result<Option<i16>, Failure> {
    let year = line.first_year.map(i16::try_from).transpose();
    year.map_err(|problem| Failure::row("disposal_items", line.item_id, problem))
}

fn left_item(line: &disposal_item::Model, kind: &str, act_on: Date) -> Result<LeftItem, Failure> {
    let wrong = |problem| Failure::row("disposal_items", line.item_id, problem);
    Ok(LeftItem {
        kind: kind.parse().map_err(wrong)?,
        destination: line.destination.parse().map_err(wrong)?,
        act_on,
        first_year: year(line)?,
    })
}

fn disposed(line: disposal_item::Model, item: Item) -> Result<DisposedItem, Failure> {
    let proof = line.proof.parse();
    let proof = proof.map_err(|problem| Failure::row("disposal_items", line.item_id, problem))?;
    let first_year = year(&line)?;
    Ok(DisposedItem { item, proof, certificate: line.certificate, first_year })
}

fn value(row: disposal::Model, items: Vec<DisposedItem>) -> Result<DisposalRecord, Failure> {
    let wrong = |problem| Failure::row("disposals", row.id, problem);
    let taken_back = match (row.taken_back_on, &row.mistake) {
        (Some(day), Some(mistake)) => Some((day.0, mistake.parse().map_err(wrong)?)),
        _ => None,
    };
    Ok(DisposalRecord {
        id: DisposalId(row.id),
        reason: row.reason.parse().map_err(wrong)?,
        destination: row.destination.parse().map_err(wrong)?,
        act_number: row.act_number,
        act_on: row.act_on.0,
        recipient: row.recipient,
        slip: row.slip,
        destruction: row.destruction,
        value_checked: row.value_checked,
        unlocked: row.unlocked,
        recorded_on: row.recorded_on.0,
        taken_back,
        items,
    })
}
