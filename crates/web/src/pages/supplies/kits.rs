//! `/fournitures/kits/…`: composing a kit, and handing it out no more.

use std::collections::BTreeMap;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::{KitId, SupplyId};
use domain::kit::Parts;
use domain::stock::ItemKind;
use domain::supply::MOST_GIVEN;
use store::{Kit, NewKit, NewKitRefused, RetireKit, Supply, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{Label as _, capital};

/// The form of a new kit.
#[derive(Template, WebTemplate)]
#[template(path = "pages/supplies/new_kit.html")]
pub struct New {
    page: Page,
    form: Form,
    id: KitId,
    kinds: Vec<(ItemKind, String)>,
    supplies: Vec<Supply>,
}

/// A kit's page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/supplies/kit.html")]
pub struct Show {
    page: Page,
    kit: Kit,
    parts: String,
    id: Uuid,
}

/// "1 tablette, 12 × Crayons".
pub fn named_parts(parts: &Parts, supplies: &[Supply]) -> String {
    let named: BTreeMap<SupplyId, &str> =
        supplies.iter().map(|supply| (supply.id, supply.label.as_str())).collect();
    let items = parts.items().iter().map(|(kind, many)| format!("{many} {}", kind.label()));
    let counted = parts
        .supplies()
        .iter()
        .map(|(id, many)| format!("{many} × {}", named.get(id).copied().unwrap_or("fourniture")));
    items.chain(counted).collect::<Vec<_>>().join(", ")
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    id: KitId,
) -> Result<New, PageError> {
    let supplies = app.store.supplies(who.by()).await?;
    let kinds = ItemKind::ALL.iter().map(|kind| (*kind, capital(kind.label()))).collect();
    Ok(New { page, form, id, kinds, supplies })
}

/// Shows the form of a new kit.
pub async fn page(State(app): State<AppState>, who: Who, page: Page) -> Result<New, PageError> {
    let id = app.mint.id();
    shown(&app, &who, page, Form::empty(), id).await
}

/// Composes a kit.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: KitId = form.hidden("id")?;
    let label = form.text("nom", "Nom du kit", 120);
    let mut items = Vec::new();
    for kind in ItemKind::ALL {
        if let Some(many) = asked(&mut form, &format!("type.{kind}"), kind.label()) {
            items.push((*kind, many));
        }
    }
    let mut supplies = Vec::new();
    for supply in app.store.supplies(who.by()).await? {
        if let Some(many) = asked(&mut form, &format!("pieces.{}", supply.id), &supply.label) {
            supplies.push((supply.id, many));
        }
    }
    let parts = Parts::new(items, supplies);
    if parts.is_empty() && !form.has_errors() {
        form.refuse("nom", "Ce kit est vide : dites combien il contient d’au moins une chose.");
    }
    let (Some(label), false) = (label, form.has_errors()) else {
        return Ok(again(shown(&app, &who, page, form, id).await?));
    };
    let order = NewKit { id, label, parts };
    match app.store.add_kit(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying("/fournitures", "Kit composé.")),
        Err(VerbError::Refused(NewKitRefused::LabelTaken)) => {
            let form = form.refused("nom", "Un kit porte déjà ce nom : choisissez-en un autre.");
            Ok(refused(shown(&app, &who, page, form, id).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |_| {
            "Une de ces fournitures n’est plus connue : rouvrez la page.".to_owned()
        })),
    }
}

/// A number between none and many; nothing when nothing was typed.
fn asked(form: &mut Form, field: &str, label: &str) -> Option<u32> {
    if form.value(field).trim().is_empty() {
        return None;
    }
    form.count(field, label, 0..=MOST_GIVEN)
}

/// Shows a kit.
pub async fn show(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<KitId>,
) -> Result<Show, PageError> {
    let kits = app.store.kits(who.by()).await?;
    let kit = kits.into_iter().find(|kit| kit.id == id).ok_or(PageError::NotFound)?;
    let parts = named_parts(&kit.parts, &app.store.supplies(who.by()).await?);
    Ok(Show { page, kit, parts, id: app.mint.uuid() })
}

/// Hands a kit out no more.
pub async fn retire(
    State(app): State<AppState>,
    who: Who,
    Path(kit): Path<KitId>,
    form: Form,
) -> Result<Response, PageError> {
    let order = RetireKit { form: form.hidden("id")?, kit };
    match app.store.retire_kit(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying("/fournitures", "Ce kit n’est plus distribué.")),
        Err(VerbError::Refused(_)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}
