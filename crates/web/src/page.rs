//! What the layout of every page needs, and the ways a handler answers.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use store::MediaType;

use crate::nav::{self, NavLink};
use crate::who::Who;
use crate::wording::{Label as _, capital};
use crate::{assets, cookies};

/// The field `page` of every page struct; a handler takes it as an extractor.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The signed-in person, if any.
    pub who: Option<Who>,
    /// The path of the request, to mark the current entry of the navigation.
    pub path: String,
    /// A sentence left by the page before ("Prêt enregistré.").
    pub notice: Option<String>,
}

impl Page {
    /// The value of the hidden field `csrf`; empty when nobody is signed in.
    #[must_use]
    pub fn csrf(&self) -> &str {
        self.who.as_ref().map_or("", |who| who.csrf.as_str())
    }

    /// The entries of the navigation that this seat may open.
    #[must_use]
    pub fn nav(&self) -> Vec<NavLink> {
        self.who.as_ref().map_or_else(Vec::new, |who| nav::links(who.seat(), &self.path))
    }

    /// The seat in use, in words: "Agent municipal".
    #[must_use]
    pub fn seat(&self) -> String {
        self.who.as_ref().map_or_else(String::new, |who| capital(who.seat().label()))
    }

    /// The address of the style sheet.
    #[must_use]
    pub fn css(&self) -> String {
        assets::url("cartable.css")
    }

    /// The address of the small mark of the program.
    #[must_use]
    pub fn icon(&self) -> String {
        assets::url("cartable.svg")
    }

    /// The address of a script.
    #[must_use]
    pub fn script(&self, name: &str) -> String {
        assets::url(name)
    }

    /// Is this seat in use? For the parts of a page that only some see.
    #[must_use]
    pub fn is(&self, seat: domain::Seat) -> bool {
        self.who.as_ref().is_some_and(|who| who.seat() == seat)
    }
}

impl<S: Sync> FromRequestParts<S> for Page {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self {
            who: parts.extensions.get::<Who>().cloned(),
            path: parts.uri.path().to_owned(),
            notice: cookies::notice_text(&parts.headers),
        })
    }
}

/// 303 to another page, after a change that went through.
#[must_use]
pub fn see_other(path: &str) -> Response {
    // Paths are ours: ASCII and ids. A wrong one would be a fault of ours, shown as the home page.
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// 303 to another page, which shows the sentence once ("Prêt enregistré : 2 appareils.").
#[must_use]
pub fn see_other_saying(path: &str, sentence: &str) -> Response {
    let mut response = see_other(path);
    cookies::add(response.headers_mut(), cookies::notice(sentence));
    response
}

/// 422: the same page again, with what was typed and every error.
#[must_use]
pub fn again(page: impl IntoResponse) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// 409: the same page again, its form carrying the sentence of a refusal.
#[must_use]
pub fn refused(page: impl IntoResponse) -> Response {
    (StatusCode::CONFLICT, page).into_response()
}

/// A file to download or to open, never kept by a shared cache.
///
/// `name` must be plain ASCII; `inline` lets the browser show it (PDF), otherwise it is saved.
#[must_use]
pub fn file(bytes: Vec<u8>, content_type: &'static str, name: &str, inline: bool) -> Response {
    let disposition =
        format!("{}; filename=\"{name}\"", if inline { "inline" } else { "attachment" });
    let disposition =
        HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, bytes).into_response()
}

/// A kept file, shown where the browser can: its own name is not known, for it may be a person's.
pub fn kept_file(media_type: MediaType, bytes: Vec<u8>) -> Response {
    let (name, kind) = match media_type {
        MediaType::Pdf => ("piece.pdf", "application/pdf"),
        MediaType::Jpeg => ("piece.jpg", "image/jpeg"),
        MediaType::Png => ("piece.png", "image/png"),
    };
    file(bytes, kind, name, true)
}
