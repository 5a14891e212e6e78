//! Sending a family in: who they are and what is lacking, never why.

use domain::identifiers::Msisdn;
use domain::ids::{ReferralId, SchoolId};
use domain::people::language::ContactLanguage;
use domain::people::referral::{Lacks, ReferralState};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::VerbError;
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{referral, school};
use crate::{By, Store};

/// A family to be sent in. There is no field for a reason (`domain.md` §4.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewReferral {
    /// Its id, minted when the form was shown.
    pub id: ReferralId,
    /// Family name of the guardian.
    pub family_name: String,
    /// First name of the guardian.
    pub first_name: String,
    /// Where the agent may call.
    pub phone: Msisdn,
    /// A child's first name, which helps to find the family.
    pub child_first_name: Option<String>,
    /// That child's school.
    pub school: Option<SchoolId>,
    /// What is lacking; something is.
    pub lacks: Lacks,
    /// The language to call in.
    pub language: ContactLanguage,
}

/// Why a family was not sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewReferralRefused {
    /// Neither a device nor a connection is said to be lacking.
    NothingLacks,
    /// The cité has no such school.
    UnknownSchool,
}

impl Store {
    /// Keeps a referral for the agents of the cité. Whether the family is known already is neither
    /// looked up nor told.
    ///
    /// # Errors
    /// [`NewReferralRefused`].
    pub async fn refer(
        &self,
        new: &NewReferral,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<NewReferralRefused>> {
        if new.lacks.kinds().is_empty() {
            return Err(VerbError::Refused(NewReferralRefused::NothingLacks));
        }
        let verb = match self.begin_once("refer", new.id.into(), new, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        if let Some(id) = new.school {
            let known = school::Entity::find_by_id(Uuid::from(id))
                .filter(school::Column::CiteId.eq(Uuid::from(by.cite)));
            if known.one(&verb.tx).await?.is_none() {
                return Err(VerbError::Refused(NewReferralRefused::UnknownSchool));
            }
        }
        let row = referral::Model {
            id: new.id.into(),
            cite_id: by.cite.into(),
            account_id: by.account.into(),
            family_name: Some(new.family_name.clone()),
            first_name: Some(new.first_name.clone()),
            phone: Some(new.phone.as_str().to_owned()),
            child_first_name: new.child_first_name.clone(),
            school_id: new.school.map(Uuid::from),
            contact_language: Some(new.language.code().to_owned()),
            lacks_device: new.lacks.device,
            lacks_connection: new.lacks.connection,
            state: ReferralState::Received.code().to_owned(),
            household_id: None,
            created_at: Instant::from(now),
            closed_at: None,
        };
        referral::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        Ok(verb.commit(Subject::Referral, new.id, json!({ "lacks": new.lacks.kinds() })).await?)
    }
}
