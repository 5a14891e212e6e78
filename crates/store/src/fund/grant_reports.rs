//! The report on a grant: what the ledger says of its year, what is written beside, and which row of the
//! form each category goes into.

use std::collections::BTreeMap;

use domain::fund::{
    self, AccountMap, Category, GrantFinancialReport, GrantYear, NotACharge, ReportDraft,
    ReportFault, ReportRow, ReportSection, SettlementState, Spending,
};
use domain::ids::{CiteId, FundLineId, OwnCategoryId};
use domain::{Euros, Seat};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::values::FundLine;
use super::{own_categories, rows};
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{
    account_row, commitment, fund_line, grant_report, notification, own_category, settlement,
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

/// Where a cité sends its categories; those that are not named stay where they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetAccounts {
    /// The form's id.
    pub form: Uuid,
    /// The row of each of the program's categories.
    pub rows: BTreeMap<Category, ReportRow>,
    /// The row of each of the cité's own; nothing: where the category above goes.
    pub own: BTreeMap<OwnCategoryId, Option<ReportRow>>,
}

/// Why they are not sent there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetAccountsRefused {
    /// Only the principal decides.
    NotYourSeat,
    /// No such category of this cité's own.
    UnknownCategory,
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
        accounts(&self.db, cite).await
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
        use SetAccountsRefused::{NotACharge, NotYourSeat, UnknownCategory};
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let rows = order.rows.values().chain(order.own.values().flatten());
        if let Some(row) = rows.copied().find(|row| row.section() != ReportSection::Charges) {
            return Err(VerbError::Refused(NotACharge(fund::NotACharge { row })));
        }
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
        for (own, row) in &order.own {
            let set = own_category::Entity::update_many()
                .col_expr(own_category::Column::ReportRow, Expr::value(row.map(ReportRow::code)))
                .filter(own_category::Column::Id.eq(Uuid::from(*own)))
                .filter(own_category::Column::CiteId.eq(Uuid::from(by.cite)));
            if set.exec(&verb.tx).await?.rows_affected != 1 {
                return Err(VerbError::Refused(UnknownCategory));
            }
        }
        let facts = json!({ "account_rows": order.rows, "own_account_rows": order.own });
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
        let map = accounts(&verb.tx, by.cite).await?;
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
        let accounts = accounts(&self.db, cite).await?;
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

async fn accounts(db: &impl ConnectionTrait, cite: CiteId) -> Result<AccountMap, Failure> {
    let of_cite = account_row::Column::CiteId.eq(Uuid::from(cite));
    let mut map = AccountMap::default();
    for one in account_row::Entity::find().filter(of_cite).all(db).await? {
        let bad = |problem: String| Failure::row("account_rows", one.cite_id, problem);
        let category = one.category.parse::<Category>().map_err(|why| bad(why.to_string()))?;
        let row = one.report_row.parse::<ReportRow>().map_err(|why| bad(why.to_string()))?;
        map = map.with(category, row).map_err(|why| bad(why.to_string()))?;
    }
    for own in own_categories::all(db, cite).await? {
        let Some(row) = own.row else { continue };
        let on = Spending { category: own.under, own: Some(own.id) };
        let bad = |why: NotACharge| Failure::row("own_categories", Uuid::from(own.id), why);
        map = map.with(on, row).map_err(bad)?;
    }
    Ok(map)
}

/// What the ledger says of a line: its sums, and what was settled, by the category of the order, or of the
/// agreement where the order does not say.
async fn year(db: &impl ConnectionTrait, line: &fund_line::Model) -> Result<GrantYear, Failure> {
    let orders = commitment::Entity::find().filter(commitment::Column::FundLineId.eq(line.id));
    let orders = orders.all(db).await?;
    let spent_on = own_categories::of_orders(db, &orders, line.cite_id).await?;
    let mut spent: BTreeMap<Spending, Euros> = BTreeMap::new();
    for (order, on) in orders.iter().zip(spent_on) {
        let debts = settlement::Entity::find()
            .filter(settlement::Column::CommitmentId.eq(order.id))
            .filter(settlement::Column::State.ne(SettlementState::Rejected.code()));
        for debt in debts.all(db).await? {
            let sum = spent.entry(on).or_default();
            *sum = sum
                .checked_add(Euros::from_cents(debt.amount_cents))
                .ok_or_else(|| Failure::row("settlements", debt.id, "too much"))?;
        }
    }
    let purse = line.purse.parse().map_err(|why| Failure::row("fund_lines", line.id, why))?;
    Ok(GrantYear { purse, sums: rows::cents(line), spent: spent.into_iter().collect() })
}
