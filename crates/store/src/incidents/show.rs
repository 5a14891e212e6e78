//! Incidents read back: the open ones, one with its steps, those of an item.

use std::collections::BTreeMap;

use domain::Euros;
use domain::ids::{IncidentId, ItemId, LoanId};
use domain::incident::{IncidentKind, IncidentStep};
use jiff::civil::Date;
use sea_orm::{
    ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::entities::{incident, incident_step};
use crate::stock::values::{item_value, items_by_id};
use crate::{By, Item, Store};

/// A step of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What has to be done.
    pub step: IncidentStep,
    /// When it was done, and the number of its receipt; nothing as long as it was not.
    pub done: Option<(Date, String)>,
}

/// Damage, loss or theft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// Its id.
    pub id: IncidentId,
    /// What happened.
    pub kind: IncidentKind,
    /// The item, as it is now.
    pub item: Item,
    /// The loan it was in.
    pub loan: Option<LoanId>,
    /// When it happened, as far as anybody knows.
    pub happened_on: Option<Date>,
    /// When it was declared.
    pub declared_on: Date,
    /// What has to be done, in order.
    pub steps: Vec<Step>,
    /// When and how it ended, by its code.
    pub ended: Option<(Date, String)>,
    /// What the family owes, and by which act.
    pub charged: Option<(Euros, String)>,
}

impl Incident {
    /// What is still to be done.
    #[must_use]
    pub fn left(&self) -> usize {
        self.steps.iter().filter(|step| step.done.is_none()).count()
    }
}

impl Store {
    /// The incidents of the asker's cité, the open ones first, then the latest; and how many there are.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn incidents(
        &self,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<Incident>, u64), Failure> {
        use sea_orm::sea_query::NullOrdering;
        let mine =
            incident::Entity::find().filter(incident::Column::CiteId.eq(Uuid::from(by.cite)));
        let total = mine.clone().count(&self.db).await?;
        let rows = mine
            .order_by_with_nulls(incident::Column::EndedOn, Order::Desc, NullOrdering::First)
            .order_by_desc(incident::Column::DeclaredOn)
            .order_by_asc(incident::Column::Id)
            .offset(offset)
            .limit(limit)
            .all(&self.db)
            .await?;
        Ok((self.incident_values(rows, by).await?, total))
    }

    /// How many are open.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_incidents(&self, by: By) -> Result<u64, Failure> {
        let open = incident::Entity::find()
            .filter(incident::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(incident::Column::Ending.is_null());
        Ok(open.count(&self.db).await?)
    }

    /// An incident of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn incident(&self, id: IncidentId, by: By) -> Result<Option<Incident>, Failure> {
        let mine = incident::Entity::find_by_id(Uuid::from(id))
            .filter(incident::Column::CiteId.eq(Uuid::from(by.cite)));
        let rows = mine.all(&self.db).await?;
        Ok(self.incident_values(rows, by).await?.pop())
    }

    /// The incidents of an item of the asker's cité, the latest first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn incidents_of(&self, item: ItemId, by: By) -> Result<Vec<Incident>, Failure> {
        let rows = incident::Entity::find()
            .filter(incident::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(incident::Column::ItemId.eq(Uuid::from(item)))
            .order_by_desc(incident::Column::DeclaredOn)
            .order_by_asc(incident::Column::Id)
            .all(&self.db)
            .await?;
        self.incident_values(rows, by).await
    }

    async fn incident_values(
        &self,
        rows: Vec<incident::Model>,
        by: By,
    ) -> Result<Vec<Incident>, Failure> {
        let done = incident_step::Entity::find()
            .filter(incident_step::Column::IncidentId.is_in(rows.iter().map(|row| row.id)))
            .all(&self.db)
            .await?;
        let mut steps: BTreeMap<Uuid, Vec<incident_step::Model>> = BTreeMap::new();
        for step in done {
            steps.entry(step.incident_id).or_default().push(step);
        }
        let ids: Vec<Uuid> = rows.iter().map(|row| row.item_id).collect();
        let items = items_by_id(&self.db, &ids, by.cite).await?;
        rows.into_iter()
            .map(|row| {
                let unit = items.get(&row.item_id).cloned();
                let unit = unit.ok_or_else(|| Failure::row("incidents", row.id, "no item"))?;
                let done = steps.remove(&row.id).unwrap_or_default();
                value(&row, item_value(unit)?, &done)
            })
            .collect()
    }
}

fn value(
    row: &incident::Model,
    item: Item,
    done: &[incident_step::Model],
) -> Result<Incident, Failure> {
    let wrong = |problem: &dyn std::fmt::Display| Failure::row("incidents", row.id, problem);
    let kind: IncidentKind = row.kind.parse().map_err(|problem| wrong(&problem))?;
    let of = |step: IncidentStep| {
        let found = done.iter().find(|done| done.step == step.code());
        Step { step, done: found.map(|done| (done.done_on.0, done.reference.clone())) }
    };
    let (sim, imei) = (item.iccid.is_some(), item.imei.is_some());
    let steps = IncidentStep::of(kind, sim, imei).into_iter().map(of).collect();
    let charged = match (row.charged_cents, row.act.clone()) {
        (Some(cents), Some(act)) => Some((Euros::from_cents(cents), act)),
        _ => None,
    };
    Ok(Incident {
        id: IncidentId(row.id),
        kind,
        item,
        loan: row.loan_id.map(LoanId),
        happened_on: row.happened_on.map(|day| day.0),
        declared_on: row.declared_on.0,
        steps,
        ended: row.ended_on.map(|day| (day.0, row.ending.clone().unwrap_or_default())),
        charged,
    })
}
