//! Delivery rounds: which bags somebody brings on one day, in order.

use domain::ids::{DeliveryRoundId, ParcelId};
use domain::parcel::{Channel, ParcelAct, ParcelState};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::carry::{act_on, bag_of};
use super::show::Parcel;
use crate::base::columns::{Day, Instant};
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{delivery_round, parcel};
use crate::{By, Store};

/// A round to be planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanDelivery<'a> {
    /// Its id, minted when the form was shown.
    pub id: DeliveryRoundId,
    /// The day.
    pub on: Date,
    /// Who brings them, in words: a service, a first name.
    pub courier: &'a str,
    /// The bags, in the order of the stops.
    pub parcels: &'a [ParcelId],
}

/// Why a bag does not go on a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopRefusal {
    /// The cité has no such bag.
    Unknown,
    /// It goes by post.
    ByPost,
    /// It is not in the town's hands any more.
    Left,
    /// It is on another round.
    OnAnotherRound,
}

/// A bag that does not go on a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedStop {
    /// Its number, if the cité has it.
    pub number: Option<i64>,
    /// Why.
    pub why: StopRefusal,
}

/// Why no round was planned, or begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanDeliveryRefused {
    /// There is nothing to bring.
    NoParcel,
    /// These do not go; the others stay too.
    Stops(Vec<RefusedStop>),
    /// The cité has no such round.
    Unknown,
}

/// A delivery round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRound {
    /// Its id.
    pub id: DeliveryRoundId,
    /// The day.
    pub on: Date,
    /// Who brings them.
    pub courier: String,
    /// Has it begun?
    pub has_begun: bool,
    /// How many bags are on it, and how many are over or at their relay point.
    pub bags: (u64, u64),
}

/// A stop of a round.
pub type Stop = Parcel;

#[derive(Serialize)]
struct Begun(DeliveryRoundId);

impl Store {
    /// Plans a round.
    ///
    /// # Errors
    /// [`PlanDeliveryRefused`], naming every bag that stands in the way.
    pub async fn plan_delivery(
        &self,
        new: &PlanDelivery<'_>,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<PlanDeliveryRefused>> {
        let verb = match self.begin_once("plan_delivery", new.id.into(), new, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        if new.parcels.is_empty() {
            return Err(VerbError::Refused(PlanDeliveryRefused::NoParcel));
        }
        let row = delivery_round::Model {
            id: new.id.into(),
            cite_id: by.cite.into(),
            on_day: Day(new.on),
            courier: new.courier.to_owned(),
            begun_at: None,
        };
        delivery_round::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
        let mut refused = Vec::new();
        for (nth, id) in (1_i64..).zip(new.parcels) {
            let bag = bag_of(&verb, *id, by.cite).await?;
            let number = bag.as_ref().map(|bag| bag.number);
            match may_go(bag) {
                Ok(bag) => {
                    let mut bag = bag.into_active_model();
                    bag.delivery_round_id = Set(Some(new.id.into()));
                    bag.nth = Set(Some(nth));
                    bag.update(&verb.tx).await?;
                }
                Err(why) => refused.push(RefusedStop { number, why }),
            }
        }
        if !refused.is_empty() {
            return Err(VerbError::Refused(PlanDeliveryRefused::Stops(refused)));
        }
        let facts = json!({ "on": new.on, "parcels": new.parcels });
        Ok(verb.commit(Subject::DeliveryRound, new.id, facts).await?)
    }

    /// The courier leaves: every bag of the round that is still in the town's hands is on its way.
    ///
    /// # Errors
    /// [`PlanDeliveryRefused::Unknown`].
    pub async fn begin_delivery(
        &self,
        form: Uuid,
        id: DeliveryRoundId,
        today: Date,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<PlanDeliveryRefused>> {
        let verb = match self.begin_once("begin_delivery", form, &Begun(id), by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let mine = delivery_round::Entity::find_by_id(Uuid::from(id))
            .filter(delivery_round::Column::CiteId.eq(Uuid::from(by.cite)));
        let row = mine.one(&verb.tx).await?;
        let row = row.ok_or(VerbError::Refused(PlanDeliveryRefused::Unknown))?;
        let bags = parcel::Entity::find()
            .filter(parcel::Column::DeliveryRoundId.eq(row.id))
            .filter(parcel::Column::State.eq(ParcelState::Prepared.code()))
            .all(&verb.tx)
            .await?;
        let sent: Vec<Uuid> = bags.iter().map(|bag| bag.id).collect();
        for bag in bags {
            let id = bag.id;
            let told = act_on(&verb, bag, ParcelAct::Send, (today, now)).await;
            told.map_err(|error| match error {
                VerbError::Failed(failure) => failure,
                VerbError::Refused(_) | VerbError::OtherContent => {
                    Failure::row("parcels", id, "prepared, and cannot leave")
                }
            })?;
        }
        let mut row = row.into_active_model();
        row.begun_at = Set(Some(Instant::from(now)));
        row.update(&verb.tx).await?;
        Ok(verb.commit(Subject::DeliveryRound, id, json!({ "parcels": sent })).await?)
    }

    /// The rounds of the asker's cité, the latest day first, and how many there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deliveries(
        &self,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<DeliveryRound>, u64), Failure> {
        let mine = delivery_round::Entity::find()
            .filter(delivery_round::Column::CiteId.eq(Uuid::from(by.cite)));
        let total = mine.clone().count(&self.db).await?;
        let rows = mine
            .order_by_desc(delivery_round::Column::OnDay)
            .order_by_desc(delivery_round::Column::Id)
            .offset(offset)
            .limit(limit)
            .all(&self.db)
            .await?;
        Ok((self.delivery_values(rows).await?, total))
    }

    /// A round of the asker's cité with its stops in order.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn delivery(
        &self,
        id: DeliveryRoundId,
        by: By,
    ) -> Result<Option<(DeliveryRound, Vec<Stop>)>, Failure> {
        let mine = delivery_round::Entity::find_by_id(Uuid::from(id))
            .filter(delivery_round::Column::CiteId.eq(Uuid::from(by.cite)));
        let rows = mine.all(&self.db).await?;
        let Some(round) = self.delivery_values(rows).await?.pop() else { return Ok(None) };
        let stops = parcel::Entity::find()
            .filter(parcel::Column::DeliveryRoundId.eq(Uuid::from(id)))
            .order_by_asc(parcel::Column::Nth)
            .all(&self.db)
            .await?;
        Ok(Some((round, self.parcel_values(stops, by).await?)))
    }

    async fn delivery_values(
        &self,
        rows: Vec<delivery_round::Model>,
    ) -> Result<Vec<DeliveryRound>, Failure> {
        let bags: Vec<(Option<Uuid>, String)> = parcel::Entity::find()
            .filter(parcel::Column::DeliveryRoundId.is_in(rows.iter().map(|row| row.id)))
            .select_only()
            .column(parcel::Column::DeliveryRoundId)
            .column(parcel::Column::State)
            .into_tuple()
            .all(&self.db)
            .await?;
        let arrived = [ParcelState::AtRelay, ParcelState::Collected, ParcelState::Back];
        Ok(rows
            .into_iter()
            .map(|row| {
                let mine = bags.iter().filter(|(round, _)| *round == Some(row.id));
                let done = mine
                    .clone()
                    .filter(|(_, state)| arrived.iter().any(|known| known.code() == state));
                DeliveryRound {
                    id: DeliveryRoundId(row.id),
                    on: row.on_day.0,
                    has_begun: row.begun_at.is_some(),
                    bags: (mine.clone().count() as u64, done.count() as u64),
                    courier: row.courier,
                }
            })
            .collect())
    }
}

/// The bag, if it may go on a round.
fn may_go(bag: Option<parcel::Model>) -> Result<parcel::Model, StopRefusal> {
    let bag = bag.ok_or(StopRefusal::Unknown)?;
    if bag.channel == Channel::Post.code() {
        Err(StopRefusal::ByPost)
    } else if bag.state != ParcelState::Prepared.code() {
        Err(StopRefusal::Left)
    } else if bag.delivery_round_id.is_some() {
        Err(StopRefusal::OnAnotherRound)
    } else {
        Ok(bag)
    }
}
