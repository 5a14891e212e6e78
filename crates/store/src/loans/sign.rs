//! Signatures: one for everything that a family takes home, one for what it brings back.

use domain::ids::LoanId;
use domain::people::language::ContactLanguage;
use domain::signature::{Manner, Signature, Strokes};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::hand_over::left_by;
use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::signature;
use crate::{By, Store};

domain::vocabulary! {
    /// What a signature is for.
    Side {
        /// What went out.
        Out = "out",
        /// What came back.
        In = "in",
    }
}

/// An order to add a signature to a hand-over or a return that went without.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sign {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The hand-over.
    pub hand_over: LoanId,
    /// Which side of it.
    pub side: Side,
    /// The signature.
    pub signature: Signature,
}

/// Why no signature was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignRefused {
    /// The cité has no such hand-over.
    Unknown,
}

/// A signature as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// What it is for.
    pub side: Side,
    /// When.
    pub at: Timestamp,
    /// The signature.
    pub signature: Signature,
}

impl Store {
    /// Adds a signature: the paper was signed after all, or what came back is signed for.
    ///
    /// # Errors
    /// [`SignRefused`].
    pub async fn sign(
        &self,
        order: &Sign,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<SignRefused>> {
        let verb = match self.begin_once("sign", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        if !left_by(&verb.tx, order.hand_over, by).await?.any() {
            return Err(VerbError::Refused(SignRefused::Unknown));
        }
        write_signature(&verb, order.hand_over, order.side, &order.signature, by, now).await?;
        let facts = json!({ "side": order.side, "manner": order.signature.manner.code() });
        Ok(verb.commit(Subject::Loan, order.hand_over, facts).await?)
    }

    /// The signatures of a hand-over of the asker's cité, oldest first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn signatures(&self, id: LoanId, by: By) -> Result<Vec<Signed>, Failure> {
        let rows = signature::Entity::find()
            .filter(signature::Column::HandOverId.eq(Uuid::from(id)))
            .filter(signature::Column::CiteId.eq(Uuid::from(by.cite)))
            .order_by_asc(signature::Column::Seq)
            .all(&self.db)
            .await?;
        rows.iter().map(value).collect()
    }
}

pub(super) async fn write_signature(
    verb: &Verb,
    id: LoanId,
    side: Side,
    signature: &Signature,
    by: By,
    now: Timestamp,
) -> Result<(), Failure> {
    let strokes = match &signature.manner {
        Manner::Drawn(strokes) => Some(strokes.to_string()),
        Manner::OnPaper => None,
    };
    let row = signature::Model {
        hand_over_id: id.into(),
        side: side.code().to_owned(),
        seq: verb.seq,
        cite_id: by.cite.into(),
        manner: signature.manner.code().to_owned(),
        strokes,
        read_in: signature.read_in.map(|language| language.code().to_owned()),
        interpreter: signature.interpreter,
        signed_at: Instant::from(now),
    };
    signature::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
    Ok(())
}

fn value(row: &signature::Model) -> Result<Signed, Failure> {
    let wrong =
        |problem: &dyn std::fmt::Display| Failure::row("signatures", row.hand_over_id, problem);
    let manner = match &row.strokes {
        Some(text) => Manner::Drawn(Strokes::parse(text).map_err(|problem| wrong(&problem))?),
        None => Manner::OnPaper,
    };
    let read_in: Option<Result<ContactLanguage, _>> = row.read_in.as_ref().map(|code| code.parse());
    Ok(Signed {
        side: row.side.parse().map_err(|problem| wrong(&problem))?,
        at: row.signed_at.timestamp(),
        signature: Signature {
            manner,
            read_in: read_in.transpose().map_err(|problem| wrong(&problem))?,
            interpreter: row.interpreter,
        },
    })
}
