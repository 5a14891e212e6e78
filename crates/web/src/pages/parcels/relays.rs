//! `/envois/relais`: the relay points; none is open until the cité opens one.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::ids::RelayPointId;
use store::{OpenRelay, OpenRelayRefused, RelayPoint, VerbError};

use super::relay::{Address, shown as relay_page};
use crate::error::PageError;
use crate::form::Form;
use crate::link::{fresh_token, link_hash};
use crate::page::{Page, again, refused};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::French as _;

/// Said when the secret cannot be shown a second time.
pub(super) const SHOWN_ONCE: &str = "L’adresse de ce point relais n’est montrée qu’une fois. Si vous ne l’avez pas copiée, donnez-lui une nouvelle adresse sur sa page.";

/// The list and the form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/parcels/relays.html")]
pub struct Relays {
    page: Page,
    form: Form,
    relays: Vec<RelayPoint>,
    id: RelayPointId,
}

async fn listed(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    id: RelayPointId,
) -> Result<Relays, PageError> {
    Ok(Relays { page, form, relays: app.store.relays(who.by()).await?, id })
}

/// Lists.
pub async fn page(State(app): State<AppState>, who: Who, page: Page) -> Result<Relays, PageError> {
    let form = Form::empty().with("jours", 10);
    listed(&app, &who, page, form, app.mint.id()).await
}

/// Opens one; the answer is the only page that ever shows its address.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: RelayPointId = form.hidden("id")?;
    let name = form.text("nom", "Nom", 80);
    let address = form.text("adresse", "Adresse", 160);
    let hours = form.text("horaires", "Horaires", 160);
    let phone = form.optional_text("telephone", "Téléphone", 20);
    let act = form.optional_text("convention", "Convention", 120);
    let days = form.count("jours", "Jours de garde", 1..=60);
    let (Some(name), Some(address), Some(hours), Some(phone), Some(act), Some(days)) =
        (name, address, hours, phone, act, days)
    else {
        return Ok(again(listed(&app, &who, page, form, id).await?));
    };
    let token = fresh_token(&app);
    let new = OpenRelay {
        id,
        name: &name,
        address: &address,
        hours: &hours,
        phone: phone.as_deref(),
        act: act.as_deref().unwrap_or_default(),
        keep_days: u8::try_from(days).unwrap_or(u8::MAX),
        token_hash: link_hash(&token),
    };
    match app.store.open_relay(&new, who.by(), app.clock.now()).await {
        Ok(true) => {
            let address = Address::of(&app, &headers, &token)?;
            let shown = relay_page(&app, &who, page, Form::empty(), (id, Some(address))).await?;
            Ok(shown.into_response())
        }
        Ok(false) => Err(PageError::refused(SHOWN_ONCE)),
        Err(VerbError::Refused(OpenRelayRefused::NameTaken)) => {
            let form =
                form.refused("nom", "Un point relais porte déjà ce nom : choisissez-en un autre.");
            Ok(refused(listed(&app, &who, page, form, id).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}
