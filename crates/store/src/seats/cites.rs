//! Cités: what their papers print, and the prefix of their inventory numbers.

use domain::ids::CiteId;
use jiff::Timestamp;
use sea_orm::{EntityTrait, IntoActiveModel, QueryOrder};
use serde_json::json;
use uuid::Uuid;

use crate::Store;
use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::entities::cite;

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
}

/// A cité to be created.
pub type NewCite = Cite;

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
    }
}
