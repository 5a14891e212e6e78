//! The part of a form that says who a family is; two screens share it.

use domain::identifiers::{Msisdn, MsisdnError};
use domain::people::address::Address;
use domain::people::class_level::ClassLevel;
use jiff::civil::Date;
use store::{NewChild, NewGuardian, NewHouseholdRefused};

use crate::form::Form;
use crate::wording::census::phone_error;

/// One child's part of the form: the names of its fields.
#[derive(Debug, Clone)]
pub struct Block {
    /// From 1.
    pub number: usize,
    /// The first child must be there.
    pub required: bool,
    /// Is it to be seen at once?
    pub open: bool,
    /// First name.
    pub first_name: String,
    /// Family name.
    pub family_name: String,
    /// Date of birth.
    pub birth: String,
    /// School.
    pub school: String,
    /// Year of schooling.
    pub level: String,
    /// Class.
    pub class: String,
}

impl Block {
    /// The names of the child `nth`, from 0.
    #[must_use]
    pub fn of(form: &Form, nth: usize) -> Self {
        Self {
            number: nth + 1,
            required: nth == 0,
            open: nth == 0 || is_filled(form, nth),
            first_name: field(nth, "first_name"),
            family_name: field(nth, "family_name"),
            birth: field(nth, "birth"),
            school: field(nth, "school"),
            level: field(nth, "level"),
            class: field(nth, "class"),
        }
    }
}

/// The name of a field of the child `nth`, from 0.
#[must_use]
pub fn field(nth: usize, what: &str) -> String {
    format!("child{nth}_{what}")
}

fn is_filled(form: &Form, nth: usize) -> bool {
    ["family_name", "first_name", "birth", "level", "class"]
        .iter()
        .any(|what| !form.value(&field(nth, what)).trim().is_empty())
}

/// Who answers for the children.
pub fn guardian(form: &mut Form) -> Option<NewGuardian> {
    let family_name = form.text("family_name", "Nom du responsable", 80);
    let first_name = form.text("first_name", "Prénom du responsable", 80);
    let mobile = phone(form, "mobile", "Téléphone portable");
    let phone = phone(form, "phone", "Autre téléphone");
    let email = form.optional_text("email", "Courriel", 120);
    if let Some(Some(text)) = &email
        && !text.contains('@')
    {
        form.refuse(
            "email",
            format!(
                "« Courriel » : « {text} » n’est pas une adresse. Elle contient toujours un @."
            ),
        );
        return None;
    }
    Some(NewGuardian {
        family_name: family_name?,
        first_name: first_name?,
        mobile: mobile?,
        phone: phone?,
        email: email?.map(|text| text.to_lowercase()),
    })
}

/// A telephone number, which may be left out: `Some(None)` when it was.
pub fn phone(form: &mut Form, name: &str, label: &str) -> Option<Option<Msisdn>> {
    match Msisdn::parse(form.value(name)) {
        Ok(number) => Some(Some(number)),
        Err(MsisdnError::Empty) => Some(None),
        Err(reason) => {
            let sentence =
                format!("« {label} » : {}. Par exemple 06 39 98 12 34.", phone_error(&reason));
            form.refuse(name, sentence);
            None
        }
    }
}

/// Where they live; the town may be asked for.
pub fn address(form: &mut Form, town_needed: bool) -> Option<Address> {
    let street = form.optional_text("street", "Adresse", 160);
    let commune = if town_needed {
        form.text("commune", "Commune", 80)
    } else {
        form.optional_text("commune", "Commune", 80).map(Option::unwrap_or_default)
    };
    let postal_code = form.value("postal_code").trim().to_owned();
    let five_digits = postal_code.len() == 5 && postal_code.bytes().all(|b| b.is_ascii_digit());
    if !(postal_code.is_empty() || five_digits) {
        form.refuse("postal_code", "« Code postal » : cinq chiffres, par exemple 31100.");
        return None;
    }
    Some(Address { street: street?.unwrap_or_default(), postal_code, commune: commune? })
}

/// The children that were filled in, of so many blocks; at least one.
pub fn children(form: &mut Form, blocks: usize, today: Date) -> Option<Vec<NewChild>> {
    let filled: Vec<usize> = (0..blocks).filter(|nth| *nth == 0 || is_filled(form, *nth)).collect();
    let read: Vec<Option<NewChild>> =
        filled.into_iter().map(|nth| child(form, nth, today)).collect();
    read.into_iter().collect()
}

fn child(form: &mut Form, nth: usize, today: Date) -> Option<NewChild> {
    let who = nth + 1;
    let first_name = form.text(&field(nth, "first_name"), &format!("Prénom de l’enfant {who}"), 80);
    let family_name =
        form.optional_text(&field(nth, "family_name"), &format!("Nom de l’enfant {who}"), 80);
    // Most children have the name of the guardian who calls.
    let family_name =
        family_name.map(|name| name.unwrap_or_else(|| form.value("family_name").trim().to_owned()));
    let birth = form.date(&field(nth, "birth"), &format!("Date de naissance de l’enfant {who}"));
    let birth = birth.filter(|birth| {
        let possible = *birth <= today && today.year() - birth.year() <= 30;
        if !possible {
            form.refuse(
                &field(nth, "birth"),
                format!("« Date de naissance de l’enfant {who} » : cette date ne peut pas être celle d’un élève. Vérifiez l’année."),
            );
        }
        possible
    });
    let school = form.choice(&field(nth, "school"), &format!("École de l’enfant {who}"));
    let level: Option<ClassLevel> =
        form.choice(&field(nth, "level"), &format!("Niveau de l’enfant {who}"));
    let class_name =
        form.optional_text(&field(nth, "class"), &format!("Classe de l’enfant {who}"), 80);
    Some(NewChild {
        family_name: family_name?,
        first_name: first_name?,
        birth: birth?,
        school: school?,
        level: level?.level(),
        grade_label: level?.code().to_owned(),
        class_name: class_name?.unwrap_or_default(),
    })
}

/// Notes on the form why a family was not entered.
pub fn said(form: &mut Form, reason: NewHouseholdRefused) {
    let (name, sentence) = match reason {
        NewHouseholdRefused::ChildKnown(nth, _) => (
            field(nth, "first_name"),
            "Cet enfant est déjà dans le registre : ouvrez sa famille au lieu d’en créer une autre.",
        ),
        NewHouseholdRefused::UnknownSchool => {
            (field(0, "school"), "Choisissez une école de la liste.")
        }
        NewHouseholdRefused::Twice => {
            (field(0, "first_name"), "Le même enfant est écrit deux fois : effacez l’un des deux.")
        }
        NewHouseholdRefused::Nobody => {
            ("family_name".to_owned(), "Indiquez au moins un responsable ou un enfant.")
        }
    };
    form.refuse(&name, sentence);
}
