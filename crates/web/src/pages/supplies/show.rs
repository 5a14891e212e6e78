//! `/fournitures/{id}`: one counted thing: its lots, more of it, a count at the shelf.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::{SupplyId, SupplyLotId};
use domain::supply::MOST_PIECES;
use store::{CountSupply, ReceiveSupply, ReceiveSupplyRefused, Supply, SupplyOrigin, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::{Page, again, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, count};

/// The thing's page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/supplies/show.html")]
pub struct Show {
    page: Page,
    form: Form,
    supply: Supply,
    id: SupplyLotId,
    count_form: Uuid,
    origins: Vec<Choice>,
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (supply, id): (SupplyId, SupplyLotId),
) -> Result<Show, PageError> {
    let supplies = app.store.supplies(who.by()).await?;
    let supply = supplies.into_iter().find(|one| one.id == supply).ok_or(PageError::NotFound)?;
    let mut origins = vec![Choice::new("town", "La ville")];
    for (donor, name) in app.store.donors(who.by()).await? {
        origins.push(Choice::new(format!("donor.{donor}"), format!("Don de {name}")));
    }
    let count_form = app.mint.uuid();
    Ok(Show { page, form, supply, id, count_form, origins })
}

/// Shows the thing.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(supply): Path<SupplyId>,
) -> Result<Show, PageError> {
    let form = Form::empty().with("origine", "town").with("recu_le", app.clock.today());
    shown(&app, &who, page, form, (supply, app.mint.id())).await
}

/// Receives more of it.
pub async fn receive(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(supply): Path<SupplyId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let lot: SupplyLotId = form.hidden("id")?;
    let pieces = form.count("pieces", "Combien", 1..=MOST_PIECES);
    let received_on = form.date("recu_le", "Reçu le");
    let chosen = form.value("origine").to_owned();
    let origin = match chosen.strip_prefix("donor.") {
        Some(id) => id.parse().ok().map(SupplyOrigin::Donor),
        None => Some(SupplyOrigin::Town),
    };
    if origin.is_none() {
        form.refuse("origine", "Choisissez de qui cela vient.");
    }
    let (Some(pieces), Some(received_on), Some(origin), false) =
        (pieces, received_on, origin, form.has_errors())
    else {
        return Ok(again(shown(&app, &who, page, form, (supply, lot)).await?));
    };
    let order = ReceiveSupply { lot, supply, pieces, origin, received_on };
    match app.store.receive_supply(&order, who.by(), app.clock.now()).await {
        Ok(()) => {
            let sentence = count(u64::from(pieces), "pièce reçue.", "pièces reçues.");
            Ok(see_other_saying(&format!("/fournitures/{supply}"), &sentence))
        }
        Err(VerbError::Refused(ReceiveSupplyRefused::UnknownSupply)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |_| {
            "Ce donateur n’est pas connu de votre cité : choisissez-le dans la liste.".to_owned()
        })),
    }
}

/// Notes a count at the shelf.
pub async fn recount(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(supply): Path<SupplyId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let lot: SupplyLotId = form.hidden("lot")?;
    let field = format!("compte.{lot}");
    let Some(found) = form.count(&field, "Compté", 0..=MOST_PIECES) else {
        return Ok(again(shown(&app, &who, page, form, (supply, app.mint.id())).await?));
    };
    let order = CountSupply { form: id, lot, found };
    match app.store.count_supply(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(&format!("/fournitures/{supply}"), "Compte noté.")),
        Err(VerbError::Refused(_)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}
