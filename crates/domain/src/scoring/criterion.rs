//! The closed vocabularies of a rule set.

use crate::stock::Level;

crate::vocabulary! {
    /// What may give points. Nothing that stands for a language or an origin is here.
    Criterion {
        /// No device at all.
        EquipmentNone = "equipment_none",
        /// A smartphone and nothing else.
        EquipmentSmartphoneOnly = "equipment_smartphone_only",
        /// A device that several share.
        EquipmentShared = "equipment_shared",
        /// No connection.
        ConnectionNone = "connection_none",
        /// A connection too weak or too small for school work.
        ConnectionLimited = "connection_limited",
        /// Each schooled child, up to a number that the rule set gives.
        Pupil = "pupil",
        /// The level that decides is maternelle.
        LevelMaternelle = "level_maternelle",
        /// The level that decides is élémentaire.
        LevelElementaire = "level_elementaire",
        /// The level that decides is collège.
        LevelCollege = "level_college",
        /// The level that decides is lycée.
        LevelLycee = "level_lycee",
        /// The level that decides is after the baccalauréat.
        LevelSuperieur = "level_superieur",
        /// At least one child sits an examination this year.
        ExamYear = "exam_year",
        /// The school has lost contact with the household (perdu de vue).
        LostContact = "lost_contact",
        /// A professional asked for priority, with a reason. Bounded: see [`super::RuleSetError`].
        ReferrerPriority = "referrer_priority",
        /// The address is in a priority neighbourhood.
        InQpv = "in_qpv",
    }
}

crate::vocabulary! {
    /// What a tier may ask for. Each holds at least as well when the household's lot is worse, so that
    /// raising a need can never push it down a tier.
    Fact {
        /// No device at all.
        NoDevice = "no_device",
        /// No device, or a smartphone only.
        SmartphoneAtBest = "smartphone_at_best",
        /// No connection.
        NoConnection = "no_connection",
        /// No connection, or a limited one.
        LimitedAtBest = "limited_at_best",
        /// At least one child sits an examination this year.
        ExamYear = "exam_year",
        /// The school has lost contact with the household.
        LostContact = "lost_contact",
        /// The address is in a priority neighbourhood.
        InQpv = "in_qpv",
    }
}

crate::vocabulary! {
    /// What lots may require of a need, or refuse.
    Flag {
        /// The address is in a priority neighbourhood.
        Qpv = "qpv",
        /// A child sits an examination this year.
        Exam = "exam",
        /// The household has no connection.
        Offline = "offline",
        /// The school has lost contact with the household.
        LostContact = "lost_contact",
        /// The household has a smartphone and nothing else.
        SmartphoneOnly = "smartphone_only",
    }
}

impl Criterion {
    /// The criterion of a level.
    #[must_use]
    pub const fn of_level(level: Level) -> Self {
        match level {
            Level::Maternelle => Self::LevelMaternelle,
            Level::Elementaire => Self::LevelElementaire,
            Level::College => Self::LevelCollege,
            Level::Lycee => Self::LevelLycee,
            Level::Superieur => Self::LevelSuperieur,
        }
    }
}
