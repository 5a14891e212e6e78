//! `/materiel/reception/scanner`: a short form that opens a lot, to scan a carton into it.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::delivery::MOST_RECEIVED;
use domain::ids::LotId;
use domain::stock::{ItemKind, Level, LotCondition};
use store::{OpenLot, ReceiveRefused, VerbError};
use uuid::Uuid;

use super::page::{origins, terms};
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::stock::receive_refused;

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/stock/receive_open.html")]
pub struct Open {
    page: Page,
    form: Form,
    id: Uuid,
    kinds: Vec<Choice>,
    conditions: Vec<Choice>,
    levels: Vec<Choice>,
    origins: Vec<Choice>,
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    id: Uuid,
) -> Result<Open, PageError> {
    Ok(Open {
        page,
        form,
        id,
        kinds: choices(ItemKind::ALL),
        conditions: choices(LotCondition::ALL),
        levels: choices(Level::ALL),
        origins: origins(app, who).await?,
    })
}

/// Shows it.
pub async fn page(State(app): State<AppState>, who: Who, page: Page) -> Result<Open, PageError> {
    let form = Form::empty().with("received_on", app.clock.today());
    let id = app.mint.uuid();
    shown(&app, &who, page, form, id).await
}

/// Opens the lot, and goes on to the scan.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let label = form.text("label", "Nom du lot", 80);
    let kind = form.choice::<ItemKind>("type", "Type d’appareil");
    let most = u32::try_from(MOST_RECEIVED).unwrap_or(u32::MAX);
    let expected = if form.value("attendus").trim().is_empty() {
        Some(None)
    } else {
        form.count("attendus", "Nombre attendu", 1..=most).map(Some)
    };
    let terms = terms(&mut form, id);
    let (Some(label), Some(kind), Some(expected), Some(terms)) = (label, kind, expected, terms)
    else {
        return Ok(again(shown(&app, &who, page, form, id).await?));
    };
    let order = OpenLot { lot: LotId(id), label, kind, expected, terms };
    match app.store.open_lot(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other(&format!("/materiel/lots/{id}/scanner"))),
        Err(VerbError::Refused(why)) => {
            let field = match why {
                ReceiveRefused::LabelTaken(_) => "label",
                _ => "origine",
            };
            let form = form.refused(field, receive_refused(&why, |_| 0));
            Ok(refused(shown(&app, &who, page, form, id).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| receive_refused(&why, |_| 0))),
    }
}
