//! Rows of cards to values and back.

use std::collections::BTreeMap;

use domain::fund::Amount;
use domain::ids::{CiteId, CommitmentId, ItemId};
use domain::sim::{Life, Plan, Prepaid, SimEvent, Subscription};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};
use uuid::Uuid;

use super::values::Sim;
use crate::base::columns::Day;
use crate::base::error::Failure;
use crate::base::transaction::Verb;
use crate::entities::{sim, sim_event};

/// What a row says was bought.
pub(crate) fn subscription(row: &sim::Model) -> Result<Subscription, Failure> {
    let bad = |problem: &str| Failure::row("sims", row.item_id, problem);
    if row.subscription == "prepaid" {
        let days = row.validity_days.and_then(|days| u16::try_from(days).ok());
        return Ok(Subscription::Prepaid(Prepaid {
            activate_before: row.activate_before.map(|day| day.0),
            validity_days: days.ok_or_else(|| bad("no validity"))?,
            rechargeable: row.rechargeable.unwrap_or(false),
        }));
    }
    let (Some(cents), Some(starts), Some(ends)) = (row.monthly_cents, row.starts_on, row.ends_on)
    else {
        return Err(bad("a plan without its money or its days"));
    };
    let monthly = Amount::from_cents(cents).map_err(|_| bad("a plan for nothing"))?;
    let plan = Plan::new(monthly, starts.0, ends.0);
    Ok(Subscription::Plan(plan.map_err(|why| bad(&why.to_string()))?))
}

/// Writes what was bought into a row.
pub(crate) fn put_subscription(row: &mut sim::Model, card: &Subscription) {
    row.subscription = card.code().to_owned();
    (row.activate_before, row.validity_days, row.rechargeable) = (None, None, None);
    (row.monthly_cents, row.starts_on, row.ends_on) = (None, None, None);
    match card {
        Subscription::Prepaid(card) => {
            row.activate_before = card.activate_before.map(Day);
            row.validity_days = Some(i64::from(card.validity_days));
            row.rechargeable = Some(card.rechargeable);
        }
        Subscription::Plan(plan) => {
            row.monthly_cents = Some(plan.monthly().cents());
            row.starts_on = Some(Day(plan.starts_on()));
            row.ends_on = Some(Day(plan.ends_on()));
        }
    }
}

/// Writes where a line stands into a row.
pub(crate) fn put_life(row: &mut sim::Model, life: Life, card: &Subscription) {
    row.state = life.state().code().to_owned();
    row.activated_on = life.activated_on().map(Day);
    row.valid_until = life.valid_until(card).map(Day);
    row.used_on = life.used_on().map(Day);
}

/// A card's row as a value.
pub(crate) fn sim_value(row: &sim::Model) -> Result<Sim, Failure> {
    let volume = row.volume_mb.map(u32::try_from).transpose();
    Ok(Sim {
        item: ItemId(row.item_id),
        operator: row.operator.clone(),
        customer: row.customer.clone(),
        volume_mb: volume.map_err(|problem| Failure::row("sims", row.item_id, problem))?,
        subscription: subscription(row)?,
        commitment: row.commitment_id.map(CommitmentId),
        has_pin: row.pin_sealed.is_some(),
        has_puk: row.puk_sealed.is_some(),
        state: row.state.parse().map_err(|why| Failure::row("sims", row.item_id, why))?,
        activated_on: row.activated_on.map(|day| day.0),
        valid_until: row.valid_until.map(|day| day.0),
        used_on: row.used_on.map(|day| day.0),
    })
}

/// The card of this cité with this item's id.
pub(crate) async fn sim_of(
    db: &impl ConnectionTrait,
    item: ItemId,
    cite: CiteId,
) -> Result<Option<sim::Model>, Failure> {
    let mine =
        sim::Entity::find_by_id(Uuid::from(item)).filter(sim::Column::CiteId.eq(Uuid::from(cite)));
    Ok(mine.one(db).await?)
}

/// What happened to a line, as the journal has it.
pub(crate) async fn life_of(db: &impl ConnectionTrait, item: Uuid) -> Result<Life, Failure> {
    Ok(lives_of(db, &[item]).await?.remove(&item).unwrap_or_default())
}

/// One event of a row.
pub(crate) fn event(row: &sim_event::Model) -> Result<SimEvent, Failure> {
    let kind = row.kind.parse().map_err(|why| Failure::row("sim_events", row.item_id, why))?;
    Ok(SimEvent { kind, on: row.on_day.0 })
}

/// Dates an event with the verb's journal line: at most one for a card and a verb.
pub(crate) async fn write_event(
    verb: &Verb,
    item: Uuid,
    event: SimEvent,
    paid: Option<(Amount, CommitmentId)>,
) -> Result<(), Failure> {
    let row = sim_event::Model {
        item_id: item,
        seq: verb.seq,
        kind: event.kind.code().to_owned(),
        on_day: Day(event.on),
        amount_cents: paid.map(|(amount, _)| amount.cents()),
        commitment_id: paid.map(|(_, commitment)| commitment.into()),
    };
    sim_event::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
    Ok(())
}

/// Writes a card's row over the one that is there.
pub(crate) async fn update(verb: &Verb, row: sim::Model) -> Result<(), Failure> {
    row.into_active_model().reset_all().update(&verb.tx).await?;
    Ok(())
}

/// A row of a card of which nothing is known yet.
pub(crate) fn bare(item: Uuid, cite: CiteId, operator: &str) -> sim::Model {
    sim::Model {
        item_id: item,
        cite_id: cite.into(),
        operator: operator.to_owned(),
        customer: None,
        volume_mb: None,
        subscription: String::new(),
        activate_before: None,
        validity_days: None,
        rechargeable: None,
        monthly_cents: None,
        starts_on: None,
        ends_on: None,
        commitment_id: None,
        pin_sealed: None,
        puk_sealed: None,
        state: String::new(),
        activated_on: None,
        valid_until: None,
        used_on: None,
    }
}

/// The cards of this cité among these items; the caller gives them by chunks.
pub(crate) async fn sims_of(
    db: &impl ConnectionTrait,
    items: &[Uuid],
    cite: CiteId,
) -> Result<Vec<sim::Model>, Failure> {
    let found = sim::Entity::find().filter(sim::Column::ItemId.is_in(items.iter().copied()));
    // As in `items_by_id`: by their ids, not through the whole cité.
    let mine = found.all(db).await?.into_iter().filter(|row| row.cite_id == Uuid::from(cite));
    Ok(mine.collect())
}

/// What happened to each of these lines; one of which nothing is told is not there.
pub(crate) async fn lives_of(
    db: &impl ConnectionTrait,
    items: &[Uuid],
) -> Result<BTreeMap<Uuid, Life>, Failure> {
    let mut events: BTreeMap<Uuid, Vec<SimEvent>> = BTreeMap::new();
    for chunk in items.chunks(500) {
        let rows = sim_event::Entity::find()
            .filter(sim_event::Column::ItemId.is_in(chunk.iter().copied()))
            .order_by_asc(sim_event::Column::Seq);
        for row in rows.all(db).await? {
            events.entry(row.item_id).or_default().push(event(&row)?);
        }
    }
    Ok(events.into_iter().map(|(item, events)| (item, Life::of(events))).collect())
}
