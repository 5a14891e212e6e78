//! What an order costs more than was committed at first (engagement complémentaire).

use domain::Seat;
use domain::fund::{self, AgreementRegime, Amount, ComplementRefused as Rule, SpendRefused};
use domain::ids::{CommitmentId, ComplementId};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde::Serialize;
use serde_json::json;

use super::commitments::spent_early;
use super::rows;
use super::values::FundLine;
use crate::base::columns::Day;
use crate::base::error::VerbError;
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::complement;
use crate::{By, Store};

/// More money to be reserved for an order, under the same agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Complement {
    /// Its id.
    pub id: ComplementId,
    /// The order's commitment.
    pub commitment: CommitmentId,
    /// How much more.
    pub amount: Amount,
    /// Why.
    pub reason: String,
    /// The day of the click, so no part of what the form says.
    #[serde(skip)]
    pub on: Date,
}

/// Why it is not reserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComplementRefused {
    /// Only the principal commits (ordonnateur).
    NotYourSeat,
    /// No such commitment in this cité.
    UnknownCommitment,
    /// The line may not be spent so, or not on that day.
    Spend(SpendRefused),
    /// The money breaks a rule.
    Rule(Rule),
}

impl Store {
    /// Reserves more money for an order. It counts under the regime of the order itself.
    ///
    /// # Errors
    /// [`ComplementRefused`].
    pub async fn complement(
        &self,
        order: &Complement,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ComplementRefused>> {
        let refuse = VerbError::Refused;
        if by.seat != Seat::Principal {
            return Err(refuse(ComplementRefused::NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("complement", order.id.into(), order, by, now).await?
        else {
            return Ok(());
        };
        let row = rows::commitment(&verb.tx, order.commitment, by.cite).await?;
        let row = row.ok_or(refuse(ComplementRefused::UnknownCommitment))?;
        let line = rows::line_of(&verb.tx, row.fund_line_id).await?;
        let sums = rows::sums(&line)?;
        let standing = rows::agreement_of(&verb.tx, &row).await?;
        let (after, money) = fund::complement(sums, standing, rows::money(&row)?, order.amount)
            .map_err(|why| refuse(ComplementRefused::Rule(why)))?;
        let regime = if row.before_convention {
            AgreementRegime::BeforeConvention
        } else {
            AgreementRegime::Normal
        };
        let early = spent_early(&verb.tx, line.id).await?;
        FundLine::try_from(line.clone())?
            .rules()
            .may_spend(order.amount, order.on, regime, sums, early)
            .map_err(|why| refuse(ComplementRefused::Spend(why)))?;
        let paper = complement::Model {
            id: order.id.into(),
            commitment_id: row.id,
            amount_cents: order.amount.cents(),
            reason: order.reason.clone(),
            committed_on: Day(order.on),
        };
        complement::Entity::insert(paper.into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
        let mut row = row.into_active_model();
        row.amount_cents = Set(money.amount.cents());
        row.state = Set(money.state.code().to_owned());
        row.update(&verb.tx).await?;
        let deltas = rows::write_sums(&verb, line, after).await?;
        let facts = json!({ "complement": order.id, "deltas": deltas });
        Ok(verb.commit(Subject::Commitment, order.commitment, facts).await?)
    }
}
