//! `/fonds/{line}`: one line, each figure down to its documents; and its notifications.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::{FundLineId, NotificationId};
use domain::{Euros, Seat};
use store::{FundLineBook, Notify, VerbError};

use crate::error::PageError;
use crate::form::{Form, amount_sentence};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::fund as say;
use crate::wording::{French as _, Label as _};

/// The line.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/line.html")]
pub struct Line {
    page: Page,
    form: Form,
    book: FundLineBook,
    principal: bool,
}

impl Line {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        id: FundLineId,
        form: Form,
    ) -> Result<Self, PageError> {
        let book = app.store.fund_line(id, who.by()).await?.ok_or(PageError::NotFound)?;
        Ok(Self { page, form, book, principal: who.seat() == Seat::Principal })
    }
}

/// Shows the line.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<FundLineId>,
) -> Result<Line, PageError> {
    let form = Form::empty().with("id", app.mint.uuid());
    Line::of(&app, &who, page, id, form).await
}

/// Records a notification.
pub async fn notify(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(line): Path<FundLineId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: NotificationId = form.hidden("id")?;
    let amount = signed(&mut form);
    let reference = form.text("reference", "Référence", 80);
    let on = form.date("on", "Date");
    let (Some(amount), Some(reference), Some(on)) = (amount, reference, on) else {
        return Ok(again(Line::of(&app, &who, page, line, form).await?));
    };
    let letter = Notify { id, line, amount, reference, on };
    match app.store.notify(&letter, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(&format!("/fonds/{line}"), "Notification enregistrée.")),
        Err(VerbError::Refused(store::NotifyRefused::UnknownLine)) => Err(PageError::NotFound),
        Err(VerbError::Refused(why)) => {
            let field =
                if why == store::NotifyRefused::ReferenceTaken { "reference" } else { "amount" };
            let form = form.refused(field, say::notify(why));
            Ok(refused(Line::of(&app, &who, page, line, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::notify)),
    }
}

/// An amount that may be below zero: a reduction.
fn signed(form: &mut Form) -> Option<Euros> {
    match Euros::parse(form.value("amount")) {
        Ok(amount) => Some(amount),
        Err(why) => {
            let sentence = amount_sentence("Montant", form.value("amount"), why);
            form.refuse("amount", sentence);
            None
        }
    }
}
