//! `/comptes/{account}`: a person's seats, given and taken back; a forgotten password; a long rest.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use domain::Seat;
use domain::ids::{AccountId, SeatId};
use jiff::Timestamp;
use store::{GiveSeatRefused, HeldSeat, Staff, TakeSeatBack, VerbError};

use super::{first_password, seat};
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, accounts as say};

/// The account.
#[derive(Template, WebTemplate)]
#[template(path = "pages/accounts/show.html")]
pub struct ShowAccount {
    page: Page,
    form: Form,
    person: Staff,
    /// The seats this person does not hold here.
    free: Vec<Choice>,
    own: bool,
    now: Timestamp,
    /// The password just drawn, shown by this answer alone.
    first: Option<String>,
}

impl ShowAccount {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        id: AccountId,
        form: Form,
    ) -> Result<Self, PageError> {
        let person = app.store.staff_member(id, who.by()).await?.ok_or(PageError::NotFound)?;
        let mut free = choices(&Seat::OF_A_CITE);
        free.retain(|choice| {
            person.seats.iter().all(|held| held.seat.code() != choice.value.as_str())
        });
        let own = id == who.account;
        Ok(Self { page, form, person, free, own, now: app.clock.now(), first: None })
    }

    fn rests_until(&self) -> Option<Timestamp> {
        self.person.locked_until.filter(|until| *until > self.now)
    }
}

fn fresh(app: &AppState) -> Form {
    Form::empty().with("id", app.mint.uuid())
}

fn address(id: AccountId) -> String {
    format!("/comptes/{id}")
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<AccountId>,
) -> Result<ShowAccount, PageError> {
    ShowAccount::of(&app, &who, page, id, fresh(&app)).await
}

/// Gives one more seat in this cité.
pub async fn give(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(account): Path<AccountId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: SeatId = form.hidden("id")?;
    let Some((seat, deputy)) = seat(&mut form) else {
        return Ok(again(ShowAccount::of(&app, &who, page, account, form).await?));
    };
    let cite_name = who.held.cite_name.clone();
    let held = HeldSeat { id, seat, cite: who.cite(), cite_name, deputy };
    match app.store.give_seat(account, &held, Some(who.by()), app.clock.now()).await {
        Ok(()) => {
            let sentence = format!("Siège donné : {}.", seat.label());
            Ok(see_other_saying(&address(account), &sentence))
        }
        // A seat that has no deputy is told above, by its field.
        Err(VerbError::Refused(
            GiveSeatRefused::UnknownAccount | GiveSeatRefused::NoDeputyThere,
        )) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}

/// Takes a seat back.
pub async fn take_back(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path((account, seat)): Path<(AccountId, SeatId)>,
    form: Form,
) -> Result<Response, PageError> {
    let order = TakeSeatBack { form: form.hidden("id")?, account, seat };
    match app.store.take_seat_back(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &address(account),
            "Siège retiré : les connexions ouvertes sur ce siège sont fermées.",
        )),
        Err(VerbError::Refused(why)) => {
            let sentence = say::take_back(why).ok_or(PageError::NotFound)?;
            let form = form.refused("seats", sentence);
            Ok(refused(ShowAccount::of(&app, &who, page, account, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}

/// Draws a new password; the answer is the only page that ever shows it.
pub async fn reset(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(account): Path<AccountId>,
    form: Form,
) -> Result<Response, PageError> {
    let (first, hash) = first_password(&app).await?;
    match app.store.reset_password(account, &hash, who.by(), app.clock.now()).await {
        Ok(()) => {
            let shown = ShowAccount::of(&app, &who, page, account, fresh(&app)).await?;
            Ok(ShowAccount { first: Some(first), ..shown }.into_response())
        }
        Err(VerbError::Refused(why)) => {
            let sentence = say::reset(why).ok_or(PageError::NotFound)?;
            let form = form.refused("password", sentence);
            Ok(refused(ShowAccount::of(&app, &who, page, account, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}

/// Wakes the account before its rest is over.
pub async fn unlock(
    State(app): State<AppState>,
    who: Who,
    Path(account): Path<AccountId>,
) -> Result<Response, PageError> {
    match app.store.unlock_account(account, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &address(account),
            "Compte débloqué : la personne peut se connecter tout de suite.",
        )),
        Err(VerbError::Refused(_)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, |_| String::new())),
    }
}
