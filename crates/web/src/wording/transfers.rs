//! Transfers between cités, in French.

use domain::transfer::SendFault;
use store::{
    Arrival, NotSent, ReceiveTransferRefused, SendTransferRefused, TakeTransferBackRefused,
};

use super::Label;
use super::stock::not_lendable;

impl Label for Arrival {
    fn label(&self) -> &'static str {
        match self {
            Self::OnTheWay => "en route",
            Self::Received => "reçu",
            Self::NotArrived => "pas arrivé",
            Self::TakenBack => "repris",
        }
    }
}

/// The colour class of an arrival's badge.
#[must_use]
pub const fn tone(arrival: Arrival) -> &'static str {
    match arrival {
        Arrival::OnTheWay => "wait",
        Arrival::Received => "good",
        Arrival::NotArrived => "bad",
        Arrival::TakenBack => "quiet",
    }
}

/// What is wrong with an order.
#[must_use]
pub fn send_fault(fault: &SendFault) -> &'static str {
    match fault {
        SendFault::NoItem => {
            "Aucun objet : scannez une étiquette ou tapez un numéro, par exemple 0042."
        }
        SendFault::Twice(_) => "Le même objet est noté deux fois : gardez-le une fois.",
        SendFault::TooMany => "Plus de 200 objets : faites plusieurs transferts.",
    }
}

/// Where on the form a refusal belongs, and why nothing was sent.
#[must_use]
pub fn send_refused(refused: &SendTransferRefused) -> (&'static str, String) {
    match refused {
        SendTransferRefused::UnknownCite => {
            ("vers", "Cette cité n’est pas connue : choisissez-en une autre.".to_owned())
        }
        SendTransferRefused::Items(items) => {
            let each = items.iter().map(|(tag, why)| {
                let tag = tag.as_deref().unwrap_or("Un objet");
                match why {
                    NotSent::Unknown => {
                        "Un objet n’est pas connu de votre cité : cherchez-le de nouveau.".to_owned()
                    }
                    NotSent::State(why) => not_lendable(tag, *why),
                    NotSent::Card => format!(
                        "{tag} contient une carte SIM : la ligne dépend d’un contrat de votre cité, elle ne se transfère pas."
                    ),
                }
            });
            let each: Vec<String> = each.collect();
            ("numeros", format!("{} Rien n’a été envoyé.", each.join(" ")))
        }
    }
}

/// Why nothing was received.
#[must_use]
pub fn receive_refused(refused: &ReceiveTransferRefused) -> String {
    match refused {
        ReceiveTransferRefused::Unknown => "Ce transfert n’est pas connu de votre cité.".to_owned(),
        ReceiveTransferRefused::Over => {
            "Ce transfert est déjà reçu, ou l’autre cité l’a repris : rouvrez la page.".to_owned()
        }
        ReceiveTransferRefused::NotIn(_) => {
            "Un des objets n’est pas de ce transfert : rouvrez la page.".to_owned()
        }
        ReceiveTransferRefused::Known(tags) => format!(
            "Un appareil du registre porte déjà le numéro de série ou l’IMEI de : {}. Rien n’a été reçu.",
            tags.join(", ")
        ),
        ReceiveTransferRefused::LabelTaken(label) => {
            format!("Un lot s’appelle déjà « {label} ». Rien n’a été reçu.")
        }
        ReceiveTransferRefused::NumbersExhausted => {
            "Il n’y a plus de numéro d’inventaire libre pour ce type d’appareil.".to_owned()
        }
    }
}

/// Why nothing was taken back.
#[must_use]
pub fn take_back_refused(refused: &TakeTransferBackRefused) -> String {
    match refused {
        TakeTransferBackRefused::Unknown => {
            "Ce transfert n’est pas parti de votre cité.".to_owned()
        }
        TakeTransferBackRefused::Nothing => {
            "Il n’y a rien à reprendre : tout est reçu, ou déjà repris.".to_owned()
        }
        TakeTransferBackRefused::Known(tags) => format!(
            "Un appareil du registre porte maintenant le numéro de série ou l’IMEI de : {}. Rien n’a été repris.",
            tags.join(", ")
        ),
    }
}
