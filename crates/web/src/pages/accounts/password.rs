//! `/mot-de-passe`: changing one's own password, knowing it.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use store::{Account, VerbError};

use super::hashed;
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::accounts as say;
use crate::{cookies, guard, password};

const WRONG: &str =
    "Le mot de passe actuel n’est pas le bon. Rien n’a changé : tapez-le de nouveau.";
const RESTS: &str =
    "Trop d’essais manqués : attendez quelques minutes avant de recommencer. Rien n’a changé.";

/// The form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/accounts/password.html")]
pub struct OwnPassword {
    page: Page,
    form: Form,
    login: String,
}

/// Shows the form.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
) -> Result<OwnPassword, PageError> {
    let account = own(&app, &who).await?;
    Ok(OwnPassword { page, form: Form::empty(), login: account.login })
}

/// Changes it; the other sessions of this person end.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, PageError> {
    let account = own(&app, &who).await?;
    let now = app.clock.now();
    let fresh = read(&mut form, &account.login);
    let login = account.login.clone();
    let Some(fresh) = fresh else {
        return Ok(again(OwnPassword { page, form, login }));
    };
    // A session left open at a shared desk must not let a stranger try passwords at leisure.
    if !app.store.begin_attempt(account.id, now).await? {
        return Ok(refused(OwnPassword { page, form: form.refused("current", RESTS), login }));
    }
    let typed = form.value("current").to_owned();
    let right = password::verify(typed, Some(account.password_hash.clone()));
    if !right.await.map_err(PageError::fault)? {
        return Ok(again(OwnPassword { page, form: form.refused("current", WRONG), login }));
    }
    app.store.end_attempts(account.id, &account.password_hash).await?;
    let token = cookies::session_token(&headers).ok_or(PageError::StaleForm)?;
    let hash = hashed(&app, fresh).await?;
    let keep = guard::token_hash(&token);
    match app.store.change_password(&account.password_hash, &hash, keep, who.by(), now).await {
        Ok(()) => Ok(see_other_saying(
            "/",
            "Mot de passe changé. Vos autres connexions, s’il y en avait, sont fermées.",
        )),
        Err(VerbError::Refused(_)) => {
            Ok(refused(OwnPassword { page, form: form.refused("current", WRONG), login }))
        }
        Err(error) => Err(PageError::of_verb(error, |_| WRONG.to_owned())),
    }
}

async fn own(app: &AppState, who: &Who) -> Result<Account, PageError> {
    app.store.own_account(who.by()).await?.ok_or(PageError::NotFound)
}

/// The new password when all three fields can be used; otherwise every error is noted.
fn read(form: &mut Form, login: &str) -> Option<String> {
    // Never trimmed: a space is a character like another.
    let fresh = form.value("fresh").to_owned();
    if form.value("current").is_empty() {
        form.refuse("current", "« Mot de passe actuel » est vide : remplissez ce champ.");
    }
    if fresh.is_empty() {
        form.refuse("fresh", "« Nouveau mot de passe » est vide : remplissez ce champ.");
    } else if let Err(why) = password::check(&fresh, login) {
        form.refuse("fresh", say::weak(why));
    } else if fresh == form.value("current") {
        form.refuse("fresh", "C’est déjà votre mot de passe : choisissez-en un autre.");
    }
    if form.value("again") != fresh {
        form.refuse("again", "Les deux saisies du nouveau mot de passe diffèrent : retapez-les.");
    }
    (!form.has_errors()).then_some(fresh)
}
