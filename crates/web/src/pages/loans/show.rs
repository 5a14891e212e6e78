//! `/prets/{id}`: one loan.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use domain::ids::LoanId;
use store::Loan;

use crate::error::PageError;
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, count};

/// The loan's page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/loans/show.html")]
pub struct ShowLoan {
    page: Page,
    loan: Loan,
    late: Option<String>,
    /// The agreement has lines to fill in by hand.
    blanks: bool,
}

/// Shows the loan.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<LoanId>,
) -> Result<ShowLoan, PageError> {
    let loan = app.store.loan(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let days = u64::try_from(loan.days_late(app.clock.today())).unwrap_or(0);
    let late = (days > 0).then(|| count(days, "jour de retard", "jours de retard"));
    let blanks = !app.store.cite(who.cite()).await?.missing().is_empty();
    Ok(ShowLoan { page, loan, late, blanks })
}
