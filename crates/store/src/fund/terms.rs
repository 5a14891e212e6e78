//! What the money of a line may buy.

use domain::Seat;
use domain::fund::{LineTerms, MOST_FLEXIBILITY};
use domain::ids::FundLineId;
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use serde::Serialize;
use uuid::Uuid;

use super::rows;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::{By, Store};

/// An order to set a line's terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetLineTerms {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The line.
    pub line: FundLineId,
    /// Its terms from now on.
    pub terms: LineTerms,
}

/// Why terms were not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetLineTermsRefused {
    /// Only the principal holds the fund.
    NotYourSeat,
    /// No such line in this cité.
    UnknownLine,
    /// The flexibility is out of range.
    Flexibility,
}

impl Store {
    /// Sets what a line's money may buy. What is committed already stays; plans that are only proposed and
    /// use the line have to be proposed again.
    ///
    /// # Errors
    /// [`SetLineTermsRefused`].
    pub async fn set_line_terms(
        &self,
        order: &SetLineTerms,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<SetLineTermsRefused>> {
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(SetLineTermsRefused::NotYourSeat));
        }
        if order.terms.flexibility > MOST_FLEXIBILITY {
            return Err(VerbError::Refused(SetLineTermsRefused::Flexibility));
        }
        let verb = match self.begin_once("set_line_terms", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let row = rows::line(&verb.tx, order.line, by.cite).await?;
        let row = row.ok_or(VerbError::Refused(SetLineTermsRefused::UnknownLine))?;
        let mut row = row.into_active_model();
        row.terms = Set(serde_json::to_string(&order.terms).map_err(Failure::from)?);
        row.update(&verb.tx).await?;
        let facts = serde_json::to_value(&order.terms).map_err(Failure::from)?;
        Ok(verb.commit(Subject::FundLine, order.line, facts).await?)
    }
}
