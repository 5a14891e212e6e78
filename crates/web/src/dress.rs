//! What every answer wears: security headers, and for an error a page in the layout of whoever asked.

use std::any::Any;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::{PageError, Problem};
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;
use crate::{api, cookies};

/// Nothing is loaded from elsewhere, no script or style inside a page, no framing.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// The page of an error.
#[derive(Template, WebTemplate)]
#[template(path = "pages/problem.html")]
struct ProblemPage {
    page: Page,
    title: &'static str,
    sentence: String,
    reference: Option<String>,
}

/// Turns problems into pages and sets the headers of every answer.
pub async fn dress(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut page = Page { path: request.uri().path().to_owned(), ..Page::default() };
    // The address is a secret: no other site is told it, not even by an error page.
    let secret = page.path.starts_with("/remise/");
    let noticed = cookies::notice_text(request.headers()).is_some();
    let mut response = next.run(request).await;
    page.who = response.extensions_mut().remove::<Who>();
    if api::is_under(&page.path) {
        response = api::problem::dressed(&state, &page.path, response);
    } else if let Some(problem) = problem_of(&mut response, reading) {
        response = dressed(&state, page, problem, &response);
    }
    let headers = response.headers_mut();
    if is_html(headers) {
        set(headers, header::CONTENT_SECURITY_POLICY, POLICY);
        if noticed && !headers.contains_key(header::SET_COOKIE) {
            cookies::add(headers, cookies::forget(cookies::NOTICE));
        }
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        set(headers, header::CACHE_CONTROL, "no-store");
    }
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if !headers.contains_key(header::REFERRER_POLICY) {
        let policy = if secret { "no-referrer" } else { "same-origin" };
        set(headers, header::REFERRER_POLICY, policy);
    }
    set(headers, header::X_FRAME_OPTIONS, "DENY");
    if state.secure_cookies {
        cookies::over_https_only(headers);
        set(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

fn set(headers: &mut HeaderMap, name: header::HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

fn is_html(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// The problem a response carries, or the one its bare status tells (axum's own rejections).
fn problem_of(response: &mut Response, reading: bool) -> Option<Problem> {
    let status = response.status();
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        return Some(problem);
    }
    if !status.is_client_error() || is_html(response.headers()) {
        return None;
    }
    // An id in the path that is no id: nothing is there.
    if reading && status == StatusCode::BAD_REQUEST {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    Some(Problem::of_status(response.status()))
}

fn dressed(state: &AppState, page: Page, problem: Problem, bare: &Response) -> Response {
    let reference = problem.fault.map(|cause| {
        let reference = state.mint.uuid().to_string();
        // The path of a link ends in its secret: no log holds it.
        let path = if page.path.starts_with("/remise/") { "/remise/…" } else { &page.path };
        tracing::error!(%reference, %path, %cause, "request failed");
        reference
    });
    let body = ProblemPage { page, title: problem.title, sentence: problem.sentence, reference };
    let mut response = (bare.status(), body).into_response();
    for name in [header::ALLOW, header::SET_COOKIE] {
        if let Some(value) = bare.headers().get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

/// The answer for an address that is on no line of the sheet.
pub async fn not_found() -> PageError {
    PageError::NotFound
}

/// The answer for a known address opened the wrong way.
pub async fn not_allowed() -> Response {
    StatusCode::METHOD_NOT_ALLOWED.into_response()
}

/// The answer after a panic in a handler.
#[expect(clippy::needless_pass_by_value, reason = "the signature tower-http asks for")]
pub fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let text = cause.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| cause.downcast_ref::<String>().cloned());
    PageError::fault(format!("panic: {}", text.unwrap_or_default())).into_response()
}

/// One line of log per request: the route's pattern, never the address, which may hold a name typed in
/// a search.
pub async fn trace(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    let route = route.as_deref().unwrap_or("-");
    tracing::info!(%method, route, status = response.status().as_u16(), "request");
    response
}
