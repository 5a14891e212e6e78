//! Packing a bag: what is in it is set aside for its family, and its needs wait for nothing else.

use domain::ids::{ItemId, RelayPointId};
use domain::item_life::NotLendable;
use domain::parcel::{PackParcel, ParcelState, PickupCode, Way};
use domain::people::equipment::NeedState;
use domain::stock::ItemState;
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
};
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::key::SecretKey;
use crate::base::sealed::{self, Place};
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{parcel, parcel_item, relay_point};
use crate::loans::lend::{ItemRefusal, RefusedItem, household_of};
use crate::loans::lines::{Line, attach_needs, decide};
use crate::loans::write::release_of;
use crate::stock::moves::move_item;
use crate::{By, Store};

/// Why no bag was packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackRefused {
    /// The cité has no such household.
    UnknownHousehold,
    /// The cité has no such relay point, or has ended it.
    UnknownRelay,
    /// Another bag at this relay point has this code: draw another.
    CodeTaken,
    /// Some items cannot go to this family; the others stay on the shelf too.
    Items(Vec<RefusedItem>),
}

/// Where a bag's code stands.
pub(super) fn place(bag: Uuid) -> Place {
    Place { row: bag, field: "parcels.code" }
}

/// What a code is found by at its relay point.
pub(super) fn code_hash(key: &SecretKey, relay: Uuid, code: PickupCode) -> String {
    let of = [relay.as_bytes(), code.digits().as_bytes()].concat();
    hex::encode(key.derived("parcel code", &of))
}

impl Store {
    /// Packs a bag, whole or not at all.
    ///
    /// # Errors
    /// [`PackRefused`], naming every item that stands in the way; nothing is set aside then.
    pub async fn pack_parcel(
        &self,
        order: &PackParcel,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<PackRefused>> {
        let form = Uuid::from(order.id());
        let verb = match self.begin_once("pack_parcel", form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let lend = order.lend();
        let home = household_of(&verb, lend.household(), by).await?;
        let home = home.ok_or(VerbError::Refused(PackRefused::UnknownHousehold))?;
        if let Way::Relay { point, .. } = order.way()
            && !is_open(&verb, *point, by).await?
        {
            return Err(VerbError::Refused(PackRefused::UnknownRelay));
        }
        let ids: Vec<Uuid> = lend.items().iter().map(|line| line.item.into()).collect();
        let (mut lines, mut refused) = decide(&verb, &ids, &home, lend.due_on(), by).await?;
        // What a school holds is handed over by the school, or comes back first.
        for line in lines.iter().filter(|line| line.provision.is_some()) {
            let (item, tag) = (ItemId(line.item.id), Some(line.item.tag.clone()));
            let why = ItemRefusal::State(NotLendable::HeldBySchool);
            refused.push(RefusedItem { item, tag, why });
        }
        if !refused.is_empty() {
            refused.sort_by_key(|line| line.item);
            return Err(VerbError::Refused(PackRefused::Items(refused)));
        }
        attach_needs(&verb, &mut lines, &home).await?;
        let number = self.write_parcel(&verb, order, by, now).await?;
        for line in lines {
            set_aside(&verb, order, line, now).await?;
        }
        let facts = json!({
            "household": lend.household(),
            "number": number,
            "channel": order.way().channel().code(),
            "items": ids,
        });
        Ok(verb.commit(Subject::Parcel, order.id(), facts).await?)
    }

    /// Writes the bag itself; answers its number.
    async fn write_parcel(
        &self,
        verb: &Verb,
        order: &PackParcel,
        by: By,
        now: Timestamp,
    ) -> Result<i64, VerbError<PackRefused>> {
        // One writer at a time: the next number is nobody else's.
        let last: Option<Option<i64>> = parcel::Entity::find()
            .filter(parcel::Column::CiteId.eq(Uuid::from(by.cite)))
            .select_only()
            .column_as(parcel::Column::Number.max(), "last")
            .into_tuple()
            .one(&verb.tx)
            .await?;
        let number = last.flatten().unwrap_or_default() + 1;
        let id = Uuid::from(order.id());
        let mut row = parcel::Model {
            id,
            cite_id: by.cite.into(),
            number,
            household_id: order.lend().household().into(),
            channel: order.way().channel().code().to_owned(),
            relay_id: None,
            delivery_round_id: None,
            nth: None,
            seal: order.seal().to_owned(),
            tracking: None,
            code_sealed: None,
            code_hash: None,
            due_on: Day(order.lend().due_on()),
            keep_until: None,
            state: ParcelState::Prepared.code().to_owned(),
            prepared_at: now.into(),
            arrived_at: None,
            ended_at: None,
        };
        if let Way::Relay { point, code, keep_until } = order.way() {
            let sealed = sealed::close(&self.key, place(id), &code.digits());
            row.code_sealed = Some(sealed.map_err(|why| Failure::row("parcels", id, why))?);
            row.code_hash = Some(code_hash(&self.key, Uuid::from(*point), *code));
            row.relay_id = Some(Uuid::from(*point));
            row.keep_until = Some(Day(*keep_until));
        }
        let added =
            parcel::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await;
        match added {
            Err(error) if breaks_unique(&error, "parcels_code_once", "parcels.relay_id") => {
                Err(VerbError::Refused(PackRefused::CodeTaken))
            }
            other => {
                other?;
                Ok(number)
            }
        }
    }
}

async fn is_open(verb: &Verb, point: RelayPointId, by: By) -> Result<bool, Failure> {
    let open = relay_point::Entity::find_by_id(Uuid::from(point))
        .filter(relay_point::Column::CiteId.eq(Uuid::from(by.cite)))
        .filter(relay_point::Column::EndedAt.is_null());
    Ok(open.one(&verb.tx).await?.is_some())
}

/// Puts an item in the bag. One that a plan set aside keeps its reservation; any other is set aside by
/// the bag, and so is the need that it meets.
async fn set_aside(
    verb: &Verb,
    order: &PackParcel,
    line: Line,
    now: Timestamp,
) -> Result<(), Failure> {
    let handed = order.lend().items().iter().find(|one| Uuid::from(one.item) == line.item.id);
    let handed = handed.ok_or_else(|| Failure::row("items", line.item.id, "not in the order"))?;
    let mut taken = None;
    if line.reservation.is_none()
        && let Some(wanted) = &line.need
    {
        release_of(verb, wanted.id, now).await?;
        taken = Some(wanted.id);
        let mut wanted = wanted.clone().into_active_model();
        wanted.state = Set(NeedState::Reserved.code().to_owned());
        wanted.update(&verb.tx).await?;
    }
    let accessories: std::collections::BTreeMap<_, _> = handed.accessories.iter().collect();
    let row = parcel_item::Model {
        parcel_id: order.id().into(),
        item_id: line.item.id,
        need_id: taken,
        grade: handed.grade.code().to_owned(),
        points: serde_json::to_string(&handed.points)?,
        accessories: serde_json::to_string(&accessories)?,
        closed_at: None,
    };
    parcel_item::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
    if line.reservation.is_none() {
        let home = Some(order.lend().household().into());
        move_item(verb, line.item, ItemState::Reserved, handed.grade, home, now).await?;
    }
    Ok(())
}
