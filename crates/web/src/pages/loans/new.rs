//! `/prets/nouveau`: pick a family, then hand over one or several items in one go.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::ids::{HouseholdId, ItemId, LoanId};
use domain::loan::{HandedOver, Lend, LendFault, usual_due_date};
use domain::stock::{Grade, ItemState};
use store::{FoundHousehold, ItemSearch, Search, VerbError};

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other, see_other_saying};
use crate::pages::search::more;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::stock::lend_refused;
use crate::wording::{French as _, Label as _, count};

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
    home: HouseholdId,
    label: String,
    items: Vec<Choice>,
    grades: Vec<Choice>,
}

/// What is set aside for the family, and what was picked on another page.
async fn offered(
    app: &AppState,
    who: &Who,
    home: HouseholdId,
    form: &mut Form,
    first: bool,
) -> Result<Vec<Choice>, PageError> {
    let mut items = Vec::new();
    for held in app.store.reservations_of(home, who.by()).await? {
        let label = format!("{} ({}), réservé pour cette famille", held.tag, held.kind.label());
        items.push(Choice::new(held.item, label));
        if first {
            *form = std::mem::take(form).with("objet", held.item);
        }
    }
    let picked: Vec<ItemId> =
        form.values("objet").iter().filter_map(|id| id.parse().ok()).collect();
    for id in picked {
        if items.iter().any(|known| known.value == id.to_string()) {
            continue;
        }
        if let Some(file) = app.store.item(id, who.by()).await? {
            let label = format!("{} ({})", file.item.tag, file.item.kind.label());
            items.push(Choice::new(id, label));
        }
    }
    Ok(items)
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    mut form: Form,
    (id, home, first): (LoanId, HouseholdId, bool),
) -> Result<NewLoan, PageError> {
    let family = app.store.household(home, who.by()).await?.ok_or(PageError::NotFound)?;
    let items = offered(app, who, home, &mut form, first).await?;
    Ok(NewLoan { page, form, id, home, label: family.label, items, grades: choices(Grade::ALL) })
}

/// Shows the families, or the form once one is chosen.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    form: Form,
) -> Result<Response, PageError> {
    if let Ok(home) = form.value("foyer").parse() {
        let form = form.with("due_on", usual_due_date(app.clock.today()));
        let at = (app.mint.id::<LoanId>(), home, true);
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

/// Hands over.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let (id, home): (LoanId, HouseholdId) = (form.hidden("id")?, form.hidden("foyer")?);
    let today = app.clock.today();
    // Sent again after a lost answer: short numbers may no longer mean what they meant.
    if app.store.loan(id, who.by()).await?.is_some_and(|loan| loan.household == home) {
        return Ok(see_other(&format!("/prets/{id}")));
    }
    let items = items(&app, &who, home, &mut form).await?;
    let due_on = form.date("due_on", "À rendre le");
    let mut order = None;
    if let (Some(due_on), false) = (due_on, form.has_errors()) {
        match Lend::new(id, home, items, due_on, today) {
            Ok(lend) => order = Some(lend),
            Err(faults) => faults.iter().for_each(|fault| note(&mut form, fault)),
        }
    }
    let Some(order) = order else {
        return Ok(again(shown(&app, &who, page, form, (id, home, false)).await?));
    };
    match app.store.lend(&order, who.by(), app.clock.now()).await {
        Ok(()) => {
            let what = count(order.items().len() as u64, "objet remis", "objets remis");
            let sentence = format!("Prêt enregistré : {what}. Imprimez la convention à signer.");
            Ok(see_other_saying(&format!("/prets/{id}"), &sentence))
        }
        Err(VerbError::Refused(why)) => {
            let form = form.refused("numeros", lend_refused(&why));
            Ok(refused(shown(&app, &who, page, form, (id, home, false)).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| lend_refused(&why))),
    }
}

fn note(form: &mut Form, fault: &LendFault) {
    match fault {
        LendFault::NoItem => form.refuse(
            "numeros",
            "Aucun objet : scannez une étiquette ou tapez un numéro, par exemple 0042.",
        ),
        LendFault::Twice(_) => {
            form.refuse("numeros", "Le même objet est noté deux fois : gardez-le une fois.");
        }
        LendFault::TooMany => {
            form.refuse("numeros", "Plus de 40 objets : faites plusieurs remises.");
        }

        LendFault::DueTooSoon => form.refuse(
            "due_on",
            "« À rendre le » est aujourd’hui ou déjà passé : indiquez une date à venir.",
        ),
        LendFault::DueTooLate { latest } => form.refuse(
            "due_on",
            format!("« À rendre le » est trop loin : le {} au plus tard.", latest.french()),
        ),
    }
}

/// The ticked items and the typed numbers, each with its state.
async fn items(
    app: &AppState,
    who: &Who,
    home: HouseholdId,
    form: &mut Form,
) -> Result<Vec<HandedOver>, PageError> {
    let seen: Option<Grade> = form.value("grade").parse().ok();
    let mut items: Vec<HandedOver> = Vec::new();
    for item in form.choices::<ItemId>("objet", "Objets").unwrap_or_default() {
        let file = app.store.item(item, who.by()).await?;
        let grade = seen.or(file.map(|file| file.item.grade)).unwrap_or(Grade::Good);
        items.push(HandedOver { item, grade });
    }
    let held = app.store.reservations_of(home, who.by()).await?;
    let typed = form.value("numeros").to_owned();
    for text in typed.split([',', ';', '\n', '\r', '\t', ' ']).filter(|text| !text.is_empty()) {
        let search = ItemSearch { text: text.to_owned(), ..ItemSearch::default() };
        let (mut found, total) = app.store.find_items(&search, 0, 20, who.by()).await?;
        if total > 1 {
            let mine = |item: &ItemId| held.iter().any(|held| held.item == *item);
            let free = found
                .iter()
                .filter(|found| found.item.state == ItemState::Available || mine(&found.item.id));
            if free.count() == 1 && total <= 20 {
                found.retain(|found| {
                    found.item.state == ItemState::Available || mine(&found.item.id)
                });
            }
        }
        match &found[..] {
            [] => form.refuse(
                "numeros",
                format!("« {text} » ne correspond à aucun objet : relisez l’étiquette."),
            ),
            [one] => {
                let grade = seen.unwrap_or(one.item.grade);
                if items.iter().all(|known| known.item != one.item.id) {
                    items.push(HandedOver { item: one.item.id, grade });
                }
            }
            several => {
                let tags: Vec<&str> =
                    several.iter().take(5).map(|found| found.item.tag.as_str()).collect();
                let tags = tags.join(", ");
                form.refuse(
                    "numeros",
                    format!("« {text} » correspond à plusieurs objets ({tags}) : tapez le numéro entier."),
                );
            }
        }
    }
    Ok(items)
}
