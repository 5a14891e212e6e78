//! `/prets/{id}/retour`: all or part comes back, its condition beside that of the hand-over.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::condition::Accessory;
use domain::ids::LoanId;
use domain::loan::{BroughtBack, Outcome, TakeBack};
use domain::stock::Grade;
use store::{Loan, LoanLine, VerbError};
use uuid::Uuid;

use super::seen::{SeenLine, accessories, points};
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

    /// What is looked at, and what went along and is counted back.
    fn seen(&self, line: &LoanLine) -> SeenLine {
        let along: Vec<Accessory> = line.along.iter().map(|along| along.accessory).collect();
        SeenLine {
            id: line.item.id,
            tag: line.item.tag.clone(),
            kind: line.item.kind,
            note: "",
            accessories: choices(&along),
        }
    }

    /// How it went out, in a line: the whole, and the points that were not fine.
    fn out(&self, line: &LoanLine) -> String {
        let marked = line.points_out.iter().filter(|(_, grade)| *grade > Grade::Good);
        let points = marked.map(|(point, grade)| format!("{} {}", point.label(), grade.label()));
        let points: Vec<String> = points.collect();
        let whole = line.grade_out.label();
        if points.is_empty() {
            format!("Au départ\u{a0}: {whole}.")
        } else {
            format!("Au départ\u{a0}: {whole} ({}).", points.join(", "))
        }
    }
}

fn outcomes() -> Vec<Choice> {
    let mut outcomes = choices(&[Grade::Good, Grade::Worn, Grade::Damaged, Grade::Broken]);
    outcomes.push(Choice::new("lost", "Perdu ou volé"));
    outcomes
}

/// What was seen of an item that is here again; of a lost one, nothing.
fn brought(form: &Form, line: &LoanLine, outcome: Outcome) -> BroughtBack {
    let item = line.item.id;
    match outcome {
        Outcome::Lost => BroughtBack::from((item, outcome)),
        Outcome::Returned(grade) => {
            let seen = points(form, item, line.item.kind, grade);
            BroughtBack::seen(item, outcome, seen, accessories(form, item))
        }
    }
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
    let mut back: Vec<BroughtBack> = Vec::new();
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
        back.push(brought(&form, line, outcome));
    }
    let first = loan.lines.iter().find(|line| line.closed_at.is_none());
    let first = first.map_or_else(String::new, |line| format!("retour.{}", line.item.id));
    let lost = back.iter().filter(|one| one.outcome == Outcome::Lost).count() as u64;
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
