//! `/remise/{token}`: a school without an account says what its pupils' homes have, and hands in once.
//!
//! The secret in the path is the right. Whatever is wrong with it — unknown, past its day, taken back,
//! handed in — the answer is one and the same page. The register is not written to: a hand-in is a file
//! that waits for an agent.

mod page;
mod submit;

use std::time::Duration;

use askama::Template;
use askama_web::WebTemplate;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use crate::page::Page;

pub use page::page;
pub use submit::submit;

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

/// 404, after a while.
async fn closed(page: Page) -> Response {
    let turn = WRONG_AT_ONCE.acquire().await;
    tokio::time::sleep(WRONG).await;
    drop(turn);
    discreet((StatusCode::NOT_FOUND, Closed { page }))
}

/// An answer that no search engine lists, and whose address no other site is told.
fn discreet(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow"),
    );
    response
}
