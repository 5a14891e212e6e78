//! The lines of a delivery: why one is refused, what to know of one that is taken in, in French.

use exchange::stock::{StockRowError, StockRowWarning};

use super::identifiers;

/// Why a line of a delivery is refused.
#[must_use]
pub fn row_error(error: &StockRowError) -> String {
    match error {
        StockRowError::MissingKind => {
            "le type d’appareil manque : écrivez tablette, ordinateur, téléphone ou clé 4G.".into()
        }
        StockRowError::UnknownKind { text } => format!(
            "« {text} » n’est pas un type connu : écrivez tablette, ordinateur, téléphone ou clé 4G."
        ),
        StockRowError::ProductCode { text } => format!(
            "« {text} » : c’est le code-barres du produit, le même sur toutes les boîtes, pas le numéro de série."
        ),
        StockRowError::Serial(error) => identifiers::serial_number(error),
        StockRowError::Imei(error) => identifiers::imei(error),
        StockRowError::Iccid(error) => identifiers::iccid(error),
        StockRowError::Msisdn(error) => identifiers::msisdn(error),
        StockRowError::IccidRequired => {
            "une clé 4G a besoin du numéro de sa carte SIM (ICCID), imprimé sur la carte\u{202f}; une carte SIM seule aussi.".into()
        }
        StockRowError::NoIdentifier => {
            "aucun numéro : il faut un numéro de série, un IMEI ou un ICCID.".into()
        }
        StockRowError::Duplicate { text, first_line, .. } => {
            format!(
                "« {text} » est déjà à la ligne {first_line} : gardez une seule des deux lignes."
            )
        }
        StockRowError::Gone { status } => {
            format!("l’appareil est « {status} » dans le registre d’origine : il n’est pas repris.")
        }
        StockRowError::UnreadableDay { text } => format!(
            "« {text} » n’est pas une date : écrivez jour/mois/année, par exemple 12/05/2026."
        ),
        StockRowError::TooManyCells { expected, found } => format!(
            "{found} cases pour {expected} titres : un point-virgule de trop a décalé les colonnes."
        ),
    }
}

/// What to know of a line of a delivery that is taken in.
#[must_use]
pub const fn row_warning(warning: &StockRowWarning) -> &'static str {
    match warning {
        StockRowWarning::Imei(warning) => identifiers::imei_warning(*warning),
        StockRowWarning::Iccid(warning) => identifiers::iccid_warning(*warning),
    }
}
