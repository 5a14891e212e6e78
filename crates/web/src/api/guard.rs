//! The guard in front of every line of the interface: a token, its seat, its scope, a body of JSON.
//!
//! Cookies are not looked at, so no other site can act through a browser, and tokens open no page. A
//! token holds 256 random bits and a check sum: what is no token is refused without a look at the
//! database, an unknown one after one indexed read, so guessing is neither possible nor dear to us.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::token::Scope;

use super::problem::ApiError;
use crate::guard::{Gate, read};
use crate::state::AppState;
use crate::token;
use crate::who::Who;

/// Lets a request through, with its `Who`, or answers instead of the handler.
pub async fn guard(
    State((gate, scope)): State<(Gate, Scope)>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let who = match admit(&gate, scope, &parts.method, &parts.headers).await {
        Ok(who) => who,
        Err(refusal) => {
            // Read to its end first: a program that is still sending would see a broken connection.
            let _ = read(body, 0).await;
            return refusal.into_response();
        }
    };
    let limit = if parts.method == Method::POST { gate.limit } else { 0 };
    let body = match read(body, limit).await {
        Ok(bytes) => Body::from(bytes),
        Err(unread) if parts.method == Method::POST => {
            return unread.of_program(limit).into_response();
        }
        // A body where none is asked for says nothing.
        Err(_) => Body::empty(),
    };
    let mut request = Request::from_parts(parts, body);
    request.extensions_mut().insert(who);
    next.run(request).await
}

async fn admit(
    gate: &Gate,
    scope: Scope,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Who, ApiError> {
    let (who, scopes) = identify(&gate.state, headers).await?;
    if !gate.access.admits(who.seat()) {
        return Err(ApiError::Seat);
    }
    if !scopes.contains(&scope) {
        return Err(ApiError::Scope(scope));
    }
    if *method == Method::POST && !announces_json(headers) {
        return Err(ApiError::NotJson);
    }
    Ok(who)
}

/// The person behind a token, and what the token may do.
async fn identify(state: &AppState, headers: &HeaderMap) -> Result<(Who, Vec<Scope>), ApiError> {
    let mut sent = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(only), None) = (sent.next(), sent.next()) else {
        return Err(ApiError::NoToken(None));
    };
    let wrong = || ApiError::NoToken(Some("invalid_token"));
    let text = only.to_str().map_err(|_| wrong())?;
    let (scheme, secret) = text.split_once(' ').ok_or_else(wrong)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(ApiError::NoToken(None));
    }
    let secret = token::read(secret.trim()).ok_or_else(wrong)?;
    let now = state.clock.now();
    let known = state.store.token(token::hash(&secret), now).await?.ok_or_else(wrong)?;
    let today = state.clock.today();
    if known.last_used_on != Some(today) {
        state.store.touch_token(known.id, today).await?;
    }
    let who = Who {
        account: known.account,
        name: known.name,
        seats: vec![known.held.clone()],
        held: known.held,
        csrf: String::new(),
    };
    Ok((who, known.scopes))
}

fn announces_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/json")
}
