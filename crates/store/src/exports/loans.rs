//! Hand-overs, a row for each item, in the order they were made.

use std::collections::BTreeMap;

use domain::export::LoanSelection;
use domain::ids::{CiteId, LoanId};
use domain::stock::Grade;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{ExportPage, ROWS};
use crate::base::columns::{Day, Instant};
use crate::base::error::Failure;
use crate::entities::{loan, loan_item};
use crate::stock::values::{item_value, items_by_id, labels};
use crate::{Item, Store};

/// One item of a loan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedLoan {
    /// The loan.
    pub loan: LoanId,
    /// What the household is called.
    pub label: String,
    /// The item; its own state is that of today, whatever the day asked for.
    pub item: Item,
    /// The day of the hand-over.
    pub lent_on: Date,
    /// The day it is due back.
    pub due_on: Date,
    /// The state it went out in.
    pub grade_out: Grade,
    /// How it ended; not yet, or not yet on the day asked for.
    pub back: Option<Back>,
}

/// How the loan of an item ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Back {
    /// When.
    pub at: Timestamp,
    /// Was it declared lost?
    pub lost: bool,
    /// The state it came back in.
    pub grade: Option<Grade>,
}

impl Store {
    /// Loans of a cité after one of them.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn export_loans(
        &self,
        after: Option<LoanId>,
        which: LoanSelection,
        cite: CiteId,
    ) -> Result<ExportPage<ExportedLoan, LoanId>, Failure> {
        let mut query = loan::Entity::find().filter(loan::Column::CiteId.eq(Uuid::from(cite)));
        if let Some(id) = after {
            query = query.filter(loan::Column::Id.gt(Uuid::from(id)));
        }
        if let LoanSelection::AsOf { day, .. } = which {
            query = query.filter(loan::Column::LentOn.lte(Day(day)));
        }
        let found = query.order_by_asc(loan::Column::Id).limit(ROWS).all(&self.db).await?;
        let (read, last) = (found.len(), found.last().map(|row| LoanId(row.id)));
        let loans: BTreeMap<Uuid, loan::Model> =
            found.into_iter().map(|row| (row.id, row)).collect();
        let mut lines = loan_item::Entity::find()
            .filter(loan_item::Column::LoanId.is_in(loans.keys().copied()))
            .order_by_asc(loan_item::Column::LoanId)
            .order_by_asc(loan_item::Column::ItemId);
        if let Some(kept) = kept(which) {
            lines = lines.filter(kept);
        }
        let lines = lines.all(&self.db).await?;
        let ids: Vec<Uuid> = lines.iter().map(|line| line.item_id).collect();
        let items = items_by_id(&self.db, &ids, cite).await?;
        let labels = labels(&self.db, loans.values().map(|loan| loan.household_id)).await?;
        let mut rows = Vec::new();
        for line in lines {
            let Some(loan) = loans.get(&line.loan_id) else { continue };
            let item = items.get(&line.item_id).cloned();
            let item = item.ok_or_else(|| Failure::row("loan_items", line.loan_id, "no item"))?;
            rows.push(ExportedLoan {
                loan: LoanId(loan.id),
                label: labels.get(&loan.household_id).cloned().unwrap_or_default(),
                item: item_value(item)?,
                lent_on: loan.lent_on.0,
                due_on: loan.due_on.0,
                grade_out: grade(&line, &line.grade_out)?,
                back: back(&line, which)?,
            });
        }
        Ok(ExportPage::of(rows, read, last))
    }
}

/// The lines of a loan that are wanted; none when all are.
fn kept(which: LoanSelection) -> Option<Condition> {
    let closed = loan_item::Column::ClosedAt;
    match which {
        LoanSelection::All => None,
        LoanSelection::Open => Some(closed.is_null().into()),
        LoanSelection::Past => Some(closed.is_not_null().into()),
        LoanSelection::AsOf { begins, .. } => {
            let begins = Instant::from(begins).milliseconds();
            Some(Condition::any().add(closed.is_null()).add(closed.gte(begins)))
        }
    }
}

/// What came after the day asked for was not known then.
fn back(line: &loan_item::Model, which: LoanSelection) -> Result<Option<Back>, Failure> {
    let Some(at) = line.closed_at.map(Instant::timestamp) else { return Ok(None) };
    if matches!(which, LoanSelection::AsOf { ends, .. } if at >= ends) {
        return Ok(None);
    }
    Ok(Some(Back {
        at,
        lost: line.outcome.as_deref() == Some("lost"),
        grade: line.grade_in.as_deref().map(|code| grade(line, code)).transpose()?,
    }))
}

fn grade(line: &loan_item::Model, code: &str) -> Result<Grade, Failure> {
    code.parse().map_err(|why| Failure::row("loan_items", line.loan_id, why))
}
