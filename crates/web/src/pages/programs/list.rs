//! `/jetons`: one's own tokens, the cité's for its administrator; a new one, shown once.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use domain::Seat;
use domain::ids::TokenId;
use domain::token::{LONGEST_DAYS, Scope};
use jiff::Timestamp;
use store::{NewToken, NewTokenRefused, RevokeTokenRefused, Token, VerbError};

use crate::api::sheet::scopes_of;
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::paging::Paging;
use crate::state::AppState;
use crate::token;
use crate::who::Who;
use crate::wording::tokens::{create_refused, life};
use crate::wording::{French as _, Label as _, capital};

/// The lives on offer, in days.
const LIVES: [u16; 4] = [30, 90, 180, LONGEST_DAYS];

/// The tokens.
#[derive(Template, WebTemplate)]
#[template(path = "pages/programs/list.html")]
pub struct Tokens {
    page: Page,
    form: Form,
    tokens: Vec<Token>,
    paging: Paging,
    now: Timestamp,
    administers: bool,
    scopes: Vec<Choice>,
    lives: Vec<Choice>,
    /// The secret just made: no other page ever shows it.
    made: Option<String>,
}

impl Tokens {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        paging: Paging,
        form: Form,
    ) -> Result<Self, PageError> {
        let (tokens, total) = app.store.tokens(paging.offset(), paging.limit(), who.by()).await?;
        Ok(Self {
            page,
            form,
            tokens,
            paging: paging.of(total),
            now: app.clock.now(),
            administers: who.seat() == Seat::Administrator,
            scopes: choices(&scopes_of(who.seat())),
            lives: LIVES.iter().map(|days| Choice::new(days, life(*days))).collect(),
            made: None,
        })
    }

    fn is_good(&self, token: &Token) -> bool {
        token.revoked_at.is_none() && token.expires_at > self.now
    }

    fn stands(&self, token: &Token) -> String {
        match token.revoked_at {
            Some(at) => format!("révoqué le {}", at.french()),
            None if token.expires_at <= self.now => {
                format!("fini le {}", token.expires_at.french())
            }
            None => format!("jusqu’au {}", token.expires_at.french()),
        }
    }

    fn may(&self, token: &Token) -> String {
        let words: Vec<&str> = token.scopes.iter().map(Scope::label).collect();
        capital(&words.join(", "))
    }

    fn used(&self, token: &Token) -> String {
        token.last_used_on.map_or_else(|| "jamais".to_owned(), |day| day.french())
    }
}

/// Shows them.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<Tokens, PageError> {
    let form = Form::empty().with("id", app.mint.uuid()).with("days", 90);
    Tokens::of(&app, &who, page, paging, form).await
}

/// Makes one; the answer is the only page that ever shows its secret.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: TokenId = form.hidden("id")?;
    let label = form.text("label", "Usage", 80);
    let scopes: Option<Vec<Scope>> = form.choices("scopes", "Portées");
    let days = form.choice::<u16>("days", "Durée");
    let allowed = scopes_of(who.seat());
    if scopes.as_ref().is_some_and(|scopes| !scopes.iter().all(|scope| allowed.contains(scope))) {
        form.refuse("scopes", "« Portées » : choisissez parmi celles que votre siège permet.");
    }
    if scopes.as_ref().is_some_and(Vec::is_empty) {
        form.refuse("scopes", create_refused(NewTokenRefused::NoScope));
    }
    let (Some(label), Some(scopes), Some(days), false) = (label, scopes, days, form.has_errors())
    else {
        return Ok(again(Tokens::of(&app, &who, page, paging, form).await?));
    };
    let secret: [u8; 32] = app.mint.bytes();
    let new = NewToken { id, token_hash: token::hash(&secret), label, scopes, days };
    match app.store.create_token(&new, who.by(), app.clock.now()).await {
        Ok(()) => {
            let fresh = Form::empty().with("id", app.mint.uuid()).with("days", 90);
            let made = Some(token::written(&secret));
            Ok(Tokens { made, ..Tokens::of(&app, &who, page, paging, fresh).await? }
                .into_response())
        }
        // A double click: the secret was in the first answer, which the browser threw away.
        Err(VerbError::Refused(why @ NewTokenRefused::AlreadyMade)) => {
            Ok(see_other_saying("/jetons", create_refused(why)))
        }
        Err(VerbError::Refused(why)) => {
            let field = if why == NewTokenRefused::Days { "days" } else { "label" };
            let form = form.refused(field, create_refused(why));
            Ok(refused(Tokens::of(&app, &who, page, paging, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| create_refused(why).to_owned())),
    }
}

/// Ends one.
pub async fn revoke(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<TokenId>,
) -> Result<Response, PageError> {
    match app.store.revoke_token(id, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying("/jetons", "Jeton révoqué : il n’ouvre plus rien.")),
        Err(VerbError::Refused(RevokeTokenRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}
