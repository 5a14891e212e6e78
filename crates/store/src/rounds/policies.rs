//! The rule sets a cité has published, each under its number, never changed.

use domain::ids::PolicyId;
use domain::scoring::RuleSet;
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::policy;
use crate::{By, Store};

/// A rule set to publish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewPolicy {
    /// Minted when the form was shown.
    pub id: PolicyId,
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

/// Publishing is never refused: a [`RuleSet`] that exists is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishRefused {}

impl Store {
    /// Publishes a rule set under the next number. Rounds already open keep theirs.
    ///
    /// # Errors
    /// When the same form came with other content, or the database fails.
    pub async fn publish_policy(
        &self,
        new: &NewPolicy,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<PublishRefused>> {
        let verb = match self.begin_once("publish_policy", new.id.into(), new, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let version = latest(&verb.tx, by).await?.map_or(1, |row| row.version + 1);
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
}

pub(super) async fn latest(
    db: &impl ConnectionTrait,
    by: By,
) -> Result<Option<policy::Model>, Failure> {
    let mine = policy::Entity::find().filter(policy::Column::CiteId.eq(Uuid::from(by.cite)));
    Ok(mine.order_by_desc(policy::Column::Version).one(db).await?)
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
