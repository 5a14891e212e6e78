//! Cards by the numbers that people read on them, and what an order for cards was.

use std::collections::BTreeMap;

use domain::Euros;
use domain::identifiers::{AssetTag, Iccid, Msisdn};
use domain::ids::{CommitmentId, ItemId};
use domain::sim::{EventKind, YearShare};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use serde::Deserialize;
use uuid::Uuid;

use crate::base::error::Failure;
use crate::entities::{item, journal};
use crate::{By, Store};

/// What an order for cards was, for the page of its commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimOrder {
    /// A top-up, or a plan.
    pub kind: EventKind,
    /// How many cards.
    pub cards: u64,
    /// What each costs in all.
    pub each: Euros,
    /// What the plan costs in each fiscal year; nothing of a top-up.
    pub years: Vec<YearShare>,
}

/// What the journal says of it.
#[derive(Deserialize)]
struct Facts {
    kind: EventKind,
    each: i64,
    items: Vec<Uuid>,
    #[serde(default)]
    years: Vec<Year>,
}

#[derive(Deserialize)]
struct Year {
    year: i16,
    months: u32,
    cents: i64,
}

impl Store {
    /// The cards of the asker's cité with these numbers: of the inventory, of the card, or of the line.
    /// A number that no card has is not there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cards_named(
        &self,
        numbers: &[String],
        by: By,
    ) -> Result<BTreeMap<String, ItemId>, Failure> {
        let mut named = BTreeMap::new();
        for chunk in numbers.chunks(200) {
            let forms: Vec<[String; 3]> = chunk.iter().map(|number| forms(number)).collect();
            let all = |which: usize| forms.iter().map(move |forms| forms[which].clone());
            let rows = item::Entity::find()
                .filter(item::Column::CiteId.eq(Uuid::from(by.cite)))
                .filter(item::Column::Iccid.is_not_null())
                .filter(
                    Condition::any()
                        .add(item::Column::Tag.is_in(all(0)))
                        .add(item::Column::Iccid.is_in(all(1)))
                        .add(item::Column::Msisdn.is_in(all(2))),
                )
                .all(&self.db)
                .await?;
            for (number, [tag, iccid, msisdn]) in chunk.iter().zip(&forms) {
                let is = |row: &&item::Model| {
                    row.tag == *tag
                        || row.iccid.as_ref() == Some(iccid)
                        || row.msisdn.as_ref() == Some(msisdn)
                };
                if let Some(row) = rows.iter().find(is) {
                    named.insert(number.clone(), ItemId(row.id));
                }
            }
        }
        Ok(named)
    }

    /// What a commitment bought for cards; nothing when it bought something else.
    ///
    /// # Errors
    /// When the database fails or the journal cannot be read.
    pub async fn sim_order(&self, id: CommitmentId, by: By) -> Result<Option<SimOrder>, Failure> {
        let line = journal::Entity::find()
            .filter(journal::Column::SubjectId.eq(Uuid::from(id)))
            .filter(journal::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(journal::Column::Verb.eq("order_sims"));
        let Some(line) = line.one(&self.db).await? else { return Ok(None) };
        let facts: Facts = serde_json::from_str(&line.facts)
            .map_err(|problem| Failure::row("journal", line.seq, problem))?;
        let years = facts.years.into_iter().map(|Year { year, months, cents }| YearShare {
            year,
            months,
            amount: Euros::from_cents(cents),
        });
        Ok(Some(SimOrder {
            kind: facts.kind,
            cards: facts.items.len() as u64,
            each: Euros::from_cents(facts.each),
            years: years.collect(),
        }))
    }
}

/// A number as each of the three would be kept; as typed where it is none of them.
fn forms(number: &str) -> [String; 3] {
    let typed = number.trim();
    let tag = AssetTag::parse(typed).map_or_else(|_| typed.to_owned(), |tag| tag.to_string());
    let iccid = Iccid::parse(typed).map_or_else(|_| typed.to_owned(), |iccid| iccid.to_string());
    let line = Msisdn::parse(typed).map_or_else(|_| typed.to_owned(), |line| line.to_string());
    [tag, iccid, line]
}
