//! Papers printed together, in French.

use domain::ids::SchoolId;
use store::{
    Batch, BatchChoice, BatchPaper, BatchRefused, BatchState, MOST_PAPERS, MOST_RUNNING, School,
};

use super::{French as _, Label, count, thousands};

impl Label for BatchPaper {
    fn label(&self) -> &'static str {
        match self {
            Self::Agreement => "conventions de prêt",
            Self::HandOver => "bons de remise",
            Self::Condition => "états des lieux",
            Self::Certificate => "attestations de prêt",
            Self::Reminder => "lettres de relance",
        }
    }
}

impl Label for BatchState {
    fn label(&self) -> &'static str {
        match self {
            Self::Running => "en cours",
            Self::Ready => "prêt",
            Self::Stopped => "arrêté",
            Self::Broken => "interrompu",
            Self::Erased => "effacé",
        }
    }
}

/// The colour of a state's badge.
#[must_use]
pub const fn tone(state: BatchState) -> &'static str {
    match state {
        BatchState::Running => "wait",
        BatchState::Ready => "good",
        BatchState::Stopped | BatchState::Erased => "quiet",
        BatchState::Broken => "bad",
    }
}

/// Which loans a batch is of.
#[must_use]
pub fn which(choice: &BatchChoice, schools: &[School]) -> String {
    match choice {
        BatchChoice::HandedOver { from, to } if from == to => {
            format!("remises du {}", from.french())
        }
        BatchChoice::HandedOver { from, to } => {
            format!("remises du {} au {}", from.french(), to.french())
        }
        BatchChoice::School(school) => school_name(*school, schools),
        BatchChoice::Late => "prêts en retard".to_owned(),
    }
}

fn school_name(id: SchoolId, schools: &[School]) -> String {
    let known = schools.iter().find(|school| school.id == id);
    known.map_or_else(|| "une école".to_owned(), |school| school.name.clone())
}

/// How far a batch is: "12 papiers sur 300".
#[must_use]
pub fn progress(batch: &Batch) -> String {
    let done = count(batch.done.into(), "papier", "papiers");
    format!("{done} sur {}", thousands(batch.papers.into()))
}

/// Why nothing is printed.
#[must_use]
pub fn refused(why: BatchRefused) -> String {
    match why {
        BatchRefused::NoLoan => "Aucun prêt en cours ne répond à ce choix : il n’y a rien à imprimer. Choisissez d’autres jours ou une autre école.".to_owned(),
        BatchRefused::TooMany(many) => format!(
            "{} répondent à ce choix : {} au plus sont imprimés ensemble. Choisissez moins de jours ou une école à la fois.",
            count(many as u64, "prêt", "prêts"),
            thousands(MOST_PAPERS as u64)
        ),
        BatchRefused::OthersRun => format!(
            "{MOST_RUNNING} impressions de votre cité sont déjà en cours : attendez la fin de l’une d’elles, ou arrêtez-en une."
        ),
    }
}
