//! Opening a round: the needs are frozen first, then the seed is drawn (invariant 7).

use domain::ids::{NeedId, PolicyId, RoundId};
use domain::people::equipment::NeedState;
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::policies::{latest, policy_of};
use super::siblings;
use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{need, policy, round};
use crate::fund::plan_money::not_awaiting_purchase;
use crate::{By, Store};

domain::vocabulary! {
    /// Where a round stands.
    RoundState {
        /// Plans may be proposed.
        Open = "open",
        /// One of its plans was adopted.
        Adopted = "adopted",
        /// Given up: its draw serves nothing.
        Abandoned = "abandoned",
    }
}

/// A round to open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenRound {
    /// Minted when the form was shown.
    pub id: RoundId,
    /// What it is called, once in a cité.
    pub name: String,
}

/// An allocation round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// What it is called.
    pub name: String,
    /// The rule set it follows, whatever is published later.
    pub policy: PolicyId,
    /// The number of that rule set.
    pub policy_version: i64,
    /// The needs that were open at the freeze.
    pub needs: Vec<NeedId>,
    /// The journal's number at the freeze.
    pub frozen_seq: i64,
    /// When.
    pub frozen_at: Timestamp,
    /// The seed of its draw.
    pub seed: u32,
    /// Where it stands.
    pub state: RoundState,
}

/// Why a round was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenRoundRefused {
    /// No rule set is published.
    NoPolicy,
    /// Another round is open: a second draw would let one choose between two.
    AnotherOpen(RoundId),
    /// A round has this name.
    NameTaken,
    /// No need is open.
    NoNeed,
}

/// Why a round was not given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AbandonRoundRefused {
    /// The cité has no such round.
    Unknown,
    /// It is not open any more.
    NotOpen,
}

impl Store {
    /// Opens and withdraws needs by the siblings rule, freezes those that are open now, then draws the seed.
    /// Later needs wait for the next round.
    ///
    /// `draw` is called once the needs are frozen, with the journal held: chance is the edge's, the
    /// moment is not.
    ///
    /// # Errors
    /// [`OpenRoundRefused`].
    pub async fn open_round(
        &self,
        order: &OpenRound,
        draw: impl FnOnce() -> u32 + Send,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<OpenRoundRefused>> {
        let verb = match self.begin_once("open_round", order.id.into(), order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let cite = Uuid::from(by.cite);
        if let Some(other) = open_in(by).one(&verb.tx).await? {
            return Err(VerbError::Refused(OpenRoundRefused::AnotherOpen(RoundId(other.id))));
        }
        let Some(policy) = latest(&verb.tx, by).await? else {
            return Err(VerbError::Refused(OpenRoundRefused::NoPolicy));
        };
        let rules = policy_of(&verb.tx, policy.id).await?;
        let devices = siblings::make_rows(&verb, &rules.rules, order.id, cite).await?;
        let needs: Vec<Uuid> = need::Entity::find()
            .filter(need::Column::CiteId.eq(cite))
            .filter(need::Column::State.eq(NeedState::Open.code()))
            .filter(not_awaiting_purchase())
            .order_by_asc(need::Column::Id)
            .select_only()
            .column(need::Column::Id)
            .into_tuple()
            .all(&verb.tx)
            .await?;
        if needs.is_empty() {
            return Err(VerbError::Refused(OpenRoundRefused::NoNeed));
        }
        let row = round::Model {
            id: order.id.into(),
            cite_id: cite,
            policy_id: policy.id,
            name: order.name.clone(),
            frozen_seq: verb.seq,
            needs: serde_json::to_string(&needs).map_err(Failure::from)?,
            seed: draw().into(),
            frozen_at: Instant::from(now),
            state: RoundState::Open.code().to_owned(),
        };
        let facts = json!({
            "needs": needs.len(),
            "devices": devices,
            "policy": policy.version,
            "seed": row.seed,
        });
        match round::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await
        {
            Err(error)
                if breaks_unique(&error, "rounds_name_once", "rounds.cite_id, rounds.name") =>
            {
                return Err(VerbError::Refused(OpenRoundRefused::NameTaken));
            }
            // The lock and the look above come first; the index says the same to whatever slips by.
            Err(error) if breaks_unique(&error, "rounds_one_open_per_cite", "rounds.cite_id") => {
                drop(verb);
                return Err(self.another_open(by).await?.map_or_else(
                    || VerbError::from(error),
                    |other| VerbError::Refused(OpenRoundRefused::AnotherOpen(other)),
                ));
            }
            other => other?,
        };
        Ok(verb.commit(Subject::Round, order.id, facts).await?)
    }

    async fn another_open(&self, by: By) -> Result<Option<RoundId>, Failure> {
        Ok(open_in(by).one(&self.db).await?.map(|row| RoundId(row.id)))
    }

    /// Gives an open round up; the journal keeps that its draw was thrown away.
    ///
    /// # Errors
    /// [`AbandonRoundRefused`].
    pub async fn abandon_round(
        &self,
        id: RoundId,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<AbandonRoundRefused>> {
        let verb = self.begin("abandon_round", Some(by), now).await?;
        let Some(row) = find(&verb.tx, id, by).await? else {
            return Err(VerbError::Refused(AbandonRoundRefused::Unknown));
        };
        if row.state != RoundState::Open.code() {
            return Err(VerbError::Refused(AbandonRoundRefused::NotOpen));
        }
        let seed = row.seed;
        let mut row = row.into_active_model();
        row.state = Set(RoundState::Abandoned.code().to_owned());
        row.update(&verb.tx).await?;
        Ok(verb.commit(Subject::Round, id, json!({ "seed": seed })).await?)
    }

    /// A round of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn round(&self, id: RoundId, by: By) -> Result<Option<Round>, Failure> {
        match find(&self.db, id, by).await? {
            Some(row) => Ok(Some(value(&self.db, row).await?)),
            None => Ok(None),
        }
    }

    /// The rounds of the asker's cité, the latest first, and how many there are.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn rounds(
        &self,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<Round>, u64), Failure> {
        let mine = round::Entity::find().filter(round::Column::CiteId.eq(Uuid::from(by.cite)));
        let total = mine.clone().count(&self.db).await?;
        let rows = mine
            .order_by_desc(round::Column::FrozenSeq)
            .offset(offset)
            .limit(limit)
            .all(&self.db)
            .await?;
        let mut rounds = Vec::with_capacity(rows.len());
        for row in rows {
            rounds.push(value(&self.db, row).await?);
        }
        Ok((rounds, total))
    }
}

fn open_in(by: By) -> Select<round::Entity> {
    round::Entity::find()
        .filter(round::Column::CiteId.eq(Uuid::from(by.cite)))
        .filter(round::Column::State.eq(RoundState::Open.code()))
}

pub(super) async fn find(
    db: &impl ConnectionTrait,
    id: RoundId,
    by: By,
) -> Result<Option<round::Model>, Failure> {
    let mine = round::Entity::find_by_id(Uuid::from(id));
    Ok(mine.filter(round::Column::CiteId.eq(Uuid::from(by.cite))).one(db).await?)
}

pub(super) async fn value(db: &impl ConnectionTrait, row: round::Model) -> Result<Round, Failure> {
    let wrong = |problem: &dyn std::fmt::Display| Failure::row("rounds", row.id, problem);
    let policy = policy::Entity::find_by_id(row.policy_id).one(db).await?;
    let needs: Vec<Uuid> = serde_json::from_str(&row.needs).map_err(|problem| wrong(&problem))?;
    Ok(Round {
        policy: PolicyId(row.policy_id),
        policy_version: policy.ok_or_else(|| wrong(&"no such policy"))?.version,
        needs: needs.into_iter().map(NeedId).collect(),
        seed: u32::try_from(row.seed).map_err(|problem| wrong(&problem))?,
        state: row.state.parse().map_err(|problem| wrong(&problem))?,
        id: RoundId(row.id),
        frozen_seq: row.frozen_seq,
        frozen_at: row.frozen_at.timestamp(),
        name: row.name,
    })
}
