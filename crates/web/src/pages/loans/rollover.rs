//! `/prets/rentree`: at the end of a school year, whose school changes, who brings back, whose loan goes on.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::ids::{HouseholdId, LoanId};
use domain::loan::{Extend, usual_due_date};
use domain::people::rollover::Rollover;
use store::{ListedPupil, Loan, VerbError};
use uuid::Uuid;

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, see_other_saying};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::stock::extend_refused;
use crate::wording::{French as _, Label as _, count};

/// Open loans, with what becomes of their pupils.
#[derive(Template, WebTemplate)]
#[template(path = "pages/loans/rollover.html")]
pub struct SchoolYear {
    page: Page,
    form: Form,
    rows: Vec<Row>,
    paging: Paging,
}

/// A loan, its pupils, what becomes of them, and the id of its extension.
struct Row {
    loan: Loan,
    pupils: Vec<ListedPupil>,
    becomes: Rollover,
    id: Uuid,
}

impl Row {
    fn pupils(&self) -> String {
        let each =
            self.pupils.iter().map(|pupil| format!("{} ({})", pupil.first_name, pupil.class));
        each.collect::<Vec<_>>().join(", ")
    }

    fn tone(&self) -> &'static str {
        match self.becomes {
            Rollover::Stays => "quiet",
            Rollover::Unknown => "wait",
            Rollover::Moves | Rollover::Leaves => "bad",
        }
    }
}

impl SchoolYear {
    fn many(&self) -> String {
        count(self.paging.total, "prêt en cours", "prêts en cours")
    }
}

async fn shown(
    app: &AppState,
    who: &Who,
    page: Page,
    form: Form,
    paging: Paging,
) -> Result<SchoolYear, PageError> {
    let (loans, total) = app.store.open_loans(paging.offset(), paging.limit(), who.by()).await?;
    let homes: Vec<HouseholdId> = loans.iter().map(|loan| loan.household).collect();
    let pupils = app.store.pupils_of(&homes, who.by()).await?;
    let rows = loans.into_iter().map(|loan| {
        let pupils = pupils.get(&loan.household).cloned().unwrap_or_default();
        let each = pupils.iter().map(|pupil| Rollover::of(&pupil.grade_label));
        Row { becomes: Rollover::of_family(each), id: app.mint.uuid(), loan, pupils }
    });
    let rows = rows.collect();
    Ok(SchoolYear { page, form, rows, paging: paging.of(total) })
}

/// Shows the loans, the earliest due first; those whose pupils all stay are ticked.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<SchoolYear, PageError> {
    let until = usual_due_date(app.clock.today());
    let mut shown = shown(&app, &who, page, Form::empty(), paging).await?;
    let stays = shown.rows.iter().filter(|row| row.becomes == Rollover::Stays);
    let ticked: Vec<LoanId> =
        stays.filter(|row| row.loan.due_on < until).map(|row| row.loan.id).collect();
    for loan in ticked {
        shown.form = shown.form.with("pret", loan);
    }
    shown.form = shown.form.with("due_on", until);
    Ok(shown)
}

/// Extends what is ticked; each loan is its own act, and what was refused is named.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    mut form: Form,
) -> Result<Response, PageError> {
    let loans = form.choices::<LoanId>("pret", "Prêts").unwrap_or_default();
    let due_on = form.date("due_on", "À rendre le");
    if loans.is_empty() && !form.has_errors() {
        form.refuse("pret", "Aucun prêt n’est coché : cochez ceux qui continuent.");
    }
    let (Some(due_on), false) = (due_on, form.has_errors()) else {
        return Ok(again(shown(&app, &who, page, form, paging).await?));
    };
    let (mut done, mut refused) = (0, Vec::new());
    for loan in loans {
        let order = Extend { form: form.hidden(&format!("id.{loan}"))?, loan, due_on };
        let (now, today) = (app.clock.now(), app.clock.today());
        match app.store.extend_loan(&order, who.by(), now, today).await {
            Ok(()) => done += 1,
            Err(VerbError::Refused(why)) => {
                let label = app.store.loan(loan, who.by()).await?.map(|loan| loan.label);
                let label = label.unwrap_or_default();
                refused.push(format!("{label}\u{a0}: {}", extend_refused(&why)));
            }
            Err(error) => return Err(PageError::of_verb(error, |why| extend_refused(&why))),
        }
    }
    let done = count(done, "prêt prolongé", "prêts prolongés");
    if refused.is_empty() {
        return Ok(see_other_saying("/prets/rentree", &format!("{done}.")));
    }
    let sentence = format!("{done}. Pas prolongé\u{a0}: {}", refused.join(" "));
    let form = form.refused("pret", sentence);
    Ok(again(shown(&app, &who, page, form, paging).await?))
}
