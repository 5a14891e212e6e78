//! How much of each line a round may use.

use std::collections::BTreeMap;

use domain::Seat;
use domain::fund::Amount;
use domain::ids::{FundLineId, RoundId};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::open::{RoundState, find};
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{fund_line, round_fund};
use crate::fund::values::FundLine;
use crate::{By, Store};

/// An order to say how much of each line a round may use; a line that is not named is not used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetRoundMoney {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The round.
    pub round: RoundId,
    /// The lines, each once, and the most that may be spent on each.
    pub lines: Vec<(FundLineId, Amount)>,
}

/// Why it was not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetRoundMoneyRefused {
    /// Only the principal holds the fund.
    NotYourSeat,
    /// The cité has no such round.
    UnknownRound,
    /// The round is not open any more.
    RoundClosed,
    /// The cité has no such line.
    UnknownLine,
    /// More than what is available on a line.
    TooMuch(FundLineId),
}

/// A line that a round may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundFund {
    /// The line.
    pub line: FundLine,
    /// The most that the round may spend on it.
    pub most: Amount,
}

impl Store {
    /// Says how much of each line a round may use, instead of what was said before. Nothing is committed:
    /// a plan only proposes.
    ///
    /// # Errors
    /// [`SetRoundMoneyRefused`].
    pub async fn set_round_money(
        &self,
        order: &SetRoundMoney,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<SetRoundMoneyRefused>> {
        use SetRoundMoneyRefused::{NotYourSeat, RoundClosed, TooMuch, UnknownLine, UnknownRound};
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let verb = match self.begin_once("set_round_money", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let round = find(&verb.tx, order.round, by).await?;
        let round = round.ok_or(VerbError::Refused(UnknownRound))?;
        if round.state != RoundState::Open.code() {
            return Err(VerbError::Refused(RoundClosed));
        }
        let mut rows = Vec::with_capacity(order.lines.len());
        for (id, most) in &order.lines {
            let line = fund_line::Entity::find_by_id(Uuid::from(*id))
                .filter(fund_line::Column::CiteId.eq(Uuid::from(by.cite)));
            let line = line.one(&verb.tx).await?.ok_or(VerbError::Refused(UnknownLine))?;
            if most.euros() > FundLine::try_from(line)?.sums.available() {
                return Err(VerbError::Refused(TooMuch(*id)));
            }
            rows.push(round_fund::Model {
                round_id: round.id,
                fund_line_id: (*id).into(),
                most_cents: most.cents(),
            });
        }
        round_fund::Entity::delete_many()
            .filter(round_fund::Column::RoundId.eq(round.id))
            .exec(&verb.tx)
            .await?;
        let facts: Vec<_> =
            rows.iter().map(|row| json!([row.fund_line_id, row.most_cents])).collect();
        if !rows.is_empty() {
            let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
            round_fund::Entity::insert_many(rows).exec_without_returning(&verb.tx).await?;
        }
        Ok(verb.commit(Subject::Round, order.round, json!({ "lines": facts })).await?)
    }

    /// The lines that a round of the asker's cité may use.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn round_money(&self, round: RoundId, by: By) -> Result<Vec<RoundFund>, Failure> {
        match find(&self.db, round, by).await? {
            Some(row) => lines(&self.db, row.id).await,
            None => Ok(Vec::new()),
        }
    }
}

/// The lines that a round may use, in the order of their codes.
pub(super) async fn lines(
    db: &impl ConnectionTrait,
    round: Uuid,
) -> Result<Vec<RoundFund>, Failure> {
    let found = round_fund::Entity::find().filter(round_fund::Column::RoundId.eq(round));
    let found = found.all(db).await?;
    let ids = found.iter().map(|row| row.fund_line_id);
    let known = fund_line::Entity::find().filter(fund_line::Column::Id.is_in(ids)).all(db).await?;
    let mut known: BTreeMap<Uuid, _> = known.into_iter().map(|line| (line.id, line)).collect();
    let mut lines = Vec::with_capacity(found.len());
    for row in found {
        let wrong =
            |what: &dyn std::fmt::Display| Failure::row("round_funds", row.fund_line_id, what);
        let line = known.remove(&row.fund_line_id).ok_or_else(|| wrong(&"no such line"))?;
        let line = FundLine::try_from(line)?;
        let most = Amount::from_cents(row.most_cents).map_err(|why| wrong(&why))?;
        lines.push(RoundFund { line, most });
    }
    lines.sort_by(|a, b| (&a.line.code, a.line.id).cmp(&(&b.line.code, b.line.id)));
    Ok(lines)
}
