//! The rule sets a cité has published, each under its number, never changed.

use domain::Seat;
use domain::ids::PolicyId;
use domain::scoring::RuleSet;
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{journal, policy};
use crate::{By, Store};

/// The verb's name in the journal.
const PUBLISH: &str = "publish_policy";

/// A rule set to publish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewPolicy {
    /// Minted when the form was shown.
    pub id: PolicyId,
    /// The number of the rule set in force when the form was shown; zero before the first.
    pub after: i64,
    /// The rules.
    pub rules: RuleSet,
}

/// A published rule set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Its id.
    pub id: PolicyId,
    /// Its number in the cité, from 1.
    pub version: i64,
    /// The rules.
    pub rules: RuleSet,
    /// When it was published.
    pub published_at: Timestamp,
}

/// One line of the history of rule sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyHead {
    /// Its id.
    pub id: PolicyId,
    /// Its number in the cité, from 1.
    pub version: i64,
    /// When it was published.
    pub published_at: Timestamp,
    /// By which seat.
    pub by: Option<Seat>,
}

/// Why a rule set was not published; a [`RuleSet`] that exists is right in itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishRefused {
    /// Another version was published since the form was shown: its changes would be lost.
    Overtaken {
        /// The version now in force.
        version: i64,
    },
    /// Nothing differs from the version in force.
    Unchanged {
        /// That version.
        version: i64,
    },
}

impl Store {
    /// Publishes a rule set under the next number. Rounds already open keep theirs.
    ///
    /// # Errors
    /// [`PublishRefused`]; nothing is published then.
    pub async fn publish_policy(
        &self,
        new: &NewPolicy,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<PublishRefused>> {
        let verb = match self.begin_once(PUBLISH, new.id.into(), new, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let latest = latest(&verb.tx, by).await?.as_ref().map(value).transpose()?;
        let version = latest.as_ref().map_or(0, |policy| policy.version);
        if version != new.after {
            return Err(VerbError::Refused(PublishRefused::Overtaken { version }));
        }
        if latest.is_some_and(|policy| policy.rules == new.rules) {
            return Err(VerbError::Refused(PublishRefused::Unchanged { version }));
        }
        let version = version + 1;
        let row = policy::Model {
            id: new.id.into(),
            cite_id: by.cite.into(),
            version,
            content: serde_json::to_string(&new.rules).map_err(Failure::from)?,
            published_at: Instant::from(now),
        };
        policy::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        Ok(verb.commit(Subject::Policy, new.id, json!({ "version": version })).await?)
    }

    /// The latest rule set of the asker's cité; none before the first is published.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn current_policy(&self, by: By) -> Result<Option<Policy>, Failure> {
        latest(&self.db, by).await?.as_ref().map(value).transpose()
    }

    /// One rule set of the asker's cité, in force or not.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn policy(&self, id: PolicyId, by: By) -> Result<Option<Policy>, Failure> {
        let mine = policy::Entity::find_by_id(Uuid::from(id))
            .filter(policy::Column::CiteId.eq(Uuid::from(by.cite)));
        mine.one(&self.db).await?.as_ref().map(value).transpose()
    }

    /// Every rule set the asker's cité has published, latest first, and how many there are.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn policies(
        &self,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<PolicyHead>, u64), Failure> {
        let mine = policy::Entity::find().filter(policy::Column::CiteId.eq(Uuid::from(by.cite)));
        let total = mine.clone().count(&self.db).await?;
        let rows = mine.order_by_desc(policy::Column::Version).offset(offset).limit(limit);
        let rows = rows.all(&self.db).await?;
        let lines = journal::Entity::find()
            .filter(journal::Column::SubjectId.is_in(rows.iter().map(|row| row.id)))
            .filter(journal::Column::Verb.eq(PUBLISH))
            .all(&self.db)
            .await?;
        let seat = |row: &policy::Model| {
            lines.iter().find(|line| line.subject_id == row.id)?.seat.as_ref()?.parse().ok()
        };
        let heads = rows.iter().map(|row| PolicyHead {
            id: PolicyId(row.id),
            version: row.version,
            published_at: row.published_at.timestamp(),
            by: seat(row),
        });
        Ok((heads.collect(), total))
    }
}

pub(super) async fn latest(
    db: &impl ConnectionTrait,
    by: By,
) -> Result<Option<policy::Model>, Failure> {
    let mine = policy::Entity::find().filter(policy::Column::CiteId.eq(Uuid::from(by.cite)));
    Ok(mine.order_by_desc(policy::Column::Version).one(db).await?)
}

/// The rules a cité goes by now; before it has published any, those it would start with.
pub(crate) async fn rules_in_force(db: &impl ConnectionTrait, by: By) -> Result<RuleSet, Failure> {
    let latest = latest(db, by).await?.as_ref().map(value).transpose()?;
    Ok(latest.map_or_else(RuleSet::starting, |policy| policy.rules))
}

pub(super) async fn policy_of(db: &impl ConnectionTrait, id: Uuid) -> Result<Policy, Failure> {
    let row = policy::Entity::find_by_id(id).one(db).await?;
    value(&row.ok_or_else(|| Failure::row("policies", id, "missing"))?)
}

fn value(row: &policy::Model) -> Result<Policy, Failure> {
    let rules = serde_json::from_str(&row.content)
        .map_err(|problem| Failure::row("policies", row.id, problem))?;
    Ok(Policy {
        id: PolicyId(row.id),
        version: row.version,
        rules,
        published_at: row.published_at.timestamp(),
    })
}
