//! One paper of a loan, printed.

use axum::response::Response;
use domain::ids::LoanId;

use super::facts::LoanFacts;
use super::kind::PaperKind;
use super::press::{Beside, print};
use crate::error::PageError;
use crate::state::AppState;
use crate::who::Who;

/// Prints a paper of a loan; not found when it makes no sense for it.
///
/// # Errors
/// Not found, or a fault.
pub async fn print_loan(
    app: &AppState,
    who: &Who,
    (id, kind): (LoanId, PaperKind),
    beside: Beside,
) -> Result<Response, PageError> {
    let facts = LoanFacts::of(&app.store, id, who.by()).await?;
    let today = app.clock.today();
    let extensions = app.store.extensions(id, who.by()).await?;
    let possible = if facts.is_packed {
        // What goes into the bag; the rest makes sense once the family has it.
        vec![PaperKind::Agreement, PaperKind::HandOver]
    } else {
        super::possible(&facts.loan, &extensions, today)
    };
    if !possible.contains(&kind) {
        return Err(PageError::NotFound);
    }
    let name = kind.code();
    let imprint = facts.imprint(name, facts.dated(kind, today))?;
    match kind {
        PaperKind::Agreement => {
            let plan = app.store.plan_behind(id, who.by()).await?;
            print(facts.agreement(plan), beside, imprint, "convention-de-pret").await
        }
        PaperKind::HandOver => print(facts.handover_slip(), beside, imprint, name).await,
        PaperKind::Condition => print(facts.condition_report(), beside, imprint, name).await,
        PaperKind::Return => print(facts.return_slip(), beside, imprint, name).await,
        PaperKind::Extension => {
            let paper = facts.extension(&extensions).ok_or(PageError::NotFound)?;
            print(paper, beside, imprint, name).await
        }
        PaperKind::Certificate => print(facts.certificate(today), beside, imprint, name).await,
        PaperKind::Reminder => print(facts.reminder(today), beside, imprint, name).await,
        PaperKind::Notice => {
            let reminded = app.store.reminders_of(facts.loan.household, who.by()).await?.len();
            let contacts = u16::try_from(reminded).unwrap_or(u16::MAX);
            print(facts.notice(today, contacts), beside, imprint, name).await
        }
    }
}
