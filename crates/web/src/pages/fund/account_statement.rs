//! `/fonds/rapprochements/{statement}`: a statement of the accounts against the ledger, row by row.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Seat;
use domain::fund::{
    CodeTotals, PaymentNumber, PaymentOrderRow, ReconciledRow, RowDifference, RowStatus,
};
use domain::ids::{AccountExplanationId, AccountStatementId, CommitmentId};
use std::collections::BTreeMap;
use store::{ExplainDifference, ExplainDifferenceRefused, ReconciledStatement, VerbError};

use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, again, refused, see_other_saying};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, count, statement as say};

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/fund/account_statement.html")]
pub struct Statement {
    page: Page,
    form: Form,
    read: ReconciledStatement,
    reconciles: bool,
    /// The order behind each of our payment orders.
    orders: BTreeMap<String, CommitmentId>,
}

impl Statement {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        id: AccountStatementId,
        form: Form,
    ) -> Result<Self, PageError> {
        let read = app.store.reconciled_statement(id, who.by()).await?;
        let read = read.ok_or(PageError::NotFound)?.map_err(PageError::fault)?;
        let debts = app.store.settlements(who.by()).await?;
        let orders = debts
            .into_iter()
            .filter_map(|debt| Some((debt.payment_order?, debt.commitment)))
            .filter_map(|(number, order)| {
                let number = PaymentNumber::parse(&number).ok()?;
                Some((number.as_str().to_owned(), order))
            })
            .collect();
        let reconciles = matches!(who.seat(), Seat::Principal | Seat::Accountant);
        Ok(Self { page, form, read, reconciles, orders })
    }

    /// Open rows first: they are what there is to do.
    fn rows(&self) -> Vec<(usize, &ReconciledRow)> {
        let mut rows: Vec<_> = (1..).zip(self.read.reconciliation.rows()).collect();
        rows.sort_by_key(|(_, row)| match row.status() {
            RowStatus::Open => 0,
            RowStatus::Explained => 1,
            RowStatus::Equal => 2,
        });
        rows
    }

    fn order(&self, row: &ReconciledRow) -> Option<&CommitmentId> {
        row.ours.as_ref().and_then(|ours| self.orders.get(ours.number.as_str()))
    }

    fn side(row: &Option<PaymentOrderRow>) -> String {
        row.as_ref().map_or_else(|| "–".to_owned(), |row| row.amount.to_string())
    }

    /// The differences as a form carries them back.
    fn sealed(row: &ReconciledRow) -> String {
        serde_json::to_string(&row.differences).unwrap_or_default()
    }

    fn open(&self) -> u64 {
        self.read.reconciliation.open().count() as u64
    }

    fn gap(total: &CodeTotals) -> String {
        total.gap().map(|gap| gap.to_string()).unwrap_or_default()
    }

    /// What is open, or that nothing is.
    fn stands(&self) -> String {
        match self.open() {
            0 => "Aucun écart à expliquer.".to_owned(),
            many => format!("{}.", count(many, "écart à expliquer", "écarts à expliquer")),
        }
    }

    fn others(&self) -> Option<String> {
        let (many, sum) = self.read.others;
        (many > 0).then(|| say::others(many, sum))
    }

    fn number(row: &ReconciledRow) -> String {
        row.number().map(ToString::to_string).unwrap_or_default()
    }

    fn is_open(row: &ReconciledRow) -> bool {
        row.status() == RowStatus::Open
    }
}

/// The field of the row at this place.
fn field(nth: &usize) -> String {
    format!("motif-{nth}")
}

/// Shows it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<AccountStatementId>,
) -> Result<Statement, PageError> {
    Statement::of(&app, &who, page, id, Form::empty().with("id", app.mint.uuid())).await
}

/// Explains a row.
pub async fn explain(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(statement): Path<AccountStatementId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let id: AccountExplanationId = form.hidden("id")?;
    let nth: usize = form.hidden("rang")?;
    let number: PaymentNumber =
        PaymentNumber::parse(form.value("numero")).map_err(|_| PageError::NotFound)?;
    let differences: Vec<RowDifference> =
        serde_json::from_str(form.value("ecarts")).map_err(|_| PageError::NotFound)?;
    let Some(text) = form.text(&field(&nth), "Explication", 500) else {
        return Ok(again(Statement::of(&app, &who, page, statement, form).await?));
    };
    let order = ExplainDifference { id, statement, number, differences, text };
    match app.store.explain_difference(&order, who.by(), app.clock.now()).await {
        Ok(()) => Ok(see_other_saying(
            &format!("/fonds/rapprochements/{statement}"),
            "Explication enregistrée.",
        )),
        Err(VerbError::Refused(ExplainDifferenceRefused::UnknownStatement)) => {
            Err(PageError::NotFound)
        }
        Err(VerbError::Refused(why)) => {
            let form = form.refused(&field(&nth), say::explain(&why));
            Ok(refused(Statement::of(&app, &who, page, statement, form).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |why| say::explain(&why))),
    }
}
