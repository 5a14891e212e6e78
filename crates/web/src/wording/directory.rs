//! Lists of schools: why a row is refused or looks odd, in French.

use exchange::directory::{DirectoryRowError, DirectoryWarning};

use super::identifiers;

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
        DirectoryRowError::MissingCommune => {
            "la commune de l’établissement manque : complétez-la dans le fichier.".into()
        }
        DirectoryRowError::NotASchool { kind } => format!(
            "« {kind} » n’est ni une école, ni un collège, ni un lycée : la ligne est laissée de côté."
        ),
        DirectoryRowError::TooManyCells { expected, found } => format!(
            "{found} cases pour {expected} titres : un point-virgule de trop a décalé les colonnes."
        ),
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
