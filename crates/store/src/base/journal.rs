//! The journal: one line a verb, sealed by a chain of hashes.
//!
//! A line holds opaque ids, codes and amounts, never a name: forgetting a person leaves the chain
//! whole. Each hash covers the line and the hash before it.

use domain::ids::{AccountId, CiteId};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::{journal, journal_head};
use crate::{By, Store};

domain::vocabulary! {
    /// What a journal line is about.
    Subject {
        /// An account or a seat.
        Account = "account",
        /// An agreement of the troïka.
        Agreement = "agreement",
        /// Papers printed together.
        Batch = "batch",
        /// An item of the catalogue.
        CatalogueItem = "catalogue_item",
        /// A link by which a school hands in its answers.
        CensusLink = "census_link",
        /// A cité.
        Cite = "cite",
        /// A commitment.
        Commitment = "commitment",
        /// A convention.
        Convention = "convention",
        /// A round of deliveries.
        DeliveryRound = "delivery_round",
        /// A decision that items leave for good.
        Disposal = "disposal",
        /// A donor.
        Donor = "donor",
        /// A file taken out.
        Export = "export",
        /// A fund line.
        FundLine = "fund_line",
        /// A household.
        Household = "household",
        /// An imported file.
        Import = "import",
        /// Damage, loss or theft.
        Incident = "incident",
        /// An item.
        Item = "item",
        /// A bill of materials.
        Kit = "kit",
        /// A loan.
        Loan = "loan",
        /// A lot.
        Lot = "lot",
        /// What the columns of files say.
        Mapping = "mapping",
        /// A need.
        Need = "need",
        /// A sealed bag on its way to a family.
        Parcel = "parcel",
        /// A plan.
        Plan = "plan",
        /// A policy.
        Policy = "policy",
        /// Items in the hands of a school or an organisation.
        Provision = "provision",
        /// A family sent in by a PRE referent.
        Referral = "referral",
        /// A shop that keeps bags.
        RelayPoint = "relay_point",
        /// Families reminded together.
        Reminder = "reminder",
        /// A reservation.
        Reservation = "reservation",
        /// An allocation round.
        Round = "round",
        /// A settlement.
        Settlement = "settlement",
        /// Something counted, not numbered.
        Supply = "supply",
        /// A count of what is at the desk.
        Stocktake = "stocktake",
        /// A token of the programming interface.
        Token = "token",
        /// Items that go from one cité to another.
        Transfer = "transfer",
    }
}

/// One line of the journal, as it is read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number, from 1, without gap.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who; nobody for the program itself.
    pub account: Option<AccountId>,
    /// By which seat's code.
    pub seat: Option<String>,
    /// In which cité.
    pub cite: Option<CiteId>,
    /// What was done: the verb's name.
    pub verb: String,
    /// On what kind of thing.
    pub subject: String,
    /// On which one.
    pub subject_id: Uuid,
    /// The result: ids, codes and amounts, as JSON.
    pub facts: String,
    /// The hash of the line before.
    pub previous: String,
    /// This line's hash.
    pub hash: String,
}

impl Entry {
    /// The hash this line must have: SHA-256 over its fields, each preceded by its length.
    #[must_use]
    pub fn sealed(&self) -> String {
        let text = |value: Option<String>| value.unwrap_or_default();
        let mut digest = Sha256::new();
        for field in [
            self.previous.clone(),
            self.seq.to_string(),
            self.at.as_millisecond().to_string(),
            text(self.account.map(|id| id.to_string())),
            text(self.seat.clone()),
            text(self.cite.map(|id| id.to_string())),
            self.verb.clone(),
            self.subject.clone(),
            self.subject_id.to_string(),
            self.facts.clone(),
        ] {
            digest.update((field.len() as u64).to_be_bytes());
            digest.update(field.as_bytes());
        }
        hex::encode(digest.finalize())
    }
}

impl From<journal::Model> for Entry {
    fn from(row: journal::Model) -> Self {
        Self {
            seq: row.seq,
            at: row.at.timestamp(),
            account: row.account_id.map(AccountId),
            seat: row.seat,
            cite: row.cite_id.map(CiteId),
            verb: row.verb,
            subject: row.subject,
            subject_id: row.subject_id,
            facts: row.facts,
            previous: row.previous,
            hash: row.hash,
        }
    }
}

impl From<Entry> for journal::Model {
    fn from(entry: Entry) -> Self {
        Self {
            seq: entry.seq,
            at: Instant::from(entry.at),
            account_id: entry.account.map(Uuid::from),
            seat: entry.seat,
            cite_id: entry.cite.map(Uuid::from),
            verb: entry.verb,
            subject: entry.subject,
            subject_id: entry.subject_id,
            facts: entry.facts,
            previous: entry.previous,
            hash: entry.hash,
        }
    }
}

impl Store {
    /// The number of the journal's last line: as long as it stands, nothing has changed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn journal_seq(&self) -> Result<i64, Failure> {
        let head = journal_head::Entity::find_by_id(1).one(&self.db).await?;
        Ok(head.ok_or_else(|| Failure::row("journal_head", 1, "missing"))?.seq)
    }

    /// The lines about one thing, oldest first; only of the asker's cité.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn journal_of(&self, subject_id: Uuid, by: By) -> Result<Vec<Entry>, Failure> {
        let rows = journal::Entity::find()
            .filter(journal::Column::SubjectId.eq(subject_id))
            .filter(journal::Column::CiteId.eq(Uuid::from(by.cite)))
            .order_by_asc(journal::Column::Seq)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(Entry::from).collect())
    }
}
