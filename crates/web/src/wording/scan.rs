//! Scanned codes in French: what is awaited, why one is not taken.

use domain::delivery::ItemNumber;
use domain::scan::NotTaken;
use domain::stock::ItemKind;
use domain::stocktake::Difference;
use domain::wipe::{NotWiped, WipeMethod, WipeResult};
use store::{KnownNumber, RemoveScannedRefused, Scanned};

use super::{Label, identifiers};
use crate::photo::PhotoError;

impl Label for WipeMethod {
    fn label(&self) -> &'static str {
        match self {
            Self::FactoryReset => "remise aux réglages d’usine",
            Self::CertifiedErasure => "effacement certifié",
            Self::NotNeeded => "pas nécessaire : neuf, ou personne ne s’en est servi depuis",
        }
    }
}

impl Label for WipeResult {
    fn label(&self) -> &'static str {
        match self {
            Self::Done => "effacé",
            Self::Failed => "n’a pas pu être effacé",
        }
    }
}

impl Label for Difference {
    fn label(&self) -> &'static str {
        match self {
            Self::Missing => "manque",
            Self::Lent => "est ici, mais prêté d’après le registre",
            Self::Lost => "est ici, mais déclaré perdu",
            Self::Gone => "est ici, mais sorti du registre",
            Self::Elsewhere => "appartient à une autre cité",
            Self::Unknown => "code inconnu",
        }
    }
}

/// Why a photo was not read.
#[must_use]
pub const fn photo_error(why: PhotoError) -> &'static str {
    match why {
        PhotoError::TooLarge => {
            "Cette photo est trop grande : prenez-la en taille moyenne, ou tapez le numéro."
        }
        PhotoError::NotAPhoto => {
            "Ce fichier n’est pas une photo lisible : envoyez une photo JPEG, PNG ou WebP."
        }
        PhotoError::NoCode => {
            "Aucun code ne se lit sur cette photo : rapprochez-vous, sans ombre ni reflet, ou tapez le numéro."
        }
    }
}

/// The number that the next scan should be.
#[must_use]
pub const fn awaited(number: ItemNumber, kind: ItemKind) -> &'static str {
    match (number, kind) {
        (ItemNumber::Serial, ItemKind::Tablet) => "Numéro de série de la tablette",
        (ItemNumber::Serial, ItemKind::Laptop) => "Numéro de série de l’ordinateur",
        (ItemNumber::Serial, _) => "Numéro de série",
        (ItemNumber::Imei, _) => "IMEI, 15 chiffres",
        (ItemNumber::Iccid, _) => "Numéro de la carte SIM, 19 ou 20 chiffres",
    }
}

/// Why a code is not taken for the device at hand.
#[must_use]
pub fn not_taken(code: &str, why: &NotTaken) -> String {
    match why {
        NotTaken::OurLabel(tag) => format!(
            "« {tag} » est une de nos étiquettes : scannez le numéro du fabricant, l’étiquette se colle ensuite."
        ),
        NotTaken::Product(code) => format!(
            "« {code} » : c’est le code-barres du produit, pas le numéro de série. Il est le même sur toutes les boîtes. Scannez le code marqué S/N."
        ),
        NotTaken::SecondOf(number) => format!(
            "« {code} » : {} de cet appareil est déjà lu. Finissez cet appareil avant de passer au suivant.",
            number.label()
        ),
        NotTaken::NoSim => {
            format!("« {code} » est un numéro de carte SIM : scannez le numéro de série.")
        }
        NotTaken::Unreadable(error) => {
            format!("« {code} » : {}", identifiers::serial_number(error))
        }
    }
}

/// A number that the register has already, in one sentence.
#[must_use]
pub fn known(known: &KnownNumber) -> String {
    let whose = known.tag.as_ref().map_or_else(
        || "il est à une autre cité".to_owned(),
        |tag| format!("c’est celui de {tag}"),
    );
    format!(
        "{} {} est déjà au registre : {whose}. Rien n’a été ajouté.",
        super::capital(known.number.label()),
        known.value
    )
}

/// Why a scan was not taken back.
#[must_use]
pub const fn not_removed(why: RemoveScannedRefused) -> &'static str {
    match why {
        RemoveScannedRefused::Unknown => {
            "Cet appareil n’est pas dans ce lot : il est peut-être déjà annulé."
        }
        RemoveScannedRefused::Touched => {
            "Cet appareil a déjà servi : il ne s’annule plus. Passez par sa page pour le sortir du registre."
        }
        RemoveScannedRefused::TooLate => {
            "Cet appareil est au registre depuis plus d’un jour : passez par sa page pour le sortir du registre."
        }
    }
}

/// What is missing of a wipe.
#[must_use]
pub const fn not_wiped(why: NotWiped) -> &'static str {
    match why {
        NotWiped::Missing => {
            "Dites comment cet appareil a été effacé : il garde ce qu’on y fait, et ne peut être prêté avant."
        }
        NotWiped::Failed => {
            "Cet appareil n’a pas pu être effacé : envoyez-le en réparation, il ne peut pas être prêté."
        }
        NotWiped::Needed => {
            "Quelqu’un s’est servi de cet appareil depuis son dernier effacement : il faut l’effacer."
        }
        NotWiped::NoCertificate => "Un effacement certifié a un certificat : écrivez son numéro.",
    }
}

/// What came of a scan of a stocktake.
#[must_use]
pub fn counted(scan: &Scanned) -> String {
    match (scan.difference, scan.again) {
        (None, false) => format!("{} est là.", scan.code),
        (None, true) => format!("{} est déjà compté.", scan.code),
        (Some(difference), _) => format!("{} : {}.", scan.code, difference.label()),
    }
}
