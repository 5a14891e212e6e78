//! `/prets/{id}/prolonger`: a later day for what is still out.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::LoanId;
use domain::loan::{Extend, usual_due_date};
use store::{Extension, Loan, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::French as _;
use crate::wording::stock::extend_refused;

/// The form of an extension.
#[derive(Template, WebTemplate)]
#[template(path = "pages/loans/extend.html")]
pub struct ExtendPage {
    page: Page,
    form: Form,
    loan: Loan,
    id: Uuid,
    before: Vec<Extension>,
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    (loan, id): (LoanId, Uuid),
) -> Result<ExtendPage, PageError> {
    let before = app.store.extensions(loan, who.by()).await?;
    let loan = app.store.loan(loan, who.by()).await?.ok_or(PageError::NotFound)?;
    Ok(ExtendPage { page, form, loan, id, before })
}

/// Shows the form, with the end of the next school year proposed.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<LoanId>,
) -> Result<ExtendPage, PageError> {
    let form = Form::empty().with("due_on", usual_due_date(app.clock.today()));
    shown(&app, &who, page, form, (id, app.mint.uuid())).await
}

/// Extends.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(loan): Path<LoanId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let Some(due_on) = form.date("due_on", "À rendre le") else {
        return Ok(again(shown(&app, &who, page, form, (loan, id)).await?));
    };
    let order = Extend { form: id, loan, due_on };
    match app.store.extend_loan(&order, who.by(), app.clock.now(), app.clock.today()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/prets/{loan}"),
            &format!("Prêt prolongé jusqu’au {}.", due_on.french()),
        )),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("due_on", extend_refused(&why));
            Ok(refused(shown(&app, &who, page, form, (loan, id)).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| extend_refused(&why))),
    }
}
