//! Files kept beside a hand-over: the scan of a signed paper, a photo of a damage.

use domain::ids::{AttachmentId, LoanId};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::attachment;
use crate::loans::hand_over::left_by;
use crate::{By, Store};

/// The largest file kept, in bytes.
pub const LARGEST_ATTACHMENT: usize = 10 * 1024 * 1024;

/// The most files beside one hand-over.
pub const MOST_ATTACHMENTS: u64 = 20;

domain::vocabulary! {
    /// What a file is.
    MediaType {
        /// A scanned paper.
        Pdf = "application/pdf",
        /// A photo.
        Jpeg = "image/jpeg",
        /// A picture.
        Png = "image/png",
    }
}

impl MediaType {
    /// What a file's first bytes say it is, whatever its name says.
    #[must_use]
    pub fn of(content: &[u8]) -> Option<Self> {
        if content.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else if content.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if content.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else {
            None
        }
    }
}

domain::vocabulary! {
    /// What a file shows.
    Shows {
        /// The signed paper of the hand-over.
        SignedOut = "signed_out",
        /// The signed paper of the return.
        SignedIn = "signed_in",
        /// The state of an item.
        Photo = "photo",
    }
}

/// An order to keep a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attach<'a> {
    /// The file's id, minted when the form was shown.
    pub id: AttachmentId,
    /// The hand-over.
    pub hand_over: LoanId,
    /// What it shows.
    pub shows: Shows,
    /// Its bytes.
    pub content: &'a [u8],
}

/// What is remembered of the form: the file by its hash.
#[derive(Serialize)]
struct AttachDigest {
    hand_over: LoanId,
    shows: Shows,
    hash: String,
}

/// Why a file was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttachRefused {
    /// The cité has no such hand-over.
    Unknown,
    /// Nothing in it.
    Empty,
    /// Larger than [`LARGEST_ATTACHMENT`].
    TooLarge,
    /// Neither a PDF, a JPEG nor a PNG.
    OtherKind,
    /// [`MOST_ATTACHMENTS`] are there already.
    TooMany,
}

/// A file, without its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// What it shows.
    pub shows: Shows,
    /// What it is.
    pub media_type: MediaType,
    /// Bytes.
    pub size: u64,
    /// When it was added.
    pub at: Timestamp,
}

impl Store {
    /// Keeps a file beside a hand-over. Its name is not kept: it may be a person's.
    ///
    /// # Errors
    /// [`AttachRefused`].
    pub async fn attach(
        &self,
        order: &Attach<'_>,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<AttachRefused>> {
        let hash = hex::encode(Sha256::digest(order.content));
        let digest = AttachDigest { hand_over: order.hand_over, shows: order.shows, hash };
        let verb = match self.begin_once("attach", order.id.into(), &digest, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let refuse = |why| Err(VerbError::Refused(why));
        if order.content.is_empty() {
            return refuse(AttachRefused::Empty);
        }
        if order.content.len() > LARGEST_ATTACHMENT {
            return refuse(AttachRefused::TooLarge);
        }
        let Some(media_type) = MediaType::of(order.content) else {
            return refuse(AttachRefused::OtherKind);
        };
        let (id, cite) = (Uuid::from(order.hand_over), Uuid::from(by.cite));
        if !left_by(&verb.tx, order.hand_over, by).await?.any() {
            return refuse(AttachRefused::Unknown);
        }
        let there = attachment::Entity::find().filter(attachment::Column::SubjectId.eq(id));
        if there.count(&verb.tx).await? >= MOST_ATTACHMENTS {
            return refuse(AttachRefused::TooMany);
        }
        let size = i64::try_from(order.content.len()).unwrap_or(i64::MAX);
        let row = attachment::Model {
            id: order.id.into(),
            cite_id: cite,
            subject: Subject::Loan.code().to_owned(),
            subject_id: id,
            what: order.shows.code().to_owned(),
            media_type: media_type.code().to_owned(),
            size,
            content: order.content.to_vec(),
            added_at: Instant::from(now),
        };
        attachment::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
        let facts = json!({ "attachment": order.id, "shows": order.shows, "bytes": size });
        Ok(verb.commit(Subject::Loan, order.hand_over, facts).await?)
    }

    /// The files beside a hand-over of the asker's cité, the first first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn attachments(&self, id: LoanId, by: By) -> Result<Vec<Attachment>, Failure> {
        let rows: Vec<(Uuid, String, String, i64, Instant)> = attachment::Entity::find()
            .filter(attachment::Column::SubjectId.eq(Uuid::from(id)))
            .filter(attachment::Column::CiteId.eq(Uuid::from(by.cite)))
            .order_by_asc(attachment::Column::AddedAt)
            .order_by_asc(attachment::Column::Id)
            .select_only()
            .column(attachment::Column::Id)
            .column(attachment::Column::What)
            .column(attachment::Column::MediaType)
            .column(attachment::Column::Size)
            .column(attachment::Column::AddedAt)
            .into_tuple()
            .all(&self.db)
            .await?;
        let value = |(id, what, media_type, size, at): (Uuid, String, String, i64, Instant)| {
            let wrong = |problem| Failure::row("attachments", id, problem);
            Ok(Attachment {
                id: AttachmentId(id),
                shows: what.parse().map_err(wrong)?,
                media_type: media_type.parse().map_err(wrong)?,
                size: u64::try_from(size).unwrap_or(0),
                at: at.timestamp(),
            })
        };
        rows.into_iter().map(value).collect()
    }

    /// The bytes of a file of the asker's cité, and what they are.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn attachment(
        &self,
        id: AttachmentId,
        by: By,
    ) -> Result<Option<(MediaType, Vec<u8>)>, Failure> {
        let mine = attachment::Entity::find_by_id(Uuid::from(id))
            .filter(attachment::Column::CiteId.eq(Uuid::from(by.cite)));
        let Some(row) = mine.one(&self.db).await? else { return Ok(None) };
        let media_type = row.media_type.parse();
        let media_type =
            media_type.map_err(|problem| Failure::row("attachments", row.id, problem))?;
        Ok(Some((media_type, row.content)))
    }
}
