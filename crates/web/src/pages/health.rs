//! `/sante`: does this node reach its database? For a proxy, not for people.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::state::AppState;

/// 200 or 503, in plain text.
pub async fn page(State(app): State<AppState>) -> Response {
    match app.store.has_accounts().await {
        Ok(_) => (StatusCode::OK, "ok\n").into_response(),
        Err(failure) => {
            tracing::error!(%failure, "database out of reach");
            (StatusCode::SERVICE_UNAVAILABLE, "base de données injoignable\n").into_response()
        }
    }
}
