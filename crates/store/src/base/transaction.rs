//! One verb, one transaction, one journal line: a [`Verb`] can only be committed with its line.

use domain::ids::CiteId;
use jiff::Timestamp;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, DatabaseTransaction, DbBackend, EntityTrait, IntoActiveModel, IsolationLevel,
    QuerySelect, Set, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use serde::Serialize;
use uuid::Uuid;

use crate::base::error::{Failure, VerbError};
use crate::base::journal::{Entry, Subject};
use crate::entities::{journal, journal_head, submission};
use crate::{By, Store};

/// An open transaction that holds the journal's head: nobody else writes until it ends.
///
/// Dropped, it rolls back.
pub(crate) struct Verb {
    /// Where rows are read and written.
    pub tx: DatabaseTransaction,
    /// The number its journal line will have.
    pub seq: i64,
    name: &'static str,
    previous: String,
    by: Option<By>,
    cite: Option<CiteId>,
    now: Timestamp,
    submission: Option<(Uuid, String)>,
}

/// A submitted form, the first time or again.
pub(crate) enum Submitted {
    /// Never seen: carry it out.
    New(Box<Verb>),
    /// Already carried out with the same content: answer as then.
    Again,
}

impl Store {
    /// Begins the verb `name`, waiting for one's turn to write.
    pub(crate) async fn begin(
        &self,
        name: &'static str,
        by: Option<By>,
        now: Timestamp,
    ) -> Result<Verb, Failure> {
        let (tx, head) = self.alone().await?;
        let cite = by.map(|by| by.cite);
        let seq = head.seq + 1;
        Ok(Verb { tx, seq, name, previous: head.hash, by, cite, now, submission: None })
    }

    /// A transaction that holds the journal's head: nobody else writes until it ends.
    ///
    /// `PostgreSQL` reads what is committed when each statement begins, whatever the server's own
    /// default: what is read after the lock is what the writer before left.
    pub(crate) async fn alone(
        &self,
    ) -> Result<(DatabaseTransaction, journal_head::Model), Failure> {
        let postgres = self.db.get_database_backend() == DbBackend::Postgres;
        let options = TransactionOptions {
            isolation_level: postgres.then_some(IsolationLevel::ReadCommitted),
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = self.db.begin_with_options(options).await?;
        let head = lock_head(&tx).await?;
        Ok((tx, head))
    }

    /// Begins the verb `name` for a form whose id the edge minted (invariant 5): the same id with the
    /// same content is answered as the first time, with other content it is refused.
    ///
    /// What is kept of the content is sealed with the store's key, for a form may hold a birth date or
    /// the ground of a priority, which a bare digest would let one find by trying. Who sent it and in
    /// which cité is part of the content. Forms carried out before that was so (up to `m0009`) have no
    /// digest any more: sent again, they are refused as other content, and nothing is done twice.
    pub(crate) async fn begin_once<R>(
        &self,
        name: &'static str,
        form: Uuid,
        content: &impl Serialize,
        by: impl Into<Option<By>>,
        now: Timestamp,
    ) -> Result<Submitted, VerbError<R>> {
        let by = by.into();
        let digest = self.submission_digest(content, by)?;
        let mut verb = self.begin(name, by, now).await?;
        match submission::Entity::find_by_id(form).one(&verb.tx).await? {
            None => {
                verb.submission = Some((form, digest));
                Ok(Submitted::New(Box::new(verb)))
            }
            Some(seen) if seen.digest == digest && seen.verb == name => Ok(Submitted::Again),
            Some(_) => Err(VerbError::OtherContent),
        }
    }

    fn submission_digest(
        &self,
        content: &impl Serialize,
        by: Option<By>,
    ) -> Result<String, Failure> {
        let who = by.map(|by| (by.account, by.cite));
        // The first word keeps these seals apart from those of births.
        let text = serde_json::to_string(&("submission", who, content))?;
        Ok(self.key.seal(&text))
    }
}

impl Verb {
    /// Begins the verb `name`, of the program itself, inside a transaction that is not yet committed.
    pub(crate) async fn within(
        tx: DatabaseTransaction,
        name: &'static str,
        now: Timestamp,
    ) -> Result<Self, Failure> {
        let head = lock_head(&tx).await?;
        let (seq, previous) = (head.seq + 1, head.hash);
        Ok(Self { tx, seq, name, previous, by: None, cite: None, now, submission: None })
    }

    /// Nobody with an account does this, but in this cité: its journal tells of it.
    pub(crate) const fn in_cite(&mut self, cite: CiteId) {
        self.cite = Some(cite);
    }

    /// Writes the journal line and commits. `facts` are ids, codes and amounts only.
    pub(crate) async fn commit(
        self,
        subject: Subject,
        subject_id: impl Into<Uuid>,
        facts: serde_json::Value,
    ) -> Result<(), Failure> {
        let mut line = Entry {
            seq: self.seq,
            at: self.now,
            account: self.by.map(|by| by.account),
            seat: self.by.map(|by| by.seat.code().to_owned()),
            cite: self.cite,
            verb: self.name.to_owned(),
            subject: subject.code().to_owned(),
            subject_id: subject_id.into(),
            facts: facts.to_string(),
            previous: self.previous,
            hash: String::new(),
        };
        line.hash = line.sealed();
        let head = journal_head::ActiveModel {
            id: Set(1),
            seq: Set(line.seq),
            hash: Set(line.hash.clone()),
        };
        journal::Entity::insert(journal::Model::from(line).into_active_model())
            .exec_without_returning(&self.tx)
            .await?;
        head.update(&self.tx).await?;
        if let Some((id, digest)) = self.submission {
            let seen = submission::Model { id, verb: self.name.to_owned(), digest, seq: self.seq };
            submission::Entity::insert(seen.into_active_model())
                .exec_without_returning(&self.tx)
                .await?;
        }
        Ok(self.tx.commit().await?)
    }
}

/// Waits for one's turn to write.
async fn lock_head(tx: &DatabaseTransaction) -> Result<journal_head::Model, Failure> {
    let head = journal_head::Entity::find_by_id(1).lock(LockType::Update).one(tx).await?;
    head.ok_or_else(|| Failure::row("journal_head", 1, "missing"))
}
