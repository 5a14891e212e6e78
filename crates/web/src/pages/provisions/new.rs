//! `/mises-a-disposition/nouvelle`: to whom, until when, and every item by its label.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::ids::{ItemId, OrganisationId, ProvisionId};
use domain::provision::{Custodian, Provide, ProvisionTerms};
use domain::stock::{Grade, ItemKind};
use store::{Organisation, School, VerbError};

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other, see_other_saying};
use crate::pages::loans::find_items::with_named;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::provisions::{provide_fault, provide_refused};
use crate::wording::{Label as _, count};

/// The choice that names an organisation.
const NEW: &str = "nouveau";

/// An item on the form.
struct Line {
    id: ItemId,
    tag: String,
    kind: ItemKind,
    grade: Grade,
}

impl Line {
    fn field(&self) -> String {
        format!("etat.{}", self.id)
    }
}

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/provisions/new.html")]
pub struct NewProvision {
    page: Page,
    form: Form,
    id: ProvisionId,
    /// The id of an organisation named on this form.
    other: OrganisationId,
    lines: Vec<Line>,
    schools: Vec<School>,
    organisations: Vec<Organisation>,
}

impl NewProvision {
    fn holders(&self) -> Vec<Choice> {
        let schools = self.schools.iter().map(|school| {
            Choice::new(format!("ecole.{}", school.id), format!("École : {}", school.name))
        });
        let others = self.organisations.iter().map(|one| {
            Choice::new(format!("organisme.{}", one.id), format!("Organisme : {}", one.name))
        });
        let new = Choice::new(NEW, "Un autre organisme, à nommer ci-dessous");
        schools.chain(others).chain(std::iter::once(new)).collect()
    }

    fn grades(&self) -> Vec<Choice> {
        choices(Grade::ALL)
    }

    fn names_one(&self) -> bool {
        self.form.value("a_qui") == NEW || self.form.error("nom").is_some()
    }

    fn many(&self) -> String {
        count(self.lines.len() as u64, "objet sur la liste", "objets sur la liste")
    }
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (id, other): (ProvisionId, OrganisationId),
) -> Result<NewProvision, PageError> {
    let mut lines: Vec<Line> = Vec::new();
    for item in form.values("objet").into_iter().filter_map(|id| id.parse::<ItemId>().ok()) {
        if lines.iter().all(|known| known.id != item)
            && let Some(file) = app.store.item(item, who.by()).await?
        {
            let (tag, kind, grade) = (file.item.tag, file.item.kind, file.item.grade);
            lines.push(Line { id: item, tag, kind, grade });
        }
    }
    let schools = app.store.schools(who.by()).await?;
    let organisations = app.store.organisations(who.by()).await?;
    Ok(NewProvision { page, form, id, other, lines, schools, organisations })
}

/// Shows the form, with what a link put on it: a school (`a_qui`), an item (`objet`).
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    form: Form,
) -> Result<NewProvision, PageError> {
    let ids = (app.mint.id(), app.mint.id());
    shown(&app, &who, page, form, ids).await
}

/// Adds what was scanned to the form, or hands over.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    form: Form,
) -> Result<Response, PageError> {
    let ids: (ProvisionId, OrganisationId) = (form.hidden("id")?, form.hidden("organisme")?);
    // Sent again after a lost answer: short numbers may no longer mean what they meant.
    if app.store.provision(ids.0, who.by()).await?.is_some() {
        return Ok(see_other(&format!("/mises-a-disposition/{}", ids.0)));
    }
    let mut form = with_named(&app, &who, form, &[]).await?;
    if form.value("faire") == "ajouter" {
        let wrong = form.has_errors();
        let form = if wrong { form } else { form.without("numeros") };
        let page = shown(&app, &who, page, form, ids).await?;
        return Ok(if wrong { again(page) } else { page.into_response() });
    }
    let terms = terms(&mut form, ids.1);
    let items = items(&app, &who, &mut form).await?;
    let order = terms.and_then(|terms| {
        let order = Provide::new(ids.0, terms, items, app.clock.today());
        let faults = order.as_ref().err().into_iter().flatten().map(provide_fault);
        faults.for_each(|(field, sentence)| form.refuse(field, sentence));
        order.ok()
    });
    let (Some(order), false) = (order, form.has_errors()) else {
        return Ok(again(shown(&app, &who, page, form.without("numeros"), ids).await?));
    };
    match app.store.provide(&order, who.by(), app.clock.now()).await {
        Ok(()) => {
            let many = count(order.items().len() as u64, "objet confié", "objets confiés");
            let place = format!("/mises-a-disposition/{}", ids.0);
            Ok(see_other_saying(&place, &format!("C’est enregistré : {many}.")))
        }
        Err(VerbError::Refused(why)) => {
            let (field, sentence) = provide_refused(&why);
            let form = form.without("numeros").refused(field, sentence);
            Ok(refused(shown(&app, &who, page, form, ids).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| provide_refused(&why).1)),
    }
}

/// What is agreed, as far as it can be read: whatever is wrong is noted, and a form with something noted
/// is not carried out. Nobody named is the organisation of this form, so that the rest is judged at once.
fn terms(form: &mut Form, other: OrganisationId) -> Option<ProvisionTerms> {
    let custodian = custodian(form, other);
    let due_on = form.optional_date("due_on", "À rendre le");
    let act = form.optional_text("act", "Convention ou délibération", 120);
    let responsible = form.optional_text("responsible", "Responsable sur place", 80);
    Some(ProvisionTerms {
        custodian: custodian.unwrap_or(Custodian::Organisation(other)),
        act: act?,
        responsible: responsible?,
        due_on: due_on?,
    })
}

fn custodian(form: &mut Form, other: OrganisationId) -> Option<Custodian> {
    let chosen = form.value("a_qui").to_owned();
    if chosen == NEW {
        let name = form.text("nom", "Nom de l’organisme", 120);
        let contact = form.text("contact", "Comment le joindre", 120);
        return Some(Custodian::New { id: other, name: name?, contact: contact? });
    }
    let found = match chosen.split_once('.') {
        Some(("ecole", id)) => id.parse().ok().map(Custodian::School),
        Some(("organisme", id)) => id.parse().ok().map(Custodian::Organisation),
        _ => None,
    };
    if found.is_none() {
        form.refuse("a_qui", "« À qui » : choisissez une école ou un organisme.");
    }
    found
}

/// The ticked items, each in the state chosen, or as the register has it.
async fn items(
    app: &AppState,
    who: &Who,
    form: &mut Form,
) -> Result<Vec<(ItemId, Grade)>, PageError> {
    let mut items = Vec::new();
    for item in form.choices::<ItemId>("objet", "Objets").unwrap_or_default() {
        let file = app.store.item(item, who.by()).await?;
        let tag = file.as_ref().map_or("Objet", |file| file.item.tag.as_str());
        let said = form.optional_choice::<Grade>(&format!("etat.{item}"), tag).flatten();
        // The store refuses one that it does not know.
        let grade = said.or(file.map(|file| file.item.grade)).unwrap_or(Grade::Good);
        items.push((item, grade));
    }
    Ok(items)
}
