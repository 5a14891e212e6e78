//! `/materiel/inventaires`: the stocktake that runs, and those that were closed.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::ids::StocktakeId;
use store::{OpenStocktake, OpenStocktakeRefused, Stocktake, VerbError};

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, see_other, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::French as _;

/// The stocktakes.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stocktakes/list.html")]
pub struct List {
    page: Page,
    id: StocktakeId,
    stocktakes: Vec<Stocktake>,
}

impl List {
    fn runs(&self) -> bool {
        self.stocktakes.iter().any(|one| one.closed.is_none())
    }
}

/// Shows them.
pub async fn page(State(app): State<AppState>, who: Who, page: Page) -> Result<List, PageError> {
    let stocktakes = app.store.stocktakes(who.by()).await?;
    Ok(List { page, id: app.mint.id(), stocktakes })
}

/// Opens one; or leads to the one that runs.
pub async fn open(
    State(app): State<AppState>,
    who: Who,
    form: Form,
) -> Result<Response, PageError> {
    let id: StocktakeId = form.hidden("id")?;
    match app.store.open_stocktake(&OpenStocktake { id }, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other(&format!("/materiel/inventaires/{id}"))),
        Err(VerbError::Refused(OpenStocktakeRefused::Running(running))) => Ok(see_other_saying(
            &format!("/materiel/inventaires/{running}"),
            "Un inventaire est déjà en cours : le voici.",
        )),
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}
