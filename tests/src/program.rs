//! A program of the town: it comes in with a token, sends JSON and reads JSON.

use std::sync::atomic::{AtomicU8, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Request, header};
use domain::ids::TokenId;
use domain::token::Scope;
use serde_json::Value;
use store::testing::builders::cites::start;
use store::{By, NewToken};
use uuid::Uuid;

use crate::app::{Answer, App};

/// Tokens made so far.
static TOKENS: AtomicU8 = AtomicU8::new(0);

/// A program with its token, if it has one.
#[derive(Debug, Clone)]
pub struct Program {
    router: Router,
    token: Option<String>,
}

impl App {
    /// A program that acts for `by` within `scopes`.
    ///
    /// # Panics
    /// When the store refuses the token.
    pub async fn program(&self, by: By, scopes: &[Scope]) -> Program {
        let mut secret = [TOKENS.fetch_add(1, Ordering::Relaxed); 32];
        secret[..16].copy_from_slice(Uuid::from(by.account).as_bytes());
        let id = TokenId(Uuid::from_bytes(
            web::token::hash(&secret)[..16].try_into().expect("16 bytes"),
        ));
        let new = NewToken {
            id,
            token_hash: web::token::hash(&secret),
            label: "Essai".into(),
            scopes: scopes.to_vec(),
            days: 365,
        };
        self.store().create_token(&new, by, start()).await.expect("a token");
        self.program_with(&web::token::written(&secret))
    }

    /// A program that says this token.
    #[must_use]
    pub fn program_with(&self, token: &str) -> Program {
        Program { router: self.router(), token: Some(token.to_owned()) }
    }

    /// A program without a token.
    #[must_use]
    pub fn stray_program(&self) -> Program {
        Program { router: self.router(), token: None }
    }
}

impl Program {
    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Sends a value.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_raw(path, "application/json", body.to_string()).await
    }

    /// Sends bytes as they are.
    pub async fn post_raw(&self, path: &str, content_type: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, content_type);
        self.send(request, body.into()).await
    }

    /// Sends a request with the token.
    ///
    /// # Panics
    /// When the request is not well formed.
    pub async fn send(&self, request: Builder, body: Body) -> Answer {
        let request = match &self.token {
            Some(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
            None => request,
        };
        let request = request.header(header::HOST, "cartable.test").body(body);
        Answer::of(self.router.clone(), request.expect("a well-formed request")).await
    }
}

impl Answer {
    /// What it holds, as JSON.
    ///
    /// # Panics
    /// When it is no JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    /// Checks that it is a problem of this status and code.
    ///
    /// # Panics
    /// When it is anything else.
    pub fn refuses(&self, status: u16, code: &str) -> Value {
        let told = self.json();
        assert_eq!((self.status.as_u16(), told["code"].as_str()), (status, Some(code)), "{told:#}");
        assert_eq!(self.content_type, "application/problem+json");
        assert_eq!(told["status"], status);
        for part in ["title", "detail"] {
            assert!(told[part].as_str().is_some_and(|text| !text.is_empty()), "{told:#}");
        }
        told
    }
}
