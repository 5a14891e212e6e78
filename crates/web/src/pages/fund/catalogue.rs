//! `/fonds/catalogue`: what can be ordered; offering an item, withdrawing one.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Seat;
use domain::fund::{Category, MOST_ORDERED, Offered};
use domain::ids::CatalogueItemId;
use domain::stock::{ItemKind, LotCondition};
use store::{CatalogueItem, OfferItem, OfferState, VerbError, WithdrawItemRefused};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::Label as _;
use crate::wording::purchases as say;

/// The catalogue and its form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/catalogue.html")]
pub struct Catalogue {
    page: Page,
    form: Form,
    offered: Vec<CatalogueItem>,
    edits: bool,
    kinds: Vec<Choice>,
    categories: Vec<Choice>,
    conditions: Vec<Choice>,
    /// For withdrawing.
    form_id: Uuid,
}

impl Catalogue {
    async fn of(app: &AppState, who: &Who, page: Page, form: Form) -> Result<Self, PageError> {
        let mut offered = app.store.catalogue(who.by()).await?;
        offered.retain(|item| item.state == OfferState::Offered);
        Ok(Self {
            page,
            form,
            offered,
            edits: matches!(who.seat(), Seat::TownAgent | Seat::Principal),
            kinds: choices(ItemKind::ALL),
            categories: choices(&[Category::Equipment, Category::Connection]),
            conditions: choices(LotCondition::ALL),
            form_id: app.mint.uuid(),
        })
    }

    fn minimum(item: &CatalogueItem) -> String {
        say::minimum(item.offered.minimum_order)
    }
}

fn blank(app: &AppState) -> Form {
    Form::empty()
        .with("id", app.mint.uuid())
        .with("category", Category::Equipment)
        .with("condition", LotCondition::New)
        .with("minimum", 0)
}

/// Shows the catalogue.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
) -> Result<Catalogue, PageError> {
    Catalogue::of(&app, &who, page, blank(&app)).await
}

/// Offers an item.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: CatalogueItemId = form.hidden("id")?;
    let Some(offered) = read(&mut form) else {
        return Ok(again(Catalogue::of(&app, &who, page, form).await?));
    };
    match app.store.offer_item(&OfferItem { id, offered }, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying("/fonds/catalogue", "Article ajouté au catalogue.")),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("label", say::offer(why));
            Ok(refused(Catalogue::of(&app, &who, page, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| say::offer(why).to_owned())),
    }
}

fn read(form: &mut Form) -> Option<Offered> {
    let label = form.text("label", "Article", 80);
    let kind = form.choice("kind", "Type");
    let category = form.choice("category", "Catégorie de dépense");
    let condition = form.choice("condition", "État");
    let price = form.amount("price", "Prix d’une unité");
    let minimum = form.count("minimum", "Commande minimale", 0..=MOST_ORDERED);
    Some(Offered {
        label: label?,
        kind: kind?,
        category: category?,
        condition: condition?,
        price: price?,
        minimum_order: minimum?,
    })
}

/// Withdraws an item.
pub async fn withdraw(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<CatalogueItemId>,
    form: Form,
) -> Result<Response, PageError> {
    match app.store.withdraw_item(form.hidden("id")?, id, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            "/fonds/catalogue",
            "Article retiré : aucun plan ne le proposera plus.",
        )),
        Err(VerbError::Refused(WithdrawItemRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}
