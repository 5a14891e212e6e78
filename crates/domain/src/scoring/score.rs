//! Applying a rule set to one need.

use serde::{Deserialize, Serialize};

use super::circumstances::Circumstances;
use super::criterion::{Criterion, Fact, Flag};
use super::rule_set::{RuleSet, TierRule};
use crate::people::equipment::{Connection, Equipment, NeedKind};
use crate::stock::{ItemKind, Level};

/// One criterion that applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreLine {
    /// The criterion.
    pub criterion: Criterion,
    /// How many times.
    pub times: u16,
    /// Points each time.
    pub weight: u16,
    /// `times × weight`.
    pub points: u16,
}

/// What a rule set makes of one need, with everything it looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scored {
    /// What was known.
    pub circumstances: Circumstances,
    /// The tier, 1 first; further back for a household's second device.
    pub tier: u8,
    /// How many tiers of it come from the siblings rule.
    #[serde(default, skip_serializing_if = "is_none")]
    pub lowered: u8,
    /// The facts that led there; empty for the last tier.
    pub tier_facts: Vec<Fact>,
    /// The criteria that applied, in the order of the vocabulary.
    pub lines: Vec<ScoreLine>,
    /// Their sum.
    pub score: u16,
    /// The level that decides: the one with the greatest weight among the children's, then the
    /// highest; without a child on record, the lowest, which gives no points.
    pub level: Level,
    /// The kinds that would meet the need, from most to least wanted.
    pub asks: Vec<ItemKind>,
    /// What lots may require or refuse.
    pub flags: Vec<Flag>,
}

// Serde hands a reference.
#[expect(clippy::trivially_copy_pass_by_ref)]
const fn is_none(lowered: &u8) -> bool {
    *lowered == 0
}

impl RuleSet {
    /// Applies the rules to one need.
    #[must_use]
    pub fn score(&self, circumstances: Circumstances) -> Scored {
        let rules = self.rules();
        let deciding = circumstances
            .pupils
            .iter()
            .map(|pupil| (self.weight(Criterion::of_level(pupil.level)), pupil.level))
            .max()
            .map(|(_, level)| level);
        let lines = self.lines(&circumstances, deciding);
        let level = deciding.unwrap_or(Level::Maternelle);
        let way = self.way(&circumstances);
        let asks = match circumstances.kind {
            NeedKind::Device => rules.device_kinds.get(&level).cloned().unwrap_or_default(),
            NeedKind::Connection => rules.connection_kinds.clone(),
        };
        let first = way.map_or(rules.last_tier, |way| way.tier);
        let tier = rules.siblings.tier(first, circumstances.nth);
        Scored {
            tier,
            lowered: tier - first,
            tier_facts: way.map_or_else(Vec::new, |way| way.all.clone()),
            // A rule set's greatest score is at most 9999.
            score: lines.iter().map(|line| line.points).sum(),
            lines,
            level,
            asks,
            flags: circumstances.flags(&rules.exam_years),
            circumstances,
        }
    }

    /// The best way into a tier: the lowest tier, then the first written.
    fn way(&self, circumstances: &Circumstances) -> Option<&TierRule> {
        let rules = self.rules();
        let open = |way: &&TierRule| {
            way.kind == circumstances.kind
                && way.all.iter().all(|fact| circumstances.holds(*fact, &rules.exam_years))
        };
        rules.tiers.iter().filter(open).min_by_key(|way| way.tier)
    }

    fn lines(&self, known: &Circumstances, deciding: Option<Level>) -> Vec<ScoreLine> {
        let rules = self.rules();
        let times = |criterion: &Criterion| -> u16 {
            let once = match criterion {
                Criterion::EquipmentNone => known.equipment == Equipment::None,
                Criterion::EquipmentSmartphoneOnly => known.equipment == Equipment::SmartphoneOnly,
                Criterion::EquipmentShared => known.equipment == Equipment::Shared,
                Criterion::ConnectionNone => known.connection == Connection::None,
                Criterion::ConnectionLimited => known.connection == Connection::Limited,
                Criterion::Pupil => {
                    let children = u16::try_from(known.pupils.len()).unwrap_or(u16::MAX);
                    return children.min(rules.pupils_counted.into());
                }
                Criterion::LevelMaternelle => deciding == Some(Level::Maternelle),
                Criterion::LevelElementaire => deciding == Some(Level::Elementaire),
                Criterion::LevelCollege => deciding == Some(Level::College),
                Criterion::LevelLycee => deciding == Some(Level::Lycee),
                Criterion::LevelSuperieur => deciding == Some(Level::Superieur),
                Criterion::ExamYear => known.sits_exam(&rules.exam_years),
                Criterion::LostContact => known.lost_contact,
                Criterion::ReferrerPriority => known.referrer_priority,
                Criterion::InQpv => known.in_qpv,
            };
            u16::from(once)
        };
        Criterion::ALL
            .iter()
            .map(|criterion| (*criterion, times(criterion), self.weight(*criterion)))
            .filter(|(_, times, _)| *times > 0)
            .map(|(criterion, times, weight)| ScoreLine {
                criterion,
                times,
                weight,
                points: times * weight,
            })
            .collect()
    }
}
