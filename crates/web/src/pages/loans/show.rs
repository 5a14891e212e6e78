//! `/prets/{id}`: one loan.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use domain::ids::{LoanId, ProvisionId};
use store::{Gift, Loan, LoanLine, Side, Signed};

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
    /// What was given at the same hand-over.
    gift: Option<Gift>,
    signatures: Vec<Signed>,
}

impl ShowLoan {
    /// Was this side signed for?
    fn is_signed(&self, side: Side) -> bool {
        self.signatures.iter().any(|signed| signed.side == side)
    }

    fn is_begun(&self) -> bool {
        self.loan.lines.iter().any(|line| line.closed_at.is_some())
    }

    /// The provision of the school that lent it on.
    fn lent_on(&self) -> Option<ProvisionId> {
        self.loan.lines.iter().find_map(|line| line.provision)
    }

    /// What went along with an item, and what of it is missing.
    fn along(&self, line: &LoanLine) -> String {
        let each = line.along.iter().map(|along| {
            let what = along.accessory.label();
            match along.back {
                Some(back) if back < along.out => format!("{what} (manque)"),
                _ => what.to_owned(),
            }
        });
        each.collect::<Vec<_>>().join(", ")
    }
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
    let gift = app.store.gift(id, who.by()).await?;
    let signatures = app.store.signatures(id, who.by()).await?;
    Ok(ShowLoan { page, loan, late, blanks, gift, signatures })
}
