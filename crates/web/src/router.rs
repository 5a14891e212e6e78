//! From the route sheet to what listens: each line behind its guard, and what every answer wears.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler as _;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;

use crate::guard::{Gate, greet, guard};
use crate::routes::sheet;
use crate::state::AppState;
use crate::{api, dress};

/// The router: each line behind the guard, then the dress that every answer wears.
pub(crate) fn router(state: AppState) -> Router {
    let mut router = Router::new();
    for line in sheet() {
        let gate = Gate { state: state.clone(), access: line.access, limit: line.limit };
        let guarded = match line.api {
            None => line.handler.route_layer(from_fn_with_state(gate, guard)),
            Some(asks) => {
                let gate = (gate, asks.scope);
                line.handler.route_layer(from_fn_with_state(gate, api::guard::guard))
            }
        };
        router = router.route(line.path, guarded);
    }
    let greeted = from_fn_with_state(state.clone(), greet);
    router
        .fallback(dress::not_found.layer(greeted.clone()))
        .method_not_allowed_fallback(dress::not_allowed.layer(greeted))
        // The guard has read the body within the line's own limit.
        .layer(DefaultBodyLimit::disable())
        .layer(CatchPanicLayer::custom(dress::panicked))
        .layer(from_fn(dress::trace))
        .layer(from_fn_with_state(state.clone(), dress::dress))
        .with_state(state)
}
