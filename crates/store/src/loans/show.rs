//! One loan and its lines.

use domain::condition::{Accessory, ConditionPoint, Points};
use domain::ids::{HouseholdId, ItemId, LoanId, NeedId, ProvisionId};
use domain::stock::{Grade, ItemKind};
use domain::wipe::WipeResult;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::take_back::accessory;
use crate::base::error::Failure;
use crate::entities::{loan, loan_accessory, loan_item, wipe};
use crate::stock::values::{item_value, items_by_id, labels};
use crate::{By, Item, Store};

/// One item of a loan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanLine {
    /// The item, as it is now.
    pub item: Item,
    /// The state it went out in.
    pub grade_out: Grade,
    /// The state it came back in.
    pub grade_in: Option<Grade>,
    /// Was it declared lost?
    pub lost: bool,
    /// When the line was closed; nothing while the household has the item.
    pub closed_at: Option<Timestamp>,
    /// The need it met.
    pub need: Option<NeedId>,
    /// The points looked at when it went out.
    pub points_out: Points,
    /// The points looked at when it came back.
    pub points_in: Option<Points>,
    /// What went along.
    pub along: Vec<Along>,
    /// When it was first wiped after it came back.
    pub wiped_at: Option<Timestamp>,
    /// The provision of the school that lent it on.
    pub provision: Option<ProvisionId>,
}

/// An accessory that went along with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Along {
    /// Which.
    pub accessory: Accessory,
    /// How many went out.
    pub out: u8,
    /// How many are here again; nothing as long as nobody counted.
    pub back: Option<u8>,
}

impl LoanLine {
    /// The points looked at on either side, with both grades.
    #[must_use]
    pub fn compared(&self) -> Vec<(ConditionPoint, Option<Grade>, Option<Grade>)> {
        let back = |point| self.points_in.as_ref().and_then(|points| points.at(point));
        let both = ConditionPoint::of(self.item.kind)
            .iter()
            .map(|point| (*point, self.points_out.at(*point), back(*point)));
        both.filter(|(_, out, back)| out.is_some() || back.is_some()).collect()
    }
}

/// A loan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loan {
    /// Its id.
    pub id: LoanId,
    /// To whom.
    pub household: HouseholdId,
    /// What the household is called.
    pub label: String,
    /// The day of the hand-over.
    pub lent_on: Date,
    /// The day it is due back.
    pub due_on: Date,
    /// Its items, by inventory number.
    pub lines: Vec<LoanLine>,
}

impl Loan {
    /// The items the household still has.
    #[must_use]
    pub fn out(&self) -> Vec<(ItemId, ItemKind)> {
        let open = self.lines.iter().filter(|line| line.closed_at.is_none());
        open.map(|line| (line.item.id, line.item.kind)).collect()
    }

    /// Is it over?
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.out().is_empty()
    }

    /// How many days it is late; none if it is not, or is over.
    #[must_use]
    pub fn days_late(&self, today: Date) -> i32 {
        if self.is_closed() {
            return 0;
        }
        let late = today.duration_since(self.due_on).as_hours() / 24;
        i32::try_from(late.max(0)).unwrap_or(i32::MAX)
    }
}

impl Store {
    /// A loan of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn loan(&self, id: LoanId, by: By) -> Result<Option<Loan>, Failure> {
        let mine = loan::Entity::find_by_id(Uuid::from(id))
            .filter(loan::Column::CiteId.eq(Uuid::from(by.cite)));
        let rows = mine.all(&self.db).await?;
        Ok(self.loan_values(rows, by).await?.pop())
    }

    pub(crate) async fn loan_values(
        &self,
        rows: Vec<loan::Model>,
        by: By,
    ) -> Result<Vec<Loan>, Failure> {
        let lines = loan_item::Entity::find()
            .filter(loan_item::Column::LoanId.is_in(rows.iter().map(|row| row.id)))
            .all(&self.db)
            .await?;
        let along = loan_accessory::Entity::find()
            .filter(loan_accessory::Column::LoanId.is_in(rows.iter().map(|row| row.id)))
            .order_by_asc(loan_accessory::Column::Accessory)
            .all(&self.db)
            .await?;
        let ids: Vec<Uuid> = lines.iter().map(|line| line.item_id).collect();
        let wipes = wipe::Entity::find()
            .filter(wipe::Column::ItemId.is_in(ids.iter().copied()))
            .filter(wipe::Column::Result.eq(WipeResult::Done.code()))
            .order_by_asc(wipe::Column::Seq)
            .all(&self.db)
            .await?;
        let items = items_by_id(&self.db, &ids, by.cite).await?;
        let labels = labels(&self.db, rows.iter().map(|row| row.household_id)).await?;
        rows.into_iter()
            .map(|row| {
                let mine = lines.iter().filter(|line| line.loan_id == row.id);
                let mut values = mine
                    .map(|line| {
                        let unit = items.get(&line.item_id).cloned();
                        let unit =
                            unit.ok_or_else(|| Failure::row("loan_items", row.id, "no item"));
                        line_value(line, item_value(unit?)?, &along, &wipes)
                    })
                    .collect::<Result<Vec<_>, Failure>>()?;
                values.sort_by(|a, b| a.item.tag.cmp(&b.item.tag));
                Ok(Loan {
                    id: LoanId(row.id),
                    household: HouseholdId(row.household_id),
                    label: labels.get(&row.household_id).cloned().unwrap_or_default(),
                    lent_on: row.lent_on.0,
                    due_on: row.due_on.0,
                    lines: values,
                })
            })
            .collect()
    }
}

fn line_value(
    row: &loan_item::Model,
    item: Item,
    along: &[loan_accessory::Model],
    wipes: &[wipe::Model],
) -> Result<LoanLine, Failure> {
    let wrong = |problem: &dyn std::fmt::Display| Failure::row("loan_items", row.loan_id, problem);
    let grade_in = row.grade_in.as_ref().map(|code| code.parse()).transpose();
    let mine = along.iter().filter(|one| one.loan_id == row.loan_id && one.item_id == row.item_id);
    let points_in = row.points_in.as_ref().map(|text| serde_json::from_str(text)).transpose();
    Ok(LoanLine {
        item,
        grade_out: row.grade_out.parse().map_err(|problem| wrong(&problem))?,
        grade_in: grade_in.map_err(|problem| wrong(&problem))?,
        lost: row.outcome.as_deref() == Some("lost"),
        closed_at: row.closed_at.map(crate::base::columns::Instant::timestamp),
        need: row.need_id.map(NeedId),
        provision: row.provision_id.map(ProvisionId),
        points_out: serde_json::from_str(&row.points_out).map_err(|problem| wrong(&problem))?,
        points_in: points_in.map_err(|problem| wrong(&problem))?,
        along: mine.map(along_value).collect::<Result<_, _>>()?,
        wiped_at: row.closed_at.and_then(|back| {
            let after = |wipe: &&wipe::Model| wipe.item_id == row.item_id && wipe.at >= back;
            Some(wipes.iter().find(after)?.at.timestamp())
        }),
    })
}

fn along_value(row: &loan_accessory::Model) -> Result<Along, Failure> {
    let (accessory, out) = accessory(row)?;
    let wrong = |problem| Failure::row("loan_accessories", row.loan_id, problem);
    let back = row.count_in.map(u8::try_from).transpose().map_err(wrong)?;
    Ok(Along { accessory, out, back })
}
