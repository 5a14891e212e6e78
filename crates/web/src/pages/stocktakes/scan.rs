//! `/materiel/inventaires/{id}`: what is on the shelf, scanned; several telephones at once.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use domain::ids::StocktakeId;
use store::{
    CloseStocktake, CloseStocktakeRefused, ScanStocktake, ScanStocktakeRefused, Scanned, Stocktake,
    VerbError,
};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::{Form, Upload};
use crate::page::{Page, again, refused, see_other_saying};
use crate::scan::codes;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, count};

/// How many of the last scans are shown.
const LAST: u64 = 10;

/// A stocktake under way, or closed.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stocktakes/scan.html")]
pub struct Scan {
    page: Page,
    form: Form,
    id: Uuid,
    stocktake: Stocktake,
    /// What the scan before this page was.
    said: Vec<Scanned>,
    last: Vec<Scanned>,
}

impl Scan {
    fn found(&self) -> String {
        let scanned = count(self.stocktake.scanned, "objet scanné", "objets scannés");
        format!("{scanned}, {} attendus au guichet", self.stocktake.expected)
    }

    fn differs(&self) -> bool {
        self.said.iter().any(|scan| scan.difference.is_some())
    }
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (id, said): (StocktakeId, Vec<Scanned>),
) -> Result<Scan, PageError> {
    let stocktake = app.store.stocktake(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let last = app.store.scanned_last(id, LAST, who.by()).await?;
    Ok(Scan { page, form, id: app.mint.uuid(), stocktake, said, last })
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<StocktakeId>,
) -> Result<Scan, PageError> {
    shown(&app, &who, page, Form::empty(), (id, Vec::new())).await
}

/// Counts what was scanned.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<StocktakeId>,
    mut upload: Upload,
) -> Result<Response, PageError> {
    let form_id: Uuid = upload.form.hidden("id")?;
    if app.store.stocktake(id, who.by()).await?.is_none() {
        return Err(PageError::NotFound);
    }
    let Some(codes) = codes(&mut upload, "code").await else {
        return Ok(again(shown(&app, &who, page, upload.form, (id, Vec::new())).await?));
    };
    let mut said = Vec::new();
    // A photo may hold several: each has an id of its own, made from the form's.
    for (nth, code) in (0_u64..).zip(codes) {
        let form = if nth == 0 {
            form_id
        } else {
            super::super::stock::receive::made(form_id, "scan", nth)
        };
        let order = ScanStocktake { form, stocktake: id, code };
        match app.store.scan_stocktake(&order, who.by(), app.clock.now()).await {
            Ok(scan) => said.push(scan),
            Err(VerbError::Refused(why)) => {
                let form = upload.form.refused("code", not_counted(why));
                return Ok(refused(shown(&app, &who, page, form, (id, said)).await?));
            }
            Err(error) => return Err(PageError::of_verb(error, |why| not_counted(why).to_owned())),
        }
    }
    Ok(shown(&app, &who, page, upload.form, (id, said)).await?.into_response())
}

/// Closes it.
pub async fn close(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<StocktakeId>,
    form: Form,
) -> Result<Response, PageError> {
    let order = CloseStocktake { form: form.hidden("id")?, stocktake: id };
    app.store.close_stocktake(&order, who.by(), app.clock.now()).await.map_err(|error| {
        PageError::of_verb(error, |why| match why {
            CloseStocktakeRefused::Unknown => {
                "Cet inventaire n’est pas connu de votre cité.".to_owned()
            }
            CloseStocktakeRefused::Closed => "Cet inventaire est déjà fermé.".to_owned(),
        })
    })?;
    let place = format!("/materiel/inventaires/{id}/ecarts");
    Ok(see_other_saying(&place, "L’inventaire est fermé. Ses écarts sont gardés tels quels."))
}

const fn not_counted(why: ScanStocktakeRefused) -> &'static str {
    match why {
        ScanStocktakeRefused::Unknown => "Cet inventaire n’est pas connu de votre cité.",
        ScanStocktakeRefused::Closed => {
            "Cet inventaire est fermé : rien n’est plus compté. Ouvrez-en un autre."
        }
        ScanStocktakeRefused::NoCode => "Ce code ne se lit pas : scannez-le de nouveau.",
    }
}
