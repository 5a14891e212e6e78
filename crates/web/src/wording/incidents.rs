//! Damage, loss and theft, in words that shame nobody.

use domain::incident::{IncidentDayFault, IncidentKind, IncidentStep};
use store::{DeclareRefused, NoteStepRefused};

use super::Label;

impl Label for IncidentKind {
    fn label(&self) -> &'static str {
        match self {
            Self::Damage => "casse",
            Self::Loss => "perte",
            Self::Theft => "vol",
        }
    }
}

impl Label for IncidentStep {
    fn label(&self) -> &'static str {
        match self {
            Self::OperatorSuspended => "ligne suspendue par l’opérateur",
            Self::PoliceComplaint => "plainte déposée",
            Self::ImeiBlocked => "appareil bloqué par son IMEI",
            Self::Assessed => "dégâts examinés",
        }
    }
}

/// What to know before doing a step.
#[must_use]
pub const fn step_hint(step: IncidentStep) -> &'static str {
    match step {
        IncidentStep::OperatorSuspended => {
            "Appelez l’opérateur tout de suite : le contrat continue de courir, mais plus personne ne s’en sert."
        }
        IncidentStep::PoliceComplaint => {
            "La famille dépose plainte avec l’IMEI, la marque et le numéro de série. Notez le numéro du récépissé."
        }
        IncidentStep::ImeiBlocked => {
            "L’opérateur bloque l’appareil sous 4 jours ouvrés après la déclaration (CPCE, art. L. 34-3)."
        }
        IncidentStep::Assessed => {
            "Réparable, ou hors d’usage ? La réparation se suit sur la page de l’objet."
        }
    }
}

/// How an incident ended.
#[must_use]
pub fn ending(code: &str) -> &'static str {
    match code {
        "found" => "retrouvé",
        "charged" => "part demandée à la famille",
        _ => "pris en charge par la cité",
    }
}

/// Why it was not declared.
#[must_use]
pub fn declare_refused(refused: &DeclareRefused) -> String {
    match refused {
        DeclareRefused::Unknown => "Cet objet n’est pas connu de votre cité.".to_owned(),
        DeclareRefused::Day(fault) => day(*fault).to_owned(),
        DeclareRefused::Open(_) => {
            "Une déclaration est déjà ouverte pour cet objet : suivez celle-là.".to_owned()
        }
        DeclareRefused::State(state) => {
            format!("Cet objet est « {} » : cette déclaration ne s’y applique pas.", state.label())
        }
    }
}

/// Why a step was not noted.
#[must_use]
pub fn note_step_refused(refused: NoteStepRefused) -> String {
    match refused {
        NoteStepRefused::Unknown => "Cette déclaration n’est pas connue de votre cité.".to_owned(),
        NoteStepRefused::Ended => "Cette déclaration est close : rien ne s’y ajoute.".to_owned(),
        NoteStepRefused::Done => "Cette étape est déjà notée : rouvrez la page.".to_owned(),
        NoteStepRefused::Day(fault) => day(fault).to_owned(),
    }
}

/// Why a day makes no sense.
#[must_use]
pub const fn day(fault: IncidentDayFault) -> &'static str {
    match fault {
        IncidentDayFault::Future => {
            "Cette date est à venir : indiquez aujourd’hui ou un jour passé."
        }
        IncidentDayFault::BeforeItHappened => {
            "Cette date est avant les faits : vérifiez l’une et l’autre."
        }
    }
}
