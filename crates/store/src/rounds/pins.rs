//! What was decided by hand for a need of a round, before a plan is proposed.

use domain::Seat;
use domain::allocation::{Decision, Ground};
use domain::ids::{AccountId, CatalogueItemId, FundLineId, LotId, NeedId, RoundId};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::open::{RoundState, find};
use super::situation::{Base, collect};
use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::pin;
use crate::{By, Store};

/// What a need is to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// A unit of a lot.
    Lot(LotId),
    /// A thing bought on a line.
    Purchase(CatalogueItemId, FundLineId),
    /// Nothing: it is set aside.
    Nothing,
    /// Nothing: it is the same need as this one, which stands for both.
    Duplicate(NeedId),
}

impl Given {
    /// As the engine reads it.
    #[must_use]
    pub fn decision(self) -> Decision {
        match self {
            Self::Lot(lot) => Decision::Lot { lot: lot.to_string() },
            Self::Purchase(item, fund) => {
                Decision::Purchase { item: item.to_string(), fund: fund.to_string() }
            }
            Self::Nothing => Decision::Nothing,
            Self::Duplicate(of) => Decision::Duplicate { of: of.to_string() },
        }
    }
}

/// An order to decide by hand; it replaces what was decided for this need before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PinNeed {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The round.
    pub round: RoundId,
    /// The need.
    pub need: NeedId,
    /// What it is given.
    pub given: Given,
    /// Why.
    pub ground: Ground,
}

/// Why nothing was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PinRefused {
    /// The cité has no such round.
    UnknownRound,
    /// The round is not open any more.
    RoundClosed,
    /// The need is not one of the round that still waits.
    UnknownNeed,
    /// It cannot be given that: a rule forbids it, there is none, or earlier decisions took it all.
    Impossible,
    /// Nothing is decided for this need.
    NotPinned,
}

/// A decision by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedNeed {
    /// The need.
    pub need: NeedId,
    /// What it is given.
    pub given: Given,
    /// Why.
    pub ground: Ground,
    /// Who decided.
    pub account: AccountId,
    /// By which seat.
    pub seat: Seat,
    /// When.
    pub at: Timestamp,
}

impl Store {
    /// Decides by hand what a need of an open round is given.
    ///
    /// # Errors
    /// [`PinRefused`].
    pub async fn pin_need(
        &self,
        order: &PinNeed,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<PinRefused>> {
        let verb = match self.begin_once("pin_need", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let round = self.open_round_row(&verb.tx, order.round, by).await?;
        let row = pin::Model {
            round_id: round.id,
            need_id: order.need.into(),
            account_id: by.account.into(),
            seat: by.seat.code().to_owned(),
            decision: serde_json::to_string(&order.given).map_err(Failure::from)?,
            ground: order.ground.code().to_owned(),
            decided_at: Instant::from(now),
        };
        pin::Entity::delete_by_id((row.round_id, row.need_id)).exec(&verb.tx).await?;
        let before = collect(&verb.tx, round.clone()).await?;
        if !before.scores.contains_key(&order.need) {
            return Err(VerbError::Refused(PinRefused::UnknownNeed));
        }
        if matches!(order.given, Given::Duplicate(of) if !may_be_one(&before, order.need, of)) {
            return Err(VerbError::Refused(PinRefused::Impossible));
        }
        pin::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        // Whoever adds to decisions that no longer hold is told of those when proposing.
        if collect(&verb.tx, round).await?.broken_pins.len() > before.broken_pins.len() {
            return Err(VerbError::Refused(PinRefused::Impossible));
        }
        let facts = json!({ "need": order.need, "given": order.given, "ground": order.ground });
        Ok(verb.commit(Subject::Round, order.round, facts).await?)
    }

    /// Takes a decision by hand back.
    ///
    /// # Errors
    /// [`PinRefused`].
    pub async fn unpin_need(
        &self,
        form: Uuid,
        round: RoundId,
        need: NeedId,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<PinRefused>> {
        let verb = match self.begin_once("unpin_need", form, &(round, need), by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let row = self.open_round_row(&verb.tx, round, by).await?;
        let gone = pin::Entity::delete_by_id((row.id, Uuid::from(need))).exec(&verb.tx).await?;
        if gone.rows_affected == 0 {
            return Err(VerbError::Refused(PinRefused::NotPinned));
        }
        Ok(verb.commit(Subject::Round, round, json!({ "need": need })).await?)
    }

    async fn open_round_row(
        &self,
        db: &impl ConnectionTrait,
        round: RoundId,
        by: By,
    ) -> Result<crate::entities::round::Model, VerbError<PinRefused>> {
        let row = find(db, round, by).await?;
        let row = row.ok_or(VerbError::Refused(PinRefused::UnknownRound))?;
        if row.state == RoundState::Open.code() {
            Ok(row)
        } else {
            Err(VerbError::Refused(PinRefused::RoundClosed))
        }
    }

    /// What was decided by hand in a round of the asker's cité, the earliest first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn pins(&self, round: RoundId, by: By) -> Result<Vec<PinnedNeed>, Failure> {
        match find(&self.db, round, by).await? {
            Some(row) => of_round(&self.db, row.id).await,
            None => Ok(Vec::new()),
        }
    }
}

/// Whether two needs can be one entered twice: of one kind, and of two households.
fn may_be_one(base: &Base, need: NeedId, of: NeedId) -> bool {
    let told = |id: NeedId| {
        let code = id.to_string();
        let needs = base.situation.needs();
        let found = needs.binary_search_by(|row| row.need.cmp(&code)).ok()?;
        let kind = base.scores.get(&id)?.circumstances.kind;
        Some((kind, needs[found].household.as_str()))
    };
    matches!((told(need), told(of)), (Some((one, home)), Some((other, elsewhere)))
        if one == other && home != elsewhere)
}

/// What was decided by hand in a round, the earliest first.
pub(super) async fn of_round(
    db: &impl ConnectionTrait,
    round: Uuid,
) -> Result<Vec<PinnedNeed>, Failure> {
    let rows = pin::Entity::find()
        .filter(pin::Column::RoundId.eq(round))
        .order_by_asc(pin::Column::DecidedAt)
        .order_by_asc(pin::Column::NeedId)
        .all(db)
        .await?;
    let value = |row: pin::Model| {
        let wrong = |why: &dyn std::fmt::Display| Failure::row("pins", row.need_id, why);
        Ok(PinnedNeed {
            need: NeedId(row.need_id),
            given: serde_json::from_str(&row.decision).map_err(|why| wrong(&why))?,
            ground: row.ground.parse().map_err(|why| wrong(&why))?,
            account: AccountId(row.account_id),
            seat: row.seat.parse().map_err(|why| wrong(&why))?,
            at: row.decided_at.timestamp(),
        })
    };
    rows.into_iter().map(value).collect()
}
