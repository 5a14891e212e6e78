//! Cités: what their papers print, and the prefix of their inventory numbers.

use std::collections::BTreeMap;

use domain::ids::CiteId;
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QueryOrder, Set};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::cite;
use crate::{By, Store};

/// A cité éducative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// Its id.
    pub id: CiteId,
    /// Its usual name.
    pub name: String,
    /// Three capitals that begin its inventory numbers, unique among cités.
    pub tag_prefix: String,
    /// The collège that holds the fund.
    pub lead_school: String,
    /// Who lends: the name printed on the agreement.
    pub lender_name: String,
    /// The lender's address.
    pub lender_address: String,
    /// Who signs for the lender, with their office.
    pub lender_signatory: String,
    /// The act that allows the loans (deliberation number and date).
    pub act_reference: String,
    /// Whom a family calls.
    pub contact: String,
    /// How to reach the data-protection officer.
    pub dpo_contact: String,
    /// Where families learn to use what they borrow: an address that a telephone opens.
    pub tutorial: String,
    /// Who reminds, in words that anybody who shares a telephone may read; the lender when blank.
    pub sender: String,
}

/// A cité to be created. What its papers say may still be blank.
pub type NewCite = Cite;

domain::vocabulary! {
    /// Something that the papers of a cité say of it.
    Mention {
        /// The collège that holds the fund.
        LeadSchool = "lead_school",
        /// Who lends.
        LenderName = "lender_name",
        /// The lender's address.
        LenderAddress = "lender_address",
        /// Who signs for the lender.
        LenderSignatory = "lender_signatory",
        /// The act that allows the loans.
        ActReference = "act_reference",
        /// Whom a family calls.
        Contact = "contact",
        /// The data-protection officer.
        DpoContact = "dpo_contact",
        /// Where families learn to use what they borrow.
        Tutorial = "tutorial",
        /// Who reminds.
        Sender = "sender",
    }
}

impl Mention {
    /// Does a paper leave a line to fill in by hand without it?
    #[must_use]
    pub const fn is_needed(self) -> bool {
        !matches!(self, Self::Tutorial | Self::Sender)
    }
}

impl Cite {
    /// Who reminds: the neutral name if there is one, else the lender.
    #[must_use]
    pub fn reminding(&self) -> &str {
        let sender = self.sender.trim();
        if sender.is_empty() { &self.lender_name } else { sender }
    }

    /// What the papers say under this mention; blank until somebody has said it.
    #[must_use]
    pub fn mention(&self, mention: Mention) -> &str {
        match mention {
            Mention::LeadSchool => &self.lead_school,
            Mention::LenderName => &self.lender_name,
            Mention::LenderAddress => &self.lender_address,
            Mention::LenderSignatory => &self.lender_signatory,
            Mention::ActReference => &self.act_reference,
            Mention::Contact => &self.contact,
            Mention::DpoContact => &self.dpo_contact,
            Mention::Tutorial => &self.tutorial,
            Mention::Sender => &self.sender,
        }
    }

    /// The mentions that are still blank: papers leave a line to fill in by hand.
    #[must_use]
    pub fn missing(&self) -> Vec<Mention> {
        let blank = |mention: &Mention| self.mention(*mention).trim().is_empty();
        Mention::ALL.iter().copied().filter(|one| one.is_needed() && blank(one)).collect()
    }
}

/// What a cité is called and what its papers say, from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DescribeCite {
    /// The form's id.
    pub form: Uuid,
    /// Its usual name.
    pub name: String,
    /// What the papers say; a mention that is left out is blank.
    pub mentions: BTreeMap<Mention, String>,
}

/// Describing the asker's own cité is never refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DescribeCiteRefused {}

/// Why a cité was not created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewCiteRefused {
    /// Another cité has this prefix.
    PrefixTaken,
    /// The prefix is not three capital letters.
    PrefixForm,
}

impl Store {
    /// Creates a cité.
    ///
    /// # Errors
    /// Refused when the prefix is taken or not of three capitals.
    pub async fn create_cite(
        &self,
        cite: &NewCite,
        now: Timestamp,
    ) -> Result<(), VerbError<NewCiteRefused>> {
        if cite.tag_prefix.len() != 3 || !cite.tag_prefix.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(VerbError::Refused(NewCiteRefused::PrefixForm));
        }
        let verb = self.begin("create_cite", None, now).await?;
        let inserted = cite::Entity::insert(row(cite, now).into_active_model())
            .exec_without_returning(&verb.tx)
            .await;
        match inserted {
            Err(error) if breaks_unique(&error, "cites_tag_prefix_once", "cites.tag_prefix") => {
                return Err(VerbError::Refused(NewCiteRefused::PrefixTaken));
            }
            other => other?,
        };
        Ok(verb.commit(Subject::Cite, cite.id, json!({ "tag_prefix": cite.tag_prefix })).await?)
    }

    /// Says anew what the asker's cité is called and what its papers say. The journal keeps which
    /// mentions changed, never what they say: one of them is a person's name.
    ///
    /// # Errors
    /// When the same form came with other content, or the database fails.
    pub async fn describe_cite(
        &self,
        order: &DescribeCite,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<DescribeCiteRefused>> {
        let Submitted::New(verb) =
            self.begin_once("describe_cite", order.form, order, by, now).await?
        else {
            return Ok(());
        };
        let before = cite::Entity::find_by_id(Uuid::from(by.cite)).one(&verb.tx).await?;
        let before = before.ok_or_else(|| Failure::row("cites", by.cite, "missing"))?;
        let said = |mention: Mention| order.mentions.get(&mention).cloned().unwrap_or_default();
        let known = value(before.clone());
        let changed: Vec<Mention> = Mention::ALL
            .iter()
            .filter(|one| known.mention(**one) != said(**one))
            .copied()
            .collect();
        let facts = json!({ "changed": changed, "renamed": before.name != order.name });
        let mut row = before.into_active_model();
        row.name = Set(order.name.clone());
        row.lead_school = Set(said(Mention::LeadSchool));
        row.lender_name = Set(said(Mention::LenderName));
        row.lender_address = Set(said(Mention::LenderAddress));
        row.lender_signatory = Set(said(Mention::LenderSignatory));
        row.act_reference = Set(said(Mention::ActReference));
        row.contact = Set(said(Mention::Contact));
        row.dpo_contact = Set(said(Mention::DpoContact));
        row.tutorial = Set(said(Mention::Tutorial));
        row.sender = Set(said(Mention::Sender));
        row.update(&verb.tx).await?;
        Ok(verb.commit(Subject::Cite, by.cite, facts).await?)
    }

    /// All cités, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cites(&self) -> Result<Vec<Cite>, Failure> {
        let rows = cite::Entity::find().order_by_asc(cite::Column::Name).all(&self.db).await?;
        Ok(rows.into_iter().map(value).collect())
    }

    /// One cité.
    ///
    /// # Errors
    /// When the database fails, or an id that a seat holds is gone.
    pub async fn cite(&self, id: CiteId) -> Result<Cite, Failure> {
        let row = cite::Entity::find_by_id(Uuid::from(id)).one(&self.db).await?;
        row.map(value).ok_or_else(|| Failure::row("cites", id, "missing"))
    }
}

/// How long what an adopted plan set aside waits for its family, in days, until a cité says otherwise.
const DAYS_HELD: i64 = 21;

fn row(cite: &Cite, now: Timestamp) -> cite::Model {
    let cite = cite.clone();
    cite::Model {
        id: cite.id.into(),
        name: cite.name,
        tag_prefix: cite.tag_prefix,
        lead_school: cite.lead_school,
        lender_name: cite.lender_name,
        lender_address: cite.lender_address,
        lender_signatory: cite.lender_signatory,
        act_reference: cite.act_reference,
        contact: cite.contact,
        dpo_contact: cite.dpo_contact,
        created_at: Instant::from(now),
        hold_days: DAYS_HELD,
        tutorial: cite.tutorial,
        sender: cite.sender,
    }
}

fn value(row: cite::Model) -> Cite {
    Cite {
        id: CiteId(row.id),
        name: row.name,
        tag_prefix: row.tag_prefix,
        lead_school: row.lead_school,
        lender_name: row.lender_name,
        lender_address: row.lender_address,
        lender_signatory: row.lender_signatory,
        act_reference: row.act_reference,
        contact: row.contact,
        dpo_contact: row.dpo_contact,
        tutorial: row.tutorial,
        sender: row.sender,
    }
}
