//! The part of a form that says what a household has; two screens share it.

use domain::people::equipment::{Connection, Equipment};
use domain::people::language::ContactLanguage;
use domain::people::priority::PriorityReason;
use store::HomeState;

use crate::form::{Choice, Form, choices};

/// What is shown of a family that nobody has asked yet.
pub const UNASKED: HomeState = HomeState {
    equipment: Equipment::Unknown,
    connection: Connection::Unknown,
    accepts_loan: true,
    accepts_refurbished: true,
    in_qpv: false,
    lost_contact: false,
    language: ContactLanguage::French,
    priority: None,
};

/// What its lists offer.
#[derive(Debug, Clone)]
pub struct StateChoices {
    /// Equipment.
    pub equipment: Vec<Choice>,
    /// Connection.
    pub connection: Vec<Choice>,
    /// Languages of contact.
    pub languages: Vec<Choice>,
    /// Grounds of a priority.
    pub priorities: Vec<Choice>,
}

impl StateChoices {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self {
            equipment: choices(Equipment::ALL),
            connection: choices(Connection::ALL),
            languages: choices(ContactLanguage::ALL),
            priorities: choices(PriorityReason::ALL),
        }
    }
}

impl Default for StateChoices {
    fn default() -> Self {
        Self::new()
    }
}

/// Fills the part in beforehand.
#[must_use]
pub fn filled(form: Form, state: &HomeState) -> Form {
    let ticked =
        |form: Form, name: &str, yes: bool| if yes { form.with(name, "oui") } else { form };
    let form = form
        .with("equipment", state.equipment)
        .with("connection", state.connection)
        .with("language", state.language);
    let form = ticked(form, "accepts_loan", state.accepts_loan);
    let form = ticked(form, "accepts_refurbished", state.accepts_refurbished);
    let form = ticked(form, "in_qpv", state.in_qpv);
    let form = ticked(form, "lost_contact", state.lost_contact);
    match state.priority {
        Some(reason) => form.with("priority", reason),
        None => form,
    }
}

/// Reads the part; every error is noted on the form.
pub fn read(form: &mut Form) -> Option<HomeState> {
    let equipment = form.choice("equipment", "Équipement à la maison");
    let connection = form.choice("connection", "Connexion à la maison");
    let language = form.choice("language", "Langue de contact");
    let priority = form.optional_choice("priority", "Priorité");
    Some(HomeState {
        equipment: equipment?,
        connection: connection?,
        accepts_loan: form.ticked("accepts_loan"),
        accepts_refurbished: form.ticked("accepts_refurbished"),
        in_qpv: form.ticked("in_qpv"),
        lost_contact: form.ticked("lost_contact"),
        language: language?,
        priority: priority?,
    })
}
