//! The rule set: data, checked once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::balance::{Balance, SchoolLimits};
use super::criterion::{Criterion, Fact};
use super::siblings::{LAST_TIER, Siblings};
use crate::allocation::{Policy, Rule, Situation};
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

const fn no_balance() -> Balance {
    Balance::None
}

const fn one_device() -> Siblings {
    Siblings::ONE_DEVICE
}

/// The parts of a rule set, as they are written and stored; checked or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// What "best" means.
    pub rule: Rule,
    /// What is asked beyond that; rule sets published before there was a choice ask nothing.
    #[serde(default = "no_balance")]
    pub balance: Balance,
    /// The limits for every school, where they are asked.
    #[serde(default)]
    pub limits: SchoolLimits,
    /// How many devices a household is counted for; rule sets published before there was a choice count
    /// one.
    #[serde(default = "one_device")]
    pub siblings: Siblings,
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
    /// Balance between schools is asked of a rule that has no room for it.
    #[error("balance between schools needs the rule of the greatest number")]
    BalanceNeedsCount,
    /// Limits for schools are asked and none is set, or they leave no number between them.
    #[error("the limits for schools are not set, or leave no number between them")]
    SchoolLimits,
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
    /// A number of the siblings rule is out of its range.
    #[error("the siblings rule has a number out of its range: {0:?}")]
    Siblings(Siblings),
    /// The last device of a household would lie behind the last tier there can be.
    #[error("a household's last device would be in tier {0}, behind tier 9")]
    NoTierForSiblings(u8),
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
        match rules.problems().first() {
            Some(problem) => Err(*problem),
            None => Ok(Self(rules)),
        }
    }

    /// The rules.
    #[must_use]
    pub const fn rules(&self) -> &Rules {
        &self.0
    }

    /// How a round over this situation is decided under these rules, with this draw.
    #[must_use]
    pub fn policy(&self, seed: u64, situation: &Situation) -> Policy {
        let fairness = self.0.balance.fairness(self.0.limits, situation);
        Policy { fairness, ..Policy::new(self.0.rule, seed) }
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
    /// Everything that keeps these rules from being applied; nothing when they make a [`RuleSet`].
    #[must_use]
    pub fn problems(&self) -> Vec<RuleSetError> {
        let mut problems = Vec::new();
        if self.balance == Balance::Schools && self.rule != Rule::Count {
            problems.push(RuleSetError::BalanceNeedsCount);
        }
        if self.balance == Balance::Limits && !self.limits.is_possible() {
            problems.push(RuleSetError::SchoolLimits);
        }
        self.weigh(&mut problems);
        self.rank(&mut problems);
        self.count_devices(&mut problems);
        self.match_kinds(&mut problems);
        problems
    }

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

    fn weigh(&self, problems: &mut Vec<RuleSetError>) {
        use Criterion::{
            ConnectionLimited, ConnectionNone, EquipmentNone, EquipmentShared,
            EquipmentSmartphoneOnly, ReferrerPriority,
        };
        let missing = Criterion::ALL.iter().filter(|c| !self.weights.contains_key(c));
        problems.extend(missing.map(|criterion| RuleSetError::MissingWeight(*criterion)));
        if !(1..=20).contains(&self.pupils_counted) {
            problems.push(RuleSetError::PupilsCounted(self.pupils_counted));
        }
        for (worse, better) in [
            (EquipmentNone, EquipmentSmartphoneOnly),
            (EquipmentSmartphoneOnly, EquipmentShared),
            (ConnectionNone, ConnectionLimited),
        ] {
            if self.weight(worse) < self.weight(better) {
                problems.push(RuleSetError::NotMonotone { worse, better });
            }
        }
        let greatest = self.greatest_score();
        if greatest > 9999 {
            problems.push(RuleSetError::ScoreTooGreat(greatest));
        }
        let points = self.weight(ReferrerPriority);
        let most = u16::try_from(greatest / 10).unwrap_or(u16::MAX);
        if points > most {
            problems.push(RuleSetError::ReferrerTooStrong { points, most });
        }
    }

    fn rank(&self, problems: &mut Vec<RuleSetError>) {
        if !(1..=LAST_TIER).contains(&self.last_tier) {
            problems.push(RuleSetError::Tier(self.last_tier));
            return;
        }
        for way in &self.tiers {
            if !(1..=self.last_tier).contains(&way.tier) {
                problems.push(RuleSetError::Tier(way.tier));
            }
            if way.all.is_empty() {
                problems.push(RuleSetError::EmptyTierRule(way.tier));
            }
        }
    }

    fn count_devices(&self, problems: &mut Vec<RuleSetError>) {
        let Siblings { children_per_device, devices_at_most, tiers_lower } = self.siblings;
        let possible = (1..=20).contains(&children_per_device)
            && (1..=LAST_TIER).contains(&devices_at_most)
            && (1..LAST_TIER).contains(&tiers_lower);
        let lowest = self.siblings.lowest(self.last_tier);
        if !possible {
            problems.push(RuleSetError::Siblings(self.siblings));
        } else if lowest > LAST_TIER && (1..=LAST_TIER).contains(&self.last_tier) {
            problems.push(RuleSetError::NoTierForSiblings(lowest));
        }
    }

    fn match_kinds(&self, problems: &mut Vec<RuleSetError>) {
        for level in Level::ALL {
            let kinds = self.device_kinds.get(level).map_or(&[][..], Vec::as_slice);
            if !distinct(kinds) || !kinds.iter().all(is_device) {
                problems.push(RuleSetError::DeviceKinds(*level));
            }
        }
        let connects =
            |kind: &ItemKind| matches!(kind, ItemKind::Hotspot | ItemKind::Sim | ItemKind::Phone);
        if !distinct(&self.connection_kinds) || !self.connection_kinds.iter().all(connects) {
            problems.push(RuleSetError::ConnectionKinds);
        }
        for condition in LotCondition::ALL {
            if self.penalties.get(condition).is_none_or(|penalty| *penalty > 99) {
                problems.push(RuleSetError::Penalty(*condition));
            }
        }
    }
}

/// Something to work on.
fn is_device(kind: &ItemKind) -> bool {
    NeedKind::met_by(*kind) == Some(NeedKind::Device)
}

/// At least one, and none twice.
fn distinct(kinds: &[ItemKind]) -> bool {
    !kinds.is_empty() && kinds.iter().enumerate().all(|(at, kind)| !kinds[..at].contains(kind))
}
