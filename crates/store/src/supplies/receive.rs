//! Entering counted things: what they are, and how many came.

use domain::ids::{CommitmentId, DonorId, SupplyId, SupplyLotId};
use domain::supply::SupplyNature;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::shelf::enter_move;
use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{commitment, donor, supply, supply_lot};
use crate::{By, Store};

/// A counted thing to be known from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewSupply {
    /// Its id, minted when the form was shown.
    pub id: SupplyId,
    /// What people call it.
    pub label: String,
    /// What it is.
    pub nature: SupplyNature,
    /// From how many pieces on one should think of more; 0 for never.
    pub low_at: u32,
}

/// Where pieces come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum SupplyOrigin {
    /// The town's own.
    Town,
    /// A donor.
    Donor(DonorId),
    /// An order paid by the fund.
    Fund(CommitmentId),
}

/// An order to receive pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ReceiveSupply {
    /// The delivery's id, minted when the form was shown.
    pub lot: SupplyLotId,
    /// What came.
    pub supply: SupplyId,
    /// How many pieces, at least one.
    pub pieces: u32,
    /// From whom.
    pub origin: SupplyOrigin,
    /// The day.
    pub received_on: Date,
}

/// Why a counted thing was not entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewSupplyRefused {
    /// The cité has one of this name.
    LabelTaken,
    /// The cité has a book of this number.
    IsbnTaken,
}

/// Why pieces were not received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiveSupplyRefused {
    /// The cité has no such thing.
    UnknownSupply,
    /// The cité has no such donor or order.
    UnknownOrigin,
}

impl Store {
    /// Enters a counted thing; there are no pieces of it yet.
    ///
    /// # Errors
    /// [`NewSupplyRefused`].
    pub async fn add_supply(
        &self,
        order: &NewSupply,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<NewSupplyRefused>> {
        let verb = match self.begin_once("add_supply", order.id.into(), order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let (isbn, ages) = match &order.nature {
            SupplyNature::Consumable => (None, None),
            SupplyNature::Book { isbn, ages } => (isbn.as_ref().map(ToString::to_string), *ages),
        };
        let row = supply::Model {
            id: order.id.into(),
            cite_id: by.cite.into(),
            label: order.label.clone(),
            kind: order.nature.kind().code().to_owned(),
            isbn,
            age_from: ages.map(|ages| ages.from().into()),
            age_to: ages.map(|ages| ages.to().into()),
            low_at: order.low_at.into(),
        };
        let row = row.into_active_model();
        match supply::Entity::insert(row).exec_without_returning(&verb.tx).await {
            Err(error) if breaks_unique(&error, "supplies_label_once", "supplies.label") => {
                return Err(VerbError::Refused(NewSupplyRefused::LabelTaken));
            }
            Err(error) if breaks_unique(&error, "supplies_isbn_once", "supplies.isbn") => {
                return Err(VerbError::Refused(NewSupplyRefused::IsbnTaken));
            }
            other => other?,
        };
        let facts = json!({ "kind": order.nature.kind() });
        Ok(verb.commit(Subject::Supply, order.id, facts).await?)
    }

    /// Receives pieces, as a lot of their own.
    ///
    /// # Errors
    /// [`ReceiveSupplyRefused`].
    pub async fn receive_supply(
        &self,
        order: &ReceiveSupply,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ReceiveSupplyRefused>> {
        let form = Uuid::from(order.lot);
        let verb = match self.begin_once("receive_supply", form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let mine = supply::Entity::find_by_id(Uuid::from(order.supply))
            .filter(supply::Column::CiteId.eq(Uuid::from(by.cite)));
        if mine.one(&verb.tx).await?.is_none() {
            return Err(VerbError::Refused(ReceiveSupplyRefused::UnknownSupply));
        }
        let known = origin(&verb, order.origin, by).await?;
        let (donor_id, commitment_id) =
            known.ok_or(VerbError::Refused(ReceiveSupplyRefused::UnknownOrigin))?;
        let row = supply_lot::Model {
            id: form,
            cite_id: by.cite.into(),
            supply_id: order.supply.into(),
            donor_id,
            commitment_id,
            received_on: Day(order.received_on),
            on_hand: order.pieces.into(),
        };
        supply_lot::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
        enter_move(&verb, form, "received", order.pieces.into(), None, now).await?;
        let facts = json!({ "lot": order.lot, "pieces": order.pieces, "origin": order.origin });
        Ok(verb.commit(Subject::Supply, order.supply, facts).await?)
    }
}

/// The donor or the order, if the cité has it.
async fn origin(
    verb: &Verb,
    origin: SupplyOrigin,
    by: By,
) -> Result<Option<(Option<Uuid>, Option<Uuid>)>, Failure> {
    let cite = Uuid::from(by.cite);
    Ok(match origin {
        SupplyOrigin::Town => Some((None, None)),
        SupplyOrigin::Donor(id) => {
            let mine = donor::Entity::find_by_id(Uuid::from(id));
            let mine = mine.filter(donor::Column::CiteId.eq(cite)).one(&verb.tx).await?;
            mine.map(|row| (Some(row.id), None))
        }
        SupplyOrigin::Fund(id) => {
            let mine = commitment::Entity::find_by_id(Uuid::from(id));
            let mine = mine.filter(commitment::Column::CiteId.eq(cite)).one(&verb.tx).await?;
            mine.map(|row| (None, Some(row.id)))
        }
    })
}
