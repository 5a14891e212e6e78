//! Words for rounds: criteria, facts, and a sentence for every reason.

use std::collections::BTreeMap;

use domain::allocation::{Explanation, Ground, Margin, Rank, Rule};
use domain::ids::{CatalogueItemId, FundLineId, LotId, SchoolId};
use domain::scoring::{Balance, Criterion, Fact, Flag, Scored};
use domain::stock::ItemKind;
use store::{NamedParts, PlanState, RoundState};

use super::people::needed;
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
    Ground {
        Commission => "décision d’une commission ou de la troïka",
        Promised => "promis avant l’ouverture du tour",
        Correction => "la fiche de la famille est fausse ou dépassée",
        Equipped => "la famille est équipée depuis",
        Suitable => "seul ce matériel peut servir à l’élève",
        Urgent => "ne peut attendre le prochain tour",
    }
    Balance {
        None => "rien de plus",
        Schools => "équité entre écoles, à nombre de servis égal",
        Limits => "nombre de servis limité par école",
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

/// What led to a need's tier, and what the siblings rule made of it.
#[must_use]
pub fn tier(scored: &Scored) -> String {
    let facts = facts(&scored.tier_facts);
    match scored.lowered {
        0 => facts,
        lowered => format!(
            "{facts} ; {}, {} derrière le premier",
            needed(scored.circumstances.kind, scored.circumstances.nth),
            count(lowered.into(), "priorité", "priorités")
        ),
    }
}

/// `12e (priorité 2, 480 points)`.
#[must_use]
pub fn rank(rank: &Rank) -> String {
    let ordinal = if rank.position == 1 { "er" } else { "e" };
    let points = count(rank.score.into(), "point", "points");
    format!("{}{ordinal} (priorité {}, {points})", rank.position, rank.tier)
}

/// Where the cut-off of a need's class lies, and how far before it a served need stands.
#[must_use]
pub fn threshold(told: &Explanation<'_>, buys: bool) -> String {
    match (&told.class.threshold, told.margin()) {
        (Some(last), ahead) => {
            let ahead = ahead.map_or_else(String::new, |ahead| format!(" {}", margin(ahead)));
            format!(
                "Seuil : le dernier besoin servi qui pouvait recevoir le même matériel est {}.{ahead}",
                rank(last)
            )
        }
        (None, _) if buys => "Pas de seuil unique : quand un plan achète, ce qui décide est l’argent qui reste sur \
             chaque ligne du fonds quand vient le tour de ce besoin."
            .to_owned(),
        (None, _) => "Il n’y a pas de seuil ici : soit il reste du matériel pour ces besoins, soit aucun ne leur est \
             ouvert."
            .to_owned(),
    }
}

/// How far a served need stands before the weakest that competes with it.
fn margin(margin: Margin) -> String {
    let places = count(margin.places.into(), "place", "places");
    match margin {
        Margin { places: 0, .. } => {
            "C’est le dernier besoin servi de ceux qui pouvaient recevoir ce matériel.".to_owned()
        }
        Margin { points: None, .. } => {
            format!("Avance sur le dernier besoin servi : {places}, et au moins une priorité.")
        }
        Margin { points: Some(0), .. } => {
            format!(
                "Avance sur le dernier besoin servi : {places}, à points égaux ; le tirage a décidé."
            )
        }
        Margin { points: Some(points), .. } => format!(
            "Avance sur le dernier besoin servi : {places}, soit {}.",
            count(points.into(), "point", "points")
        ),
    }
}

/// The kind behind a code of the engine.
#[must_use]
pub fn kind(code: &str) -> String {
    code.parse::<ItemKind>().map_or_else(|_| code.to_owned(), |kind| kind.label().to_owned())
}

/// What the ids that a plan names are called.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Lots by their labels.
    pub lots: BTreeMap<LotId, String>,
    /// Items of the catalogue by their labels.
    pub items: BTreeMap<CatalogueItemId, String>,
    /// Lines of the fund by their labels.
    pub lines: BTreeMap<FundLineId, String>,
    /// Schools by their names.
    pub schools: BTreeMap<SchoolId, String>,
}

impl From<NamedParts> for Names {
    fn from(parts: NamedParts) -> Self {
        let NamedParts { lots, items, lines, schools } = parts;
        let lines = lines.into_iter().map(|line| (line.id, line.label)).collect();
        Self { lots, items, lines, schools }
    }
}

impl Names {
    /// A lot's name between quotes.
    #[must_use]
    pub fn lot(&self, id: &str) -> String {
        quoted(id, &self.lots)
    }

    /// An item's name between quotes.
    #[must_use]
    pub fn item(&self, id: &str) -> String {
        quoted(id, &self.items)
    }

    /// The name of a line of the fund between quotes.
    #[must_use]
    pub fn line(&self, id: &str) -> String {
        quoted(id, &self.lines)
    }

    /// A school's name; a need without a pupil has none.
    #[must_use]
    pub fn school(&self, id: &str) -> String {
        if id.is_empty() { "école non connue" } else { name(id, &self.schools) }.to_owned()
    }
}

/// What has no name any more is shown by its id.
fn name<'a, K: Ord + std::str::FromStr>(id: &'a str, names: &'a BTreeMap<K, String>) -> &'a str {
    id.parse().ok().and_then(|id: K| names.get(&id)).map_or(id, String::as_str)
}

fn quoted<K: Ord + std::str::FromStr>(id: &str, names: &BTreeMap<K, String>) -> String {
    format!("« {} »", name(id, names))
}

/// A flag as the end of « les familles … ».
#[must_use]
pub fn flag(code: &str) -> String {
    code.parse::<Flag>().map_or_else(|_| code.to_owned(), |flag| flag.label().to_owned())
}
