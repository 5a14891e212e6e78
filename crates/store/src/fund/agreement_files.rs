//! What the troïka has before it: quotes and other documents, each kept with its SHA-256.
//!
//! They come with the question, or after it until somebody has answered: who answered has seen them all.

use std::collections::BTreeMap;

use domain::Euros;
use domain::Seat;
use domain::fund::{AgreementState, Amount, Quote, QuotePrice};
use domain::ids::{AgreementFileId, AgreementId};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::agreements::asked;
use crate::attachments::{LARGEST_ATTACHMENT, MediaType};
use crate::base::columns::{Day, Instant};
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{agreement_answer, agreement_file, quote};
use crate::{By, Store};

/// The most files beside one request.
pub const MOST_AGREEMENT_FILES: usize = 12;

/// A file to be kept beside a request. Its name is not kept: its label is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewAgreementFile {
    /// Its id.
    pub id: AgreementFileId,
    /// What it is called; of a quote, nothing.
    pub label: String,
    /// What it says, where it is a supplier's quote.
    pub quote: Option<Quote>,
    /// Its bytes; what is remembered of a form is their hash.
    #[serde(serialize_with = "hashed")]
    pub content: Vec<u8>,
}

fn hashed<S: serde::Serializer>(content: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&sha256(content))
}

/// The SHA-256 of a file, in hexadecimal.
#[must_use]
pub fn sha256(content: &[u8]) -> String {
    hex::encode(Sha256::digest(content))
}

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFault {
    /// Nothing in it.
    Empty,
    /// Larger than [`LARGEST_ATTACHMENT`].
    TooLarge,
    /// Neither a PDF, a JPEG nor a PNG.
    OtherKind,
}

/// A file to be added to a request that is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttachToAgreement {
    /// The request.
    pub agreement: AgreementId,
    /// The file; its id is the form's.
    pub file: NewAgreementFile,
}

/// Why a file is not added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttachToAgreementRefused {
    /// Only the three seats of the troïka add to a request.
    NotYourSeat,
    /// No such agreement in this cité.
    UnknownAgreement,
    /// It is decided, or withdrawn.
    AlreadyDecided,
    /// A seat has answered on what was there then.
    Answered,
    /// [`MOST_AGREEMENT_FILES`] are there already.
    TooMany,
    /// The file cannot be kept.
    File(FileFault),
}

/// A file beside a request, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementFile {
    /// Its id.
    pub id: AgreementFileId,
    /// What it is called; of a quote, nothing.
    pub label: String,
    /// What it says, where it is a supplier's quote.
    pub quote: Option<Quote>,
    /// What it is.
    pub media_type: MediaType,
    /// Bytes.
    pub size: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// What a file is, if it can be kept.
pub(super) fn judge(content: &[u8]) -> Result<MediaType, FileFault> {
    if content.is_empty() {
        Err(FileFault::Empty)
    } else if content.len() > LARGEST_ATTACHMENT {
        Err(FileFault::TooLarge)
    } else {
        MediaType::of(content).ok_or(FileFault::OtherKind)
    }
}

/// Writes a file that was judged; gives what the journal says of it.
pub(super) async fn write(
    verb: &Verb,
    agreement: AgreementId,
    file: &NewAgreementFile,
    media_type: MediaType,
    now: Timestamp,
) -> Result<serde_json::Value, Failure> {
    let hash = sha256(&file.content);
    let row = agreement_file::Model {
        id: file.id.into(),
        agreement_id: agreement.into(),
        label: file.label.clone(),
        media_type: media_type.code().to_owned(),
        size: i64::try_from(file.content.len()).unwrap_or(i64::MAX),
        sha256: hash.clone(),
        content: file.content.clone(),
        added_at: Instant::from(now),
    };
    agreement_file::Entity::insert(row.into_active_model())
        .exec_without_returning(&verb.tx)
        .await?;
    if let Some(said) = &file.quote {
        let taxed = said.price.taxed();
        let row = quote::Model {
            file_id: file.id.into(),
            supplier: said.supplier.clone(),
            number: said.number.clone(),
            quoted_on: Day(said.on),
            net_cents: taxed.map(|taxed| taxed.net().cents()),
            vat_cents: taxed.map(|taxed| taxed.vat().cents()),
            gross_cents: said.price.gross().cents(),
        };
        quote::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
    }
    let cents = file.quote.as_ref().map(|said| said.price.gross().cents());
    Ok(json!({ "file": file.id, "sha256": hash, "cents": cents }))
}

impl Store {
    /// Adds a file to a request that nobody has answered yet.
    ///
    /// # Errors
    /// [`AttachToAgreementRefused`].
    pub async fn attach_to_agreement(
        &self,
        order: &AttachToAgreement,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<AttachToAgreementRefused>> {
        use AttachToAgreementRefused as Refused;
        let refuse = |why| Err(VerbError::Refused(why));
        if !Seat::TROIKA.contains(&by.seat) {
            return refuse(Refused::NotYourSeat);
        }
        let form = Uuid::from(order.file.id);
        let verb = match self.begin_once("attach_to_agreement", form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let Some(row) = asked(&verb.tx, order.agreement, by).await? else {
            return refuse(Refused::UnknownAgreement);
        };
        if row.state != AgreementState::Asked.code() {
            return refuse(Refused::AlreadyDecided);
        }
        let answered = agreement_answer::Entity::find()
            .filter(agreement_answer::Column::AgreementId.eq(row.id));
        if answered.count(&verb.tx).await? > 0 {
            return refuse(Refused::Answered);
        }
        let there =
            agreement_file::Entity::find().filter(agreement_file::Column::AgreementId.eq(row.id));
        if there.count(&verb.tx).await? >= MOST_AGREEMENT_FILES as u64 {
            return refuse(Refused::TooMany);
        }
        let media_type = match judge(&order.file.content) {
            Ok(media_type) => media_type,
            Err(why) => return refuse(Refused::File(why)),
        };
        let facts = write(&verb, order.agreement, &order.file, media_type, now).await?;
        Ok(verb.commit(Subject::Agreement, order.agreement, facts).await?)
    }

    /// The bytes of a file beside a request of the asker's cité, and what they are.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn agreement_file(
        &self,
        id: AgreementFileId,
        by: By,
    ) -> Result<Option<(MediaType, Vec<u8>)>, Failure> {
        let found = agreement_file::Entity::find_by_id(Uuid::from(id)).one(&self.db).await?;
        let Some(row) = found else { return Ok(None) };
        if asked(&self.db, AgreementId(row.agreement_id), by).await?.is_none() {
            return Ok(None);
        }
        let media_type = row.media_type.parse();
        let media_type =
            media_type.map_err(|problem| Failure::row("agreement_files", row.id, problem))?;
        Ok(Some((media_type, row.content)))
    }
}

/// The files beside these requests, the first first, without their bytes.
pub(super) async fn of_agreements(
    db: &impl ConnectionTrait,
    agreements: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<AgreementFile>>, Failure> {
    use agreement_file::Column;
    let rows: Vec<(Uuid, Uuid, String, String, i64, String)> = agreement_file::Entity::find()
        .filter(Column::AgreementId.is_in(agreements.iter().copied()))
        .order_by_asc(Column::AddedAt)
        .order_by_asc(Column::Id)
        .select_only()
        .columns([
            Column::Id,
            Column::AgreementId,
            Column::Label,
            Column::MediaType,
            Column::Size,
            Column::Sha256,
        ])
        .into_tuple()
        .all(db)
        .await?;
    let mut quotes = BTreeMap::new();
    let of_files = quote::Column::FileId.is_in(rows.iter().map(|row| row.0));
    for row in quote::Entity::find().filter(of_files).all(db).await? {
        quotes.insert(row.file_id, quote_value(row)?);
    }
    let mut files: BTreeMap<Uuid, Vec<AgreementFile>> = BTreeMap::new();
    for (id, agreement, label, media_type, size, sha256) in rows {
        let media_type = media_type.parse();
        let media_type =
            media_type.map_err(|problem| Failure::row("agreement_files", id, problem))?;
        files.entry(agreement).or_default().push(AgreementFile {
            id: AgreementFileId(id),
            label,
            quote: quotes.remove(&id),
            media_type,
            size: u64::try_from(size).unwrap_or(0),
            sha256,
        });
    }
    Ok(files)
}

fn quote_value(row: quote::Model) -> Result<Quote, Failure> {
    let bad = |problem: String| Failure::row("quotes", row.file_id, problem);
    let gross = Amount::from_cents(row.gross_cents).map_err(|problem| bad(problem.to_string()))?;
    let euros = |cents: Option<i64>| cents.map(Euros::from_cents);
    let price = QuotePrice::new(euros(row.net_cents), euros(row.vat_cents), gross);
    Ok(Quote {
        price: price.map_err(|problem| bad(problem.to_string()))?,
        supplier: row.supplier,
        number: row.number,
        on: row.quoted_on.0,
    })
}
