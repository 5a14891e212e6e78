//! A year's end: what is left goes to the next year on the same origin, or back to the funder; then the
//! line is closed with nothing on it (`domain.md` §2.3).

use domain::fund::{Amount, LineSums, SettlementState};
use domain::ids::{CarryOverId, FundLineId, RepaymentId};
use domain::{Euros, Seat};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, JoinType, PaginatorTrait,
    QueryFilter, QuerySelect, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::lines::{OpenLine, OpenLineRefused, open_within};
use super::rows;
use super::values::{FundLine, LineSettings};
use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{carry_over, commitment, fund_line, repayment, settlement};
use crate::{By, Store};

/// Money to be taken to the next year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CarryOverLine {
    /// Its id.
    pub id: CarryOverId,
    /// The line it leaves.
    pub from: FundLineId,
    /// The id of the next year's line, should there be none of this code yet: minted by the click, so no
    /// part of what the form says.
    #[serde(skip)]
    pub next: FundLineId,
    /// How much.
    pub amount: Amount,
    /// The act that says so (budget amendment for information, DBM).
    pub act: String,
    /// The day of the click, so no part of what the form says.
    #[serde(skip)]
    pub on: Date,
}

/// Why it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CarryOverRefused {
    /// Only the principal holds the fund.
    NotYourSeat,
    /// No such line in this cité.
    UnknownLine,
    /// The line is closed, or the next year's is.
    Closed,
    /// More than what is available.
    Short {
        /// What is.
        available: Euros,
    },
    /// The next year's line of this code has another funder, or is of another purse: another origin.
    OtherOrigin,
    /// The next year's line would hold more than a line may.
    TooLarge,
}

/// Money to be given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repay {
    /// Its id.
    pub id: RepaymentId,
    /// The line it leaves.
    pub line: FundLineId,
    /// How much.
    pub amount: Amount,
    /// The order to pay back, once per line.
    pub reference: String,
    /// The day of the click, so no part of what the form says.
    #[serde(skip)]
    pub on: Date,
}

/// Why it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepayRefused {
    /// Only the principal holds the fund.
    NotYourSeat,
    /// No such line in this cité.
    UnknownLine,
    /// The line is closed.
    Closed,
    /// More than what is available.
    Short {
        /// What is.
        available: Euros,
    },
    /// This order was carried out before.
    ReferenceTaken,
}

/// A line to be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CloseLine {
    /// The form's id.
    pub form: Uuid,
    /// Which one.
    pub line: FundLineId,
    /// The day of the click, so no part of what the form says.
    #[serde(skip)]
    pub on: Date,
}

/// Why it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseLineRefused {
    /// Only the principal holds the fund.
    NotYourSeat,
    /// No such line in this cité.
    UnknownLine,
    /// It is closed already.
    Closed,
    /// Orders are open on it.
    OpenCommitments(Euros),
    /// Plans have set money aside on it.
    Reserved(Euros),
    /// Something is left, or missing: carry it over or pay it back first.
    Left(Euros),
    /// So many invoices wait for the accountant.
    Unpaid(u64),
}

impl Store {
    /// Takes what is left of a line to the line of the same code in the next year, opened if there is none.
    /// Gives that line.
    ///
    /// # Errors
    /// [`CarryOverRefused`].
    pub async fn carry_over(
        &self,
        order: &CarryOverLine,
        by: By,
        now: Timestamp,
    ) -> Result<FundLineId, VerbError<CarryOverRefused>> {
        use CarryOverRefused::{Closed, NotYourSeat, Short, TooLarge};
        let refuse = VerbError::Refused;
        if by.seat != Seat::Principal {
            return Err(refuse(NotYourSeat));
        }
        let verb = match self.begin_once("carry_over", order.id.into(), order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => {
                let done = carry_over::Entity::find_by_id(Uuid::from(order.id));
                let done = done.one(&self.db).await?;
                return Ok(done.map_or(order.next, |row| FundLineId(row.to_line_id)));
            }
        };
        let from = rows::line(&verb.tx, order.from, by.cite).await?;
        let from = from.ok_or(refuse(CarryOverRefused::UnknownLine))?;
        let into = next_year(&verb, &from, order.next, by).await?;
        if from.closed_on.is_some() || into.closed_on.is_some() {
            return Err(refuse(Closed));
        }
        let sums = rows::sums(&from)?;
        let less = sums.carry_out(order.amount);
        let less = less.ok_or(refuse(Short { available: sums.available() }))?;
        let more = rows::sums(&into)?.carry_in(order.amount).ok_or(refuse(TooLarge))?;
        let reached = into.id;
        let row = carry_over::Model {
            id: order.id.into(),
            from_line_id: from.id,
            to_line_id: reached,
            amount_cents: order.amount.cents(),
            act: order.act.clone(),
            carried_on: Day(order.on),
        };
        carry_over::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
        let deltas = [
            rows::write_sums(&verb, from, less).await?,
            rows::write_sums(&verb, into, more).await?,
        ];
        let facts = json!({ "carry_over": order.id, "deltas": deltas });
        verb.commit(Subject::FundLine, order.from, facts).await?;
        Ok(FundLineId(reached))
    }

    /// Gives money back to the funder.
    ///
    /// # Errors
    /// [`RepayRefused`].
    pub async fn repay(
        &self,
        order: &Repay,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<RepayRefused>> {
        use RepayRefused::{Closed, NotYourSeat, ReferenceTaken, Short, UnknownLine};
        let refuse = VerbError::Refused;
        if by.seat != Seat::Principal {
            return Err(refuse(NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("repay", order.id.into(), order, by, now).await?
        else {
            return Ok(());
        };
        let line = rows::line(&verb.tx, order.line, by.cite).await?;
        let line = line.ok_or(refuse(UnknownLine))?;
        if line.closed_on.is_some() {
            return Err(refuse(Closed));
        }
        let sums = rows::sums(&line)?;
        let after = sums.repay(order.amount);
        let after = after.ok_or(refuse(Short { available: sums.available() }))?;
        let row = repayment::Model {
            id: order.id.into(),
            fund_line_id: line.id,
            amount_cents: order.amount.cents(),
            reference: order.reference.clone(),
            repaid_on: Day(order.on),
        };
        match repayment::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await
        {
            Err(error)
                if breaks_unique(&error, "repayments_reference_once", "repayments.reference") =>
            {
                return Err(refuse(ReferenceTaken));
            }
            other => other?,
        };
        let deltas = rows::write_sums(&verb, line, after).await?;
        let facts = json!({ "repayment": order.id, "deltas": deltas });
        Ok(verb.commit(Subject::FundLine, order.line, facts).await?)
    }

    /// Closes a line on which nothing is left, nothing is open and nothing waits to be paid.
    ///
    /// # Errors
    /// [`CloseLineRefused`].
    pub async fn close_line(
        &self,
        order: &CloseLine,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<CloseLineRefused>> {
        use CloseLineRefused::{Closed, NotYourSeat, UnknownLine, Unpaid};
        let refuse = VerbError::Refused;
        if by.seat != Seat::Principal {
            return Err(refuse(NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("close_line", order.form, order, by, now).await?
        else {
            return Ok(());
        };
        let line = rows::line(&verb.tx, order.line, by.cite).await?;
        let line = line.ok_or(refuse(UnknownLine))?;
        if line.closed_on.is_some() {
            return Err(refuse(Closed));
        }
        may_close(rows::sums(&line)?).map_err(refuse)?;
        let unpaid = settlement::Entity::find()
            .join_rev(
                JoinType::InnerJoin,
                commitment::Entity::belongs_to(settlement::Entity)
                    .from(commitment::Column::Id)
                    .to(settlement::Column::CommitmentId)
                    .into(),
            )
            .filter(commitment::Column::FundLineId.eq(line.id))
            .filter(
                settlement::Column::State
                    .is_in([SettlementState::Settled.code(), SettlementState::Ordered.code()]),
            )
            .count(&verb.tx)
            .await?;
        if unpaid > 0 {
            return Err(refuse(Unpaid(unpaid)));
        }
        let mut line = line.into_active_model();
        line.closed_on = Set(Some(Day(order.on)));
        line.update(&verb.tx).await?;
        Ok(verb.commit(Subject::FundLine, order.line, json!({})).await?)
    }
}

fn may_close(sums: LineSums) -> Result<(), CloseLineRefused> {
    if sums.open_commitments().is_positive() {
        Err(CloseLineRefused::OpenCommitments(sums.open_commitments()))
    } else if sums.reserved().is_positive() {
        Err(CloseLineRefused::Reserved(sums.reserved()))
    } else if sums.available() != Euros::ZERO {
        Err(CloseLineRefused::Left(sums.available()))
    } else {
        Ok(())
    }
}

/// The line of the same code in the next year; opened like this one where there is none. Its days are not
/// taken over: they were those of the year.
async fn next_year(
    verb: &Verb,
    from: &fund_line::Model,
    id: FundLineId,
    by: By,
) -> Result<fund_line::Model, VerbError<CarryOverRefused>> {
    let next = || {
        fund_line::Entity::find()
            .filter(fund_line::Column::CiteId.eq(from.cite_id))
            .filter(fund_line::Column::FiscalYear.eq(from.fiscal_year + 1))
            .filter(fund_line::Column::Code.eq(from.code.as_str()))
    };
    if let Some(there) = next().one(&verb.tx).await? {
        return if there.funder == from.funder && there.purse == from.purse {
            Ok(there)
        } else {
            Err(VerbError::Refused(CarryOverRefused::OtherOrigin))
        };
    }
    let line = FundLine::try_from(from.clone())?;
    let new = OpenLine {
        id,
        code: line.code,
        label: line.label,
        funder: line.funder,
        fiscal_year: line.fiscal_year.saturating_add(1),
        settings: LineSettings { from: None, until: None, ..line.settings },
        terms: line.terms,
    };
    open_within(verb, &new, by).await.map_err(|error| {
        error.because(|why| match why {
            OpenLineRefused::NotYourSeat => CarryOverRefused::NotYourSeat,
            // Its settings are those of a line that is there, and nobody else writes: neither happens.
            OpenLineRefused::CodeTaken | OpenLineRefused::Settings(_) => {
                CarryOverRefused::OtherOrigin
            }
        })
    })?;
    let opened = next().one(&verb.tx).await?;
    Ok(opened.ok_or_else(|| Failure::row("fund_lines", from.id, "its next year is missing"))?)
}
