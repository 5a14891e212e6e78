//! `/familles/nouvelle`: a family by telephone, on one page.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::identifiers::{Msisdn, MsisdnError};
use domain::ids::HouseholdId;
use domain::people::address::Address;
use domain::people::class_level::ClassLevel;
use domain::people::equipment::{Connection, Equipment};
use domain::people::language::ContactLanguage;
use jiff::civil::Date;
use store::{HomeState, NewChild, NewGuardian, NewHousehold, NewHouseholdRefused, VerbError};

use super::state::{StateChoices, filled, read};
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::census::phone_error;

/// Children on one form; a larger family is entered, then met by the school's file.
const CHILDREN: usize = 8;

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/families/new.html")]
pub struct New {
    page: Page,
    form: Form,
    schools: Vec<Choice>,
    levels: Vec<Choice>,
    offered: StateChoices,
    blocks: Vec<Block>,
    known: Option<HouseholdId>,
}

impl New {
    async fn of(app: &AppState, who: &Who, page: Page, form: Form) -> Result<Self, PageError> {
        let schools = app.store.schools(who.by()).await?;
        let blocks = (0..CHILDREN).map(|nth| Block::of(&form, nth)).collect();
        Ok(Self {
            page,
            form,
            schools: schools
                .into_iter()
                .map(|school| Choice::new(school.id, school.name))
                .collect(),
            levels: choices(ClassLevel::ALL),
            offered: StateChoices::new(),
            blocks,
            known: None,
        })
    }
}

/// One child's part of the form: the names of its fields.
#[derive(Debug, Clone)]
struct Block {
    number: usize,
    required: bool,
    open: bool,
    first_name: String,
    family_name: String,
    birth: String,
    school: String,
    level: String,
    class: String,
}

impl Block {
    fn of(form: &Form, nth: usize) -> Self {
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

fn field(nth: usize, what: &str) -> String {
    format!("child{nth}_{what}")
}

fn is_filled(form: &Form, nth: usize) -> bool {
    ["family_name", "first_name", "birth", "level", "class"]
        .iter()
        .any(|what| !form.value(&field(nth, what)).trim().is_empty())
}

/// Shows the form.
pub async fn page(State(app): State<AppState>, who: Who, page: Page) -> Result<New, PageError> {
    let unasked = HomeState {
        equipment: Equipment::Unknown,
        connection: Connection::Unknown,
        accepts_loan: true,
        accepts_refurbished: true,
        in_qpv: false,
        lost_contact: false,
        language: ContactLanguage::French,
        priority: None,
    };
    let form = filled(Form::empty().with("id", app.mint.id::<HouseholdId>()), &unasked);
    New::of(&app, &who, page, form).await
}

/// Enters the family.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: HouseholdId = form.hidden("id")?;
    let today = app.clock.today();
    let guardian = guardian(&mut form);
    let address = address(&mut form);
    let children = children(&mut form, today);
    let state = read(&mut form);
    let (Some(guardian), Some(address), Some(children), Some(state)) =
        (guardian, address, children, state)
    else {
        return Ok(again(New::of(&app, &who, page, form).await?));
    };
    let new = NewHousehold { id, guardians: vec![guardian], children, address, state };
    let reason = match app.store.create_household(&new, who.by(), app.clock.now(), today).await {
        Ok(()) => return Ok(see_other_saying(&format!("/familles/{id}"), "Famille inscrite.")),
        Err(VerbError::Refused(reason)) => reason,
        Err(error) => return Err(PageError::of_verb(error, |_| String::new())),
    };
    let mut known = None;
    match reason {
        NewHouseholdRefused::ChildKnown(nth, household) => {
            known = Some(household);
            let sentence = "Cet enfant est déjà dans le registre : ouvrez sa famille au lieu d’en créer une autre.";
            form.refuse(&field(nth, "first_name"), sentence);
        }
        NewHouseholdRefused::UnknownSchool => {
            form.refuse(&field(0, "school"), "Choisissez une école de la liste.");
        }
        NewHouseholdRefused::Twice => {
            form.refuse(
                &field(0, "first_name"),
                "Le même enfant est écrit deux fois : effacez l’un des deux.",
            );
        }
        NewHouseholdRefused::Nobody => {
            form.refuse("family_name", "Indiquez au moins un responsable ou un enfant.");
        }
    }
    Ok(refused(New { known, ..New::of(&app, &who, page, form).await? }))
}

fn guardian(form: &mut Form) -> Option<NewGuardian> {
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

fn phone(form: &mut Form, name: &str, label: &str) -> Option<Option<Msisdn>> {
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

fn address(form: &mut Form) -> Option<Address> {
    let street = form.optional_text("street", "Adresse", 160);
    let commune = form.text("commune", "Commune", 80);
    let postal_code = form.value("postal_code").trim().to_owned();
    let five_digits = postal_code.len() == 5 && postal_code.bytes().all(|b| b.is_ascii_digit());
    if !(postal_code.is_empty() || five_digits) {
        form.refuse("postal_code", "« Code postal » : cinq chiffres, par exemple 31100.");
        return None;
    }
    Some(Address { street: street?.unwrap_or_default(), postal_code, commune: commune? })
}

/// The children that were filled in; at least one.
fn children(form: &mut Form, today: Date) -> Option<Vec<NewChild>> {
    let filled: Vec<usize> =
        (0..CHILDREN).filter(|nth| *nth == 0 || is_filled(form, *nth)).collect();
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
