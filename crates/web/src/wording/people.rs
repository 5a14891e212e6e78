//! Words for families: what they have, what they need, why they come first.

use domain::people::census::{Field, ImportKind};
use domain::people::class_level::ClassLevel;
use domain::people::equipment::{Connection, Equipment, NeedKind, NeedState};
use domain::people::language::ContactLanguage;
use domain::people::priority::PriorityReason;
use store::ImportState;

use super::Label;

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
    Equipment {
        Unknown => "pas encore demandé",
        None => "aucun appareil",
        SmartphoneOnly => "un smartphone, rien d’autre",
        Shared => "un appareil à partager",
        Enough => "un appareil par enfant",
    }
    Connection {
        Unknown => "pas encore demandé",
        None => "aucune connexion",
        Limited => "connexion limitée (forfait du téléphone, débit trop faible)",
        Good => "bonne connexion",
    }
    NeedKind {
        Device => "appareil",
        Connection => "connexion",
    }
    NeedState {
        Open => "en attente",
        Reserved => "réservé",
        Served => "servi",
        Withdrawn => "retiré",
    }
    PriorityReason {
        SchoolReport => "signalement de l’établissement",
        Pre => "suivi par le programme de réussite éducative",
        RemoteMentor => "mentorat à distance sans appareil",
        TownService => "orientation par un service de la ville",
    }
    ContactLanguage {
        French => "français",
        English => "anglais",
        Arabic => "arabe",
        Spanish => "espagnol",
        Italian => "italien",
        Portuguese => "portugais",
        Romanian => "roumain",
        Russian => "russe",
        Ukrainian => "ukrainien",
        Turkish => "turc",
        Albanian => "albanais",
        Persian => "persan",
        Pashto => "pachto",
        Urdu => "ourdou",
        Bengali => "bengali",
        Tamil => "tamoul",
        Chinese => "chinois",
        Vietnamese => "vietnamien",
        Soninke => "soninké",
        Bambara => "bambara",
    }
    ImportKind {
        Pupils => "liste des élèves",
        Guardians => "liste des responsables",
    }
    ImportState {
        Staged => "à vérifier",
        Applied => "enregistré",
        Dropped => "abandonné",
    }
    Field {
        School => "école",
        Level => "niveau",
        Class => "classe",
        Address => "adresse",
        Mobile => "mobile",
        Phone => "téléphone",
        Email => "courriel",
    }
    ClassLevel {
        Tps => "toute petite section",
        Ps => "petite section",
        Ms => "moyenne section",
        Gs => "grande section",
        Cp => "CP",
        Ce1 => "CE1",
        Ce2 => "CE2",
        Cm1 => "CM1",
        Cm2 => "CM2",
        Sixieme => "6e",
        Cinquieme => "5e",
        Quatrieme => "4e",
        Troisieme => "3e",
        Seconde => "seconde",
        Premiere => "première",
        Terminale => "terminale",
        Cap => "CAP",
        Superieur => "après le bac",
    }
}

/// The colour of a need's badge.
#[must_use]
pub const fn need_tone(state: &NeedState) -> &'static str {
    match state {
        NeedState::Open | NeedState::Reserved => "wait",
        NeedState::Served => "good",
        NeedState::Withdrawn => "quiet",
    }
}

/// What a journal line says of a family, from its verb.
#[must_use]
pub fn history(verb: &str) -> &'static str {
    match verb {
        "create_household" => "Famille inscrite",
        "record_needs" => "Équipement et besoins notés",
        "lend" => "Matériel remis",
        "take_back" => "Matériel rendu",
        "extend_loan" => "Prêt prolongé",
        _ => "Autre opération",
    }
}
