//! The rule set: data, checked once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::criterion::{Criterion, Fact};
use crate::allocation::Rule;
use crate::people::class_level::ClassLevel;
use crate::people::equipment::NeedKind;
use crate::stock::{ItemKind, Level, LotCondition};

/// A way into a tier: every fact must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierRule {
    /// Where it leads; 1 is served first.
    pub tier: u8,
    /// Which needs it is for.
    pub kind: NeedKind,
    /// What must hold.
    pub all: Vec<Fact>,
}

/// The parts of a rule set, as they are written and stored; checked or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// What "best" means.
    pub rule: Rule,
    /// Ways into tiers; the best tier that one of them leads to counts.
    pub tiers: Vec<TierRule>,
    /// The tier of a need that no way leads to.
    pub last_tier: u8,
    /// Points per criterion; every criterion has its line.
    pub weights: BTreeMap<Criterion, u16>,
    /// How many children count at most.
    pub pupils_counted: u8,
    /// The years that end in an examination.
    pub exam_years: Vec<ClassLevel>,
    /// For a device, by level: the kinds from most to least wanted.
    pub device_kinds: BTreeMap<Level, Vec<ItemKind>>,
    /// For a connection: the kinds from most to least wanted.
    pub connection_kinds: Vec<ItemKind>,
    /// What a unit in this condition adds to the fit; 0 to 99, lower goes out first.
    pub penalties: BTreeMap<LotCondition, u8>,
}

/// A rule set that can be applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Rules", into = "Rules")]
pub struct RuleSet(pub(super) Rules);

/// Why rules cannot be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RuleSetError {
    /// A criterion has no weight: silence is no zero.
    #[error("{0} has no weight")]
    MissingWeight(Criterion),
    /// Being worse off would give fewer points.
    #[error("{worse} gives fewer points than {better}")]
    NotMonotone {
        /// The worse lot.
        worse: Criterion,
        /// The better lot.
        better: Criterion,
    },
    /// The greatest possible score is over 9999.
    #[error("the greatest possible score is {0}, over 9999")]
    ScoreTooGreat(u32),
    /// A professional's word weighs more than a tenth of the greatest possible score.
    #[error("a referrer's priority gives {points} points, over {most}")]
    ReferrerTooStrong {
        /// What it gives.
        points: u16,
        /// What it may give.
        most: u16,
    },
    /// A tier is not between 1 and 9, or lies behind the last.
    #[error("tier {0} is not between 1 and the last tier, at most 9")]
    Tier(u8),
    /// A way into a tier asks for nothing.
    #[error("a way into tier {0} asks for nothing")]
    EmptyTierRule(u8),
    /// The number of children counted is not between 1 and 20.
    #[error("{0} children counted, not between 1 and 20")]
    PupilsCounted(u8),
    /// A level names no kind, one twice, or a kind that is not a device.
    #[error("the kinds wanted in {0} are none, repeated or not devices")]
    DeviceKinds(Level),
    /// A connection names no kind, or one that gives no connection.
    #[error("the kinds wanted for a connection are none, repeated or give no connection")]
    ConnectionKinds,
    /// A condition has no penalty, or one over 99.
    #[error("the penalty of {0} is missing or over 99")]
    Penalty(LotCondition),
}

impl RuleSet {
    /// Checks the rules.
    ///
    /// # Errors
    /// The first rule that cannot be applied.
    pub fn new(rules: Rules) -> Result<Self, RuleSetError> {
        rules.weights_are_right()?;
        rules.tiers_are_right()?;
        rules.kinds_are_right()?;
        Ok(Self(rules))
    }

    /// The rules.
    #[must_use]
    pub const fn rules(&self) -> &Rules {
        &self.0
    }

    /// The points of a criterion, once.
    #[must_use]
    pub fn weight(&self, criterion: Criterion) -> u16 {
        self.0.weight(criterion)
    }

    /// The greatest score there can be.
    #[must_use]
    pub fn greatest_score(&self) -> u32 {
        self.0.greatest_score()
    }
}

impl TryFrom<Rules> for RuleSet {
    type Error = RuleSetError;
    fn try_from(rules: Rules) -> Result<Self, RuleSetError> {
        Self::new(rules)
    }
}

impl From<RuleSet> for Rules {
    fn from(set: RuleSet) -> Self {
        set.0
    }
}

impl Rules {
    fn weight(&self, criterion: Criterion) -> u16 {
        self.weights.get(&criterion).copied().unwrap_or(0)
    }

    fn greatest_score(&self) -> u32 {
        use Criterion::{
            ConnectionNone, EquipmentNone, ExamYear, InQpv, LostContact, Pupil, ReferrerPriority,
        };
        let level = Level::ALL.iter().map(|level| self.weight(Criterion::of_level(*level))).max();
        let once = [EquipmentNone, ConnectionNone, ExamYear, LostContact, ReferrerPriority, InQpv];
        once.iter().map(|criterion| u32::from(self.weight(*criterion))).sum::<u32>()
            + u32::from(level.unwrap_or(0))
            + u32::from(self.weight(Pupil)) * u32::from(self.pupils_counted)
    }

    fn weights_are_right(&self) -> Result<(), RuleSetError> {
        use Criterion::{
            ConnectionLimited, ConnectionNone, EquipmentNone, EquipmentShared,
            EquipmentSmartphoneOnly, ReferrerPriority,
        };
        if let Some(missing) = Criterion::ALL.iter().find(|c| !self.weights.contains_key(c)) {
            return Err(RuleSetError::MissingWeight(*missing));
        }
        if !(1..=20).contains(&self.pupils_counted) {
            return Err(RuleSetError::PupilsCounted(self.pupils_counted));
        }
        for (worse, better) in [
            (EquipmentNone, EquipmentSmartphoneOnly),
            (EquipmentSmartphoneOnly, EquipmentShared),
            (ConnectionNone, ConnectionLimited),
        ] {
            if self.weight(worse) < self.weight(better) {
                return Err(RuleSetError::NotMonotone { worse, better });
            }
        }
        let greatest = self.greatest_score();
        if greatest > 9999 {
            return Err(RuleSetError::ScoreTooGreat(greatest));
        }
        let points = self.weight(ReferrerPriority);
        let most = u16::try_from(greatest / 10).unwrap_or(u16::MAX);
        if points > most {
            return Err(RuleSetError::ReferrerTooStrong { points, most });
        }
        Ok(())
    }

    fn tiers_are_right(&self) -> Result<(), RuleSetError> {
        if !(1..=9).contains(&self.last_tier) {
            return Err(RuleSetError::Tier(self.last_tier));
        }
        for way in &self.tiers {
            if !(1..=self.last_tier).contains(&way.tier) {
                return Err(RuleSetError::Tier(way.tier));
            }
            if way.all.is_empty() {
                return Err(RuleSetError::EmptyTierRule(way.tier));
            }
        }
        Ok(())
    }

    fn kinds_are_right(&self) -> Result<(), RuleSetError> {
        for level in Level::ALL {
            let kinds = self.device_kinds.get(level).map_or(&[][..], Vec::as_slice);
            if !distinct(kinds) || kinds.contains(&ItemKind::Hotspot) {
                return Err(RuleSetError::DeviceKinds(*level));
            }
        }
        let connects = |kind: &ItemKind| matches!(kind, ItemKind::Hotspot | ItemKind::Phone);
        if !distinct(&self.connection_kinds) || !self.connection_kinds.iter().all(connects) {
            return Err(RuleSetError::ConnectionKinds);
        }
        for condition in LotCondition::ALL {
            if self.penalties.get(condition).is_none_or(|penalty| *penalty > 99) {
                return Err(RuleSetError::Penalty(*condition));
            }
        }
        Ok(())
    }
}

/// At least one, and none twice.
fn distinct(kinds: &[ItemKind]) -> bool {
    !kinds.is_empty() && kinds.iter().enumerate().all(|(at, kind)| !kinds[..at].contains(kind))
}
