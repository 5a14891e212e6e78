//! `/prets/{id}/papiers`: the papers of a loan, in French beside the family's language; and each of them.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::LoanId;
use domain::people::language::ContactLanguage;

use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::Page;
use crate::papers::{Beside, PaperKind, languages, possible, print_loan};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{Label as _, capital};

/// What can be printed.
#[derive(Template, WebTemplate)]
#[template(path = "pages/loans/print.html")]
pub struct Papers {
    page: Page,
    form: Form,
    id: LoanId,
    label: String,
    kinds: Vec<PaperKind>,
    languages: Vec<Choice>,
    missing: Vec<String>,
}

impl Papers {
    fn name(kind: &PaperKind) -> String {
        capital(kind.label())
    }
}

/// Shows what can be printed; the family's own language is chosen beforehand.
pub async fn list(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<LoanId>,
    mut form: Form,
) -> Result<Papers, PageError> {
    let loan = app.store.loan(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let home = app.store.household(loan.household, who.by()).await?.ok_or(PageError::NotFound)?;
    let extensions = app.store.extensions(id, who.by()).await?;
    let kinds = possible(&loan, &extensions, app.clock.today());
    let (languages, missing) = languages()?;
    let language = home.state.language;
    if form.value("langue").is_empty() && language != ContactLanguage::French {
        form = form.with("langue", language);
    }
    Ok(Papers { page, form, id, label: loan.label, kinds, languages, missing })
}

/// Prints the agreement.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<LoanId>,
    form: Form,
) -> Result<Response, PageError> {
    let beside = Beside::of(form.value("langue"))?;
    print_loan(&app, &who, (id, PaperKind::Agreement), beside).await
}

/// Prints the paper that the form names.
pub async fn print(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<LoanId>,
    form: Form,
) -> Result<Response, PageError> {
    let kind: PaperKind = form.value("papier").parse().map_err(|_| PageError::NotFound)?;
    let beside = Beside::of(form.value("langue"))?;
    print_loan(&app, &who, (id, kind), beside).await
}
