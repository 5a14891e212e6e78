//! The two cookies: the session, and the notice shown once after a change.

use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

use crate::state::AppState;

/// The session cookie's name.
pub const SESSION: &str = "cartable";
/// The cookie that carries one sentence over a redirect.
pub const NOTICE: &str = "cartable_avis";

/// The `Set-Cookie` value that keeps a session token in the browser until it is closed.
#[must_use]
pub fn session(state: &AppState, token: &[u8; 32]) -> HeaderValue {
    header_value(state.secure_cookies, SESSION, hex::encode(token))
}

/// The `Set-Cookie` value that carries a sentence to the next page.
#[must_use]
pub fn notice(sentence: &str) -> HeaderValue {
    header_value(false, NOTICE, hex::encode(sentence.as_bytes()))
}

/// The `Set-Cookie` value that makes the browser forget a cookie.
#[must_use]
pub fn forget(name: &'static str) -> HeaderValue {
    let mut cookie = base(false, name, String::new());
    cookie.make_removal();
    to_header(&cookie)
}

/// The session token the browser sent, if it is one.
#[must_use]
pub fn session_token(headers: &HeaderMap) -> Option<[u8; 32]> {
    let jar = CookieJar::from_headers(headers);
    hex::decode(jar.get(SESSION)?.value()).ok()?.try_into().ok()
}

/// The sentence left by the page before.
#[must_use]
pub fn notice_text(headers: &HeaderMap) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    let text = String::from_utf8(hex::decode(jar.get(NOTICE)?.value()).ok()?).ok()?;
    (!text.is_empty()).then_some(text)
}

fn base(secure: bool, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .build()
}

fn header_value(secure: bool, name: &'static str, value: String) -> HeaderValue {
    to_header(&base(secure, name, value))
}

fn to_header(cookie: &Cookie<'_>) -> HeaderValue {
    // A cookie made of our names and of hexadecimal digits is always a legal header.
    HeaderValue::from_str(&cookie.to_string()).unwrap_or(HeaderValue::from_static(""))
}

/// Keeps every cookie of an answer on HTTPS.
pub fn over_https_only(headers: &mut HeaderMap) {
    for cookie in headers.iter_mut().filter(|(name, _)| *name == header::SET_COOKIE) {
        let value = cookie.1;
        let said = value.to_str().unwrap_or_default();
        if !said.is_empty() && !said.contains("; Secure") {
            let secure = HeaderValue::from_str(&format!("{said}; Secure"));
            *value = secure.unwrap_or(HeaderValue::from_static(""));
        }
    }
}

/// Adds a `Set-Cookie` header without dropping those already there.
pub fn add(headers: &mut HeaderMap, cookie: HeaderValue) {
    headers.append(header::SET_COOKIE, cookie);
}
