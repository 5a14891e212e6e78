//! All that is recorded of one card.

use std::collections::BTreeMap;

use domain::Euros;
use domain::ids::ItemId;
use domain::sim::SecretKind;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;
use uuid::Uuid;

use super::rows;
use super::values::{Display, SimFile, SimStep};
use crate::base::error::Failure;
use crate::entities::{account, commitment, journal, sim_event};
use crate::{By, Store};

/// Displays shown on a card's page.
const DISPLAYS: u64 = 10;

#[derive(Deserialize)]
struct Shown {
    secret: SecretKind,
}

impl Store {
    /// What is recorded of a card's line; nothing when nobody has described it, or it is not of this cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn sim(&self, item: ItemId, by: By) -> Result<Option<SimFile>, Failure> {
        let Some(row) = rows::sim_of(&self.db, item, by.cite).await? else { return Ok(None) };
        let events = sim_event::Entity::find()
            .filter(sim_event::Column::ItemId.eq(row.item_id))
            .order_by_desc(sim_event::Column::Seq)
            .all(&self.db)
            .await?;
        let noted = journal::Entity::find()
            .filter(journal::Column::Seq.is_in(events.iter().map(|event| event.seq)))
            .all(&self.db)
            .await?;
        let shown = journal::Entity::find()
            .filter(journal::Column::SubjectId.eq(row.item_id))
            .filter(journal::Column::Verb.eq("show_secret"))
            .order_by_desc(journal::Column::Seq)
            .limit(DISPLAYS)
            .all(&self.db)
            .await?;
        let names = self.names(noted.iter().chain(&shown)).await?;
        let name = |account: Option<Uuid>| account.and_then(|id| names.get(&id).cloned());
        let by_line: BTreeMap<i64, Option<Uuid>> =
            noted.iter().map(|line| (line.seq, line.account_id)).collect();
        let orders = self.order_numbers(&events).await?;
        let steps = events.iter().map(|row| {
            let event = rows::event(row)?;
            let number = |id: Uuid| orders.get(&id).cloned().unwrap_or_default();
            Ok(SimStep {
                kind: event.kind,
                on: event.on,
                amount: row.amount_cents.map(Euros::from_cents),
                order: row.commitment_id.map(|id| (id.into(), number(id))),
                account: name(by_line.get(&row.seq).copied().flatten()),
            })
        });
        let displays = shown.iter().map(|line| {
            let facts: Shown = serde_json::from_str(&line.facts)
                .map_err(|problem| Failure::row("journal", line.seq, problem))?;
            let account = name(line.account_id);
            Ok(Display { at: line.at.timestamp(), secret: facts.secret, account })
        });
        Ok(Some(SimFile {
            sim: rows::sim_value(&row)?,
            steps: steps.collect::<Result<_, Failure>>()?,
            displays: displays.collect::<Result<_, Failure>>()?,
        }))
    }

    /// What the people of these lines are called.
    async fn names(
        &self,
        lines: impl Iterator<Item = &journal::Model>,
    ) -> Result<BTreeMap<Uuid, String>, Failure> {
        let who = lines.filter_map(|line| line.account_id);
        let people = account::Entity::find().filter(account::Column::Id.is_in(who));
        Ok(people.all(&self.db).await?.into_iter().map(|row| (row.id, row.name)).collect())
    }

    async fn order_numbers(
        &self,
        events: &[sim_event::Model],
    ) -> Result<BTreeMap<Uuid, String>, Failure> {
        let paid = events.iter().filter_map(|event| event.commitment_id);
        let orders = commitment::Entity::find().filter(commitment::Column::Id.is_in(paid));
        Ok(orders.all(&self.db).await?.into_iter().map(|row| (row.id, row.order_number)).collect())
    }
}
