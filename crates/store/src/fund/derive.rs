//! A line's sums at a past instant, from the journal alone: each document's line says by how much it
//! moved them.

use domain::fund::{LineCents, LineSums};
use domain::ids::FundLineId;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rows;
use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::journal;
use crate::{By, Store};

/// The verbs that move a line's sums.
pub(crate) const MOVES: [&str; 13] = [
    "adopt_plan",
    "answer_agreement",
    "withdraw_agreement",
    "give_up_purchase",
    "notify",
    "commit",
    "order_sims",
    "cancel_commitment",
    "complement",
    "settle",
    "reject_payment",
    "carry_over",
    "repay",
];

/// Those that move them only for what a plan buys; before m0037 they never did.
const MAY_MOVE: &[&str] = &["adopt_plan", "answer_agreement", "withdraw_agreement"];

#[derive(Deserialize)]
struct Facts {
    deltas: Option<OneOrMore>,
}

/// A verb moves one line, or takes money from one to another.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(Deltas),
    More(Vec<Deltas>),
}

/// By how much one journal line moved a fund line's sums.
#[derive(Serialize, Deserialize)]
pub(crate) struct Deltas {
    pub line: Uuid,
    #[serde(flatten)]
    pub moved: LineCents,
}

/// What a journal line of one of [`MOVES`] says of the sums.
pub(crate) fn deltas(line: &journal::Model) -> Result<Vec<Deltas>, Failure> {
    let facts = serde_json::from_str::<Facts>(&line.facts);
    let facts = facts.map_err(|problem| Failure::row("journal", line.seq, problem))?;
    Ok(match facts.deltas {
        Some(OneOrMore::One(one)) => vec![one],
        Some(OneOrMore::More(all)) => all,
        None if MAY_MOVE.contains(&line.verb.as_str()) => Vec::new(),
        None => return Err(Failure::row("journal", line.seq, "no deltas")),
    })
}

impl Store {
    /// What a line's sums were at an instant; nothing when it is not of this cité.
    ///
    /// # Errors
    /// When the database fails, or the journal's sums cannot be a line's.
    pub async fn fund_line_at(
        &self,
        id: FundLineId,
        at: Timestamp,
        by: By,
    ) -> Result<Option<LineSums>, Failure> {
        if rows::line(&self.db, id, by.cite).await?.is_none() {
            return Ok(None);
        }
        let lines = journal::Entity::find()
            .filter(journal::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(journal::Column::Verb.is_in(MOVES))
            .filter(journal::Column::At.lte(Instant::from(at)))
            .all(&self.db)
            .await?;
        let mut sums = LineCents::default();
        for line in lines {
            for one in deltas(&line)?.into_iter().filter(|one| one.line == Uuid::from(id)) {
                let next = sums.checked_add(one.moved);
                sums = next.ok_or_else(|| Failure::row("journal", line.seq, "too much"))?;
            }
        }
        let sums = LineSums::new(sums);
        sums.map(Some).ok_or_else(|| Failure::row("journal", id, "its deltas are no line's sums"))
    }
}
