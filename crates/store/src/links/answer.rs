//! What the holder of a link does: looks, keeps answers for later, hands in once.
//!
//! The secret is the right: no account asks, so the journal names the link alone, in the link's cité.

use domain::ids::{CensusLinkId, CiteId, ImportId, SchoolId};
use domain::people::census::ImportKind;
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect, Set,
};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use uuid::Uuid;

use super::give::{LinkState, state};
use super::roll::RollPupil;
use crate::Store;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::census::imports::ImportState;
use crate::entities::{census_link, cite, import, school};

/// How often the answers of one link may be kept for later: each time writes a line of the journal.
pub const MOST_SAVES: i64 = 300;

/// A link found by its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldLink {
    /// Its id.
    pub id: CensusLinkId,
    /// Its cité's name.
    pub cite_name: String,
    /// Who lends there, and answers for the data.
    pub lender_name: String,
    /// How to reach the data-protection officer; may be blank.
    pub dpo_contact: String,
    /// The school's name.
    pub school_name: String,
    /// For which class; none for the whole school.
    pub class: Option<String>,
    /// Until when it can be used.
    pub expires_at: Timestamp,
    /// Where it stands.
    pub state: LinkState,
    /// The form that handed it in.
    pub handed_in_form: Option<Uuid>,
    /// The answers so far, as the edge writes them; blank if there are none.
    pub draft: String,
    cite: CiteId,
    school: SchoolId,
}

/// What is handed in.
#[derive(Debug, Clone, Copy)]
pub struct HandIn<'a> {
    /// Minted when the page was shown; it becomes the file's id.
    pub form: Uuid,
    /// SHA-256 of the secret.
    pub token_hash: [u8; 32],
    /// What the file is called.
    pub file_name: &'a str,
    /// A list of needs; none when there is no answer, only a note.
    pub content: Option<&'a [u8]>,
    /// How it is to be read, as the edge writes it (JSON).
    pub settings: &'a str,
    /// What the school writes beside its answers, for the agent; may be blank.
    pub note: &'a str,
}

/// Why a link does not do what its holder asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldLinkRefused {
    /// It is unknown, past its day, taken back or handed in: which of these is nobody's business.
    Closed,
    /// Its answers were kept [`MOST_SAVES`] times.
    TooManySaves,
}

#[derive(Serialize)]
struct HandedIn<'a>(Uuid, &'a str, Option<String>, &'a str);

impl Store {
    /// The link of a secret, whatever its state.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn held_link(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<HeldLink>, Failure> {
        let Some(row) = find(&self.db, token_hash).await? else { return Ok(None) };
        let missing = |what| Failure::row("census_links", row.id, what);
        let home = cite::Entity::find_by_id(row.cite_id).one(&self.db).await?;
        let home = home.ok_or_else(|| missing("no cité"))?;
        let at = school::Entity::find_by_id(row.school_id).one(&self.db).await?;
        let at = at.ok_or_else(|| missing("no school"))?;
        Ok(Some(HeldLink {
            id: CensusLinkId(row.id),
            cite_name: home.name,
            lender_name: home.lender_name,
            dpo_contact: home.dpo_contact,
            school_name: at.name,
            expires_at: row.expires_at.timestamp(),
            state: state(&row, now),
            handed_in_form: row.handed_in_form,
            cite: CiteId(row.cite_id),
            school: SchoolId(row.school_id),
            class: row.class_name,
            draft: row.draft,
        }))
    }

    /// The pupils a link is about, as they are now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn roll_behind(&self, link: &HeldLink) -> Result<Vec<RollPupil>, Failure> {
        self.roll_of(link.cite, link.school, link.class.as_deref()).await
    }

    /// Keeps the answers so far: the same link finds them again. `answered` is how many pupils they are
    /// about, for the journal.
    ///
    /// # Errors
    /// [`HeldLinkRefused`].
    pub async fn keep_answers(
        &self,
        token_hash: [u8; 32],
        draft: &str,
        answered: usize,
        now: Timestamp,
    ) -> Result<(), VerbError<HeldLinkRefused>> {
        let mut verb = self.begin("keep_answers", None, now).await?;
        let row = open(find(&verb.tx, token_hash).await?, now)?;
        if row.draft == draft {
            return Ok(());
        }
        if row.saves >= MOST_SAVES {
            return Err(VerbError::Refused(HeldLinkRefused::TooManySaves));
        }
        let (id, home, saves) = (row.id, CiteId(row.cite_id), row.saves + 1);
        let mut row = row.into_active_model();
        row.draft = Set(draft.to_owned());
        row.saves = Set(saves);
        row.update(&verb.tx).await?;
        verb.in_cite(home);
        Ok(verb.commit(Subject::CensusLink, id, json!({ "answered": answered })).await?)
    }

    /// Hands in: the answers become a file that waits for an agent, and the link has ended. The register
    /// is not touched. The same form again is the same hand-in.
    ///
    /// # Errors
    /// [`HeldLinkRefused::Closed`].
    pub async fn hand_in(
        &self,
        order: &HandIn<'_>,
        now: Timestamp,
    ) -> Result<(), VerbError<HeldLinkRefused>> {
        let digest = order.content.map(|content| hex::encode(Sha256::digest(content)));
        let said = HandedIn(order.form, order.file_name, digest, order.note);
        let content = (hex::encode(order.token_hash), said);
        let mut verb = match self.begin_once("hand_in", order.form, &content, None, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let row = open(find(&verb.tx, order.token_hash).await?, now)?;
        if let Some(content) = order.content {
            let file = import::Model {
                id: order.form,
                cite_id: row.cite_id,
                school_id: Some(row.school_id),
                kind: ImportKind::Needs.code().to_owned(),
                file_name: order.file_name.to_owned(),
                content: content.to_vec(),
                settings: order.settings.to_owned(),
                accepted: "[]".to_owned(),
                state: ImportState::Staged.code().to_owned(),
                base_seq: verb.seq,
                staged_at: now.into(),
            };
            import::Entity::insert(file.into_active_model())
                .exec_without_returning(&verb.tx)
                .await?;
        }
        let (id, home, school) = (row.id, CiteId(row.cite_id), row.school_id);
        let mut row = row.into_active_model();
        row.handed_in_at = Set(Some(now.into()));
        row.handed_in_form = Set(Some(order.form));
        row.note = Set(order.note.to_owned());
        row.draft = Set(String::new());
        row.update(&verb.tx).await?;
        verb.in_cite(home);
        let facts = json!({
            "school": school,
            "import": order.content.map(|_| ImportId(order.form)),
            "bytes": order.content.map_or(0, <[u8]>::len),
        });
        Ok(verb.commit(Subject::CensusLink, id, facts).await?)
    }

    /// Which of these forms have made a file.
    pub(super) async fn imports_among(&self, forms: Vec<Uuid>) -> Result<BTreeSet<Uuid>, Failure> {
        let made = import::Entity::find()
            .filter(import::Column::Id.is_in(forms))
            .select_only()
            .column(import::Column::Id)
            .into_tuple::<Uuid>();
        Ok(made.all(&self.db).await?.into_iter().collect())
    }
}

async fn find(
    db: &impl ConnectionTrait,
    token_hash: [u8; 32],
) -> Result<Option<census_link::Model>, Failure> {
    // By the secret's hash, on its index: how long that takes tells nothing of the secret.
    let behind =
        census_link::Entity::find().filter(census_link::Column::TokenHash.eq(token_hash.to_vec()));
    Ok(behind.one(db).await?)
}

/// The link, if it can be used.
fn open(
    row: Option<census_link::Model>,
    now: Timestamp,
) -> Result<census_link::Model, VerbError<HeldLinkRefused>> {
    let usable = row.filter(|row| state(row, now) == LinkState::Open);
    usable.ok_or(VerbError::Refused(HeldLinkRefused::Closed))
}
