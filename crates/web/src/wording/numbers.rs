//! The numbers of things — serial, IMEI, ICCID — and the lines of a delivery that hold them: why one is
//! refused, in French.

use domain::identifiers::{IccidError, ImeiError, SerialNumberError};
use exchange::stock::StockRowError;

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
        StockRowError::Serial(error) => serial_error(error),
        StockRowError::Imei(error) => imei_error(error),
        StockRowError::Iccid(error) => iccid_error(error),
        StockRowError::Msisdn(error) => super::census::phone_error(error),
        StockRowError::IccidRequired => {
            "une clé 4G a besoin du numéro de sa carte SIM (ICCID), imprimé sur la carte.".into()
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
            format!("l’appareil est « {status} » dans le registre d’origine : il n’est pas repris.")
        }
        StockRowError::UnreadableDay { text } => format!(
            "« {text} » n’est pas une date : écrivez jour/mois/année, par exemple 12/05/2026."
        ),
        StockRowError::TooManyCells { expected, found } => format!(
            "{found} cases pour {expected} titres : un point-virgule de trop a décalé les colonnes."
        ),
    }
}

const ROUNDED: &str = "un tableur a arrondi ce numéro (comme 8,93E+18) et les derniers chiffres sont perdus : mettez la colonne au format Texte et refaites l’export.";

fn serial_error(error: &SerialNumberError) -> String {
    match error {
        SerialNumberError::Empty => "le numéro de série est vide.".into(),
        SerialNumberError::ScientificNotation => ROUNDED.into(),
        SerialNumberError::NotVisible => {
            "le numéro de série contient une espace ou un signe qu’aucun numéro de série n’a."
                .into()
        }
        SerialNumberError::Length { found } => {
            format!("le numéro de série a {found} caractères : il en faut de 3 à 40.")
        }
        SerialNumberError::Placeholder => {
            "ce numéro de série veut dire « aucun » : laissez la case vide.".into()
        }
    }
}

fn imei_error(error: &ImeiError) -> String {
    match error {
        ImeiError::Empty => "l’IMEI est vide.".into(),
        ImeiError::ScientificNotation => ROUNDED.into(),
        ImeiError::NotDigits => "l’IMEI contient autre chose que des chiffres.".into(),
        ImeiError::Length { found } => format!("l’IMEI a {found} chiffres : il en faut 15."),
        ImeiError::MissingCheckDigit => {
            "l’IMEI n’a que 14 chiffres : relisez le dernier sur l’appareil (*#06#).".into()
        }
        ImeiError::SoftwareVersion => {
            "16 chiffres : c’est un IMEISV. Relisez l’IMEI sur l’appareil (*#06#).".into()
        }
        ImeiError::CheckDigit => {
            "un chiffre de l’IMEI est faux (le chiffre de contrôle ne convient pas) : relisez-le."
                .into()
        }
        ImeiError::Placeholder => {
            "un IMEI fait de zéros n’en est pas un : laissez la case vide.".into()
        }
    }
}

fn iccid_error(error: &IccidError) -> String {
    match error {
        IccidError::Empty => "le numéro de carte SIM est vide.".into(),
        IccidError::ScientificNotation | IccidError::Rounded => ROUNDED.into(),
        IccidError::NotDigits => {
            "le numéro de carte SIM contient autre chose que des chiffres.".into()
        }
        IccidError::Prefix => {
            "un numéro de carte SIM (ICCID) commence par 89 : ce n’est pas le bon numéro.".into()
        }
        IccidError::Truncated { found } => format!(
            "le numéro de carte SIM n’a que {found} chiffres : il est tronqué, relisez les 19 ou 20 chiffres sur la carte."
        ),
        IccidError::Length { found } => {
            format!("le numéro de carte SIM a {found} chiffres : il en faut 19 ou 20.")
        }
        IccidError::CheckDigit => {
            "un chiffre du numéro de carte SIM est faux (chiffre de contrôle) : relisez-le.".into()
        }
        IccidError::CheckDigitOrTruncated => {
            "un chiffre du numéro de carte SIM est faux, ou le vingtième manque : relisez la carte."
                .into()
        }
    }
}
