//! `/connexion`: login and password; on an empty database, how to make the first account.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use store::{OpenSessionRefused, Proof};

use super::{on_the_way, open, safe_path};
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, see_other};
use crate::password;
use crate::state::AppState;

/// The sign-in form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/session/sign_in.html")]
struct SignIn {
    page: Page,
    form: Form,
}

/// Shown instead while there is no account at all.
#[derive(Template, WebTemplate)]
#[template(path = "pages/session/first_run.html")]
struct FirstRun {
    page: Page,
}

/// One sentence for every way to fail: which logins exist is nobody's business.
const REFUSED: &str = "Identifiant ou mot de passe incorrect. Vérifiez les deux. Après plusieurs essais manqués, \
                       la connexion est suspendue quelques minutes.";
const NO_SEAT: &str = "Ce compte n’a de siège dans aucune cité. Demandez à l’administrateur de votre cité de vous en donner un.";

/// Shows the form.
pub async fn page(
    State(app): State<AppState>,
    page: Page,
    form: Form,
) -> Result<Response, PageError> {
    if page.who.is_some() {
        return Ok(see_other(safe_path(form.value("suite"))));
    }
    if !app.store.has_accounts().await? {
        return Ok(FirstRun { page }.into_response());
    }
    Ok(SignIn { page, form }.into_response())
}

/// Opens a session, or shows the form again.
pub async fn submit(
    State(app): State<AppState>,
    page: Page,
    mut form: Form,
) -> Result<Response, PageError> {
    // Logins are kept in lower case; phones like to begin with a capital.
    let login = form.text("login", "Identifiant", 200).map(|login| login.to_lowercase());
    if form.value("password").is_empty() {
        form.refuse("password", "« Mot de passe » est vide : remplissez ce champ.");
    }
    let (Some(login), false) = (login, form.has_errors()) else {
        return Ok(again(SignIn { page, form }));
    };

    let now = app.clock.now();
    let account = app.store.account_by_login(&login).await?;
    // Counted before the password is looked at: whatever comes at once, the throttle holds.
    let judged = match &account {
        Some(account) => app.store.begin_attempt(account.id, now).await?,
        None => false,
    };
    let known = account.filter(|_| judged);
    // Without an account that may be judged, as much time is spent, on nothing.
    let kept = known.as_ref().map(|account| account.password_hash.clone());
    let right = password::verify(form.value("password").to_owned(), kept)
        .await
        .map_err(PageError::fault)?;
    let Some(account) = known.filter(|_| right) else {
        return Ok(again(SignIn { page, form: form.refused("login", REFUSED) }));
    };
    app.store.end_attempts(account.id, &account.password_hash).await?;
    let wanted = safe_path(form.value("suite")).to_owned();
    let (seat, wanted) = match account.seats.as_slice() {
        [] => return Ok(again(SignIn { page, form: form.refused("login", NO_SEAT) })),
        [only] => (only.id, wanted),
        [first, ..] => (first.id, on_the_way("/siege", &wanted)),
    };
    let proof = Proof::Password(account.password_hash.clone());
    let sentence = match open(&app, account.id, seat, proof, &wanted).await? {
        Ok(response) => return Ok(response),
        Err(OpenSessionRefused::Moved) => REFUSED,
        Err(OpenSessionRefused::SeatGone) => NO_SEAT,
    };
    Ok(again(SignIn { page, form: form.refused("login", sentence) }))
}
