//! The web: pages over HTTP for the people of a cité éducative.
//!
//! `routes` is the sheet of who may open what; `guard` enforces it; `pages` holds one file per screen,
//! whose template lies at the same path under `templates/`. Rules live in `domain`, SQL in `store`;
//! what is here is reading strings into types, and French wording.

pub mod api;
pub mod assets;
pub mod charts;
pub mod clock;
#[cfg(test)]
mod contrast;
pub mod cookies;
pub mod dress;
pub mod error;
pub mod exports;
pub mod form;
#[cfg(test)]
mod gallery;
pub mod guard;
pub mod intake;
pub mod link;
pub mod mint;
pub mod nav;
pub mod page;
pub mod pages;
pub mod paging;
mod papers;
pub mod password;
mod photo;
pub mod printing;
mod qr;
mod router;
pub mod routes;
mod scan;
pub mod solving;
pub mod state;
pub mod token;
pub mod who;
pub mod wording;
pub mod work;

pub use clock::Clock;
pub use error::PageError;
pub use form::Form;
pub use mint::Mint;
pub use page::Page;
pub use routes::sheet;
pub use state::AppState;
pub use who::Who;

/// The whole application, built from the route sheet.
pub fn app(state: AppState) -> axum::Router {
    router::router(state)
}

/// Serves the application until `stop` resolves; requests under way are finished first.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: tokio::net::TcpListener,
    state: AppState,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, app(state)).with_graceful_shutdown(stop).await
}
