//! Provisions read back: lists, one with its items, those of a school.

use std::collections::BTreeMap;

use domain::ids::{OrganisationId, ProvisionId, SchoolId};
use domain::loan::Outcome;
use domain::stock::Grade;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::sea_query::{NullOrdering, Query};
use sea_orm::{
    ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::custody::names;
use crate::base::columns::{Day, Instant};
use crate::base::error::Failure;
use crate::entities::{organisation, provision, provision_item};
use crate::stock::values::{Holder, Item, holders, item_value, items_by_id};
use crate::{By, Store};

domain::vocabulary! {
    /// Which provisions a list holds.
    ProvisionList {
        /// With something still out.
        Open = "en-cours",
        /// Past their due day, with something still out.
        Late = "en-retard",
        /// With nothing out any more.
        Ended = "terminees",
    }
}

/// An organisation that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// How to reach it.
    pub contact: String,
}

/// A provision in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvisionHead {
    /// Its id.
    pub id: ProvisionId,
    /// The school, if it is one.
    pub school: Option<SchoolId>,
    /// The organisation, if it is one.
    pub organisation: Option<OrganisationId>,
    /// What either is called.
    pub name: String,
    /// The act or the agreement.
    pub act: Option<String>,
    /// The function of whoever answers for it there.
    pub responsible: Option<String>,
    /// The day of the hand-over.
    pub handed_on: Date,
    /// The day it is due back, if it is a loan.
    pub due_on: Option<Date>,
    /// How many items are still out.
    pub out: u64,
    /// How many went out.
    pub items: u64,
}

impl ProvisionHead {
    /// How many days it is late; none if it is not, or is over.
    #[must_use]
    pub fn days_late(&self, today: Date) -> u64 {
        let Some(due) = self.due_on.filter(|_| self.out > 0) else { return 0 };
        u64::try_from(today.duration_since(due).as_hours() / 24).unwrap_or(0)
    }
}

/// One item of a provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvisionLine {
    /// The item, as it is now.
    pub item: Item,
    /// The state it went out in.
    pub grade_out: Grade,
    /// How and when it came back; nothing while the school or the organisation answers for it.
    pub closed: Option<(Outcome, Timestamp)>,
    /// The family that has it, while the line is open.
    pub with: Option<Holder>,
}

/// A provision with its items, by inventory number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provision {
    /// What it is.
    pub head: ProvisionHead,
    /// How to reach the organisation.
    pub contact: Option<String>,
    /// Its items.
    pub lines: Vec<ProvisionLine>,
}

impl Store {
    /// The cité's provisions of one list, the earliest due first, those without an end last; and how
    /// many there are.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn provisions(
        &self,
        list: ProvisionList,
        today: Date,
        (offset, limit): (u64, u64),
        by: By,
    ) -> Result<(Vec<ProvisionHead>, u64), Failure> {
        let query = of(list, today, by);
        let total = query.clone().count(&self.db).await?;
        let rows = query
            .order_by_with_nulls(provision::Column::DueOn, Order::Asc, NullOrdering::Last)
            .order_by_desc(provision::Column::HandedOn)
            .order_by_asc(provision::Column::Id)
            .offset(offset)
            .limit(limit)
            .all(&self.db)
            .await?;
        Ok((self.provision_heads(rows).await?, total))
    }

    /// How many are late.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn late_provisions(&self, today: Date, by: By) -> Result<u64, Failure> {
        Ok(of(ProvisionList::Late, today, by).count(&self.db).await?)
    }

    /// What a school of the asker's cité holds or held, the latest first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn provisions_of_school(
        &self,
        school: SchoolId,
        by: By,
    ) -> Result<Vec<ProvisionHead>, Failure> {
        let rows = provision::Entity::find()
            .filter(provision::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(provision::Column::SchoolId.eq(Uuid::from(school)))
            .order_by_desc(provision::Column::HandedOn)
            .order_by_asc(provision::Column::Id)
            .all(&self.db)
            .await?;
        self.provision_heads(rows).await
    }

    /// A provision of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn provision(&self, id: ProvisionId, by: By) -> Result<Option<Provision>, Failure> {
        let mine = provision::Entity::find_by_id(Uuid::from(id))
            .filter(provision::Column::CiteId.eq(Uuid::from(by.cite)));
        let Some(row) = mine.one(&self.db).await? else { return Ok(None) };
        let contact = match row.organisation_id {
            None => None,
            Some(id) => organisation::Entity::find_by_id(id).one(&self.db).await?,
        };
        let lines = provision_item::Entity::find()
            .filter(provision_item::Column::ProvisionId.eq(row.id))
            .all(&self.db)
            .await?;
        let open = lines.iter().filter(|line| line.closed_at.is_none());
        let open: Vec<Uuid> = open.map(|line| line.item_id).collect();
        let mut with = holders(&self.db, &open).await?;
        let ids: Vec<Uuid> = lines.iter().map(|line| line.item_id).collect();
        let mut items = items_by_id(&self.db, &ids, by.cite).await?;
        let mut values = Vec::with_capacity(lines.len());
        for line in lines {
            let unit = items.remove(&line.item_id);
            let unit = unit.ok_or_else(|| Failure::row("provision_items", row.id, "no item"))?;
            values.push(line_value(&line, item_value(unit)?, with.remove(&line.item_id))?);
        }
        values.sort_by(|a, b| a.item.tag.cmp(&b.item.tag));
        let head = self.provision_heads(vec![row]).await?.pop();
        let contact = contact.map(|found| found.contact);
        Ok(head.map(|head| Provision { head, contact, lines: values }))
    }

    /// The organisations that the cité knows, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organisations(&self, by: By) -> Result<Vec<Organisation>, Failure> {
        let rows = organisation::Entity::find()
            .filter(organisation::Column::CiteId.eq(Uuid::from(by.cite)))
            .order_by_asc(organisation::Column::Name)
            .all(&self.db)
            .await?;
        let value = |row: organisation::Model| Organisation {
            id: OrganisationId(row.id),
            name: row.name,
            contact: row.contact,
        };
        Ok(rows.into_iter().map(value).collect())
    }

    async fn provision_heads(
        &self,
        rows: Vec<provision::Model>,
    ) -> Result<Vec<ProvisionHead>, Failure> {
        let mut names = names(&self.db, &rows).await?;
        let lines: Vec<(Uuid, Option<Instant>)> = provision_item::Entity::find()
            .select_only()
            .column(provision_item::Column::ProvisionId)
            .column(provision_item::Column::ClosedAt)
            .filter(provision_item::Column::ProvisionId.is_in(rows.iter().map(|row| row.id)))
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut counts: BTreeMap<Uuid, (u64, u64)> = BTreeMap::new();
        for (id, closed) in lines {
            let (out, items) = counts.entry(id).or_default();
            *out += u64::from(closed.is_none());
            *items += 1;
        }
        let head = |row: provision::Model| {
            let (out, items) = counts.get(&row.id).copied().unwrap_or_default();
            ProvisionHead {
                id: ProvisionId(row.id),
                school: row.school_id.map(SchoolId),
                organisation: row.organisation_id.map(OrganisationId),
                name: names.remove(&row.id).unwrap_or_default(),
                act: row.act,
                responsible: row.responsible,
                handed_on: row.handed_on.0,
                due_on: row.due_on.map(|day| day.0),
                out,
                items,
            }
        };
        Ok(rows.into_iter().map(head).collect())
    }
}

fn of(list: ProvisionList, today: Date, by: By) -> Select<provision::Entity> {
    let out = Query::select()
        .column(provision_item::Column::ProvisionId)
        .from(provision_item::Entity)
        .and_where(provision_item::Column::ClosedAt.is_null())
        .to_owned();
    let mine = provision::Entity::find().filter(provision::Column::CiteId.eq(Uuid::from(by.cite)));
    match list {
        ProvisionList::Open => mine.filter(provision::Column::Id.in_subquery(out)),
        ProvisionList::Late => mine
            .filter(provision::Column::Id.in_subquery(out))
            .filter(provision::Column::DueOn.lt(Day(today))),
        ProvisionList::Ended => mine.filter(provision::Column::Id.not_in_subquery(out)),
    }
}

fn line_value(
    row: &provision_item::Model,
    item: Item,
    with: Option<Holder>,
) -> Result<ProvisionLine, Failure> {
    let wrong = |problem: &dyn std::fmt::Display| {
        Failure::row("provision_items", row.provision_id, problem)
    };
    let grade_in = row.grade_in.as_ref().map(|code| code.parse()).transpose();
    let outcome = grade_in.map_err(|problem| wrong(&problem))?;
    let outcome = outcome.map_or(Outcome::Lost, Outcome::Returned);
    Ok(ProvisionLine {
        item,
        grade_out: row.grade_out.parse().map_err(|problem| wrong(&problem))?,
        closed: row.closed_at.map(|at| (outcome, at.timestamp())),
        with,
    })
}
