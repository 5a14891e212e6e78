//! Reminders: how, and why not.

use domain::reminder::{Channel, Standing};
use store::RemindRefused;

use super::Label;

impl Label for Channel {
    fn label(&self) -> &'static str {
        match self {
            Self::Call => "téléphone",
            Self::Sms => "SMS",
            Self::Letter => "lettre",
        }
    }
}

impl Label for Standing {
    fn label(&self) -> &'static str {
        match self {
            Self::Soon => "bientôt à rendre",
            Self::Late => "en retard",
            Self::VeryLate => "très en retard",
        }
    }
}

/// The colour of a standing's badge.
#[must_use]
pub const fn standing_tone(standing: Standing) -> &'static str {
    match standing {
        Standing::Soon => "quiet",
        Standing::Late => "wait",
        Standing::VeryLate => "bad",
    }
}

/// Why nobody was reminded.
#[must_use]
pub fn remind_refused(refused: &RemindRefused) -> String {
    match refused {
        RemindRefused::HowMany => {
            "Cochez au moins une famille, et pas plus de 2 000 à la fois.".to_owned()
        }
        RemindRefused::NoContact(labels) => format!(
            "À ne pas contacter : {}. Décochez-les et parlez-en à leur référent. Personne n’a été noté.",
            labels.join(", ")
        ),
        RemindRefused::NoMobile(labels) => format!(
            "Pas de numéro de mobile : {}. Un SMS ne leur parviendrait pas : décochez-les, puis appelez-les ou écrivez-leur. Personne n’a été noté.",
            labels.join(", ")
        ),
    }
}
