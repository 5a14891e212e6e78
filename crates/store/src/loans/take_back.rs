//! Taking back all or part of a loan.

use std::collections::BTreeMap;

use domain::condition::{Accessories, Accessory};
use domain::ids::ItemId;
use domain::loan::{BroughtBack, Outcome, TakeBack};
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::{Instant, day};
use crate::base::derived;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{loan, loan_accessory, loan_item};
use crate::incidents::declare::open_for_lost;
use crate::provisions::custody;
use crate::stock::moves::move_item;
use crate::stock::values::items_by_id;
use crate::{By, Store};

/// Why nothing was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakeBackRefused {
    /// The cité has no such loan.
    Unknown,
    /// The loan has no such item.
    NotInLoan(ItemId),
    /// This item's line is closed already; its inventory number.
    AlreadyClosed(String),
}

impl Store {
    /// Closes lines of a loan. The needs they met stay served: reopening one is a decision.
    ///
    /// # Errors
    /// [`TakeBackRefused`]; nothing is taken back then.
    pub async fn take_back(
        &self,
        order: &TakeBack,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<TakeBackRefused>> {
        let verb = match self.begin_once("take_back", order.form(), order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let mine = loan::Entity::find_by_id(Uuid::from(order.loan()))
            .filter(loan::Column::CiteId.eq(Uuid::from(by.cite)));
        let row = mine.one(&verb.tx).await?.ok_or(VerbError::Refused(TakeBackRefused::Unknown))?;
        let lines = loan_item::Entity::find().filter(loan_item::Column::LoanId.eq(row.id));
        let lines: BTreeMap<_, _> =
            lines.all(&verb.tx).await?.into_iter().map(|line| (line.item_id, line)).collect();
        let ids: Vec<Uuid> = order.items().iter().map(|line| line.item.into()).collect();
        let mut items = items_by_id(&verb.tx, &ids, by.cite).await?;
        let mut facts = Vec::new();
        for back in order.items() {
            let (item, outcome) = (back.item, back.outcome);
            let not_in_loan = || VerbError::Refused(TakeBackRefused::NotInLoan(item));
            let line = lines.get(&Uuid::from(item)).cloned().ok_or_else(not_in_loan)?;
            let unit = items.remove(&line.item_id).ok_or_else(not_in_loan)?;
            if line.closed_at.is_some() {
                return Err(VerbError::Refused(TakeBackRefused::AlreadyClosed(unit.tag)));
            }
            let kept =
                unit.grade.parse().map_err(|problem| Failure::row("items", unit.id, problem));
            let grade = match outcome.grade() {
                Some(grade) => grade,
                None => kept?,
            };
            move_item(&verb, unit, outcome.state(), grade, Some(row.household_id), now).await?;
            if outcome == Outcome::Lost {
                let id = derived(&[order.form().as_bytes(), item.0.as_bytes()]);
                open_for_lost(&verb, id, (item, Some(row.id)), by, day(now)).await?;
                custody::lose(&verb, item.into(), now).await?;
            }
            let missing = count_back(&verb, &line, back).await?;
            let mut line = line.into_active_model();
            line.grade_in = Set(outcome.grade().map(|grade| grade.code().to_owned()));
            line.outcome = Set(Some(outcome.code().to_owned()));
            line.closed_at = Set(Some(Instant::from(now)));
            if !back.points.is_empty() {
                let points = serde_json::to_string(&back.points).map_err(Failure::from)?;
                line.points_in = Set(Some(points));
            }
            line.update(&verb.tx).await?;
            let (outcome, grade) = (outcome.code(), outcome.grade());
            let mut fact = json!({ "item": item, "outcome": outcome, "grade": grade });
            if !missing.is_empty() {
                fact["missing"] = json!(missing);
            }
            facts.push(fact);
        }
        let facts = json!({ "household": row.household_id, "items": facts });
        Ok(verb.commit(Subject::Loan, order.loan(), facts).await?)
    }
}

/// Notes which accessories are here again; answers those that are not. Nothing is noted, and nothing
/// is missing, when nobody counted.
async fn count_back(
    verb: &Verb,
    line: &loan_item::Model,
    back: &BroughtBack,
) -> Result<Accessories, Failure> {
    let Some(counted) = &back.accessories else { return Ok(Accessories::default()) };
    let out = loan_accessory::Entity::find()
        .filter(loan_accessory::Column::LoanId.eq(line.loan_id))
        .filter(loan_accessory::Column::ItemId.eq(line.item_id))
        .all(&verb.tx)
        .await?;
    let mut along = Vec::new();
    for row in out {
        let what = accessory(&row)?;
        along.push(what);
        let mut row = row.into_active_model();
        row.count_in = Set(Some(counted.count(what.0).into()));
        row.update(&verb.tx).await?;
    }
    Ok(Accessories::counted(along).missing_in(counted))
}

/// An accessory that went out, and how many.
pub(super) fn accessory(row: &loan_accessory::Model) -> Result<(Accessory, u8), Failure> {
    let wrong =
        |problem: &dyn std::fmt::Display| Failure::row("loan_accessories", row.loan_id, problem);
    let what = row.accessory.parse().map_err(|problem| wrong(&problem))?;
    let count = u8::try_from(row.count_out).map_err(|problem| wrong(&problem))?;
    Ok((what, count))
}
