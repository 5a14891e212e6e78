//! The one guard in front of every route: who is asking, may they, did their own page send this.
//!
//! A POST must carry the field `csrf`. The guard reads the body whole, within the line's limit, looks
//! for the field (urlencoded or multipart alike), and hands the body on; so uploads need no token in
//! their URL, no handler can forget the check, and a body that is too large is drained before 413 is
//! answered, without which browsers show a broken connection instead of the page.
//!
//! The token is a labelled hash of the session token, masked afresh in every page so that compressed
//! pages do not leak it, and compared in constant time. Where nobody is signed in (the sign-in form)
//! the browser's own word on where the form came from is checked instead. Behind a link whose path ends
//! in a secret, the field is a labelled hash of that secret.

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt as _;
use jiff::SignedDuration;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::api::{self, ApiError};
use crate::error::PageError;
use crate::page::{see_other, see_other_saying};
use crate::pages::session::on_the_way;
use crate::routes::Access;
use crate::state::AppState;
use crate::who::Who;
use crate::{cookies, form};

/// A body is read and thrown away up to this many bytes before the answer; beyond, the connection goes.
const DRAIN_LIMIT: usize = 250_000_000;

/// A session nobody has used for so long is over: desks are shared.
const IDLE: SignedDuration = SignedDuration::from_hours(2);
/// Use is noted no more often than this, to spare the database.
const TOUCH: SignedDuration = SignedDuration::from_secs(60);

/// What the guard of one route knows.
#[derive(Clone)]
pub struct Gate {
    /// Shared state.
    pub state: AppState,
    /// Who may pass.
    pub access: Access,
    /// The most bytes of body.
    pub limit: usize,
}

/// Lets a request through, with its `Who`, or answers instead of the handler.
pub async fn guard(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let who = match gate.access {
        Access::Link => Ok(None),
        _ => identify(&gate.state, request.headers()).await,
    };
    let who = match who {
        Ok(who) => who,
        Err(failure) => return failure.into_response(),
    };
    let checked = check(&gate, who.as_ref(), request).await;
    let mut response = match checked {
        Ok(mut request) => {
            if let Some(who) = &who {
                request.extensions_mut().insert(who.clone());
            }
            next.run(request).await
        }
        Err(answer) => answer,
    };
    if let Some(who) = who {
        response.extensions_mut().insert(who);
    }
    response
}

/// For answers that are no route: knows who asks, so that a 404 keeps the person's navigation.
pub async fn greet(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let who = if api::is_under(request.uri().path()) {
        None
    } else {
        identify(&state, request.headers()).await.ok().flatten()
    };
    let (parts, body) = request.into_parts();
    let _ = read(body, 0).await;
    let mut response = next.run(Request::from_parts(parts, Body::empty())).await;
    if let Some(who) = who {
        response.extensions_mut().insert(who);
    }
    response
}

/// The person behind a session cookie, if the session still runs.
async fn identify(state: &AppState, headers: &HeaderMap) -> Result<Option<Who>, PageError> {
    let Some(token) = cookies::session_token(headers) else { return Ok(None) };
    let now = state.clock.now();
    let Some(session) = state.store.session(token_hash(&token), now).await? else {
        return Ok(None);
    };
    let unused = now.duration_since(session.seen);
    if unused > IDLE {
        state.store.close_session(token_hash(&token)).await?;
        return Ok(None);
    }
    if unused > TOUCH {
        state.store.touch_session(token_hash(&token), now).await?;
    }
    Ok(Some(Who {
        account: session.account,
        name: session.name,
        held: session.held,
        seats: session.seats,
        csrf: masked(&csrf_secret(&token), state.mint.bytes()),
    }))
}

async fn check(gate: &Gate, who: Option<&Who>, request: Request) -> Result<Request, Response> {
    let (parts, body) = request.into_parts();
    let refusal = match (gate.access, who) {
        (Access::Anyone | Access::Link, _) | (Access::SignedIn, Some(_)) => None,
        (Access::SignedIn | Access::Seats(_), None) => Some(to_sign_in(&parts.method, &parts.uri)),
        (Access::Seats(_), Some(who)) if gate.access.admits(who.seat()) => None,
        (Access::Seats(_), Some(_)) => Some(PageError::Forbidden.into_response()),
    };
    if let Some(refusal) = refusal {
        let _ = read(body, 0).await;
        return Err(refusal);
    }
    if parts.method != Method::POST {
        return Ok(Request::from_parts(parts, body));
    }
    let bytes = read(body, gate.limit).await.map_err(|unread| unread.answer(gate.limit))?;
    let session = cookies::session_token(&parts.headers).filter(|_| who.is_some());
    let own = match (gate.access, session) {
        (Access::Link, _) => {
            let sent = form::csrf_field(parts.clone(), bytes.clone()).await.unwrap_or_default();
            let path = parts.uri.path();
            let token = path.rsplit_once('/').map_or(path, |(_, last)| last);
            sent.as_bytes().ct_eq(link_proof(token).as_bytes()).into()
        }
        (_, Some(token)) => {
            let sent = form::csrf_field(parts.clone(), bytes.clone()).await;
            sent.is_some_and(|sent| unmasked_equals(&sent, &csrf_secret(&token)))
        }
        (_, None) => is_same_origin(&parts.headers),
    };
    if own {
        Ok(Request::from_parts(parts, Body::from(bytes)))
    } else {
        Err(PageError::StaleForm.into_response())
    }
}

/// What a person reads whose form came after the session had ended.
const EXPIRED: &str = "Votre connexion a expiré. Ce que vous veniez d’envoyer n’a pas été enregistré : reconnectez-vous et recommencez.";

fn to_sign_in(method: &Method, uri: &axum::http::Uri) -> Response {
    let wanted = uri.path_and_query().map_or("/", axum::http::uri::PathAndQuery::as_str);
    if method != Method::GET {
        return see_other_saying("/connexion", EXPIRED);
    }
    see_other(&on_the_way("/connexion", wanted))
}

/// Why a body was not read.
pub(crate) enum Unread {
    TooLarge,
    Broken,
}

impl Unread {
    fn answer(self, limit: usize) -> Response {
        match self {
            Self::TooLarge => PageError::TooLarge(limit / 1_000_000),
            Self::Broken => PageError::Unreadable(
                "L’envoi a été interrompu. Rien n’a été enregistré. Recommencez.".to_owned(),
            ),
        }
        .into_response()
    }

    /// The same for a program.
    pub(crate) fn of_program(self, limit: usize) -> ApiError {
        match self {
            Self::TooLarge => ApiError::TooLarge(limit),
            Self::Broken => ApiError::Unreadable(
                "L’envoi a été interrompu. Rien n’a été fait.".into(),
                Vec::new(),
            ),
        }
    }
}

/// A body whole, if it is within the limit; read to its end in any case.
pub(crate) async fn read(mut body: Body, limit: usize) -> Result<Bytes, Unread> {
    let mut kept = Vec::new();
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Unread::Broken)?.into_data() else { continue };
        length += data.len();
        if length <= limit {
            kept.extend_from_slice(&data);
        } else if length > DRAIN_LIMIT {
            break;
        } else {
            kept = Vec::new();
        }
    }
    if length > limit { Err(Unread::TooLarge) } else { Ok(kept.into()) }
}

/// What the database keeps of a session token.
#[must_use]
pub fn token_hash(token: &[u8; 32]) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// The field `csrf` of a page behind a link. There is no session to steal: it shows that the form comes
/// from the page itself. Where the form came from is not asked: a page that tells nobody its address
/// (`no-referrer`) has its forms sent without an origin.
#[must_use]
pub fn link_proof(token: &str) -> String {
    hex::encode(Sha256::new().chain_update(b"cartable link form v1").chain_update(token).finalize())
}

fn csrf_secret(token: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update(b"cartable form token v1").chain_update(token).finalize().into()
}

fn masked(secret: &[u8; 32], pad: [u8; 32]) -> String {
    let hidden: Vec<u8> = pad.iter().zip(secret).map(|(pad, byte)| pad ^ byte).collect();
    hex::encode(pad) + &hex::encode(hidden)
}

fn unmasked_equals(sent: &str, secret: &[u8; 32]) -> bool {
    let Some(bytes) = hex::decode(sent).ok().filter(|bytes| bytes.len() == 64) else {
        return false;
    };
    let (pad, hidden) = bytes.split_at(32);
    let shown: Vec<u8> = pad.iter().zip(hidden).map(|(pad, byte)| pad ^ byte).collect();
    shown.ct_eq(secret).into()
}

/// Did a page of this very site send the form? Browsers of the last years say so themselves; for older
/// ones the origin is compared with the host; a program that sends neither carries no stolen session.
fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text(header::ORIGIN.as_str()), text(header::HOST.as_str())) {
        (None, _) => true,
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, origin)| origin == host)
        }
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::{csrf_secret, is_same_origin, masked, unmasked_equals};

    #[test]
    fn a_form_token_is_good_for_its_session_only() {
        let secret = csrf_secret(&[1; 32]);
        let shown = masked(&secret, [7; 32]);
        assert!(unmasked_equals(&shown, &secret));
        assert_ne!(shown, masked(&secret, [8; 32]), "it differs at every page");
        assert!(!unmasked_equals(&shown, &csrf_secret(&[2; 32])));
        assert!(!unmasked_equals("", &secret));
        assert!(!unmasked_equals(&"é".repeat(64), &secret));
    }

    #[test]
    fn a_form_of_another_site_is_told_apart() {
        for (pairs, expected) in [
            (vec![], true),
            (vec![("sec-fetch-site", "same-origin")], true),
            (vec![("sec-fetch-site", "cross-site")], false),
            (vec![("sec-fetch-site", "same-site"), ("origin", "http://a"), ("host", "a")], false),
            (vec![("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")], true),
            (vec![("origin", "https://ailleurs.example"), ("host", "127.0.0.1:8080")], false),
            (vec![("origin", "null"), ("host", "127.0.0.1:8080")], false),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in &pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            assert_eq!(is_same_origin(&headers), expected, "{pairs:?}");
        }
    }
}
