//! The numbers of devices, of SIM cards and of their lines.

use domain::identifiers::{
    EidError, IccidError, IccidWarning, ImeiError, ImeiWarning, MsisdnError, SerialNumberError,
};

use super::{EMPTY, OTHER_SIGNS, ROUNDED, WRONG_DIGIT, digits, zero_lost};
use crate::wording::census::phone_error;

/// A serial number.
#[must_use]
pub fn serial_number(error: &SerialNumberError) -> String {
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

/// An IMEI.
#[must_use]
pub fn imei(error: &ImeiError) -> String {
    match error {
        ImeiError::Empty => "l’IMEI est vide.".into(),
        ImeiError::ScientificNotation => ROUNDED.into(),
        ImeiError::NotDigits => "l’IMEI contient autre chose que des chiffres.".into(),
        ImeiError::Length { found } => format!("l’IMEI a {found} chiffres : il en faut 15."),
        ImeiError::LeadingZeroLost { proposed } => zero_lost(proposed),
        ImeiError::MissingCheckDigit => {
            "l’IMEI n’a que 14 chiffres : relisez-le en entier sur l’appareil (*#06#).".into()
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

/// What to know of an IMEI that was taken in.
#[must_use]
pub const fn imei_warning(warning: ImeiWarning) -> &'static str {
    match warning {
        ImeiWarning::CheckDigitAdded => {
            "l’IMEI n’avait que 14 chiffres, le dernier a été calculé : comparez avec l’appareil (*#06#)."
        }
        ImeiWarning::SoftwareVersionDropped => {
            "16 chiffres, c’était un IMEISV : l’IMEI en a été tiré, comparez avec l’appareil (*#06#)."
        }
    }
}

/// The number of a SIM card.
#[must_use]
pub fn iccid(error: &IccidError) -> String {
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

/// What to know of a SIM card's number that was taken in.
#[must_use]
pub const fn iccid_warning(warning: IccidWarning) -> &'static str {
    match warning {
        IccidWarning::CheckDigitAdded => {
            "le numéro de carte SIM n’avait que 18 chiffres, le dernier a été calculé : comparez avec la carte."
        }
        IccidWarning::PerhapsRounded => {
            "le numéro de carte SIM finit par des zéros : vérifiez sur la carte qu’un tableur ne l’a pas arrondi."
        }
    }
}

/// The number of an eSIM chip.
#[must_use]
pub fn eid(error: &EidError) -> String {
    match error {
        EidError::Empty => EMPTY.into(),
        EidError::ScientificNotation | EidError::Rounded => ROUNDED.into(),
        EidError::NotDigits => OTHER_SIGNS.into(),
        EidError::Length { found } => digits(*found, "32"),
        EidError::CheckDigits => WRONG_DIGIT.into(),
    }
}

/// A telephone number.
#[must_use]
pub fn msisdn(error: &MsisdnError) -> String {
    format!("le numéro de téléphone ne va pas : {}.", phone_error(error))
}
