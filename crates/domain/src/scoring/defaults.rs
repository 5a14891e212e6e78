//! The rule set a town starts from, before it publishes its own.

use super::balance::{Balance, SchoolLimits};
use super::criterion::{Criterion, Fact};
use super::rule_set::{RuleSet, Rules, TierRule};
use super::siblings::Siblings;
use crate::allocation::Rule;
use crate::people::class_level::ClassLevel;
use crate::people::equipment::NeedKind;
use crate::stock::{ItemKind, Level, LotCondition};

/// What a household lacks weighs most, then how many children are kept from school work and at which
/// level, then what keeps them away; an address and a professional's word weigh least.
const WEIGHTS: [(Criterion, u16); 15] = [
    (Criterion::EquipmentNone, 400),
    (Criterion::EquipmentSmartphoneOnly, 300),
    (Criterion::EquipmentShared, 150),
    (Criterion::ConnectionNone, 120),
    (Criterion::ConnectionLimited, 60),
    (Criterion::Pupil, 40),
    (Criterion::LevelMaternelle, 10),
    (Criterion::LevelElementaire, 50),
    (Criterion::LevelCollege, 90),
    (Criterion::LevelLycee, 110),
    (Criterion::LevelSuperieur, 100),
    (Criterion::ExamYear, 100),
    (Criterion::LostContact, 80),
    (Criterion::ReferrerPriority, 100),
    (Criterion::InQpv, 40),
];

impl RuleSet {
    /// A sensible start: those with nothing and an examination ahead, or out of reach of the school,
    /// come first; then those with nothing; then a lone smartphone or a weak connection.
    #[must_use]
    pub fn starting() -> Self {
        use Fact::{
            ExamYear, LimitedAtBest, LostContact, NoConnection, NoDevice, SmartphoneAtBest,
        };
        let way = |tier, kind, all: &[Fact]| TierRule { tier, kind, all: all.to_vec() };
        let (device, connection) = (NeedKind::Device, NeedKind::Connection);
        let small = [ItemKind::Tablet, ItemKind::Laptop];
        let large = [ItemKind::Laptop, ItemKind::Tablet];
        let with_phone = [ItemKind::Laptop, ItemKind::Tablet, ItemKind::Phone];
        Self(Rules {
            rule: Rule::Strict,
            balance: Balance::None,
            limits: SchoolLimits::default(),
            // No household is given a second device before every other has been counted for its first.
            siblings: Siblings { children_per_device: 2, devices_at_most: 2, tiers_lower: 4 },
            tiers: vec![
                way(1, device, &[NoDevice, ExamYear]),
                way(1, device, &[NoDevice, LostContact]),
                way(2, device, &[NoDevice]),
                way(2, device, &[SmartphoneAtBest, ExamYear]),
                way(3, device, &[SmartphoneAtBest]),
                way(1, connection, &[NoConnection, ExamYear]),
                way(1, connection, &[NoConnection, LostContact]),
                way(2, connection, &[NoConnection]),
                way(3, connection, &[LimitedAtBest]),
            ],
            last_tier: 4,
            weights: WEIGHTS.into(),
            pupils_counted: 5,
            exam_years: vec![
                ClassLevel::Troisieme,
                ClassLevel::Premiere,
                ClassLevel::Terminale,
                ClassLevel::Cap,
            ],
            device_kinds: [
                (Level::Maternelle, small.to_vec()),
                (Level::Elementaire, small.to_vec()),
                (Level::College, large.to_vec()),
                (Level::Lycee, with_phone.to_vec()),
                (Level::Superieur, large.to_vec()),
            ]
            .into(),
            connection_kinds: vec![ItemKind::Hotspot],
            penalties: [
                (LotCondition::New, 0),
                (LotCondition::Good, 5),
                (LotCondition::Refurbished, 10),
            ]
            .into(),
        })
    }
}
