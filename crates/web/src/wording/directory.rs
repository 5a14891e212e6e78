//! The open directory of schools: what a school is, why a row is refused or looks odd, in French.

use exchange::directory::{DirectoryRowError, DirectoryWarning, EducationPriority, SchoolKind};

use super::{Label, identifiers};

impl Label for SchoolKind {
    fn label(&self) -> &'static str {
        match self {
            Self::Maternelle => "école maternelle",
            Self::Elementaire => "école élémentaire",
            Self::Primaire => "école primaire",
            Self::College => "collège",
            Self::Lycee => "lycée",
            Self::Other => "autre établissement",
        }
    }
}

impl Label for EducationPriority {
    fn label(&self) -> &'static str {
        match self {
            Self::Rep => "REP",
            Self::RepPlus => "REP+",
        }
    }
}

/// Why a row of the directory is refused.
#[must_use]
pub fn row_error(error: &DirectoryRowError) -> String {
    match error {
        DirectoryRowError::Uai(why) => format!("numéro UAI : {}", identifiers::uai(why)),
        DirectoryRowError::Commune(why) => {
            format!("code de la commune : {}", identifiers::commune_code(why))
        }
        DirectoryRowError::MissingName => {
            "le nom de l’établissement est vide : complétez-le dans le fichier.".into()
        }
        DirectoryRowError::UnclosedQuote => {
            "un guillemet est ouvert et jamais fermé : téléchargez le fichier de nouveau.".into()
        }
    }
}

/// What to know of a row of the directory that is taken in.
#[must_use]
pub fn row_warning(warning: &DirectoryWarning) -> String {
    match warning {
        DirectoryWarning::Uai(warning) => identifiers::uai_warning(warning),
        DirectoryWarning::CommuneRepaired { commune } => {
            format!("code de la commune : le zéro du début manquait, lu {commune}.")
        }
    }
}
