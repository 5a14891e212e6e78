//! The report on a grant: what the ledger says of its year, what is written beside, and which row of the
//! form each category goes into.

use std::collections::BTreeMap;

use domain::fund::{
    AccountMap, Category, GrantFinancialReport, GrantYear, NotACharge, ReportDraft, ReportFault,
    ReportRow, SettlementState,
};
use domain::ids::{CiteId, FundLineId};
use domain::{Euros, Seat};
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::rows;
use super::values::FundLine;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{
    account_row, agreement, commitment, fund_line, grant_report, notification, settlement,
};
use crate::{By, Store};

/// What is written of a report, to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SaveGrantReport {
    /// The form's id.
    pub form: Uuid,
    /// The line whose year is told.
    pub line: FundLineId,
    /// What is written.
    pub draft: ReportDraft,
}

/// Why it is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveGrantReportRefused {
    /// Only the principal answers for the grant.
    NotYourSeat,
    /// No such line in this cité.
    UnknownLine,
    /// A figure is below nothing or too large.
    Figures(ReportFault),
}

/// Where a cité sends its categories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetAccounts {
    /// The form's id.
    pub form: Uuid,
    /// The row of each category that is named; the others stay where they were.
    pub rows: BTreeMap<Category, ReportRow>,
}

/// Why they are not sent there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetAccountsRefused {
    /// Only the principal decides.
    NotYourSeat,
    /// Spending is no income.
    NotACharge(NotACharge),
}

/// A grant's year with everything that its report is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantBook {
    /// The line.
    pub line: FundLine,
    /// The references of what was notified, the first first.
    pub references: Vec<String>,
    /// What the ledger says.
    pub year: GrantYear,
    /// Where categories go.
    pub accounts: AccountMap,
    /// What is written beside.
    pub draft: ReportDraft,
    /// All of it together.
    pub report: GrantFinancialReport,
}

impl Store {
    /// Where a cité sends its categories.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn account_map(&self, cite: CiteId) -> Result<AccountMap, Failure> {
        accounts(&self.db, cite.into()).await
    }

    /// Sends categories into rows of the form.
    ///
    /// # Errors
    /// [`SetAccountsRefused`].
    pub async fn set_accounts(
        &self,
        order: &SetAccounts,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<SetAccountsRefused>> {
        use SetAccountsRefused::{NotACharge, NotYourSeat};
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NotYourSeat));
        }
        AccountMap::try_from(order.rows.clone())
            .map_err(|why| VerbError::Refused(NotACharge(why)))?;
        let Submitted::New(verb) =
            self.begin_once("set_accounts", order.form, order, by, now).await?
        else {
            return Ok(());
        };
        for (category, row) in &order.rows {
            let row = account_row::Model {
                cite_id: by.cite.into(),
                category: category.code().to_owned(),
                report_row: row.code().to_owned(),
            };
            let columns = [account_row::Column::CiteId, account_row::Column::Category];
            let other = OnConflict::columns(columns)
                .update_column(account_row::Column::ReportRow)
                .to_owned();
            account_row::Entity::insert(row.into_active_model())
                .on_conflict(other)
                .exec_without_returning(&verb.tx)
                .await?;
        }
        let facts = json!({ "account_rows": order.rows });
        Ok(verb.commit(Subject::Cite, by.cite, facts).await?)
    }

    /// Keeps what is written of a report, instead of what was written before. A closed line is reported on
    /// too: that is when it is done.
    ///
    /// # Errors
    /// [`SaveGrantReportRefused`].
    pub async fn save_grant_report(
        &self,
        order: &SaveGrantReport,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<SaveGrantReportRefused>> {
        use SaveGrantReportRefused::{Figures, NotYourSeat, UnknownLine};
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("save_grant_report", order.form, order, by, now).await?
        else {
            return Ok(());
        };
        let line = rows::line(&verb.tx, order.line, by.cite).await?;
        let line = line.ok_or(VerbError::Refused(UnknownLine))?;
        let year = year(&verb.tx, &line).await?;
        let map = accounts(&verb.tx, by.cite.into()).await?;
        year.report(&map, &order.draft).map_err(|why| VerbError::Refused(Figures(why)))?;
        let row = grant_report::Model {
            fund_line_id: line.id,
            content: serde_json::to_string(&order.draft).map_err(Failure::from)?,
            saved_at: now.into(),
        };
        let columns = [grant_report::Column::Content, grant_report::Column::SavedAt];
        let other =
            OnConflict::column(grant_report::Column::FundLineId).update_columns(columns).to_owned();
        grant_report::Entity::insert(row.into_active_model())
            .on_conflict(other)
            .exec_without_returning(&verb.tx)
            .await?;
        Ok(verb.commit(Subject::FundLine, order.line, json!({ "grant_report": true })).await?)
    }

    /// What the report on a line's grant is made of; nothing when the line is not of this cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn grant_book(
        &self,
        line: FundLineId,
        cite: CiteId,
    ) -> Result<Option<GrantBook>, Failure> {
        let Some(row) = rows::line(&self.db, line, cite).await? else { return Ok(None) };
        let written = grant_report::Entity::find_by_id(row.id).one(&self.db).await?;
        let draft = match written {
            None => ReportDraft::default(),
            Some(written) => serde_json::from_str(&written.content)
                .map_err(|problem| Failure::row("grant_reports", row.id, problem))?,
        };
        let mut letters = notification::Entity::find()
            .filter(notification::Column::FundLineId.eq(row.id))
            .all(&self.db)
            .await?;
        letters.sort_by_key(|letter| (letter.notified_on.0, letter.id));
        let year = year(&self.db, &row).await?;
        let accounts = accounts(&self.db, row.cite_id).await?;
        let report = year.report(&accounts, &draft);
        Ok(Some(GrantBook {
            references: letters.into_iter().map(|letter| letter.reference).collect(),
            report: report.map_err(|problem| Failure::row("grant_reports", row.id, problem))?,
            year,
            accounts,
            draft,
            line: row.try_into()?,
        }))
    }
}

async fn accounts(db: &impl ConnectionTrait, cite: Uuid) -> Result<AccountMap, Failure> {
    let said = account_row::Entity::find().filter(account_row::Column::CiteId.eq(cite));
    let mut rows = BTreeMap::new();
    for one in said.all(db).await? {
        let bad = |problem: String| Failure::row("account_rows", cite, problem);
        let category = one.category.parse::<Category>().map_err(|why| bad(why.to_string()))?;
        let row = one.report_row.parse::<ReportRow>().map_err(|why| bad(why.to_string()))?;
        rows.insert(category, row);
    }
    AccountMap::try_from(rows).map_err(|problem| Failure::row("account_rows", cite, problem))
}

/// What the ledger says of a line: its sums, and what was settled, by the category of the order, or of the
/// agreement where the order does not say.
async fn year(db: &impl ConnectionTrait, line: &fund_line::Model) -> Result<GrantYear, Failure> {
    let orders = commitment::Entity::find().filter(commitment::Column::FundLineId.eq(line.id));
    let orders = orders.all(db).await?;
    let agreed = agreement::Entity::find().filter(agreement::Column::FundLineId.eq(line.id));
    let agreed: BTreeMap<Uuid, Option<String>> =
        agreed.all(db).await?.into_iter().map(|row| (row.id, row.category)).collect();
    let mut spent: BTreeMap<Category, Euros> = BTreeMap::new();
    for order in &orders {
        let code = order.category.as_ref().or_else(|| agreed.get(&order.agreement_id)?.as_ref());
        let category = code.map_or(Ok(Category::Other), |code| code.parse());
        let category = category.map_err(|why| Failure::row("commitments", order.id, why))?;
        let debts = settlement::Entity::find()
            .filter(settlement::Column::CommitmentId.eq(order.id))
            .filter(settlement::Column::State.ne(SettlementState::Rejected.code()));
        for debt in debts.all(db).await? {
            let sum = spent.entry(category).or_default();
            *sum = sum
                .checked_add(Euros::from_cents(debt.amount_cents))
                .ok_or_else(|| Failure::row("settlements", debt.id, "too much"))?;
        }
    }
    let purse = line.purse.parse().map_err(|why| Failure::row("fund_lines", line.id, why))?;
    Ok(GrantYear { purse, sums: rows::cents(line), spent: spent.into_iter().collect() })
}
