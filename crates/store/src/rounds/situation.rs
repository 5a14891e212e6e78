//! What a round is about, as it stands now: its frozen needs that are still open, free stock, the money it
//! may use and what can be bought with it, and what was decided by hand.

use std::collections::{BTreeMap, BTreeSet};

use domain::allocation::{
    self, Decision, Pin, Rows, Situation, SituationLot, SituationNeed, Table,
};
use domain::ids::{NeedId, RoundId};
use domain::people::equipment::NeedState;
use domain::scoring::{Pupil, RuleSet, Scored};
use domain::stock::{ItemState, Level, TransferMode};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::asked::{
    circumstances, fund_value, item_value, lot_value, need_value, pin_value, pupil, weigh,
};
use super::open::{Round, find, value};
use super::policies::{Policy, policy_of};
use super::{money, pins, siblings};
use crate::base::error::Failure;
use crate::entities::{child, household, item, journal_head, lot, need, round};
use crate::fund::catalogue::{self, OfferState};
use crate::fund::plan_money::not_awaiting_purchase;
use crate::{By, Store};

/// Everything a plan is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// The round.
    pub round: Round,
    /// Its rule set.
    pub rules: Policy,
    /// The question for the engine.
    pub situation: Situation,
    /// The rule and the seed for the engine.
    pub policy: allocation::Policy,
    /// What the rule set made of each need.
    pub scores: BTreeMap<NeedId, Scored>,
    /// Decisions by hand that cannot be kept any more: the stock, the money or the household has changed
    /// since. They are not in the situation.
    pub broken_pins: Vec<NeedId>,
    /// The journal's number when it was read.
    pub seq: i64,
}

impl Base {
    /// SHA-256, in hex, of all that a plan depends on: it has moved if this has.
    ///
    /// # Errors
    /// When a value cannot be written as JSON.
    pub fn digest(&self) -> Result<String, Failure> {
        let text = serde_json::to_vec(&(&self.situation, &self.scores, &self.policy))?;
        Ok(hex::encode(Sha256::digest(text)))
    }

    /// The same families and the same stock under other rules: what these would make of them. A further
    /// device that they count is a need that is not kept anywhere.
    ///
    /// # Errors
    /// When what was right is not any more; no rule set can make it so.
    pub fn under(&self, rules: &RuleSet) -> Result<(Situation, allocation::Policy), Failure> {
        let mut rows = self.situation.rows().clone();
        // What the siblings rule decided, these rules decide anew; what people decided stays.
        rows.pins.retain(|pin| !matches!(pin.decision, Decision::SiblingsServed(_)));
        let mut decided: BTreeMap<NeedId, Pin> = BTreeMap::new();
        for pin in std::mem::take(&mut rows.pins) {
            decided.insert(known(&pin.need)?, pin);
        }
        let mut scores = self.scores.clone();
        siblings::add(&mut rows.needs, &mut scores, rules)?;
        for need in &mut rows.needs {
            let scored = scores.get_mut(&known(&need.need)?);
            let scored = scored.ok_or_else(|| Failure::row("needs", &need.need, "no score"))?;
            *scored = rules.score(scored.circumstances.clone());
            weigh(need, scored);
        }
        rows.pins = beside(decided, &scores, rules);
        let penalty = |condition| rules.rules().penalties.get(&condition).copied().unwrap_or(0);
        for lot in &mut rows.lots {
            lot.penalty = penalty(lot.condition);
        }
        for item in &mut rows.catalogue {
            item.penalty = penalty(item.condition);
        }
        // A decision by hand that these rules would forbid is none under them.
        let (situation, _) = whole(rows, &self.round)?;
        let policy = rules.policy(self.policy.seed, &situation);
        Ok((situation, policy))
    }
}

impl Store {
    /// The situation of a round of the asker's cité, as it stands now.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn situation(&self, id: RoundId, by: By) -> Result<Option<Base>, Failure> {
        match find(&self.db, id, by).await? {
            // The head first: whatever is written in between makes the base stale, never silently new.
            Some(row) => Ok(Some(collect(&self.db, row).await?)),
            None => Ok(None),
        }
    }
}

/// Reads the base of a round.
pub(super) async fn collect(db: &impl ConnectionTrait, row: round::Model) -> Result<Base, Failure> {
    let head = journal_head::Entity::find_by_id(1).one(db).await?;
    let seq = head.ok_or_else(|| Failure::row("journal_head", 1, "missing"))?.seq;
    let (cite, policy) = (row.cite_id, row.policy_id);
    let round = value(db, row).await?;
    let rules = policy_of(db, policy).await?;
    let (needs, scores) = needs(db, cite, &round, &rules.rules).await?;
    let lots = lots(db, cite, &rules.rules).await?;
    let funds: Vec<_> = money::lines(db, round.id.into()).await?.iter().map(fund_value).collect();
    let catalogue = if funds.is_empty() { Vec::new() } else { catalogue::items(db, cite).await? };
    let catalogue = catalogue.iter().filter(|item| item.state == OfferState::Offered);
    let catalogue = catalogue.map(|item| item_value(item, &rules.rules)).collect();
    let decided = pins::of_round(db, round.id.into()).await?;
    let decided: BTreeMap<NeedId, Pin> = decided
        .iter()
        .filter(|pin| scores.contains_key(&pin.need))
        .map(|pin| (pin.need, pin_value(pin)))
        .collect();
    let rows = Rows { needs, lots, funds, catalogue, pins: beside(decided, &scores, &rules.rules) };
    let (situation, broken_pins) = whole(rows, &round)?;
    let policy = rules.rules.policy(round.seed.into(), &situation);
    Ok(Base { round, rules, situation, policy, scores, broken_pins, seq })
}

/// The need of a situation of the program's own: its id says which.
pub(super) fn known(id: &str) -> Result<NeedId, Failure> {
    id.parse().map(NeedId).map_err(|problem: uuid::Error| Failure::row("needs", id, problem))
}

/// Decisions by hand, and those of the siblings rule on the needs that nobody decided on.
fn beside(
    mut decided: BTreeMap<NeedId, Pin>,
    scores: &BTreeMap<NeedId, Scored>,
    rules: &RuleSet,
) -> Vec<Pin> {
    for (need, scored) in scores {
        if let Some(pin) = siblings::decided(*need, &scored.circumstances, rules) {
            decided.entry(*need).or_insert(pin);
        }
    }
    decided.into_values().collect()
}

/// The situation, without the decisions that no longer hold; those are named.
fn whole(mut rows: Rows, round: &Round) -> Result<(Situation, Vec<NeedId>), Failure> {
    let wrong = |what: String| Failure::row("rounds", round.id, what);
    let mut broken = Vec::new();
    loop {
        let errors = match Situation::new(rows.clone()) {
            Ok(situation) => return Ok((situation, broken)),
            Err(errors) => errors,
        };
        let faulty: BTreeSet<usize> = errors
            .iter()
            .filter(|error| error.table == Table::Pins)
            .map(|error| error.row)
            .collect();
        if errors.iter().any(|error| error.table != Table::Pins) || faulty.is_empty() {
            return Err(wrong(format!("{errors:?}")));
        }
        for row in faulty.into_iter().rev() {
            let need: Uuid =
                rows.pins.remove(row).need.parse().map_err(|_| wrong("pins".into()))?;
            broken.push(NeedId(need));
        }
    }
}

async fn needs(
    db: &impl ConnectionTrait,
    cite: Uuid,
    round: &Round,
    rules: &RuleSet,
) -> Result<(Vec<SituationNeed>, BTreeMap<NeedId, Scored>), Failure> {
    let frozen: BTreeSet<Uuid> = round.needs.iter().map(|id| id.0).collect();
    let open = need::Entity::find()
        .filter(need::Column::CiteId.eq(cite))
        .filter(need::Column::State.eq(NeedState::Open.code()))
        .filter(not_awaiting_purchase());
    let open: Vec<_> =
        open.all(db).await?.into_iter().filter(|row| frozen.contains(&row.id)).collect();
    let homes = household::Entity::find().filter(household::Column::CiteId.eq(cite));
    let homes: BTreeMap<Uuid, household::Model> =
        homes.all(db).await?.into_iter().map(|row| (row.id, row)).collect();
    let mut pupils: BTreeMap<Uuid, Vec<Pupil>> = BTreeMap::new();
    let mut schools: BTreeMap<(Uuid, Level), Uuid> = BTreeMap::new();
    for row in child::Entity::find().filter(child::Column::CiteId.eq(cite)).all(db).await? {
        let pupil = pupil(&row)?;
        let school = schools.entry((row.household_id, pupil.level)).or_insert(row.school_id);
        *school = row.school_id.min(*school);
        pupils.entry(row.household_id).or_default().push(pupil);
    }
    pupils.values_mut().for_each(|pupils| pupils.sort_unstable());
    let numbers = siblings::numbers(db, cite).await?;
    let (mut needs, mut scores) = (Vec::with_capacity(open.len()), BTreeMap::new());
    for row in open {
        let home = homes.get(&row.household_id);
        let home = home.ok_or_else(|| Failure::row("needs", row.id, "no such household"))?;
        let pupils = pupils.get(&row.household_id).cloned().unwrap_or_default();
        let kind = row.kind.parse().map_err(|problem| Failure::row("needs", row.id, problem))?;
        let nth = numbers.get(&row.id).copied().unwrap_or(1);
        let known = circumstances(kind, nth, row.priority.is_some(), home, pupils)?;
        let scored = rules.score(known);
        // Of several children at the level that decides, the school that was entered first.
        let school = schools.get(&(row.household_id, scored.level));
        let mut need = need_value(row.id.to_string(), home, &scored);
        need.school = school.map(Uuid::to_string).unwrap_or_default();
        needs.push(need);
        scores.insert(NeedId(row.id), scored);
    }
    Ok((needs, scores))
}

async fn lots(
    db: &impl ConnectionTrait,
    cite: Uuid,
    rules: &RuleSet,
) -> Result<Vec<SituationLot>, Failure> {
    let mut units: BTreeMap<Uuid, u32> = BTreeMap::new();
    let free = item::Entity::find()
        .filter(item::Column::CiteId.eq(cite))
        .filter(item::Column::State.eq(ItemState::Available.code()));
    for row in free.all(db).await? {
        *units.entry(row.lot_id).or_default() += 1;
    }
    // What is given, not lent, cannot be handed over yet: a plan must not promise it.
    let mine = lot::Entity::find()
        .filter(lot::Column::CiteId.eq(cite))
        .filter(lot::Column::Mode.ne(TransferMode::Gift.code()))
        .all(db)
        .await?;
    let held = mine.into_iter().filter_map(|row| units.get(&row.id).map(|units| (row, *units)));
    held.map(|(row, units)| lot_value(&row, units, rules)).collect()
}
