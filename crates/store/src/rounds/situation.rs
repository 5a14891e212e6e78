//! What a round is about, as it stands now: its frozen needs that are still open, free stock, the money it
//! may use and what can be bought with it, and what was decided by hand.

use std::collections::{BTreeMap, BTreeSet};

use domain::Euros;
use domain::allocation::{
    self, Alternative, Pin, Rows, Situation, SituationFund, SituationItem, SituationLot,
    SituationNeed, Table,
};
use domain::ids::{NeedId, RoundId};
use domain::people::class_level::ClassLevel;
use domain::people::equipment::{NeedKind, NeedState};
use domain::people::school_level::SchoolLevel;
use domain::scoring::{Circumstances, Pupil, RuleSet, Scored};
use domain::stock::{ItemState, Level, LotCondition, Restriction, TransferMode};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::money::RoundFund;
use super::open::{Round, find, value};
use super::pins::PinnedNeed;
use super::policies::{Policy, policy_of};
use super::{money, pins};
use crate::base::error::Failure;
use crate::entities::{child, household, item, journal_head, lot, need, round};
use crate::fund::catalogue::{self, CatalogueItem, OfferState};
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

    /// The same needs and the same stock under other rules: what these would make of them.
    ///
    /// # Errors
    /// When what was right is not any more; no rule set can make it so.
    pub fn under(&self, rules: &RuleSet) -> Result<(Situation, allocation::Policy), Failure> {
        let mut rows = self.situation.rows().clone();
        for need in &mut rows.needs {
            let known = need.need.parse().ok().and_then(|id: Uuid| self.scores.get(&NeedId(id)));
            let known = known.ok_or_else(|| Failure::row("needs", &need.need, "no score"))?;
            weigh(need, &rules.score(known.circumstances.clone()));
        }
        let penalty = |condition| rules.rules().penalties.get(&condition).copied().unwrap_or(0);
        for lot in &mut rows.lots {
            lot.penalty = penalty(lot.condition);
        }
        for item in &mut rows.catalogue {
            item.penalty = penalty(item.condition);
        }
        // A decision by hand that these rules would forbid is none under them.
        let (situation, _) = whole(rows, &self.round)?;
        Ok((situation, rules.policy(self.policy.seed)))
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
    let decided = decided.iter().filter(|pin| scores.contains_key(&pin.need)).map(pin_value);
    let rows = Rows { needs, lots, funds, catalogue, pins: decided.collect() };
    let (situation, broken_pins) = whole(rows, &round)?;
    let policy = rules.rules.policy(round.seed.into());
    Ok(Base { round, rules, situation, policy, scores, broken_pins, seq })
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
        .filter(need::Column::State.eq(NeedState::Open.code()));
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
    let (mut needs, mut scores) = (Vec::with_capacity(open.len()), BTreeMap::new());
    for row in open {
        let home = homes.get(&row.household_id);
        let home = home.ok_or_else(|| Failure::row("needs", row.id, "no such household"))?;
        let pupils = pupils.get(&row.household_id).cloned().unwrap_or_default();
        let kind = row.kind.parse().map_err(|problem| Failure::row("needs", row.id, problem))?;
        let scored = rules.score(circumstances(kind, row.priority.is_some(), home, pupils)?);
        // Of several children at the level that decides, the school that was entered first.
        let school = schools.get(&(row.household_id, scored.level));
        let mut need = need_value(row.id.to_string(), home, &scored);
        need.school = school.map(Uuid::to_string).unwrap_or_default();
        needs.push(need);
        scores.insert(NeedId(row.id), scored);
    }
    Ok((needs, scores))
}

/// A need as the engine sees it.
pub(crate) fn need_value(id: String, home: &household::Model, scored: &Scored) -> SituationNeed {
    let mut need = SituationNeed {
        need: id,
        household: home.id.to_string(),
        asks: Vec::new(),
        tier: 1,
        score: 0,
        // Nothing is reserved to a commune yet; what decides nothing is not carried.
        commune: String::new(),
        school: String::new(),
        level: scored.level,
        flags: Vec::new(),
        accepts_loan: home.accepts_loan,
        accepts_refurbished: home.accepts_refurbished,
    };
    weigh(&mut need, scored);
    need
}

/// Writes down what a rule set makes of a need.
fn weigh(need: &mut SituationNeed, scored: &Scored) {
    need.asks = scored.asks.iter().map(|kind| Alternative::single(kind.code())).collect();
    (need.tier, need.score, need.level) = (scored.tier, scored.score, scored.level);
    need.flags = scored.flags.iter().map(|flag| flag.code().to_owned()).collect();
}

pub(crate) fn pupil(row: &child::Model) -> Result<Pupil, Failure> {
    let level = row.level.parse().map_err(|problem| Failure::row("children", row.id, problem))?;
    // A class over two years counts as the later one.
    let label = SchoolLevel::parse(&row.grade_label).map(|years| years.label()).unwrap_or_default();
    let year = label.split('/').filter_map(|year| year.parse::<ClassLevel>().ok()).max();
    Ok(Pupil { level, year })
}

pub(crate) fn circumstances(
    kind: NeedKind,
    referrer_priority: bool,
    home: &household::Model,
    pupils: Vec<Pupil>,
) -> Result<Circumstances, Failure> {
    let wrong = |problem| Failure::row("households", home.id, problem);
    Ok(Circumstances {
        kind,
        equipment: home.equipment.parse().map_err(wrong)?,
        connection: home.connection.parse().map_err(wrong)?,
        in_qpv: home.in_qpv,
        lost_contact: home.lost_contact,
        referrer_priority,
        pupils,
    })
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

/// A lot as the engine sees it.
pub(crate) fn lot_value(
    row: &lot::Model,
    units: u32,
    rules: &RuleSet,
) -> Result<SituationLot, Failure> {
    let wrong = |problem: &dyn std::fmt::Display| Failure::row("lots", row.id, problem);
    let restriction: Restriction =
        serde_json::from_str(&row.restriction).map_err(|problem| wrong(&problem))?;
    let condition: LotCondition = row.condition.parse().map_err(|problem| wrong(&problem))?;
    Ok(SituationLot {
        lot: row.id.to_string(),
        kind: row.kind.clone(),
        units,
        condition,
        mode: row.mode.parse().map_err(|problem| wrong(&problem))?,
        communes: Vec::new(),
        levels: restriction.levels,
        requires: restriction.requires,
        refuses: restriction.refuses,
        penalty: rules.rules().penalties.get(&condition).copied().unwrap_or(0),
    })
}

/// A line as the engine sees it: what the round may use of it, as far as it is still there.
fn fund_value(fund: &RoundFund) -> SituationFund {
    let terms = &fund.line.terms;
    SituationFund {
        fund: fund.line.id.to_string(),
        available: fund.most.euros().min(fund.line.sums.available()).max(Euros::ZERO),
        categories: terms.categories.iter().map(|one| one.code().to_owned()).collect(),
        communes: Vec::new(),
        levels: terms.restriction.levels.clone(),
        requires: terms.restriction.requires.clone(),
        refuses: terms.restriction.refuses.clone(),
        flexibility: terms.flexibility,
    }
}

/// An item of the catalogue as the engine sees it.
fn item_value(item: &CatalogueItem, rules: &RuleSet) -> SituationItem {
    let offered = &item.offered;
    SituationItem {
        item: item.id.to_string(),
        kind: offered.kind.code().to_owned(),
        category: offered.category.code().to_owned(),
        condition: offered.condition,
        price: offered.price.euros(),
        minimum_order: offered.minimum_order,
        penalty: rules.rules().penalties.get(&offered.condition).copied().unwrap_or(0),
    }
}

/// A decision as the engine sees it: by which seat and why, in codes; never by whom.
fn pin_value(pinned: &PinnedNeed) -> Pin {
    Pin {
        need: pinned.need.to_string(),
        decision: pinned.given.decision(),
        author: pinned.seat.code().to_owned(),
        reason: pinned.ground.code().to_owned(),
    }
}
