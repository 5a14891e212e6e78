//! `/comptes`: who sits where, and a new account whose first password is shown once.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use domain::Seat;
use domain::ids::{AccountId, SeatId};
use jiff::Timestamp;
use store::{NewAccount, NewAccountRefused, Staff, VerbError};

use super::{first_password, named, seat};
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;

const TAKEN: &str = "Un compte porte déjà cet identifiant : choisissez-en un autre.";
const SPACES: &str = "« Identifiant » ne doit pas contenir d’espace.";
const MADE: &str = "Ce compte est déjà créé. Son mot de passe n’a été affiché qu’une fois : s’il n’a pas été noté, \
                    donnez-en un nouveau sur cette page.";

/// The accounts.
#[derive(Template, WebTemplate)]
#[template(path = "pages/accounts/list.html")]
pub struct Accounts {
    page: Page,
    form: Form,
    accounts: Vec<Staff>,
    paging: Paging,
    now: Timestamp,
    seats: Vec<Choice>,
    /// The login just made and its first password.
    made: Option<(String, String)>,
}

impl Accounts {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        paging: Paging,
        form: Form,
    ) -> Result<Self, PageError> {
        let (accounts, total) = app.store.staff(paging.offset(), paging.limit(), who.by()).await?;
        let (paging, now) = (paging.of(total), app.clock.now());
        Ok(Self { page, form, accounts, paging, now, seats: choices(&Seat::OF_A_CITE), made: None })
    }

    fn sits(&self, account: &Staff) -> String {
        if account.seats.is_empty() {
            return "aucun siège".to_owned();
        }
        account.seats.iter().map(named).collect::<Vec<_>>().join(", ")
    }

    fn rests(&self, account: &Staff) -> bool {
        account.locked_until.is_some_and(|until| until > self.now)
    }
}

/// Shows them.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<Accounts, PageError> {
    let form = Form::empty().with("id", app.mint.uuid());
    Accounts::of(&app, &who, page, paging, form).await
}

/// Creates an account; the answer is the only page that ever shows its first password.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: AccountId = form.hidden("id")?;
    let login = form.text("login", "Identifiant", 200).map(|login| login.to_lowercase());
    let name = form.text("name", "Nom affiché", 120);
    let seat = seat(&mut form);
    if login.as_ref().is_some_and(|login| login.chars().any(char::is_whitespace)) {
        form.refuse("login", SPACES);
    }
    let (Some(login), Some(name), Some((seat, deputy)), false) =
        (login, name, seat, form.has_errors())
    else {
        return Ok(again(Accounts::of(&app, &who, page, paging, form).await?));
    };
    let (first, password_hash) = first_password(&app).await?;
    let seat_id: SeatId = app.mint.id();
    let new = NewAccount {
        id,
        login: login.clone(),
        name,
        password_hash,
        seat_id,
        seat,
        cite: who.cite(),
        deputy,
    };
    match app.store.create_account(&new, Some(who.by()), app.clock.now()).await {
        Ok(()) => {
            let fresh = Form::empty().with("id", app.mint.uuid());
            let made = Some((login, first));
            Ok(Accounts { made, ..Accounts::of(&app, &who, page, paging, fresh).await? }
                .into_response())
        }
        Err(VerbError::Refused(NewAccountRefused::LoginTaken)) => {
            Ok(refused(Accounts::of(&app, &who, page, paging, form.refused("login", TAKEN)).await?))
        }
        // A double click: the password was in the first answer, which the browser threw away.
        Err(VerbError::Refused(NewAccountRefused::AlreadyMade)) => {
            Ok(see_other_saying(&format!("/comptes/{id}"), MADE))
        }
        Err(error) => Err(PageError::of_verb(error, |_| SPACES.to_owned())),
    }
}
