//! Tying a referral to a household, or leaving it without; either way its names go.

use domain::ids::{HouseholdId, ReferralId};
use domain::people::equipment::NeedKind;
use domain::people::priority::PriorityReason;
use domain::people::referral::ReferralState;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::received::lacks;
use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::census::household::home_state;
use crate::census::needs::{HomeState, RecordNeedsRefused, follow, set_state};
use crate::entities::{child, household, need, referral};
use crate::{By, Store};

/// Whose word on what the household has counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answers {
    /// The referral's: what it says is lacking becomes a need.
    AsReferred,
    /// The family's, just recorded on the telephone.
    AsRecorded,
}

/// An order to tie a referral to a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TieReferral {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The referral.
    pub referral: ReferralId,
    /// The household, of the same cité.
    pub household: HouseholdId,
    /// Whose word counts.
    pub answers: Answers,
}

/// Why a referral was not tied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieReferralRefused {
    /// The cité has no such referral or no such household.
    Unknown,
    /// It was tied or closed before.
    Done,
    /// An item is set aside for a need that no longer follows from what the household has.
    Reserved(NeedKind),
}

/// An order to leave a referral without a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CloseReferral {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The referral.
    pub referral: ReferralId,
}

/// Why a referral was not closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseReferralRefused {
    /// The cité has no such referral.
    Unknown,
    /// It was tied or closed before.
    Done,
}

impl Store {
    /// Ties a referral to a household, opens the needs that follow with the priority of the PRE, and
    /// wipes from the referral whatever says who they are: the register knows it now.
    ///
    /// # Errors
    /// [`TieReferralRefused`].
    pub async fn tie_referral(
        &self,
        order: &TieReferral,
        by: By,
        now: Timestamp,
        today: Date,
    ) -> Result<(), VerbError<TieReferralRefused>> {
        let verb = match self.begin_once("tie_referral", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let unknown = || VerbError::Refused(TieReferralRefused::Unknown);
        let row = referral_of(&verb, order.referral, by).await?.ok_or_else(unknown)?;
        if row.state != ReferralState::Received.code() {
            return Err(VerbError::Refused(TieReferralRefused::Done));
        }
        let home = household::Entity::find_by_id(Uuid::from(order.household))
            .filter(household::Column::CiteId.eq(Uuid::from(by.cite)));
        let home = home.one(&verb.tx).await?.ok_or_else(unknown)?;
        let state = state_after(&verb, &home, &row, order.answers).await?;
        set_state(&verb, home, &state).await?;
        let needs = follow(&verb, order.form, order.household, &state, by, today).await;
        let needs = needs.map_err(|error| match error {
            VerbError::Refused(RecordNeedsRefused::Reserved(kind)) => {
                VerbError::Refused(TieReferralRefused::Reserved(kind))
            }
            VerbError::Refused(RecordNeedsRefused::Unknown) => unknown(),
            VerbError::OtherContent => VerbError::OtherContent,
            VerbError::Failed(failure) => VerbError::Failed(failure),
        })?;
        wipe(&verb, row, ReferralState::Tied, Some(order.household), now).await?;
        let facts = json!({
            "referral": order.referral,
            "needs": needs.standing,
            "opened": needs.opened,
            "withdrawn": needs.withdrawn,
        });
        Ok(verb.commit(Subject::Household, order.household, facts).await?)
    }

    /// Leaves a referral without a household (sans suite): its names are wiped at once.
    ///
    /// # Errors
    /// [`CloseReferralRefused`].
    pub async fn close_referral(
        &self,
        order: &CloseReferral,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<CloseReferralRefused>> {
        let verb = match self.begin_once("close_referral", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let row = referral_of(&verb, order.referral, by).await?;
        let row = row.ok_or(VerbError::Refused(CloseReferralRefused::Unknown))?;
        if row.state != ReferralState::Received.code() {
            return Err(VerbError::Refused(CloseReferralRefused::Done));
        }
        wipe(&verb, row, ReferralState::Closed, None, now).await?;
        Ok(verb.commit(Subject::Referral, order.referral, json!({})).await?)
    }
}

async fn referral_of(
    verb: &Verb,
    id: ReferralId,
    by: By,
) -> Result<Option<referral::Model>, Failure> {
    let mine = referral::Entity::find_by_id(Uuid::from(id))
        .filter(referral::Column::CiteId.eq(Uuid::from(by.cite)));
    Ok(mine.one(&verb.tx).await?)
}

/// What the household has from now on, and its priority.
async fn state_after(
    verb: &Verb,
    home: &household::Model,
    row: &referral::Model,
    answers: Answers,
) -> Result<HomeState, Failure> {
    let needs = need::Entity::find().filter(need::Column::HouseholdId.eq(home.id));
    let mut state = home_state(home, &needs.all(&verb.tx).await?)?;
    state.priority = Some(PriorityReason::Pre);
    if answers == Answers::AsReferred {
        let children = child::Entity::find().filter(child::Column::HouseholdId.eq(home.id));
        let children = usize::try_from(children.count(&verb.tx).await?).unwrap_or(usize::MAX);
        (state.equipment, state.connection) =
            lacks(row).corrected(state.equipment, state.connection, children);
    }
    Ok(state)
}

/// Keeps ids, what was lacking and the state; everything that says who they are goes.
async fn wipe(
    verb: &Verb,
    row: referral::Model,
    state: ReferralState,
    household: Option<HouseholdId>,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut row = row.into_active_model();
    row.family_name = Set(None);
    row.first_name = Set(None);
    row.phone = Set(None);
    row.child_first_name = Set(None);
    row.school_id = Set(None);
    row.contact_language = Set(None);
    row.state = Set(state.code().to_owned());
    row.household_id = Set(household.map(Uuid::from));
    row.closed_at = Set(Some(Instant::from(now)));
    row.update(&verb.tx).await?;
    Ok(())
}
