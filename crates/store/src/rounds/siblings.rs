//! The siblings rule at work: at the freeze it makes the rows, one need for each device; afterwards it says
//! which device of its household each need is, and which need nothing any more.

use std::collections::{BTreeMap, BTreeSet};

use domain::allocation::{Decision, DevicesCounted, Pin, SituationNeed};
use domain::ids::{NeedId, RoundId};
use domain::people::equipment::{Equipment, NeedKind, NeedState, needs_of};
use domain::scoring::{Circumstances, RuleSet, Scored};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Set,
};
use serde::Serialize;
use uuid::Uuid;

use super::situation::known;
use crate::base::derived;
use crate::base::error::Failure;
use crate::base::transaction::Verb;
use crate::entities::{child, household, need};
use crate::loans::lent::devices_lent;

/// What a freeze made of the households' devices.
#[derive(Debug, Default, Serialize)]
pub(super) struct Rows {
    /// Needs opened for a further device.
    pub opened: Vec<Uuid>,
    /// Needs for a further device that the rule does not count any more.
    pub withdrawn: Vec<Uuid>,
}

/// Opens a need for each device that the rule counts and nobody has entered, and withdraws those for a
/// further device that it does not count. A household's first need is never touched: that is for people.
pub(super) async fn make_rows(
    verb: &Verb,
    rules: &RuleSet,
    round: RoundId,
    cite: Uuid,
) -> Result<Rows, Failure> {
    let mut rows = Rows::default();
    let lent = devices_lent(&verb.tx, cite).await?;
    let mut waiting = active(&verb.tx, cite).await?;
    let mut children: BTreeMap<Uuid, usize> = BTreeMap::new();
    let homes: Vec<Uuid> = child::Entity::find()
        .filter(child::Column::CiteId.eq(cite))
        .select_only()
        .column(child::Column::HouseholdId)
        .into_tuple()
        .all(&verb.tx)
        .await?;
    homes.into_iter().for_each(|home| *children.entry(home).or_default() += 1);
    let known = household::Entity::remembered().filter(household::Column::CiteId.eq(cite));
    let mut new = Vec::new();
    for home in known.order_by_asc(household::Column::Id).all(&verb.tx).await? {
        let waiting = waiting.remove(&home.id).unwrap_or_default();
        let lent = lent.get(&home.id).copied().unwrap_or_default();
        if waiting.is_empty() && lent == 0 {
            continue;
        }
        let children = children.get(&home.id).copied().unwrap_or_default();
        let wanted = devices(&home, children, rules)?.saturating_sub(lent).into();
        let further = waiting.iter().skip(wanted).filter(|row| row.slot > 1);
        for row in further.filter(|row| row.state == NeedState::Open.code()) {
            let mut row = row.clone().into_active_model();
            row.state = Set(NeedState::Withdrawn.code().to_owned());
            rows.withdrawn.push(row.update(&verb.tx).await?.id);
        }
        if waiting.len() < wanted {
            let like = match waiting.first() {
                Some(row) => Some(row.clone()),
                None => last_served(&verb.tx, home.id).await?,
            };
            // Whatever the household got was given to it without a need: nobody asked.
            let Some(like) = like else { continue };
            let used: BTreeSet<i64> = waiting.iter().map(|row| row.slot).collect();
            let next = i64::from(lent) + 1;
            let free = (next..=9).chain(1..next.min(10)).filter(|slot| !used.contains(slot));
            new.extend(free.take(wanted - waiting.len()).map(|slot| need::Model {
                id: derived(&[round.0.as_bytes(), home.id.as_bytes(), &slot.to_be_bytes()]),
                slot,
                state: NeedState::Open.code().to_owned(),
                ..like.clone()
            }));
        }
    }
    rows.opened = new.iter().map(|row| row.id).collect();
    for some in new.chunks(500) {
        let some = some.iter().cloned().map(IntoActiveModel::into_active_model);
        need::Entity::insert_many(some).exec_without_returning(&verb.tx).await?;
    }
    Ok(rows)
}

/// How many devices the rule counts for a household; none that says it needs none.
fn devices(home: &household::Model, children: usize, rules: &RuleSet) -> Result<u8, Failure> {
    let wrong = |problem| Failure::row("households", home.id, problem);
    let equipment: Equipment = home.equipment.parse().map_err(wrong)?;
    let connection = home.connection.parse().map_err(wrong)?;
    let needed = needs_of(equipment, connection, children).contains(&NeedKind::Device);
    Ok(if needed { rules.rules().siblings.devices(equipment, children) } else { 0 })
}

/// The devices that each household waits for: those set aside for it first, then in their order.
async fn active(
    db: &impl ConnectionTrait,
    cite: Uuid,
) -> Result<BTreeMap<Uuid, Vec<need::Model>>, Failure> {
    let mut waiting: BTreeMap<Uuid, Vec<need::Model>> = BTreeMap::new();
    let rows = need::Entity::find()
        .filter(need::Column::CiteId.eq(cite))
        .filter(need::Column::Kind.eq(NeedKind::Device.code()))
        .filter(need::Column::State.is_in([NeedState::Open.code(), NeedState::Reserved.code()]));
    for row in rows.all(db).await? {
        waiting.entry(row.household_id).or_default().push(row);
    }
    for rows in waiting.values_mut() {
        rows.sort_by_key(|row| (row.state != NeedState::Reserved.code(), row.slot, row.id));
    }
    Ok(waiting)
}

/// The need that a device met last for a household.
async fn last_served(
    db: &impl ConnectionTrait,
    home: Uuid,
) -> Result<Option<need::Model>, Failure> {
    let served = need::Entity::find()
        .filter(need::Column::HouseholdId.eq(home))
        .filter(need::Column::Kind.eq(NeedKind::Device.code()))
        .filter(need::Column::State.eq(NeedState::Served.code()))
        .order_by_desc(need::Column::OpenedOn)
        .order_by_asc(need::Column::Id);
    Ok(served.one(db).await?)
}

/// Which device of its household each active need is, from 1: behind those lent and those set aside.
pub(super) async fn numbers(
    db: &impl ConnectionTrait,
    cite: Uuid,
) -> Result<BTreeMap<Uuid, u8>, Failure> {
    let lent = devices_lent(db, cite).await?;
    let waiting = active(db, cite).await?.into_iter();
    let numbered = waiting.flat_map(|(home, rows)| {
        let lent = lent.get(&home).copied().unwrap_or_default();
        let nth = (1..=u8::MAX).map(move |at| at.saturating_add(lent));
        rows.into_iter().map(|row| row.id).zip(nth)
    });
    Ok(numbered.collect())
}

/// Adds the devices that other rules would count for the households of a situation.
pub(super) fn add(
    needs: &mut Vec<SituationNeed>,
    scores: &mut BTreeMap<NeedId, Scored>,
    rules: &RuleSet,
) -> Result<(), Failure> {
    let mut last: BTreeMap<String, (SituationNeed, Circumstances)> = BTreeMap::new();
    for need in needs.iter() {
        let scored = scores.get(&known(&need.need)?);
        let scored = scored.ok_or_else(|| Failure::row("needs", &need.need, "no score"))?;
        let one = &scored.circumstances;
        if one.kind == NeedKind::Device
            && last.get(&need.household).is_none_or(|(_, other)| other.nth < one.nth)
        {
            last.insert(need.household.clone(), (need.clone(), one.clone()));
        }
    }
    for (home, (like, known)) in last {
        let devices = rules.rules().siblings.devices(known.equipment, known.pupils.len());
        for nth in known.nth.saturating_add(1)..=devices {
            let id = derived(&[home.as_bytes(), &[nth]]);
            needs.push(SituationNeed { need: id.to_string(), ..like.clone() });
            scores.insert(NeedId(id), rules.score(Circumstances { nth, ..known.clone() }));
        }
    }
    Ok(())
}

/// The rule's own decision on a need, if enough devices are counted for its household without it.
pub(super) fn decided(need: NeedId, known: &Circumstances, rules: &RuleSet) -> Option<Pin> {
    let rule = rules.rules().siblings;
    let devices = rule.devices(known.equipment, known.pupils.len());
    if known.kind != NeedKind::Device || known.nth <= devices {
        return None;
    }
    let shared = u32::from(known.equipment == Equipment::Shared);
    let counted = DevicesCounted {
        children: u32::try_from(known.pupils.len()).unwrap_or(u32::MAX),
        children_per_device: rule.children_per_device,
        devices_at_most: rule.devices_at_most,
        devices: shared + u32::from(known.nth) - 1,
    };
    Some(Pin {
        need: need.to_string(),
        decision: Decision::SiblingsServed(counted),
        author: String::new(),
        reason: "siblings".to_owned(),
    })
}
