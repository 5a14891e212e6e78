//! `/fonds/{line}/fin-d-exercice`: what is left goes to the next year or back to the funder, then the line is
//! closed.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::FundLineId;
use store::{CarryOverLine, CloseLine, FundLineBook, Repay, VerbError};

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, lines as say};

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/year_end.html")]
pub struct YearEnd {
    page: Page,
    form: Form,
    book: FundLineBook,
}

impl YearEnd {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        id: FundLineId,
        mut form: Form,
    ) -> Result<Self, PageError> {
        let book = app.store.fund_line(id, who.by()).await?.ok_or(PageError::NotFound)?;
        let left = book.line.sums.available();
        if left.is_positive() {
            for field in ["amount", "repaid"] {
                if !form.names().contains(&field) {
                    form = form.with(field, left.plain(','));
                }
            }
        }
        Ok(Self { page, form, book })
    }

    fn next_year(&self) -> i16 {
        self.book.line.fiscal_year.saturating_add(1)
    }

    fn outstanding(&self) -> bool {
        self.book.line.sums.available().is_positive()
    }
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<FundLineId>,
) -> Result<YearEnd, PageError> {
    YearEnd::of(&app, &who, page, id, Form::empty().with("id", app.mint.uuid())).await
}

/// Carries over.
pub async fn carry_over(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(from): Path<FundLineId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id = form.hidden("id")?;
    let amount = form.amount("amount", "Montant à reporter");
    let act = form.text("act", "Acte", 80);
    let (Some(amount), Some(act)) = (amount, act) else {
        return Ok(again(YearEnd::of(&app, &who, page, from, form).await?));
    };
    let next = app.mint.id();
    let order = CarryOverLine { id, from, next, amount, act, on: app.clock.today() };
    match app.store.carry_over(&order, who.by(), app.clock.now()).await {
        Ok(line) => Ok(see_other_saying(
            &format!("/fonds/{line}"),
            &format!("{amount} reportés sur l’exercice suivant."),
        )),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("amount", say::carry_over(why));
            Ok(refused(YearEnd::of(&app, &who, page, from, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::carry_over)),
    }
}

/// Pays back.
pub async fn repay(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(line): Path<FundLineId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id = form.hidden("id")?;
    let amount = form.amount("repaid", "Montant à reverser");
    let reference = form.text("reference", "Ordre de reversement", 80);
    let (Some(amount), Some(reference)) = (amount, reference) else {
        return Ok(again(YearEnd::of(&app, &who, page, line, form).await?));
    };
    let order = Repay { id, line, amount, reference, on: app.clock.today() };
    match app.store.repay(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/fonds/{line}"),
            &format!("{amount} reversés au financeur."),
        )),
        Err(VerbError::Refused(why)) => {
            let field = match why {
                store::RepayRefused::ReferenceTaken => "reference",
                _ => "repaid",
            };
            let form = form.refused(field, say::repay(why));
            Ok(refused(YearEnd::of(&app, &who, page, line, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::repay)),
    }
}

/// Closes the line.
pub async fn close(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(line): Path<FundLineId>,
    form: Form,
) -> Result<Response, PageError> {
    let order = CloseLine { form: form.hidden("id")?, line, on: app.clock.today() };
    match app.store.close_line(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(&format!("/fonds/{line}"), "Ligne close.")),
        Err(VerbError::Refused(why)) => {
            let form = form.refused("clore", say::close(why));
            Ok(refused(YearEnd::of(&app, &who, page, line, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::close)),
    }
}
