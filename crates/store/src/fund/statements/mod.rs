//! Statements of the accounts (Op@le, GFC), which are the master: each is set against the payment orders of
//! its fiscal year, line by line, and every difference is explained or open.

mod against;

use domain::fund::{
    AccountSystem, Explanation, PaymentNumber, PaymentOrderRow, ReconcileRefused, Reconciliation,
    RowDifference, RowStatus,
};
use domain::ids::{AccountExplanationId, AccountStatementId, CiteId};
use domain::{Euros, Seat};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use self::against::against_ledger;
use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{account_explanation, account_statement, account_statement_row};
use crate::{By, Store};

/// Rows per statement of SQL.
const CHUNK: usize = 500;

/// A statement to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportStatement {
    /// Its id.
    pub id: AccountStatementId,
    /// The software.
    pub system: AccountSystem,
    /// The year that it tells of.
    pub fiscal_year: i16,
    /// The day on which it was taken out of the accounts.
    pub as_of: Date,
    /// What the file is called.
    pub file_name: String,
    /// The file's SHA-256, in hexadecimal.
    pub sha256: String,
    /// Its payment orders.
    pub rows: Vec<PaymentOrderRow>,
}

/// Why a statement is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportStatementRefused {
    /// Only the principal and the accountant reconcile.
    NotYourSeat,
    /// It has no row.
    Empty,
    /// It was taken before the year that it tells of.
    BeforeItsYear,
    /// This very file was taken in for this year already.
    SameFile,
}

/// What explains a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainDifference {
    /// Its id.
    pub id: AccountExplanationId,
    /// The statement.
    pub statement: AccountStatementId,
    /// The payment order.
    pub number: PaymentNumber,
    /// The differences that were seen: another one is not explained by it.
    pub differences: Vec<RowDifference>,
    /// Why.
    pub text: String,
}

/// Why a difference is not explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExplainDifferenceRefused {
    /// Only the principal and the accountant reconcile.
    NotYourSeat,
    /// No such statement in this cité.
    UnknownStatement,
    /// No open row of this number has these differences now.
    NotOpen,
    /// The words.
    Words(domain::fund::ExplanationFault),
    /// The amounts are beyond what an amount may be.
    TooLarge,
}

/// A statement that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountStatement {
    /// Its id.
    pub id: AccountStatementId,
    /// The software.
    pub system: AccountSystem,
    /// The year that it tells of.
    pub fiscal_year: i16,
    /// The day on which it was taken out of the accounts.
    pub as_of: Date,
    /// What the file is called.
    pub file_name: String,
    /// The file's SHA-256, in hexadecimal.
    pub sha256: String,
    /// When it was taken in.
    pub imported_at: Timestamp,
}

/// A statement set against the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciledStatement {
    /// The statement.
    pub statement: AccountStatement,
    /// Row against row.
    pub reconciliation: Reconciliation,
    /// Rows of the accounts that are of no line of the fund, and what they come to.
    pub others: (u64, Euros),
}

impl Store {
    /// Takes in a statement.
    ///
    /// # Errors
    /// [`ImportStatementRefused`].
    pub async fn import_statement(
        &self,
        order: &ImportStatement,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ImportStatementRefused>> {
        use ImportStatementRefused::{BeforeItsYear, Empty, NotYourSeat, SameFile};
        if !reconciles(by) {
            return Err(VerbError::Refused(NotYourSeat));
        }
        if order.rows.is_empty() {
            return Err(VerbError::Refused(Empty));
        }
        if order.as_of.year() < order.fiscal_year {
            return Err(VerbError::Refused(BeforeItsYear));
        }
        let Submitted::New(verb) =
            self.begin_once("import_statement", order.id.into(), order, by, now).await?
        else {
            return Ok(());
        };
        let row = account_statement::Model {
            id: order.id.into(),
            cite_id: by.cite.into(),
            system: order.system.code().to_owned(),
            fiscal_year: order.fiscal_year.into(),
            as_of: Day(order.as_of),
            file_name: order.file_name.clone(),
            sha256: order.sha256.clone(),
            imported_at: now.into(),
        };
        let inserted = account_statement::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await;
        match inserted {
            Err(error)
                if breaks_unique(
                    &error,
                    "account_statements_once",
                    "account_statements.sha256",
                ) =>
            {
                return Err(VerbError::Refused(SameFile));
            }
            other => other?,
        };
        let rows: Vec<_> =
            (1..).zip(&order.rows).map(|(at, row)| kept(order.id, at, row)).collect();
        for some in rows.chunks(CHUNK) {
            account_statement_row::Entity::insert_many(some.to_vec())
                .exec_without_returning(&verb.tx)
                .await?;
        }
        let facts = json!({
            "account_statement": order.id,
            "year": order.fiscal_year,
            "rows": order.rows.len(),
            "sha256": order.sha256,
        });
        Ok(verb.commit(Subject::Cite, by.cite, facts).await?)
    }

    /// Explains the differences of one payment order, as they are seen now.
    ///
    /// # Errors
    /// [`ExplainDifferenceRefused`].
    pub async fn explain_difference(
        &self,
        order: &ExplainDifference,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ExplainDifferenceRefused>> {
        use ExplainDifferenceRefused::{NotOpen, NotYourSeat, TooLarge, UnknownStatement, Words};
        if !reconciles(by) {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("explain_difference", order.id.into(), order, by, now).await?
        else {
            return Ok(());
        };
        let explanation =
            Explanation::new(order.number.clone(), order.differences.clone(), &order.text)
                .map_err(|why| VerbError::Refused(Words(why)))?;
        let found = statement(&verb.tx, order.statement, by).await?;
        let found = found.ok_or(VerbError::Refused(UnknownStatement))?;
        let seen = against_ledger(&verb.tx, found).await?;
        let seen = seen.map_err(|_| VerbError::Refused(TooLarge))?;
        let open = seen.reconciliation.rows().iter().any(|row| {
            row.status() == RowStatus::Open
                && row.number() == Some(&order.number)
                && row.differences == order.differences
        });
        if !open {
            return Err(VerbError::Refused(NotOpen));
        }
        let row = account_explanation::Model {
            id: order.id.into(),
            statement_id: order.statement.into(),
            number: order.number.as_str().to_owned(),
            content: serde_json::to_string(&explanation).map_err(Failure::from)?,
            given_at: now.into(),
        };
        account_explanation::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
        let facts = json!({ "explained": order.number, "account_statement": order.statement });
        Ok(verb.commit(Subject::Cite, by.cite, facts).await?)
    }

    /// The statements of the asker's cité, the latest first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn account_statements(&self, by: By) -> Result<Vec<AccountStatement>, Failure> {
        let rows = account_statement::Entity::find()
            .filter(account_statement::Column::CiteId.eq(Uuid::from(by.cite)))
            .order_by_desc(account_statement::Column::FiscalYear)
            .order_by_desc(account_statement::Column::AsOf)
            .order_by_desc(account_statement::Column::ImportedAt)
            .all(&self.db)
            .await?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// The last statement for a year that was taken out of the accounts until a day, set against the ledger.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn last_reconciled(
        &self,
        cite: CiteId,
        fiscal_year: i16,
        until: Date,
    ) -> Result<Option<Result<ReconciledStatement, ReconcileRefused>>, Failure> {
        let last = account_statement::Entity::find()
            .filter(account_statement::Column::CiteId.eq(Uuid::from(cite)))
            .filter(account_statement::Column::FiscalYear.eq(i64::from(fiscal_year)))
            .filter(account_statement::Column::AsOf.lte(Day(until)))
            .order_by_desc(account_statement::Column::AsOf)
            .order_by_desc(account_statement::Column::ImportedAt);
        match last.one(&self.db).await? {
            None => Ok(None),
            Some(found) => against_ledger(&self.db, found).await.map(Some),
        }
    }

    /// One statement set against the ledger; nothing when it is not of this cité, a refusal when its sums
    /// leave the range of amounts.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn reconciled_statement(
        &self,
        id: AccountStatementId,
        by: By,
    ) -> Result<Option<Result<ReconciledStatement, ReconcileRefused>>, Failure> {
        match statement(&self.db, id, by).await? {
            None => Ok(None),
            Some(found) => against_ledger(&self.db, found).await.map(Some),
        }
    }
}

const fn reconciles(by: By) -> bool {
    matches!(by.seat, Seat::Principal | Seat::Accountant)
}

async fn statement(
    db: &impl ConnectionTrait,
    id: AccountStatementId,
    by: By,
) -> Result<Option<account_statement::Model>, Failure> {
    let mine = account_statement::Entity::find_by_id(Uuid::from(id))
        .filter(account_statement::Column::CiteId.eq(Uuid::from(by.cite)));
    Ok(mine.one(db).await?)
}

fn kept(
    statement: AccountStatementId,
    position: i64,
    row: &PaymentOrderRow,
) -> account_statement_row::ActiveModel {
    account_statement_row::Model {
        statement_id: statement.into(),
        position,
        number: row.number.as_str().to_owned(),
        dated_on: row.date.map(Day),
        service: row.codes.service().to_owned(),
        domaine: row.codes.domaine().to_owned(),
        activite: row.codes.activite().to_owned(),
        amount_cents: row.amount.cents(),
        bordereau: row.bordereau.clone(),
        supplier: row.supplier.clone(),
    }
    .into_active_model()
}

impl TryFrom<account_statement::Model> for AccountStatement {
    type Error = Failure;
    fn try_from(row: account_statement::Model) -> Result<Self, Failure> {
        let bad = |problem: String| Failure::row("account_statements", row.id, problem);
        Ok(Self {
            id: AccountStatementId(row.id),
            system: row
                .system
                .parse()
                .map_err(|why: domain::codes::UnknownCode| bad(why.to_string()))?,
            fiscal_year: i16::try_from(row.fiscal_year).map_err(|why| bad(why.to_string()))?,
            as_of: row.as_of.0,
            imported_at: row.imported_at.timestamp(),
            file_name: row.file_name,
            sha256: row.sha256,
        })
    }
}
