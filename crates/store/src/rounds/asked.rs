//! Rows of the register as the engine and the rule set see them.

use domain::Euros;
use domain::allocation::{
    Alternative, Pin, SituationFund, SituationItem, SituationLot, SituationNeed,
};
use domain::people::class_level::ClassLevel;
use domain::people::equipment::NeedKind;
use domain::people::school_level::SchoolLevel;
use domain::scoring::{Circumstances, Pupil, RuleSet, Scored};
use domain::stock::{LotCondition, Restriction};

use super::money::RoundFund;
use super::pins::PinnedNeed;
use crate::base::error::Failure;
use crate::entities::{child, household, lot};
use crate::fund::catalogue::CatalogueItem;

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
pub(super) fn weigh(need: &mut SituationNeed, scored: &Scored) {
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
    nth: u8,
    referrer_priority: bool,
    home: &household::Model,
    pupils: Vec<Pupil>,
) -> Result<Circumstances, Failure> {
    let wrong = |problem| Failure::row("households", home.id, problem);
    Ok(Circumstances {
        kind,
        nth,
        equipment: home.equipment.parse().map_err(wrong)?,
        connection: home.connection.parse().map_err(wrong)?,
        in_qpv: home.in_qpv,
        lost_contact: home.lost_contact,
        referrer_priority,
        pupils,
    })
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
pub(super) fn fund_value(fund: &RoundFund) -> SituationFund {
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
pub(super) fn item_value(item: &CatalogueItem, rules: &RuleSet) -> SituationItem {
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
pub(super) fn pin_value(pinned: &PinnedNeed) -> Pin {
    Pin {
        need: pinned.need.to_string(),
        decision: pinned.given.decision(),
        author: pinned.seat.code().to_owned(),
        reason: pinned.ground.code().to_owned(),
    }
}
