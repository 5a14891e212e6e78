//! `/prets`: what is out, and `/prets/retards`: what is late.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use jiff::civil::Date;
use store::Loan;

use crate::error::PageError;
use crate::page::Page;
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, count};

/// A list of loans.
#[derive(Template, WebTemplate)]
#[template(path = "pages/loans/list.html")]
pub struct Loans {
    page: Page,
    late: bool,
    today: Date,
    loans: Vec<Loan>,
    paging: Paging,
}

impl Loans {
    fn title(&self) -> &'static str {
        if self.late { "Prêts en retard" } else { "Prêts en cours" }
    }

    fn found(&self) -> String {
        count(self.paging.total, "prêt", "prêts")
    }

    fn lateness(&self, loan: &Loan) -> Option<String> {
        let days = u64::try_from(loan.days_late(self.today)).unwrap_or(0);
        (days > 0).then(|| count(days, "jour de retard", "jours de retard"))
    }
}

/// What is out.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<Loans, PageError> {
    let today = app.clock.today();
    let found = app.store.open_loans(paging.offset(), paging.limit(), who.by()).await?;
    Ok(Loans { page, late: false, today, loans: found.0, paging: paging.of(found.1) })
}

/// What is late.
pub async fn overdue(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<Loans, PageError> {
    let today = app.clock.today();
    let found = app.store.overdue(today, paging.offset(), paging.limit(), who.by()).await?;
    Ok(Loans { page, late: true, today, loans: found.0, paging: paging.of(found.1) })
}
