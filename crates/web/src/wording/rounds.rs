//! Words for rounds: criteria, facts, and a sentence for every reason.

use std::collections::BTreeMap;

use domain::allocation::{Rank, Rule};
use domain::ids::LotId;
use domain::scoring::{Criterion, Fact, Flag};
use domain::stock::ItemKind;
use store::{PlanState, RoundState};

use super::{Label, count};

macro_rules! words {
    ($($name:ident { $($variant:ident => $label:literal),+ $(,)? })+) => {$(
        impl Label for $name {
            fn label(&self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }
    )+};
}

words! {
    Criterion {
        EquipmentNone => "aucun appareil",
        EquipmentSmartphoneOnly => "un smartphone, rien d’autre",
        EquipmentShared => "un appareil à partager",
        ConnectionNone => "aucune connexion",
        ConnectionLimited => "connexion limitée",
        Pupil => "enfant scolarisé",
        LevelMaternelle => "niveau qui compte : maternelle",
        LevelElementaire => "niveau qui compte : élémentaire",
        LevelCollege => "niveau qui compte : collège",
        LevelLycee => "niveau qui compte : lycée",
        LevelSuperieur => "niveau qui compte : supérieur",
        ExamYear => "un enfant en année d’examen",
        LostContact => "famille perdue de vue",
        ReferrerPriority => "priorité demandée par un professionnel",
        InQpv => "adresse en quartier prioritaire",
    }
    Fact {
        NoDevice => "aucun appareil",
        SmartphoneAtBest => "un smartphone au mieux",
        NoConnection => "aucune connexion",
        LimitedAtBest => "une connexion limitée au mieux",
        ExamYear => "un enfant en année d’examen",
        LostContact => "famille perdue de vue",
        InQpv => "adresse en quartier prioritaire",
    }
    Flag {
        Qpv => "en quartier prioritaire",
        Exam => "avec un enfant en année d’examen",
        Offline => "sans connexion",
        LostContact => "perdues de vue",
        SmartphoneOnly => "avec un smartphone seulement",
    }
    RoundState {
        Open => "ouvert",
        Adopted => "adopté",
        Abandoned => "abandonné",
    }
    PlanState {
        Proposed => "proposé",
        Adopted => "adopté",
    }
    Rule {
        Strict => "priorité stricte",
        Count => "plus grand nombre",
    }
}

/// The facts of a tier in one phrase.
#[must_use]
pub fn facts(facts: &[Fact]) -> String {
    let words: Vec<_> = facts.iter().map(Label::label).collect();
    if words.is_empty() { "tous les autres besoins".to_owned() } else { words.join(" et ") }
}

/// `12e (priorité 2, 480 points)`.
#[must_use]
pub fn rank(rank: &Rank) -> String {
    let ordinal = if rank.position == 1 { "er" } else { "e" };
    let points = count(rank.score.into(), "point", "points");
    format!("{}{ordinal} (priorité {}, {points})", rank.position, rank.tier)
}

/// The kind behind a code of the engine.
#[must_use]
pub fn kind(code: &str) -> String {
    code.parse::<ItemKind>().map_or_else(|_| code.to_owned(), |kind| kind.label().to_owned())
}

/// A lot's name between quotes.
#[must_use]
pub fn lot(id: &str, lots: &BTreeMap<LotId, String>) -> String {
    let name = id.parse().ok().and_then(|id: LotId| lots.get(&id));
    format!("« {} »", name.map_or(id, String::as_str))
}

/// A flag as the end of « les familles … ».
#[must_use]
pub fn flag(code: &str) -> String {
    code.parse::<Flag>().map_or_else(|_| code.to_owned(), |flag| flag.label().to_owned())
}
