//! `/deconnexion`: ends the session here and in the database.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::error::PageError;
use crate::page::see_other_saying;
use crate::state::AppState;
use crate::{cookies, guard};

/// Ends the session.
pub async fn submit(
    State(app): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    if let Some(token) = cookies::session_token(&headers) {
        app.store.close_session(guard::token_hash(&token)).await?;
    }
    let mut response = see_other_saying("/connexion", "Vous êtes déconnecté.");
    cookies::add(response.headers_mut(), cookies::forget(cookies::SESSION));
    Ok(response)
}
