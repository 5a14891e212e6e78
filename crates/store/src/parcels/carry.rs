//! What the town notes of a bag on its way.

use domain::ids::{CiteId, ParcelId};
use domain::parcel::{Channel, ParcelAct, ParcelState};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::end::{hand_over, unpack};
use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::parcel;
use crate::{By, Store};

/// An act on a bag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CarryParcel<'a> {
    /// Minted when the button was shown.
    pub form: Uuid,
    /// Which bag.
    pub parcel: ParcelId,
    /// What is done with it.
    pub act: ParcelAct,
    /// The number that the post gave it.
    pub tracking: Option<&'a str>,
}

/// Why a bag stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CarryRefused {
    /// The cité has no such bag.
    Unknown,
    /// That cannot be done to a bag that is there.
    NotNow(ParcelState),
    /// What goes by post has a tracking number.
    NoTracking,
    /// What is in it was due back before today: it is opened again, and packed with another day.
    PastDue,
}

impl Store {
    /// Notes what was done with a bag: the family having it lends what is in it, the town having it again
    /// sets it free. `today` is the day it was done.
    ///
    /// # Errors
    /// [`CarryRefused`].
    pub async fn carry_parcel(
        &self,
        order: &CarryParcel<'_>,
        today: Date,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<CarryRefused>> {
        let verb = match self.begin_once("carry_parcel", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let bag = bag_of(&verb, order.parcel, by.cite).await?;
        let mut bag = bag.ok_or(VerbError::Refused(CarryRefused::Unknown))?;
        if order.act == ParcelAct::Send && bag.channel == Channel::Post.code() {
            let tracking = order.tracking.map(str::trim).filter(|text| !text.is_empty());
            let tracking = tracking.ok_or(VerbError::Refused(CarryRefused::NoTracking))?;
            bag.tracking = Some(tracking.to_owned());
        }
        let facts = act_on(&verb, bag, order.act, (today, now)).await?;
        Ok(verb.commit(Subject::Parcel, order.parcel, facts).await?)
    }
}

/// A bag of a cité.
pub(super) async fn bag_of(
    verb: &Verb,
    id: ParcelId,
    cite: CiteId,
) -> Result<Option<parcel::Model>, Failure> {
    let mine = parcel::Entity::find_by_id(Uuid::from(id))
        .filter(parcel::Column::CiteId.eq(Uuid::from(cite)));
    Ok(mine.one(&verb.tx).await?)
}

/// Moves a bag on, with all that follows; answers the facts of the journal line.
pub(super) async fn act_on(
    verb: &Verb,
    bag: parcel::Model,
    act: ParcelAct,
    (today, now): (Date, Timestamp),
) -> Result<Value, VerbError<CarryRefused>> {
    let wrong = |problem| Failure::row("parcels", bag.id, problem);
    let state: ParcelState = bag.state.parse().map_err(wrong)?;
    let channel = bag.channel.parse().map_err(wrong)?;
    let after = act.after(channel, state);
    let after = after.ok_or(VerbError::Refused(CarryRefused::NotNow(state)))?;
    let mut facts = match after {
        ParcelState::Collected if bag.due_on.0 <= today => {
            return Err(VerbError::Refused(CarryRefused::PastDue));
        }
        ParcelState::Collected => hand_over(verb, &bag, (today, now)).await?,
        ParcelState::Back => unpack(verb, &bag, now).await?,
        _ => json!({}),
    };
    facts["act"] = json!(act.code());
    facts["state"] = json!(after.code());
    let tracking = bag.tracking.clone();
    let mut row = bag.into_active_model();
    row.state = Set(after.code().to_owned());
    row.tracking = Set(tracking);
    if after == ParcelState::AtRelay {
        row.arrived_at = Set(Some(Instant::from(now)));
    }
    if after.is_over() {
        row.ended_at = Set(Some(Instant::from(now)));
        row.code_sealed = Set(None);
        row.code_hash = Set(None);
    }
    row.update(&verb.tx).await?;
    Ok(facts)
}
