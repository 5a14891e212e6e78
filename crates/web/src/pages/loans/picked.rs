//! The items of a hand-over's form: those that wait for the family, those that were scanned, and what was
//! seen of each.

use domain::ids::{HouseholdId, ItemId};
use domain::loan::{HandedOver, LendFault};
use domain::stock::Grade;

use super::seen::{SeenLine, accessories, points, possible};
use crate::error::PageError;
use crate::form::Form;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::French as _;

/// The items on the form: what is set aside for the family, and what was added by its number.
pub async fn lines(
    app: &AppState,
    who: &Who,
    home: HouseholdId,
    form: &Form,
) -> Result<Vec<SeenLine>, PageError> {
    let held = app.store.reservations_of(home, who.by()).await?;
    let mut lines: Vec<SeenLine> = held
        .iter()
        // What is in a bag already is on its way.
        .filter(|held| held.bag.is_none())
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

/// The ticked items, each with what was seen of it.
pub async fn items(
    app: &AppState,
    who: &Who,
    form: &mut Form,
) -> Result<Vec<HandedOver>, PageError> {
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

/// The form with all that waits for the family ticked; what is in a bag already is on its way.
pub async fn with_held(
    app: &AppState,
    who: &Who,
    form: Form,
    home: HouseholdId,
) -> Result<Form, PageError> {
    let held = app.store.reservations_of(home, who.by()).await?;
    let here = held.iter().filter(|held| held.bag.is_none());
    Ok(here.fold(form, |form, held| form.with("objet", held.item)))
}

/// What makes no sense in the items or their date, beside the field that it is about.
pub fn note_lend(form: &mut Form, fault: &LendFault) {
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
