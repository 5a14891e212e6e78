//! `/fonds/rapprochements`: the statements of the accounts that were taken in, and the next one.

use std::collections::BTreeSet;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;
use domain::Seat;
use domain::fund::{AccountSystem, BudgetCodes, PaymentNumber, PaymentOrderRow};
use domain::ids::AccountStatementId;
use exchange::statement::{StatementRow, read_statement};
use store::{AccountStatement, ImportStatement, ImportStatementRefused, VerbError, sha256};

use crate::error::PageError;
use crate::form::{Choice, Form, Upload, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, files, statement as say};

/// Rows of a file that are told of at most.
const TOLD: usize = 12;

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/account_statements.html")]
pub struct Statements {
    page: Page,
    form: Form,
    statements: Vec<AccountStatement>,
    systems: Vec<Choice>,
    years: Vec<Choice>,
    reconciles: bool,
    /// The rows of the file that cannot be read.
    wrong: Vec<String>,
}

impl Statements {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        form: Form,
        wrong: Vec<String>,
    ) -> Result<Self, PageError> {
        let lines = app.store.fund_lines(who.by()).await?;
        let years: BTreeSet<i16> = lines.iter().map(|line| line.fiscal_year).collect();
        Ok(Self {
            page,
            form,
            statements: app.store.account_statements(who.by()).await?,
            systems: choices(AccountSystem::ALL),
            years: years
                .into_iter()
                .rev()
                .map(|year| Choice::new(year, year.to_string()))
                .collect(),
            reconciles: matches!(who.seat(), Seat::Principal | Seat::Accountant),
            wrong,
        })
    }
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
) -> Result<Statements, PageError> {
    let today = app.clock.today();
    let form = Form::empty()
        .with("id", app.mint.uuid())
        .with("systeme", AccountSystem::Opale)
        .with("exercice", today.year())
        .with("arrete", today.short());
    Statements::of(&app, &who, page, form, Vec::new()).await
}

/// Takes a statement in, whole or not at all.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    mut upload: Upload,
) -> Result<Response, PageError> {
    let id: AccountStatementId = upload.form.hidden("id")?;
    let system = upload.form.choice("systeme", "Logiciel comptable");
    let fiscal_year = upload.form.choice("exercice", "Exercice");
    let as_of = upload.form.date("arrete", "Arrêté au");
    let file = upload.file("fichier");
    let mut form = upload.form;
    let mut wrong = Vec::new();
    let rows = file.as_ref().and_then(|file| match read_statement(&file.bytes, None) {
        Ok(reading) => {
            wrong = reading
                .rejected()
                .flat_map(|row| row.reason.iter().map(|fault| say::fault(row.line, fault)))
                .take(TOLD)
                .collect();
            let rows: Result<Vec<_>, _> = reading.into_accepted().map(row).collect();
            match rows {
                Ok(rows) => Some(rows),
                Err(sentence) => {
                    wrong.push(sentence);
                    None
                }
            }
        }
        Err(error) => {
            form.refuse("fichier", files::file_error(&error));
            None
        }
    });
    if !wrong.is_empty() {
        form.refuse("fichier", say::WRONG_ROWS);
    }
    let (Some(system), Some(fiscal_year), Some(as_of), Some(file), Some(rows), false) =
        (system, fiscal_year, as_of, file, rows, form.has_errors())
    else {
        return Ok(again(Statements::of(&app, &who, page, form, wrong).await?));
    };
    let hash = sha256(&file.bytes);
    let order = ImportStatement {
        id,
        system,
        fiscal_year,
        as_of,
        file_name: file.name,
        sha256: hash,
        rows,
    };
    match app.store.import_statement(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(&format!("/fonds/rapprochements/{id}"), "État enregistré.")),
        Err(VerbError::Refused(why)) => {
            let field = match why {
                ImportStatementRefused::BeforeItsYear => "arrete",
                _ => "fichier",
            };
            let form = form.refused(field, say::import(why));
            Ok(refused(Statements::of(&app, &who, page, form, Vec::new()).await?))
        }
        Err(error) => Err(PageError::of_verb(error, say::import)),
    }
}

/// A row of the file as the ledger compares it.
fn row(read: StatementRow) -> Result<PaymentOrderRow, String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = PaymentNumber::parse(&read.number);
    Ok(PaymentOrderRow {
        number: number.map_err(|why| say::not_a_number(read.row, &read.number, why))?,
        date: read.on,
        codes: BudgetCodes::new(&text(&read.service), &text(&read.domaine), &text(&read.activite)),
        amount: read.amount,
        bordereau: read.bordereau,
        supplier: read.supplier.unwrap_or_default(),
    })
}
