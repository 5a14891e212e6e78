//! `/prets/{id}/retour`: all or part comes back.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::{ItemId, LoanId};
use domain::loan::{Outcome, TakeBack};
use domain::stock::Grade;
use store::{Loan, LoanLine, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::stock::take_back_refused;
use crate::wording::{Label as _, count};

/// The form of a return.
#[derive(Template, WebTemplate)]
#[template(path = "pages/loans/take_back.html")]
pub struct Return {
    page: Page,
    form: Form,
    loan: Loan,
    id: Uuid,
    outcomes: Vec<Choice>,
}

impl Return {
    fn open(&self) -> Vec<&LoanLine> {
        self.loan.lines.iter().filter(|line| line.closed_at.is_none()).collect()
    }

    fn question(&self, line: &LoanLine) -> String {
        format!("{} ({}) : comment revient-il ?", line.item.tag, line.item.kind.label())
    }
}

fn outcomes() -> Vec<Choice> {
    let mut outcomes = choices(&[Grade::Good, Grade::Worn, Grade::Damaged, Grade::Broken]);
    outcomes.push(Choice::new("lost", "Perdu ou volé"));
    outcomes
}

/// Shows the form.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<LoanId>,
) -> Result<Return, PageError> {
    let loan = app.store.loan(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let form = Form::empty();
    Ok(Return { page, form, loan, id: app.mint.uuid(), outcomes: outcomes() })
}

/// Takes back what has an answer; a line left on "keeps it" stays out.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(loan_id): Path<LoanId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: Uuid = form.hidden("id")?;
    let loan = app.store.loan(loan_id, who.by()).await?.ok_or(PageError::NotFound)?;
    let mut back: Vec<(ItemId, Outcome)> = Vec::new();
    for line in &loan.lines {
        let field = format!("retour.{}", line.item.id);
        let outcome = match form.value(&field) {
            "" => continue,
            "lost" => Outcome::Lost,
            _ => match form.choice::<Grade>(&field, &line.item.tag) {
                Some(grade) => Outcome::Returned(grade),
                None => continue,
            },
        };
        back.push((line.item.id, outcome));
    }
    let first = loan.lines.iter().find(|line| line.closed_at.is_none());
    let first = first.map_or_else(String::new, |line| format!("retour.{}", line.item.id));
    let lost = back.iter().filter(|(_, outcome)| *outcome == Outcome::Lost).count() as u64;
    let returned = back.len() as u64 - lost;
    let order = TakeBack::new(id, loan_id, back);
    if order.is_err() && !form.has_errors() {
        form.refuse(&first, "Rien n’est repris : dites pour au moins un objet comment il revient.");
    }
    let (Ok(order), false) = (order, form.has_errors()) else {
        return Ok(again(Return { page, form, loan, id, outcomes: outcomes() }));
    };
    match app.store.take_back(&order, who.by(), app.clock.now()).await {
        Ok(()) => {
            let parts = [
                (returned, count(returned, "objet repris", "objets repris")),
                (lost, count(lost, "objet déclaré perdu", "objets déclarés perdus")),
            ];
            let said = parts.into_iter().filter(|(many, _)| *many > 0).map(|(_, said)| said);
            let what = said.collect::<Vec<_>>().join(", ");
            Ok(see_other_saying(
                &format!("/prets/{loan_id}"),
                &format!("Retour enregistré : {what}."),
            ))
        }
        Err(VerbError::Refused(why)) => Err(PageError::refused(take_back_refused(&why))),
        Err(error) => Err(PageError::of_verb(error, |why| take_back_refused(&why))),
    }
}
