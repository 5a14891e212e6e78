//! Numbers scanned or typed, and the items they mean.

use domain::ids::ItemId;
use domain::stock::ItemState;
use store::{FoundItem, ItemSearch, Reservation};

use crate::error::PageError;
use crate::form::Form;
use crate::state::AppState;
use crate::who::Who;

/// The form with the items of the numbers in `numeros` ticked as well; what means none or several is noted.
pub async fn with_named(
    app: &AppState,
    who: &Who,
    mut form: Form,
    held: &[Reservation],
) -> Result<Form, PageError> {
    for found in named(app, who, &mut form, "numeros", held).await? {
        if !form.is_chosen("objet", &found.item.id.to_string()) {
            form = form.with("objet", found.item.id);
        }
    }
    Ok(form)
}

/// The item of each number in `field`, in the order typed; what means none or several is noted there.
pub async fn named(
    app: &AppState,
    who: &Who,
    form: &mut Form,
    field: &str,
    held: &[Reservation],
) -> Result<Vec<FoundItem>, PageError> {
    let typed = form.value(field).to_owned();
    let mut items: Vec<FoundItem> = Vec::new();
    for text in typed.split([',', ';', '\n', '\r', '\t', ' ']).filter(|text| !text.is_empty()) {
        let search = ItemSearch { text: text.to_owned(), ..ItemSearch::default() };
        let (mut found, total) = app.store.find_items(&search, 0, 20, who.by()).await?;
        if total > 1 {
            let mine = |item: &ItemId| held.iter().any(|held| held.item == *item);
            let may = |found: &FoundItem| {
                found.item.state == ItemState::Available || mine(&found.item.id)
            };
            if found.iter().filter(|found| may(found)).count() == 1 && total <= 20 {
                found.retain(may);
            }
        }
        match &found[..] {
            [] => form.refuse(
                field,
                format!("« {text} » ne correspond à aucun objet : relisez l’étiquette."),
            ),
            [one] => {
                if items.iter().all(|known| known.item.id != one.item.id) {
                    items.push(one.clone());
                }
            }
            several => {
                let tags: Vec<&str> =
                    several.iter().take(5).map(|found| found.item.tag.as_str()).collect();
                let tags = tags.join(", ");
                form.refuse(
                    field,
                    format!("« {text} » correspond à plusieurs objets ({tags}) : tapez le numéro entier."),
                );
            }
        }
    }
    Ok(items)
}
