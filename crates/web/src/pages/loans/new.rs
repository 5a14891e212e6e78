//! `/prets/nouveau`: pick a family, then hand over everything it takes home, under one signature.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::ids::{HouseholdId, ItemId, LoanId};
use domain::loan::{HandOver, HandOverFault, HandedOver, LendFault, usual_due_date};
use domain::people::language::ContactLanguage;
use domain::stock::Grade;
use store::{FoundHousehold, HandOverRefused, Household, Search, VerbError};

use super::besides::{self, Shelf};
use super::find_items::named;
use super::seen::{SeenLine, accessories, points, possible};
use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::{Page, again, refused, see_other, see_other_saying};
use crate::pages::search::more;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::stock::hand_over_refused;
use crate::wording::{French as _, Label as _};

/// Families to choose from.
#[derive(Template, WebTemplate)]
#[template(path = "pages/loans/pick.html")]
pub struct PickFamily {
    page: Page,
    form: Form,
    families: Vec<FoundHousehold>,
    /// What to do when more families match than are shown.
    more: Option<String>,
}

/// The hand-over.
#[derive(Template, WebTemplate)]
#[template(path = "pages/loans/new.html")]
pub struct NewLoan {
    page: Page,
    form: Form,
    id: LoanId,
    home: Household,
    lines: Vec<SeenLine>,
    shelf: Shelf,
    languages: Vec<Choice>,
}

impl NewLoan {
    /// The names of the children, to know who stands at the desk.
    fn children(&self) -> String {
        let names = self.home.children.iter().map(|(_, child)| child.first_name.as_str());
        names.collect::<Vec<_>>().join(", ")
    }

    fn language(&self) -> Option<&'static str> {
        let language = self.home.state.language;
        (language != ContactLanguage::French).then(|| language.label())
    }
}

/// Which hand-over a form is about.
#[derive(Clone, Copy)]
struct At {
    id: LoanId,
    home: HouseholdId,
}

/// The items on the form: what is set aside for the family, and what was added by its number.
async fn lines(app: &AppState, who: &Who, at: At, form: &Form) -> Result<Vec<SeenLine>, PageError> {
    let held = app.store.reservations_of(at.home, who.by()).await?;
    let mut lines: Vec<SeenLine> = held
        .iter()
        .map(|held| SeenLine {
            id: held.item,
            tag: held.tag.clone(),
            kind: held.kind,
            note: "réservé pour cette famille",
            accessories: possible(held.kind),
        })
        .collect();
    let picked = form.values("objet").into_iter().filter_map(|id| id.parse::<ItemId>().ok());
    for id in picked {
        if lines.iter().any(|known| known.id == id) {
            continue;
        }
        if let Some(file) = app.store.item(id, who.by()).await? {
            let (tag, kind) = (file.item.tag, file.item.kind);
            lines.push(SeenLine { id, tag, kind, note: "", accessories: possible(kind) });
        }
    }
    Ok(lines)
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    at: At,
) -> Result<NewLoan, PageError> {
    let home = app.store.household(at.home, who.by()).await?.ok_or(PageError::NotFound)?;
    let lines = lines(app, who, at, &form).await?;
    let shelf = Shelf::of(app, who).await?;
    Ok(NewLoan { page, form, id: at.id, home, lines, shelf, languages: besides::languages() })
}

/// Shows the families, or the form once one is chosen.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    if let Ok(home) = form.value("foyer").parse() {
        for held in app.store.reservations_of(home, who.by()).await? {
            form = form.with("objet", held.item);
        }
        if let Some(home) = app.store.household(home, who.by()).await?
            && home.state.language != ContactLanguage::French
        {
            form = form.with("lu_en", home.state.language);
        }
        form = form.with("due_on", usual_due_date(app.clock.today()));
        let at = At { id: app.mint.id(), home };
        return Ok(shown(&app, &who, page, form, at).await?.into_response());
    }
    let text = form.value("q").to_owned();
    let search = Search { text: &text, ..Search::default() };
    let (families, found) = if text.trim().is_empty() {
        (Vec::new(), 0)
    } else {
        app.store.find_households(search, 0, 20, who.by()).await?
    };
    let more = more(found, families.len(), ("famille", "familles"));
    Ok(PickFamily { page, form, families, more }.into_response())
}

/// Adds what was scanned to the form, or hands over.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let at = At { id: form.hidden("id")?, home: form.hidden("foyer")? };
    // Sent again after a lost answer: short numbers may no longer mean what they meant.
    let done = app.store.handed_out(at.id, who.by()).await?;
    if done.any() {
        return Ok(see_other(&address(at.id, done.lent)));
    }
    let held = app.store.reservations_of(at.home, who.by()).await?;
    let added = named(&app, &who, &mut form, "numeros", &held).await?;
    for found in &added {
        if !form.is_chosen("objet", &found.item.id.to_string()) {
            form = form.with("objet", found.item.id);
        }
    }
    let shelf = Shelf::of(&app, &who).await?;
    if form.value("faire") == "ajouter" {
        let form = if form.has_errors() { form } else { form.without("numeros") };
        let wrong = form.has_errors();
        let page = shown(&app, &who, page, shelf.filled(form), at).await?;
        return Ok(if wrong { again(page) } else { page.into_response() });
    }
    let form = shelf.filled(form);
    hand_over(&app, &who, page, (form, shelf), at).await
}

async fn hand_over(
    app: &AppState,
    who: &Who,
    page: Page,
    (mut form, shelf): (Form, Shelf),
    at: At,
) -> Result<Response, PageError> {
    let items = items(app, who, &mut form).await?;
    let besides = besides::read(&mut form, &shelf);
    let due_on = form.date("due_on", "À rendre le");
    let mut order = None;
    if let (Some(due_on), false) = (due_on, form.has_errors()) {
        match HandOver::new(at.id, at.home, items, besides, due_on, app.clock.today()) {
            Ok(right) => order = Some(right),
            Err(faults) => faults.iter().for_each(|fault| note(&mut form, fault)),
        }
    }
    let Some(order) = order else {
        return Ok(again(shown(app, who, page, form.without("numeros"), at).await?));
    };
    match app.store.hand_over(&order, who.by(), app.clock.now()).await {
        Ok(()) => {
            let done = app.store.handed_out(at.id, who.by()).await?;
            let pieces = order.supplies().values().map(|many| u64::from(*many)).sum();
            let what = besides::told(order.items().len(), pieces);
            let next = match order.signature() {
                Some(_) => "Signature gardée.",
                None => "Imprimez le papier à signer.",
            };
            Ok(see_other_saying(
                &address(at.id, done.lent),
                &format!("Remise enregistrée : {what}. {next}"),
            ))
        }
        Err(VerbError::Refused(why)) => {
            let lacks = match &why {
                HandOverRefused::Parts { kit, .. } => shelf.missing(kit),
                _ => Vec::new(),
            };
            let form = form.without("numeros").refused("numeros", hand_over_refused(&why, &lacks));
            Ok(refused(shown(app, who, page, form, at).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| hand_over_refused(&why, &[]))),
    }
}

/// Where a hand-over is read: its loan's page, or the gift's when nothing is lent.
fn address(id: LoanId, lent: bool) -> String {
    if lent { format!("/prets/{id}") } else { format!("/remises/{id}") }
}

fn note(form: &mut Form, fault: &HandOverFault) {
    match fault {
        HandOverFault::Lend(LendFault::NoItem) => form.refuse(
            "numeros",
            "Aucun objet : scannez une étiquette ou tapez un numéro, par exemple 0042.",
        ),
        HandOverFault::Lend(LendFault::Twice(_)) => {
            form.refuse("numeros", "Le même objet est noté deux fois : gardez-le une fois.");
        }
        HandOverFault::Lend(LendFault::TooMany) => {
            form.refuse("numeros", "Plus de 40 objets : faites plusieurs remises.");
        }
        HandOverFault::Lend(LendFault::DueTooSoon) => form.refuse(
            "due_on",
            "« À rendre le » est aujourd’hui ou déjà passé : indiquez une date à venir.",
        ),
        HandOverFault::Lend(LendFault::DueTooLate { latest }) => form.refuse(
            "due_on",
            format!("« À rendre le » est trop loin : le {} au plus tard.", latest.french()),
        ),
        HandOverFault::TooMany(supply) => form.refuse(
            &format!("pieces.{supply}"),
            "Plus de 200 pièces pour une famille : vérifiez le nombre.",
        ),
    }
}

/// The ticked items, each with what was seen of it.
async fn items(app: &AppState, who: &Who, form: &mut Form) -> Result<Vec<HandedOver>, PageError> {
    let mut items = Vec::new();
    for item in form.choices::<ItemId>("objet", "Objets").unwrap_or_default() {
        let Some(file) = app.store.item(item, who.by()).await? else {
            // The store refuses it by name; nothing else is known of it.
            items.push(HandedOver::plain(item, Grade::Good));
            continue;
        };
        let field = format!("etat.{item}");
        let grade = form.optional_choice::<Grade>(&field, &file.item.tag).flatten();
        let grade = grade.unwrap_or(file.item.grade);
        let seen = points(form, item, file.item.kind, grade);
        items.push(HandedOver::seen(item, grade, seen, accessories(form, item)));
    }
    Ok(items)
}
