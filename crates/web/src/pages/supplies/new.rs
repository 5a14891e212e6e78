//! `/fournitures/nouvelle`: a thing to be counted from now on.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::identifiers::Isbn13;
use domain::ids::SupplyId;
use domain::supply::{AgeBand, SupplyKind, SupplyNature};
use store::{NewSupply, NewSupplyRefused, VerbError};

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/supplies/new.html")]
pub struct New {
    page: Page,
    form: Form,
    id: SupplyId,
    kinds: Vec<Choice>,
}

fn shown(page: Page, form: Form, id: SupplyId) -> New {
    New { page, form, id, kinds: choices(SupplyKind::ALL) }
}

/// Shows the form.
pub async fn page(State(app): State<AppState>, page: Page) -> New {
    shown(page, Form::empty().with("genre", SupplyKind::Consumable), app.mint.id())
}

/// Adds the thing.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: SupplyId = form.hidden("id")?;
    let label = form.text("nom", "Nom", 120);
    let nature = nature(&mut form);
    let low_at = match form.value("seuil").trim() {
        "" => Some(0),
        _ => form.count("seuil", "Prévenir à partir de", 0..=domain::supply::MOST_PIECES),
    };
    let (Some(label), Some(nature), Some(low_at), false) =
        (label, nature, low_at, form.has_errors())
    else {
        return Ok(again(shown(page, form, id)));
    };
    let order = NewSupply { id, label, nature, low_at };
    match app.store.add_supply(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/fournitures/{id}"),
            "Ajouté. Notez maintenant combien il y en a.",
        )),
        Err(VerbError::Refused(NewSupplyRefused::LabelTaken)) => {
            let form = form.refused(
                "nom",
                "Une fourniture porte déjà ce nom : ouvrez-la, ou précisez le nom.",
            );
            Ok(refused(shown(page, form, id)))
        }
        Err(VerbError::Refused(NewSupplyRefused::IsbnTaken)) => {
            let form = form.refused("isbn", "Un livre a déjà cet ISBN : ouvrez-le dans la liste.");
            Ok(refused(shown(page, form, id)))
        }
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}

fn nature(form: &mut Form) -> Option<SupplyNature> {
    if form.choice::<SupplyKind>("genre", "Genre")? == SupplyKind::Consumable {
        return Some(SupplyNature::Consumable);
    }
    let typed = form.value("isbn").trim().to_owned();
    let isbn = if typed.is_empty() {
        None
    } else {
        let read = Isbn13::parse(&typed);
        if read.is_err() {
            form.refuse(
                "isbn",
                "Cet ISBN n’est pas juste : recopiez les 13 chiffres sous le code-barres.",
            );
        }
        read.ok()
    };
    let ages = if form.value("age_de").trim().is_empty() && form.value("age_a").trim().is_empty() {
        None
    } else {
        let from = form.count("age_de", "Âge, à partir de", 0..=30)?;
        let to = form.count("age_a", "Âge, jusqu’à", 0..=30)?;
        let band = AgeBand::new(u8::try_from(from).ok()?, u8::try_from(to).ok()?);
        if band.is_err() {
            form.refuse("age_a", "L’âge le plus grand est plus petit que l’autre : échangez-les.");
        }
        band.ok()
    };
    Some(SupplyNature::Book { isbn, ages })
}
