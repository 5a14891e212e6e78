//! What a relay point does without an account: takes bags in, hands one over against its code, gives back
//! what nobody came for, says when it is closed.
//!
//! The secret in its page's address is the right; the code is the family's. No name is read here, and the
//! journal names the relay point alone, in its cité.

use domain::ids::{CiteId, ParcelId, RelayPointId};
use domain::parcel::{ParcelAct, ParcelState, PickupCode, WrongCodes};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Set,
};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::carry::{CarryRefused, act_on, bag_of};
use super::pack::code_hash;
use crate::Store;
use crate::base::columns::{Day, Instant};
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{parcel, relay_point};

/// A relay point found by the secret of its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRelay {
    /// Its id.
    pub id: RelayPointId,
    /// Its cité.
    pub cite: CiteId,
    /// The shop's name.
    pub name: String,
    /// The last day that it says it is closed.
    pub away_until: Option<Date>,
    /// Must it wait before the next code, after too many wrong ones?
    pub is_locked: bool,
}

/// A bag as a relay point sees it: a number and a seal, and nobody's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bag {
    /// Its id.
    pub id: ParcelId,
    /// The number written on it.
    pub number: i64,
    /// The number on its seal; may be blank.
    pub seal: String,
    /// Where it is.
    pub state: ParcelState,
    /// The last day that it waits.
    pub keep_until: Option<Date>,
}

/// What a relay point does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum AtRelay {
    /// These bags are here.
    TakeIn(Vec<ParcelId>),
    /// The bag of this code was handed over.
    HandOver(String),
    /// These bags went back with the courier.
    GiveBack(Vec<ParcelId>),
    /// The shop is closed until this day, that one included; or open again.
    Away(Option<Date>),
}

/// Why a relay point's page does not do what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelayActRefused {
    /// The page's address is unknown or was ended: which of these is nobody's business.
    Closed,
    /// No bag that is here has this code.
    WrongCode,
    /// Too many wrong codes: one waits.
    Locked,
    /// A bag is not where it would have to be.
    NotHere,
    /// What is in it was due back before today.
    PastDue,
}

impl Store {
    /// The relay point behind the secret of a page, if it can be used.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn held_relay(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<HeldRelay>, Failure> {
        let Some(row) = find(&self.db, token_hash).await? else { return Ok(None) };
        Ok(Some(HeldRelay {
            id: RelayPointId(row.id),
            cite: CiteId(row.cite_id),
            away_until: row.away_until.map(|day| day.0),
            is_locked: wrong_codes(&row)?.is_locked(now),
            name: row.name,
        }))
    }

    /// The bags that are here, announced, or going back, by number.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn bags_at(&self, relay: &HeldRelay) -> Result<Vec<Bag>, Failure> {
        let rows = parcel::Entity::find()
            .filter(parcel::Column::RelayId.eq(Uuid::from(relay.id)))
            .filter(parcel::Column::EndedAt.is_null())
            .order_by_asc(parcel::Column::Number)
            .all(&self.db)
            .await?;
        rows.into_iter().map(bag).collect()
    }

    /// The bag that a code is for. A wrong code is counted: after too many one waits.
    ///
    /// # Errors
    /// [`RelayActRefused`].
    pub async fn bag_of_code(
        &self,
        token_hash: [u8; 32],
        code: PickupCode,
        now: Timestamp,
    ) -> Result<Bag, VerbError<RelayActRefused>> {
        let refuse = VerbError::Refused;
        let relay = find(&self.db, token_hash).await?.ok_or(refuse(RelayActRefused::Closed))?;
        if wrong_codes(&relay)?.is_locked(now) {
            return Err(refuse(RelayActRefused::Locked));
        }
        let hash = code_hash(&self.key, relay.id, code);
        match here(&self.db, relay.id, &hash).await? {
            Some(found) => Ok(bag(found)?),
            None => Err(self.note_wrong_code(token_hash, now).await?),
        }
    }

    /// Counts a wrong code; answers its refusal.
    async fn note_wrong_code(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<VerbError<RelayActRefused>, VerbError<RelayActRefused>> {
        let mut verb = self.begin("note_wrong_code", None, now).await?;
        // Read under the lock: many may be trying at once.
        let relay = find(&verb.tx, token_hash).await?;
        let relay = relay.ok_or(VerbError::Refused(RelayActRefused::Closed))?;
        let wrong = wrong_codes(&relay)?.and_one(now);
        let (id, cite) = (relay.id, CiteId(relay.cite_id));
        let mut row = relay.into_active_model();
        row.wrong_count = Set(wrong.count.into());
        row.wrong_since = Set(wrong.since.map(Instant::from));
        row.update(&verb.tx).await?;
        verb.in_cite(cite);
        verb.commit(Subject::RelayPoint, id, json!({ "wrong": wrong.count })).await?;
        Ok(VerbError::Refused(RelayActRefused::WrongCode))
    }

    /// Notes what the relay point did, whole or not at all.
    ///
    /// # Errors
    /// [`RelayActRefused`].
    pub async fn act_at_relay(
        &self,
        (form, token_hash): (Uuid, [u8; 32]),
        act: &AtRelay,
        today: Date,
        now: Timestamp,
    ) -> Result<(), VerbError<RelayActRefused>> {
        let content = (hex::encode(token_hash), act);
        let mut verb = match self.begin_once("act_at_relay", form, &content, None, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let relay = find(&verb.tx, token_hash).await?;
        let relay = relay.ok_or(VerbError::Refused(RelayActRefused::Closed))?;
        let (id, at) = (relay.id, (today, now));
        verb.in_cite(CiteId(relay.cite_id));
        let facts = match act {
            AtRelay::TakeIn(bags) => carry(&verb, &relay, bags, ParcelAct::Arrive, at).await?,
            AtRelay::GiveBack(bags) => carry(&verb, &relay, bags, ParcelAct::TurnBack, at).await?,
            AtRelay::Away(until) => {
                let mut row = relay.into_active_model();
                row.away_until = Set(until.map(Day));
                row.update(&verb.tx).await?;
                json!({ "away_until": until })
            }
            AtRelay::HandOver(digits) => {
                if wrong_codes(&relay)?.is_locked(now) {
                    return Err(VerbError::Refused(RelayActRefused::Locked));
                }
                let code = digits.parse();
                let code = code.map_err(|_| VerbError::Refused(RelayActRefused::WrongCode))?;
                let hash = code_hash(&self.key, relay.id, code);
                let Some(found) = here(&verb.tx, relay.id, &hash).await? else {
                    // This form has done nothing: it may be sent again with the right code.
                    verb.tx.rollback().await.map_err(Failure::from)?;
                    return Err(self.note_wrong_code(token_hash, now).await?);
                };
                let told = act_on(&verb, found.clone(), ParcelAct::Collect, at).await;
                let told = told.map_err(|error| error.because(because))?;
                json!({ "parcel": found.id, "did": told })
            }
        };
        Ok(verb.commit(Subject::RelayPoint, id, facts).await?)
    }
}

/// The relay point of a secret, by its hash on its index: how long that takes tells nothing of the secret.
async fn find(
    db: &impl ConnectionTrait,
    token_hash: [u8; 32],
) -> Result<Option<relay_point::Model>, Failure> {
    let behind = relay_point::Entity::find()
        .filter(relay_point::Column::TokenHash.eq(token_hash.to_vec()))
        .filter(relay_point::Column::EndedAt.is_null());
    Ok(behind.one(db).await?)
}

/// The bag at a relay point whose code has this hash.
async fn here(
    db: &impl ConnectionTrait,
    relay: Uuid,
    hash: &str,
) -> Result<Option<parcel::Model>, Failure> {
    let mine = parcel::Entity::find()
        .filter(parcel::Column::RelayId.eq(relay))
        .filter(parcel::Column::CodeHash.eq(hash))
        .filter(parcel::Column::State.eq(ParcelState::AtRelay.code()));
    Ok(mine.one(db).await?)
}

/// The same act on several bags of a relay point.
async fn carry(
    verb: &Verb,
    relay: &relay_point::Model,
    bags: &[ParcelId],
    act: ParcelAct,
    at: (Date, Timestamp),
) -> Result<Value, VerbError<RelayActRefused>> {
    for id in bags {
        let found = bag_of(verb, *id, CiteId(relay.cite_id)).await?;
        let found = found.filter(|bag| bag.relay_id == Some(relay.id));
        let found = found.ok_or(VerbError::Refused(RelayActRefused::NotHere))?;
        act_on(verb, found, act, at).await.map_err(|error| error.because(because))?;
    }
    Ok(json!({ "act": act.code(), "parcels": bags }))
}

const fn because(why: CarryRefused) -> RelayActRefused {
    match why {
        CarryRefused::PastDue => RelayActRefused::PastDue,
        CarryRefused::Unknown | CarryRefused::NotNow(_) | CarryRefused::NoTracking => {
            RelayActRefused::NotHere
        }
    }
}

fn wrong_codes(row: &relay_point::Model) -> Result<WrongCodes, Failure> {
    let count = u8::try_from(row.wrong_count);
    let count = count.map_err(|problem| Failure::row("relay_points", row.id, problem))?;
    Ok(WrongCodes { count, since: row.wrong_since.map(Instant::timestamp) })
}

fn bag(row: parcel::Model) -> Result<Bag, Failure> {
    let state = row.state.parse();
    Ok(Bag {
        id: ParcelId(row.id),
        number: row.number,
        seal: row.seal,
        state: state.map_err(|problem| Failure::row("parcels", row.id, problem))?,
        keep_until: row.keep_until.map(|day| day.0),
    })
}
