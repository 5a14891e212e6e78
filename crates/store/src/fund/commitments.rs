//! Committing money, and giving back what was not settled.

use domain::fund::{
    self, AgreementRegime, Amount, CancelRefused as CancelRule, Category, CommitRefused as Rule,
    Commitment, CommitmentState, SpendRefused, Taxed,
};
use domain::identifiers::Siret;
use domain::ids::{AgreementId, CommitmentId, SchoolId};
use domain::{Euros, Seat};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::derive::Deltas;
use super::orders::{self, OrderedLine};
use super::values::FundLine;
use super::{conventions, plan_money, rows};
use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{agreement, commitment, fund_line, school};
use crate::{By, Store};

/// Money to be reserved for an order, on the line its agreement names.
#[derive(Debug, Clone, Serialize)]
pub struct Commit {
    /// Its id.
    pub id: CommitmentId,
    /// The agreement it rests on.
    pub agreement: AgreementId,
    /// Who will be paid.
    pub supplier: String,
    /// What for.
    pub purpose: String,
    /// The order's number, once per cité.
    pub order_number: String,
    /// How much, all taxes included: what its lines come to, where it has any.
    pub amount: Amount,
    /// The supplier's SIRET, where it is known: its invoices then say the same.
    pub siret: Option<Siret>,
    /// What it counts as; none: as its agreement.
    pub category: Option<Category>,
    /// The number of the quote that it follows; may be empty.
    pub quote: String,
    /// The school that it is delivered to, where it is one.
    pub delivered_to: Option<SchoolId>,
    /// What it is made of; none where only its amount is known.
    pub lines: Vec<OrderedLine>,
    /// The day of the order: the day of the click, so no part of what the form says.
    #[serde(skip)]
    pub on: Date,
}

/// Why money is not committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitRefused {
    /// Only the principal commits (ordonnateur).
    NotYourSeat,
    /// No such agreement in this cité.
    UnknownAgreement,
    /// This order number has its commitment already.
    OrderTaken,
    /// The cité has no such school.
    UnknownSchool,
    /// Its lines come to another amount.
    LinesDiffer {
        /// What they come to.
        sum: Euros,
    },
    /// The line may not be spent so, or not on that day.
    Spend(SpendRefused),
    /// The money breaks a rule.
    Rule(Rule),
}

/// A commitment to be cancelled.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct CancelCommitment {
    /// The form's id.
    pub form: Uuid,
    /// Which one.
    pub commitment: CommitmentId,
}

/// Why a commitment is not cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CancelCommitmentRefused {
    /// Only the principal cancels.
    NotYourSeat,
    /// No such commitment in this cité.
    UnknownCommitment,
    /// Its state forbids it.
    Rule(CancelRule),
}

impl Store {
    /// Reserves money for an order.
    ///
    /// # Errors
    /// Refused to other seats than the principal's, without an agreement of the troïka, over what it
    /// still allows, over what the line has left, and for an order number committed before.
    pub async fn commit(
        &self,
        order: &Commit,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<CommitRefused>> {
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(CommitRefused::NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("commit", order.id.into(), order, by, now).await?
        else {
            return Ok(());
        };
        let (_, deltas) = commit_within(&verb, order, by).await?;
        let facts = json!({ "agreement": order.agreement, "deltas": deltas });
        Ok(verb.commit(Subject::Commitment, order.id, facts).await?)
    }

    /// Cancels a commitment: exactly what was not settled is available again. Says how much that is.
    ///
    /// # Errors
    /// Refused to other seats than the principal's, and when nothing is left to give back.
    pub async fn cancel_commitment(
        &self,
        order: &CancelCommitment,
        by: By,
        now: Timestamp,
    ) -> Result<Euros, VerbError<CancelCommitmentRefused>> {
        let refuse = |why| VerbError::Refused(why);
        if by.seat != Seat::Principal {
            return Err(refuse(CancelCommitmentRefused::NotYourSeat));
        }
        let verb = match self.begin_once("cancel_commitment", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => {
                let row = rows::commitment(&self.db, order.commitment, by.cite).await?;
                let row = row.ok_or(refuse(CancelCommitmentRefused::UnknownCommitment))?;
                return Ok(Euros::from_cents(row.amount_cents - row.settled_cents));
            }
        };
        let row = rows::commitment(&verb.tx, order.commitment, by.cite).await?;
        let row = row.ok_or(refuse(CancelCommitmentRefused::UnknownCommitment))?;
        let line = rows::line_of(&verb.tx, row.fund_line_id).await?;
        let (after, money, released) = fund::cancel(rows::sums(&line)?, rows::money(&row)?)
            .map_err(|why| refuse(CancelCommitmentRefused::Rule(why)))?;
        let cancelled = row.clone();
        rows::write_money(&verb, row, money).await?;
        let deltas = rows::write_sums(&verb, line, after).await?;
        let mut facts = json!({ "released": released.cents(), "deltas": deltas });
        let again = plan_money::order_cancelled(&verb, &cancelled).await?;
        if !again.is_empty() {
            facts["waiting_again"] = json!(again);
        }
        verb.commit(Subject::Commitment, order.commitment, facts).await?;
        Ok(released)
    }
}

/// What was committed on a line before its convention, and not given back.
pub(super) async fn spent_early(db: &impl ConnectionTrait, line: Uuid) -> Result<Euros, Failure> {
    let early = commitment::Entity::find()
        .filter(commitment::Column::FundLineId.eq(line))
        .filter(commitment::Column::BeforeConvention.eq(true))
        .all(db)
        .await?;
    let mut cents = 0;
    for row in &early {
        cents += rows::money(row)?.held().cents();
    }
    Ok(Euros::from_cents(cents))
}

/// Reserves money for an order within a verb; gives the line that pays, and what its sums changed by.
///
/// # Errors
/// As [`Store::commit`], but for the seat, which is the verb's to ask.
pub(crate) async fn commit_within(
    verb: &Verb,
    order: &Commit,
    by: By,
) -> Result<(fund_line::Model, Deltas), VerbError<CommitRefused>> {
    let agreed = agreement::Entity::find_by_id(Uuid::from(order.agreement))
        .filter(agreement::Column::CiteId.eq(Uuid::from(by.cite)))
        .one(&verb.tx)
        .await?;
    let agreed = agreed.ok_or(VerbError::Refused(CommitRefused::UnknownAgreement))?;
    let under = commitment::Entity::find()
        .filter(commitment::Column::AgreementId.eq(agreed.id))
        .all(&verb.tx)
        .await?;
    judge_order(verb, order, by).await?;
    let line = rows::line_of(&verb.tx, agreed.fund_line_id).await?;
    // What the agreement held on the line goes to its first order, and what that order does not need is
    // available again: in this one write of the line, so that it never counts twice or not at all.
    let sums = plan_money::without(&line, plan_money::aside(&verb.tx, agreed.id).await?)?;
    let after = fund::commit(sums, rows::standing(&agreed, &under)?, order.amount)
        .map_err(|why| VerbError::Refused(CommitRefused::Rule(why)))?;
    let asked: AgreementRegime =
        agreed.regime.parse().map_err(|why| Failure::row("agreements", agreed.id, why))?;
    let regime = conventions::regime(&verb.tx, &line, order.on).await?.unwrap_or(asked);
    let early = spent_early(&verb.tx, line.id).await?;
    FundLine::try_from(line.clone())?
        .rules()
        .may_spend(order.amount, order.on, regime, sums, early)
        .map_err(|why| VerbError::Refused(CommitRefused::Spend(why)))?;
    let paying = line.clone();
    let money = Commitment::new(order.amount);
    let row = commitment::Model {
        id: order.id.into(),
        cite_id: by.cite.into(),
        fund_line_id: line.id,
        agreement_id: agreed.id,
        supplier: order.supplier.clone(),
        purpose: order.purpose.clone(),
        order_number: order.order_number.clone(),
        amount_cents: money.amount.cents(),
        settled_cents: money.settled.cents(),
        state: CommitmentState::Open.code().to_owned(),
        committed_on: Day(order.on),
        before_convention: regime == AgreementRegime::BeforeConvention,
        supplier_siret: order.siret.as_ref().map(|siret| siret.as_str().to_owned()),
        category: order.category.map(|category| category.code().to_owned()),
        quote: order.quote.clone(),
        delivered_to: order.delivered_to.map(Into::into),
    };
    match commitment::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await
    {
        Err(error)
            if breaks_unique(&error, "commitments_order_once", "commitments.order_number") =>
        {
            return Err(VerbError::Refused(CommitRefused::OrderTaken));
        }
        other => other?,
    };
    orders::write(verb, order.id.into(), &order.lines).await?;
    plan_money::hold_nothing(verb, agreed.id).await?;
    let deltas = rows::write_sums(verb, line, after).await?;
    Ok((paying, deltas))
}

/// Do the lines come to the amount, and is the school one of the cité's?
async fn judge_order(verb: &Verb, order: &Commit, by: By) -> Result<(), VerbError<CommitRefused>> {
    if let Some(school) = order.delivered_to {
        let mine = school::Entity::find_by_id(Uuid::from(school))
            .filter(school::Column::CiteId.eq(Uuid::from(by.cite)));
        if mine.count(&verb.tx).await? == 0 {
            return Err(VerbError::Refused(CommitRefused::UnknownSchool));
        }
    }
    if order.lines.is_empty() {
        return Ok(());
    }
    let sum = Taxed::checked_sum(order.lines.iter().map(|line| line.price.amount()));
    let sum = sum.map_or(Euros::from_cents(i64::MAX), Taxed::gross);
    if sum == order.amount.euros() {
        Ok(())
    } else {
        Err(VerbError::Refused(CommitRefused::LinesDiffer { sum }))
    }
}
