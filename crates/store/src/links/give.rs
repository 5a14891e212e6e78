//! Links that an agent gives to a school, lists and takes back.

use domain::ids::{CensusLinkId, SchoolId};
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{census_link, child, school};
use crate::{By, Store};

/// The longest a link may live.
pub const LONGEST_LINK: SignedDuration = SignedDuration::from_hours(60 * 24);

/// A link to be given.
#[derive(Debug, Clone, Copy)]
pub struct GiveLink<'a> {
    /// Its id, minted when the form was shown.
    pub id: CensusLinkId,
    /// To which school.
    pub school: SchoolId,
    /// For which of its classes; none for all of them.
    pub class: Option<&'a str>,
    /// SHA-256 of the secret in its address.
    pub token_hash: [u8; 32],
    /// Until when.
    pub expires: Timestamp,
}

/// Why a link was not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GiveLinkRefused {
    /// The cité has no such school.
    UnknownSchool,
    /// The register knows no pupil there.
    NoPupil,
    /// It would have ended already, or live longer than [`LONGEST_LINK`].
    Lifetime,
}

/// Why a link was not taken back, or its note not cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkRefused {
    /// The cité has no such link.
    Unknown,
    /// It was handed in: there is nothing to take back.
    HandedIn,
}

domain::vocabulary! {
    /// Where a link stands.
    LinkState {
        /// It can be used.
        Open = "open",
        /// Its day is past.
        Expired = "expired",
        /// The school has handed in: it has ended.
        HandedIn = "handed_in",
        /// An agent has taken it back.
        Revoked = "revoked",
    }
}

/// A link, as the agent sees it: never its secret, nor the answers under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenLink {
    /// Its id.
    pub id: CensusLinkId,
    /// For which class; none for the whole school.
    pub class: Option<String>,
    /// When it was given.
    pub created_at: Timestamp,
    /// Until when it can be used.
    pub expires_at: Timestamp,
    /// Where it stands.
    pub state: LinkState,
    /// Has the school begun?
    pub begun: bool,
    /// When it was handed in.
    pub handed_in_at: Option<Timestamp>,
    /// What the school wrote beside its answers; blank once read.
    pub note: String,
    /// The id of the file that was handed in, if it held an answer.
    pub import: Option<domain::ids::ImportId>,
}

#[derive(Serialize)]
struct Given<'a>(CensusLinkId, SchoolId, Option<&'a str>);

impl Store {
    /// Gives a link; answers whether it is new: sent again, the same form gives the link it gave before,
    /// whose secret nobody knows any more but whoever was shown it.
    ///
    /// # Errors
    /// [`GiveLinkRefused`].
    pub async fn give_link(
        &self,
        new: &GiveLink<'_>,
        by: By,
        now: Timestamp,
    ) -> Result<bool, VerbError<GiveLinkRefused>> {
        // The secret is drawn when the form is sent: it is no part of what the form says.
        let content = Given(new.id, new.school, new.class);
        let verb = match self.begin_once("give_link", new.id.into(), &content, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(false),
        };
        let refused = |why| Err(VerbError::Refused(why));
        let known = school::Entity::find_by_id(Uuid::from(new.school)).one(&verb.tx).await?;
        if known.is_none_or(|school| school.cite_id != Uuid::from(by.cite)) {
            return refused(GiveLinkRefused::UnknownSchool);
        }
        if new.expires <= now || new.expires > now + LONGEST_LINK {
            return refused(GiveLinkRefused::Lifetime);
        }
        let mut pupils =
            child::Entity::find().filter(child::Column::SchoolId.eq(Uuid::from(new.school)));
        if let Some(class) = new.class {
            pupils = pupils.filter(child::Column::ClassName.eq(class));
        }
        if pupils.one(&verb.tx).await?.is_none() {
            return refused(GiveLinkRefused::NoPupil);
        }
        let row = census_link::Model {
            id: new.id.into(),
            cite_id: by.cite.into(),
            school_id: new.school.into(),
            class_name: new.class.map(str::to_owned),
            token_hash: new.token_hash.to_vec(),
            created_by: by.account.into(),
            created_at: now.into(),
            expires_at: new.expires.into(),
            draft: String::new(),
            saves: 0,
            handed_in_at: None,
            handed_in_form: None,
            note: String::new(),
            revoked_at: None,
        };
        census_link::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
        sweep(&verb.tx, now).await?;
        let facts = json!({ "school": new.school, "expires": new.expires.as_millisecond() });
        verb.commit(Subject::CensusLink, new.id, facts).await?;
        Ok(true)
    }

    /// The links given to a school of the asker's cité, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn links(
        &self,
        school: SchoolId,
        by: By,
        now: Timestamp,
    ) -> Result<Vec<GivenLink>, Failure> {
        let rows = census_link::Entity::find()
            .filter(census_link::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(census_link::Column::SchoolId.eq(Uuid::from(school)))
            .order_by_desc(census_link::Column::CreatedAt)
            .order_by_desc(census_link::Column::Id)
            .all(&self.db)
            .await?;
        let forms: Vec<Uuid> = rows.iter().filter_map(|row| row.handed_in_form).collect();
        let made = self.imports_among(forms).await?;
        let link = |row: census_link::Model| GivenLink {
            state: state(&row, now),
            id: CensusLinkId(row.id),
            class: row.class_name,
            created_at: row.created_at.timestamp(),
            expires_at: row.expires_at.timestamp(),
            begun: !row.draft.is_empty(),
            handed_in_at: row.handed_in_at.map(Instant::timestamp),
            note: row.note,
            import: row.handed_in_form.filter(|form| made.contains(form)).map(Into::into),
        };
        Ok(rows.into_iter().map(link).collect())
    }

    /// Takes a link back: its address leads nowhere from then on, and the answers under way are gone.
    /// One taken back already stays so.
    ///
    /// # Errors
    /// [`LinkRefused`].
    pub async fn revoke_link(
        &self,
        id: CensusLinkId,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<LinkRefused>> {
        let verb = self.begin("revoke_link", Some(by), now).await?;
        let row = of_the_cite(&verb.tx, id, by).await?;
        if row.handed_in_at.is_some() {
            return Err(VerbError::Refused(LinkRefused::HandedIn));
        }
        if row.revoked_at.is_some() {
            return Ok(());
        }
        let mut row = row.into_active_model();
        row.revoked_at = Set(Some(now.into()));
        row.draft = Set(String::new());
        row.update(&verb.tx).await?;
        Ok(verb.commit(Subject::CensusLink, id, json!({})).await?)
    }

    /// What the school wrote beside its answers has been dealt with: it is not kept.
    ///
    /// # Errors
    /// [`LinkRefused::Unknown`].
    pub async fn clear_link_note(
        &self,
        id: CensusLinkId,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<LinkRefused>> {
        let verb = self.begin("clear_link_note", Some(by), now).await?;
        let row = of_the_cite(&verb.tx, id, by).await?;
        if row.note.is_empty() {
            return Ok(());
        }
        let mut row = row.into_active_model();
        row.note = Set(String::new());
        row.update(&verb.tx).await?;
        Ok(verb.commit(Subject::CensusLink, id, json!({})).await?)
    }
}

pub(super) fn state(row: &census_link::Model, now: Timestamp) -> LinkState {
    if row.handed_in_at.is_some() {
        LinkState::HandedIn
    } else if row.revoked_at.is_some() {
        LinkState::Revoked
    } else if row.expires_at.timestamp() <= now {
        LinkState::Expired
    } else {
        LinkState::Open
    }
}

async fn of_the_cite(
    db: &impl ConnectionTrait,
    id: CensusLinkId,
    by: By,
) -> Result<census_link::Model, VerbError<LinkRefused>> {
    let mine = census_link::Entity::find_by_id(Uuid::from(id))
        .filter(census_link::Column::CiteId.eq(Uuid::from(by.cite)));
    mine.one(db).await?.ok_or(VerbError::Refused(LinkRefused::Unknown))
}

/// Answers that nobody can hand in any more are about families: they are not kept.
async fn sweep(db: &impl ConnectionTrait, now: Timestamp) -> Result<(), Failure> {
    census_link::Entity::update_many()
        .col_expr(census_link::Column::Draft, Expr::val(""))
        .filter(census_link::Column::ExpiresAt.lte(Instant::from(now)))
        .exec(db)
        .await?;
    Ok(())
}
