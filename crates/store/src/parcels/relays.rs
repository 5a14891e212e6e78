//! Relay points: opened, given another address for their page, ended.

use domain::ids::RelayPointId;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{parcel, relay_point};
use crate::{By, Store};

/// A relay point to be opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenRelay<'a> {
    /// Its id, minted when the form was shown.
    pub id: RelayPointId,
    /// The shop's name.
    pub name: &'a str,
    /// Where it is.
    pub address: &'a str,
    /// When it is open, in words.
    pub hours: &'a str,
    /// The shop's telephone, as people read it.
    pub phone: Option<&'a str>,
    /// The convention signed with the shop.
    pub act: &'a str,
    /// How many days a bag waits there.
    pub keep_days: u8,
    /// SHA-256 of the secret in its page's address.
    // Drawn when the form is sent: it is no part of what the form says.
    #[serde(skip)]
    pub token_hash: [u8; 32],
}

/// Why no relay point was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenRelayRefused {
    /// The cité has one of this name.
    NameTaken,
}

/// Why a relay point stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelayRefused {
    /// The cité has no such relay point, or has ended it.
    Unknown,
    /// Bags wait there or are on their way to it.
    HasBags,
}

/// A relay point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayPoint {
    /// Its id.
    pub id: RelayPointId,
    /// The shop's name.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// When it is open, in words.
    pub hours: String,
    /// The shop's telephone.
    pub phone: Option<String>,
    /// The convention signed with the shop.
    pub act: String,
    /// How many days a bag waits there.
    pub keep_days: u8,
    /// The last day that it says it is closed.
    pub away_until: Option<Date>,
    /// Has the cité ended it?
    pub is_ended: bool,
}

#[derive(Serialize)]
struct Renewed(RelayPointId);

impl Store {
    /// Opens a relay point; answers whether it is new: the same form sent again opens nothing, and nobody
    /// knows the secret of the first any more but whoever was shown it.
    ///
    /// # Errors
    /// [`OpenRelayRefused`].
    pub async fn open_relay(
        &self,
        new: &OpenRelay<'_>,
        by: By,
        now: Timestamp,
    ) -> Result<bool, VerbError<OpenRelayRefused>> {
        let verb = match self.begin_once("open_relay", new.id.into(), new, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(false),
        };
        let row = relay_point::Model {
            id: new.id.into(),
            cite_id: by.cite.into(),
            name: new.name.to_owned(),
            address: new.address.to_owned(),
            hours: new.hours.to_owned(),
            phone: new.phone.map(str::to_owned),
            act: new.act.to_owned(),
            keep_days: new.keep_days.into(),
            token_hash: new.token_hash.to_vec(),
            away_until: None,
            wrong_count: 0,
            wrong_since: None,
            opened_at: now.into(),
            ended_at: None,
        };
        let added = relay_point::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await;
        match added {
            Err(error)
                if breaks_unique(&error, "relay_points_name_once", "relay_points.cite_id") =>
            {
                return Err(VerbError::Refused(OpenRelayRefused::NameTaken));
            }
            other => other?,
        };
        verb.commit(Subject::RelayPoint, new.id, json!({ "keep_days": new.keep_days })).await?;
        Ok(true)
    }

    /// Gives a relay point's page another address: the one before leads nowhere from then on. Answers
    /// whether it is new, as [`Store::open_relay`] does.
    ///
    /// # Errors
    /// [`RelayRefused::Unknown`].
    pub async fn renew_relay(
        &self,
        form: Uuid,
        id: RelayPointId,
        token_hash: [u8; 32],
        by: By,
        now: Timestamp,
    ) -> Result<bool, VerbError<RelayRefused>> {
        let verb = match self.begin_once("renew_relay", form, &Renewed(id), by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(false),
        };
        let row = open_relay_of(&verb.tx, id, by).await?;
        let mut row = row.into_active_model();
        row.token_hash = Set(token_hash.to_vec());
        row.wrong_count = Set(0);
        row.wrong_since = Set(None);
        row.update(&verb.tx).await?;
        verb.commit(Subject::RelayPoint, id, json!({})).await?;
        Ok(true)
    }

    /// Ends a relay point: its page leads nowhere, and no bag goes there. One ended already stays so.
    ///
    /// # Errors
    /// [`RelayRefused`].
    pub async fn end_relay(
        &self,
        form: Uuid,
        id: RelayPointId,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<RelayRefused>> {
        let verb = match self.begin_once("end_relay", form, &Renewed(id), by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let row = open_relay_of(&verb.tx, id, by).await?;
        let bags = parcel::Entity::find()
            .filter(parcel::Column::RelayId.eq(row.id))
            .filter(parcel::Column::EndedAt.is_null());
        if bags.count(&verb.tx).await? > 0 {
            return Err(VerbError::Refused(RelayRefused::HasBags));
        }
        let mut row = row.into_active_model();
        row.ended_at = Set(Some(Instant::from(now)));
        row.update(&verb.tx).await?;
        Ok(verb.commit(Subject::RelayPoint, id, json!({})).await?)
    }

    /// The relay points of the asker's cité, by name, the ended ones last.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn relays(&self, by: By) -> Result<Vec<RelayPoint>, Failure> {
        let rows = relay_point::Entity::find()
            .filter(relay_point::Column::CiteId.eq(Uuid::from(by.cite)))
            .order_by_asc(relay_point::Column::Name)
            .all(&self.db)
            .await?;
        let mut points = rows.into_iter().map(point).collect::<Result<Vec<_>, _>>()?;
        points.sort_by_key(|point| point.is_ended);
        Ok(points)
    }

    /// A relay point of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn relay(&self, id: RelayPointId, by: By) -> Result<Option<RelayPoint>, Failure> {
        mine(id, by).one(&self.db).await?.map(point).transpose()
    }
}

pub(super) fn point(row: relay_point::Model) -> Result<RelayPoint, Failure> {
    let wrong = |problem| Failure::row("relay_points", row.id, problem);
    Ok(RelayPoint {
        id: RelayPointId(row.id),
        keep_days: u8::try_from(row.keep_days).map_err(wrong)?,
        away_until: row.away_until.map(|day| day.0),
        is_ended: row.ended_at.is_some(),
        name: row.name,
        address: row.address,
        hours: row.hours,
        phone: row.phone,
        act: row.act,
    })
}

fn mine(id: RelayPointId, by: By) -> sea_orm::Select<relay_point::Entity> {
    relay_point::Entity::find_by_id(Uuid::from(id))
        .filter(relay_point::Column::CiteId.eq(Uuid::from(by.cite)))
}

async fn open_relay_of(
    db: &impl ConnectionTrait,
    id: RelayPointId,
    by: By,
) -> Result<relay_point::Model, VerbError<RelayRefused>> {
    let open = mine(id, by).filter(relay_point::Column::EndedAt.is_null());
    open.one(db).await?.ok_or(VerbError::Refused(RelayRefused::Unknown))
}
