//! Items in other hands than a family's, in French.

use domain::provision::ProvideFault;
use domain::stock::Grade;
use store::{
    EndProvisionRefused, ExtendProvisionRefused, ProvideRefused, ProvisionHead, ProvisionLine,
    ProvisionList,
};

use super::stock::{extend_fault, item_refused};
use super::{French as _, Label, capital};
use domain::loan::Outcome;

impl Label for ProvisionList {
    fn label(&self) -> &'static str {
        match self {
            Self::Open => "en cours",
            Self::Late => "en retard",
            Self::Ended => "terminées",
        }
    }
}

/// What it is: with a day it is a loan, without it is a provision.
#[must_use]
pub const fn kind(head: &ProvisionHead) -> &'static str {
    match (head.due_on.is_some(), head.school.is_some()) {
        (false, _) => "Mise à disposition",
        (true, true) => "Prêt à un établissement",
        (true, false) => "Prêt à un organisme",
    }
}

/// From when, until when.
#[must_use]
pub fn period(head: &ProvisionHead) -> String {
    let since = head.handed_on.french();
    match head.due_on {
        None => format!("depuis le {since}, sans terme"),
        Some(due) => format!("du {since} au {}", due.french()),
    }
}

/// How an item came back.
#[must_use]
pub fn back(line: &ProvisionLine) -> Option<String> {
    let (outcome, at) = line.closed?;
    let how = match outcome {
        Outcome::Lost => "perdu ou volé".to_owned(),
        Outcome::Returned(grade) => format!("rendu, {}", Grade::label(&grade)),
    };
    Some(format!("{} le {}", capital(&how), at.short()))
}

/// Where on the form a fault belongs, and what it says.
#[must_use]
pub fn provide_fault(fault: &ProvideFault) -> (&'static str, String) {
    match fault {
        ProvideFault::NoItem => (
            "numeros",
            "Aucun objet : scannez une étiquette ou tapez un numéro, par exemple 0042.".to_owned(),
        ),
        ProvideFault::Twice(_) => {
            ("numeros", "Le même objet est noté deux fois : gardez-le une fois.".to_owned())
        }
        ProvideFault::TooMany => {
            ("numeros", "Plus de 200 objets : faites plusieurs remises.".to_owned())
        }
        ProvideFault::NoAct => (
            "act",
            "Sans date de retour, une convention ou une délibération est nécessaire : indiquez sa référence, ou une date de retour.".to_owned(),
        ),
        ProvideFault::DueTooSoon => (
            "due_on",
            "« À rendre le » est aujourd’hui ou déjà passé : indiquez une date à venir.".to_owned(),
        ),
        ProvideFault::DueTooLate { latest } => (
            "due_on",
            format!("« À rendre le » est trop loin : le {} au plus tard.", latest.french()),
        ),
    }
}

/// Where on the form a refusal belongs, and why nothing was put in other hands.
#[must_use]
pub fn provide_refused(refused: &ProvideRefused) -> (&'static str, String) {
    match refused {
        ProvideRefused::UnknownSchool => (
            "a_qui",
            "Cette école n’est pas connue de votre cité : choisissez-en une autre.".to_owned(),
        ),
        ProvideRefused::UnknownOrganisation => (
            "a_qui",
            "Cet organisme n’est pas connu de votre cité : choisissez-en un autre.".to_owned(),
        ),
        ProvideRefused::NameTaken => (
            "nom",
            "Un organisme de ce nom est déjà connu : choisissez-le dans la liste.".to_owned(),
        ),
        ProvideRefused::Items(items) => {
            let each: Vec<String> = items.iter().map(item_refused).collect();
            ("numeros", format!("{} Rien n’a été remis.", each.join(" ")))
        }
    }
}

/// Why a loan to a school or an organisation was not extended.
#[must_use]
pub fn extend_refused(refused: &ExtendProvisionRefused) -> String {
    match refused {
        ExtendProvisionRefused::Unknown => {
            "Cette mise à disposition n’est pas connue de votre cité.".to_owned()
        }
        ExtendProvisionRefused::NoEnd => {
            "Cette mise à disposition n’a pas de terme : il n’y a rien à prolonger.".to_owned()
        }
        ExtendProvisionRefused::Closed => {
            "Ce prêt est terminé : il n’y a rien à prolonger.".to_owned()
        }
        ExtendProvisionRefused::Day(fault) => extend_fault(*fault),
    }
}

/// Why nothing was taken back.
#[must_use]
pub fn end_refused(refused: &EndProvisionRefused) -> String {
    match refused {
        EndProvisionRefused::Unknown => {
            "Cette mise à disposition n’est pas connue de votre cité.".to_owned()
        }
        EndProvisionRefused::NotIn(_) => {
            "Un des objets n’est pas de cette mise à disposition. Rouvrez la page.".to_owned()
        }
        EndProvisionRefused::Closed(tags) => format!(
            "Déjà rendu ou déclaré perdu : {}. Rien n’a été enregistré : rouvrez la page pour voir ce qui reste.",
            tags.join(", ")
        ),
        EndProvisionRefused::WithFamilies(tags) => format!(
            "Encore chez une famille : {}. Reprenez d’abord ce matériel à la famille. Rien n’a été enregistré.",
            tags.join(", ")
        ),
    }
}
