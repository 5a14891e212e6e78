//! Reminders, in words that anybody who shares a telephone may read (`domain.md` §8.2).

use domain::reminder::{Channel, Standing};
use jiff::civil::Date;
use store::{Cite, RemindRefused};

use super::{French as _, Label};

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

/// The short message: who lends, when it is due, whom to call. Not a word on what, nor on why.
#[must_use]
pub fn message(cite: &Cite, due_on: Date, today: Date) -> String {
    let when = if due_on < today { "était prévu" } else { "est prévu" };
    let (lender, contact) = (cite.lender_name.trim(), cite.contact.trim());
    let day = due_on.short();
    let call = if contact.is_empty() {
        String::new()
    } else {
        format!(" Pour le prolonger, appelez : {contact}.")
    };
    format!("{lender} : le retour {when} le {day}.{call}")
}

/// Why nobody was reminded.
#[must_use]
pub fn remind_refused(refused: &RemindRefused) -> String {
    match refused {
        RemindRefused::HowMany => {
            "Cochez au moins une famille, et pas plus de 2 000 à la fois.".to_owned()
        }
        RemindRefused::NoContact(labels) => format!(
            "À ne pas contacter : {}. Décochez-les et parlez-en à leur référent. Personne n’a été noté.",
            labels.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::CiteId;
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_message_says_neither_what_nor_why_and_fits_one() {
        let cite = Cite {
            id: CiteId(Uuid::nil()),
            name: "Cité éducative du Mirail".into(),
            tag_prefix: "MIR".into(),
            lead_school: "Collège Bellefontaine".into(),
            lender_name: "Médiathèque".into(),
            lender_address: String::new(),
            lender_signatory: String::new(),
            act_reference: String::new(),
            contact: "05 36 49 00 00".into(),
            dpo_contact: String::new(),
        };
        let text = message(&cite, date(2026, 6, 12), date(2026, 6, 10));
        assert!(text.starts_with("Médiathèque : le retour est prévu le 12"), "{text}");
        assert!(text.contains("05 36 49 00 00"), "{text}");
        assert!(text.chars().count() <= 160, "{text}");
        for word in ["cité", "éducative", "PRE", "tablette", "prêt "] {
            assert!(!text.contains(word), "{word}: {text}");
        }
        let late = message(&cite, date(2026, 6, 12), date(2026, 6, 13));
        assert!(late.contains("était prévu"), "{late}");
    }
}
