//! Words for the list that a school fills in: short, for they stand thirty times on a page.

use domain::people::equipment::{Connection, Equipment};
use store::{GiveLinkRefused, LinkRefused, LinkState};

use super::{Label, count};

/// What there is to work on.
#[must_use]
pub const fn equipment(equipment: Equipment) -> &'static str {
    match equipment {
        Equipment::Unknown => "ne sait pas",
        Equipment::None => "aucun",
        Equipment::SmartphoneOnly => "téléphone seul",
        Equipment::Shared => "à partager",
        Equipment::Enough => "un par enfant",
    }
}

/// How the home reaches the network.
#[must_use]
pub const fn connection(connection: Connection) -> &'static str {
    match connection {
        Connection::Unknown => "ne sait pas",
        Connection::None => "aucune",
        Connection::Limited => "limitée",
        Connection::Good => "bonne",
    }
}

/// A class's name.
#[must_use]
pub fn class(name: &str) -> String {
    if name.is_empty() { "Sans classe".to_owned() } else { name.to_owned() }
}

impl Label for LinkState {
    fn label(&self) -> &'static str {
        match self {
            Self::Open => "en cours",
            Self::Expired => "expiré",
            Self::HandedIn => "remis",
            Self::Revoked => "retiré",
        }
    }
}

/// The tone of a link's badge.
#[must_use]
pub const fn link_tone(state: LinkState) -> &'static str {
    match state {
        LinkState::Open => "wait",
        LinkState::HandedIn => "good",
        LinkState::Expired | LinkState::Revoked => "quiet",
    }
}

/// Why a link was not given.
#[must_use]
pub const fn give_refusal(why: GiveLinkRefused) -> &'static str {
    match why {
        GiveLinkRefused::UnknownSchool => "Cette école n’est pas dans votre cité.",
        GiveLinkRefused::NoPupil => {
            "Le registre ne connaît aucun élève ici : envoyez d’abord la liste des élèves de l’école."
        }
        GiveLinkRefused::Lifetime => "Un lien vit de 1 à 60 jours.",
    }
}

/// Why a link was not taken back; nothing for one that does not exist.
#[must_use]
pub const fn link_refusal(why: LinkRefused) -> Option<&'static str> {
    match why {
        LinkRefused::Unknown => None,
        LinkRefused::HandedIn => {
            Some("L’école vient de remettre ses réponses : il n’y a plus rien à retirer.")
        }
    }
}

/// How far a list is filled in: `12 sur 30 élèves renseignés`.
#[must_use]
pub fn progress(answered: usize, pupils: usize) -> String {
    format!("{answered} sur {}", count(pupils as u64, "élève renseigné", "élèves renseignés"))
}
