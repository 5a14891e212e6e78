//! Bags read back: one, those of a family, the lists.

use std::collections::BTreeMap;

use domain::ids::{DeliveryRoundId, HouseholdId, ItemId, ParcelId, RelayPointId};
use domain::loan::HandedOver;
use domain::parcel::{Channel, ParcelState, PickupCode};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::end::handed;
use super::pack::place;
use crate::base::columns::{Day, Instant};
use crate::base::error::Failure;
use crate::base::sealed;
use crate::entities::{parcel, parcel_item, relay_point};
use crate::stock::values::{item_value, items_by_id, labels};
use crate::{By, Item, Store};

/// A bag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Its id, and that of the loan that it becomes.
    pub id: ParcelId,
    /// The number written on it, once in a cité.
    pub number: i64,
    /// Whose it is.
    pub household: HouseholdId,
    /// What the household is called.
    pub label: String,
    /// How it goes.
    pub channel: Channel,
    /// The relay point, and what it is called.
    pub relay: Option<(RelayPointId, String)>,
    /// The round that it is on.
    pub round: Option<DeliveryRoundId>,
    /// The number on its seal; may be blank.
    pub seal: String,
    /// The number that the post gave it.
    pub tracking: Option<String>,
    /// When what is in it is due back.
    pub due_on: Date,
    /// The last day that it waits at its relay point.
    pub keep_until: Option<Date>,
    /// Where it is.
    pub state: ParcelState,
    /// When it was packed.
    pub prepared_at: Timestamp,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
    /// What is or was in it, by inventory number, as it was packed.
    pub items: Vec<(Item, HandedOver)>,
}

impl Parcel {
    /// Has it waited too long at its relay point?
    #[must_use]
    pub fn is_unclaimed(&self, today: Date) -> bool {
        self.state == ParcelState::AtRelay && self.keep_until.is_some_and(|until| until < today)
    }
}

/// Which bags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParcelFilter {
    /// Those that are not over.
    UnderWay,
    /// Those that are to come back: nobody came by this day, or they are on their way back.
    ToComeBack(Date),
    /// Those in the town's hands that a round may take.
    Ready,
    /// Those of a household.
    Of(HouseholdId),
    /// All.
    All,
}

impl ParcelFilter {
    fn condition(self) -> Condition {
        let in_state = |state: ParcelState| parcel::Column::State.eq(state.code());
        match self {
            Self::UnderWay => Condition::all().add(parcel::Column::EndedAt.is_null()),
            Self::ToComeBack(today) => {
                let waited = Condition::all()
                    .add(in_state(ParcelState::AtRelay))
                    .add(parcel::Column::KeepUntil.lt(Day(today)));
                Condition::any().add(in_state(ParcelState::ComingBack)).add(waited)
            }
            Self::Ready => Condition::all()
                .add(in_state(ParcelState::Prepared))
                .add(parcel::Column::DeliveryRoundId.is_null())
                .add(parcel::Column::Channel.ne(Channel::Post.code())),
            Self::Of(home) => {
                Condition::all().add(parcel::Column::HouseholdId.eq(Uuid::from(home)))
            }
            Self::All => Condition::all(),
        }
    }
}

impl Store {
    /// Bags of the asker's cité, the latest first, and how many there are.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn parcels(
        &self,
        filter: ParcelFilter,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<Parcel>, u64), Failure> {
        let mine = parcel::Entity::find()
            .filter(parcel::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(filter.condition());
        let total = mine.clone().count(&self.db).await?;
        let rows = mine
            .order_by_desc(parcel::Column::Number)
            .offset(offset)
            .limit(limit)
            .all(&self.db)
            .await?;
        Ok((self.parcel_values(rows, by).await?, total))
    }

    /// A bag of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn parcel(&self, id: ParcelId, by: By) -> Result<Option<Parcel>, Failure> {
        let mine = parcel::Entity::find_by_id(Uuid::from(id))
            .filter(parcel::Column::CiteId.eq(Uuid::from(by.cite)));
        let rows = mine.all(&self.db).await?;
        Ok(self.parcel_values(rows, by).await?.pop())
    }

    /// The bag under way that an item of the asker's cité is in.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn parcel_with(&self, item: ItemId, by: By) -> Result<Option<Parcel>, Failure> {
        let line = parcel_item::Entity::find()
            .filter(parcel_item::Column::ItemId.eq(Uuid::from(item)))
            .filter(parcel_item::Column::ClosedAt.is_null())
            .one(&self.db)
            .await?;
        match line {
            Some(line) => self.parcel(ParcelId(line.parcel_id), by).await,
            None => Ok(None),
        }
    }

    /// The code of a bag of the asker's cité, to be told to its family; none once it is over, or if it
    /// does not go by a relay point.
    ///
    /// # Errors
    /// When the database fails, or the seal does not open.
    pub async fn parcel_code(&self, id: ParcelId, by: By) -> Result<Option<PickupCode>, Failure> {
        let mine = parcel::Entity::find_by_id(Uuid::from(id))
            .filter(parcel::Column::CiteId.eq(Uuid::from(by.cite)));
        let sealed = mine.one(&self.db).await?.and_then(|row| row.code_sealed);
        let Some(sealed) = sealed else { return Ok(None) };
        let wrong = |why: &dyn std::fmt::Display| Failure::row("parcels", id, why);
        let text = sealed::open(&self.key, place(id.into()), &sealed).map_err(|why| wrong(&why))?;
        text.parse().map(Some).map_err(|why| wrong(&why))
    }

    pub(crate) async fn parcel_values(
        &self,
        rows: Vec<parcel::Model>,
        by: By,
    ) -> Result<Vec<Parcel>, Failure> {
        let lines = parcel_item::Entity::find()
            .filter(parcel_item::Column::ParcelId.is_in(rows.iter().map(|row| row.id)))
            .all(&self.db)
            .await?;
        let ids: Vec<Uuid> = lines.iter().map(|line| line.item_id).collect();
        let items = items_by_id(&self.db, &ids, by.cite).await?;
        let labels = labels(&self.db, rows.iter().map(|row| row.household_id)).await?;
        let relays = relay_point::Entity::find()
            .filter(relay_point::Column::Id.is_in(rows.iter().filter_map(|row| row.relay_id)))
            .all(&self.db)
            .await?;
        let relays: BTreeMap<Uuid, String> =
            relays.into_iter().map(|row| (row.id, row.name)).collect();
        rows.into_iter()
            .map(|row| {
                let wrong =
                    |problem: &dyn std::fmt::Display| Failure::row("parcels", row.id, problem);
                let mine = lines.iter().filter(|line| line.parcel_id == row.id);
                let mut inside = mine
                    .map(|line| {
                        let unit = items.get(&line.item_id).cloned();
                        let unit = unit.ok_or_else(|| wrong(&"no such item"))?;
                        Ok((item_value(unit)?, handed(line)?))
                    })
                    .collect::<Result<Vec<_>, Failure>>()?;
                inside.sort_by(|a, b| a.0.tag.cmp(&b.0.tag));
                let relay = row
                    .relay_id
                    .map(|id| (RelayPointId(id), relays.get(&id).cloned().unwrap_or_default()));
                Ok(Parcel {
                    id: ParcelId(row.id),
                    number: row.number,
                    household: HouseholdId(row.household_id),
                    label: labels.get(&row.household_id).cloned().unwrap_or_default(),
                    channel: row.channel.parse().map_err(|problem| wrong(&problem))?,
                    state: row.state.parse().map_err(|problem| wrong(&problem))?,
                    relay,
                    round: row.delivery_round_id.map(DeliveryRoundId),
                    due_on: row.due_on.0,
                    keep_until: row.keep_until.map(|day| day.0),
                    prepared_at: row.prepared_at.timestamp(),
                    ended_at: row.ended_at.map(Instant::timestamp),
                    seal: row.seal,
                    tracking: row.tracking,
                    items: inside,
                })
            })
            .collect()
    }
}
