//! The whole program in memory, over a database of its own and a clock that stands still.
//!
//! A [`Visitor`] is a person signed in on one seat: it keeps its cookie, and takes the `csrf` field
//! from a page it has opened, as a browser would.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::Seat;
use http_body_util::BodyExt as _;
use jiff::SignedDuration;
use store::testing::Fresh;
use store::testing::builders::cites::{seated, start};
use store::{By, NewSession, Store};
use tower::ServiceExt as _;
use web::{AppState, Clock};

use crate::html;

/// Sessions opened so far: the same person may sign in twice.
static SESSIONS: AtomicU64 = AtomicU64::new(0);

/// The program under test.
#[derive(Debug)]
pub struct App {
    /// Its database.
    pub fresh: Fresh,
    /// Its clock, at [`start`] until moved.
    pub clock: Clock,
    router: Router,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// Where it sends the browser, if it does.
    pub location: Option<String>,
    /// The type of what it holds.
    pub content_type: String,
    /// Every header.
    pub headers: HeaderMap,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A person signed in.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Who, as verbs take it.
    pub by: By,
    router: Router,
    cookie: Option<String>,
}

impl App {
    /// The program over a fresh database.
    #[must_use]
    pub fn new(fresh: Fresh) -> Self {
        let clock = Clock::fixed(start());
        let router = web::app(AppState::with_clock(fresh.store.clone(), clock.clone(), false));
        Self { fresh, clock, router }
    }

    /// The same program on a free port of this machine, for a browser; gives its address.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn listens(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let home = format!("http://{}", listener.local_addr().expect("an address"));
        let state = AppState::with_clock(self.store().clone(), self.clock.clone(), false);
        tokio::spawn(web::serve(listener, state, std::future::pending()));
        home
    }

    /// The program's ear.
    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.fresh.store
    }

    /// Somebody in `seat` of the cité `n`, signed in.
    ///
    /// # Panics
    /// When the store refuses the given.
    pub async fn visitor(&self, n: u8, seat: Seat) -> Visitor {
        let now = self.clock.now();
        let by = seated(self.store(), n, seat).await;
        let account =
            self.store().account_by_login(&format!("{seat}-{n}")).await.expect("a database");
        let mut account = account.expect("an account");
        let held = account.seats.remove(0);
        let mut token = [n + 1; 32];
        token[..16].copy_from_slice(uuid::Uuid::from(by.account).as_bytes());
        token[16..24].copy_from_slice(&SESSIONS.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        let session = NewSession {
            token_hash: web::guard::token_hash(&token),
            account: by.account,
            seat: held.id,
            expires: now + SignedDuration::from_hours(24 * 365),
            proof: store::Proof::Password(account.password_hash),
        };
        self.store().open_session(&session, now).await.expect("a session");
        let hex: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
        let cookie = Some(format!("{}={hex}", web::cookies::SESSION));
        Visitor { by, router: self.router.clone(), cookie }
    }

    /// Somebody whose browser holds this cookie (`name=value`), as signing in set it.
    #[must_use]
    pub fn holding(&self, by: By, cookie: &str) -> Visitor {
        Visitor { by, router: self.router.clone(), cookie: Some(cookie.to_owned()) }
    }

    /// Somebody who is not signed in.
    #[must_use]
    pub fn stranger(&self, by: By) -> Visitor {
        Visitor { by, router: self.router.clone(), cookie: None }
    }
}

impl Visitor {
    /// What this person's browser holds (`name=value`); nothing for a stranger.
    #[must_use]
    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// Opens a page.
    ///
    /// # Panics
    /// Never by itself: the router answers every request.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Opens the page `form_page`, takes its token, and posts `fields` to `path`.
    ///
    /// # Panics
    /// When the page holds no token.
    pub async fn submit(&self, form_page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(form_page).await;
        let token = html::csrf(&page.text())
            .unwrap_or_else(|| panic!("no csrf field in {form_page}: {}", page.status));
        self.post(path, &token, fields).await
    }

    /// Opens the page `form_page`, fills in its form that goes to `path` and sends it: its hidden fields
    /// as they stand, unless `fields` says otherwise.
    ///
    /// # Panics
    /// When the page has no such form.
    pub async fn fill(&self, form_page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(form_page).await;
        let hidden = html::hidden(&page.text(), path);
        assert!(!hidden.is_empty(), "no form to {path} in {form_page}: {}", page.status);
        let said = |name: &str| fields.iter().any(|(field, _)| *field == name);
        let mut all: Vec<(&str, &str)> = hidden
            .iter()
            .filter(|(name, _)| !said(name))
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        all.extend_from_slice(fields);
        let body = html::urlencoded(&all);
        let request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body)).await
    }

    /// Opens the page `form_page` and sends its form that goes to `path` as an upload without a file: its
    /// hidden fields as they stand, and these.
    ///
    /// # Panics
    /// When the page has no such form.
    pub async fn fill_upload(
        &self,
        form_page: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let page = self.get(form_page).await.text();
        let hidden = html::hidden(&page, path);
        let token = html::csrf(&page).expect("a token");
        let said = |name: &str| name == "csrf" || fields.iter().any(|(field, _)| *field == name);
        let mut all: Vec<(&str, &str)> = hidden
            .iter()
            .filter(|(name, _)| !said(name))
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        all.extend_from_slice(fields);
        self.upload(path, &token, &all, ("photo", "", b"")).await
    }

    /// Posts fields with a token already taken.
    pub async fn post(&self, path: &str, token: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", token)];
        all.extend_from_slice(fields);
        let body = html::urlencoded(&all);
        let request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body)).await
    }

    /// Posts a file with other fields, as a browser sends an upload.
    pub async fn upload(
        &self,
        path: &str,
        token: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Answer {
        let mut all = vec![("csrf", token)];
        all.extend_from_slice(fields);
        let (content_type, body) = html::multipart(&all, file);
        self.send(Request::post(path).header(header::CONTENT_TYPE, content_type), Body::from(body))
            .await
    }

    /// Posts bytes as they are.
    pub async fn post_raw(&self, path: &str, content_type: &str, body: Vec<u8>) -> Answer {
        self.send(Request::post(path).header(header::CONTENT_TYPE, content_type), Body::from(body))
            .await
    }

    async fn send(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let request = match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        };
        let request = request
            .header(header::HOST, "cartable.test")
            .header(header::ORIGIN, "http://cartable.test")
            .body(body)
            .expect("a well-formed request");
        Answer::of(self.router.clone(), request).await
    }
}

impl Answer {
    /// What the program answers to a request.
    pub(crate) async fn of(router: Router, request: Request<Body>) -> Self {
        let response = router.oneshot(request).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let text =
            |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let location = text(header::LOCATION);
        let content_type = text(header::CONTENT_TYPE).unwrap_or_default();
        let bytes = response.into_body().collect().await.expect("a whole body").to_bytes().to_vec();
        Self { status, location, content_type, headers, bytes }
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Checks the status, showing the page when it is another.
    ///
    /// # Panics
    /// When the status is another.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", html::visible(&self.text()));
        self
    }

    /// Checks that a reader of the page sees `sentence`.
    ///
    /// # Panics
    /// When they do not.
    pub fn says(self, sentence: &str) -> Self {
        let seen = html::visible(&self.text());
        assert!(seen.contains(sentence), "{sentence:?} is not in: {seen}");
        self
    }
}
