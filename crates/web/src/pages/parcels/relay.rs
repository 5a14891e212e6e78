//! `/envois/relais/{id}`: one relay point: what waits there, another address for its page, its end.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::ids::RelayPointId;
use store::{RelayPoint, RelayRefused, VerbError};
use uuid::Uuid;

use super::relays::SHOWN_ONCE;
use crate::error::PageError;
use crate::form::Form;
use crate::link::{fresh_token, home, link_hash};
use crate::page::{Page, see_other_saying};
use crate::qr::{Code, code};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::French as _;

/// The address of a relay point's page, shown once.
pub(super) struct Address {
    text: String,
    code: Code,
}

impl Address {
    pub fn of(app: &AppState, headers: &HeaderMap, token: &str) -> Result<Self, PageError> {
        let text = format!("{}/relais/{token}", home(app, headers));
        let code = code(&text).map_err(PageError::fault)?;
        Ok(Self { text, code })
    }
}

/// The relay point's page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/parcels/relay.html")]
pub struct ShowRelay {
    page: Page,
    form: Form,
    relay: RelayPoint,
    address: Option<Address>,
    ids: [Uuid; 2],
}

pub(super) async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (id, address): (RelayPointId, Option<Address>),
) -> Result<ShowRelay, PageError> {
    let relay = app.store.relay(id, who.by()).await?.ok_or(PageError::NotFound)?;
    Ok(ShowRelay { page, form, relay, address, ids: [app.mint.uuid(), app.mint.uuid()] })
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<RelayPointId>,
) -> Result<ShowRelay, PageError> {
    shown(&app, &who, page, Form::empty(), (id, None)).await
}

/// Gives its page another address, or ends it.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(relay): Path<RelayPointId>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let now = app.clock.now();
    if form.value("geste") == "fermer" {
        return match app.store.end_relay(id, relay, who.by(), now).await {
            Ok(()) => Ok(see_other_saying("/envois/relais", "Point relais fermé.")),
            Err(VerbError::Refused(RelayRefused::Unknown)) => Err(PageError::NotFound),
            Err(error) => Err(PageError::of_verb(error, |_| {
                "Des pochettes y attendent ou sont en route vers lui : reprenez-les d’abord."
                    .to_owned()
            })),
        };
    }
    let token = fresh_token(&app);
    match app.store.renew_relay(id, relay, link_hash(&token), who.by(), now).await {
        Ok(true) => {
            let address = Address::of(&app, &headers, &token)?;
            let shown = shown(&app, &who, page, Form::empty(), (relay, Some(address))).await?;
            Ok(shown.into_response())
        }
        Ok(false) => Err(PageError::refused(SHOWN_ONCE)),
        Err(VerbError::Refused(_)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}
