//! Pages behind a secret in their address: no account, no search engine, one answer to every wrong address.

use std::time::Duration;

use askama::Template;
use askama_web::WebTemplate;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use crate::page::Page;
use crate::state::AppState;

/// How long a wrong address waits for its answer.
const WRONG: Duration = Duration::from_millis(250);
/// How many wrong addresses wait at once: a node answers some thirty of them a second, however many
/// come. Right ones do not wait.
static WRONG_AT_ONCE: Semaphore = Semaphore::const_new(8);

/// The only answer to an address that cannot be used.
#[derive(Template, WebTemplate)]
#[template(path = "pages/hand_in/closed.html")]
struct Closed {
    page: Page,
}

/// What the database keeps of a link's secret.
#[must_use]
pub fn link_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// A secret nobody can guess, as it stands in an address.
#[must_use]
pub fn fresh_token(app: &AppState) -> String {
    hex::encode(app.mint.bytes::<20>())
}

/// 404, after a while.
pub async fn closed(page: Page) -> Response {
    let turn = WRONG_AT_ONCE.acquire().await;
    tokio::time::sleep(WRONG).await;
    drop(turn);
    discreet((StatusCode::NOT_FOUND, Closed { page }))
}

/// An answer that no search engine lists, and whose address no other site is told.
pub fn discreet(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow"),
    );
    response
}

/// Where the program is to be found: at the address it was told, else at the one the agent's browser
/// asks for.
#[must_use]
pub fn home(app: &AppState, headers: &HeaderMap) -> String {
    let asked = || {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let scheme = if app.secure_cookies { "https" } else { "http" };
        format!("{scheme}://{}", host.unwrap_or("localhost"))
    };
    app.public_url.clone().unwrap_or_else(asked)
}
