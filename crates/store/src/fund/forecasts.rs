//! What is planned on a line month by month, into later fiscal years: telephone plans, radio, interpreting
//! (`domain.md` §2.6). It sets no money aside: it says what the year will come to, and what the next will ask.

use std::num::NonZeroU32;

use domain::Seat;
use domain::fund::{Amount, ForecastFault, MonthlyForecast, Spending};
use domain::ids::{CommitmentId, ForecastId, FundLineId, OwnCategoryId};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{own_categories, rows};
use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{forecast, fund_line};
use crate::{By, Store};

/// Something to be planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanForecast {
    /// Its id.
    pub id: ForecastId,
    /// The line that pays its first months.
    pub line: FundLineId,
    /// What it is.
    pub label: String,
    /// What it is spent on.
    pub spending: Spending,
    /// What one costs a month, taxes included.
    pub monthly: Amount,
    /// How many.
    pub units: NonZeroU32,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// The order that pays for this year's part, where there is one: it is not counted again beside it.
    pub commitment: Option<CommitmentId>,
}

/// Why it is not planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanForecastRefused {
    /// Only the principal holds the fund.
    NotYourSeat,
    /// No such line in this cité.
    UnknownLine,
    /// The line is closed.
    Closed,
    /// No such order on this line.
    UnknownCommitment,
    /// No such category of this cité's own, or out of use.
    UnknownCategory,
    /// It begins before the line's year.
    BeforeTheYear,
    /// Its months or its cost.
    Fault(ForecastFault),
}

/// A forecast to be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DropForecast {
    /// The form's id.
    pub form: Uuid,
    /// Which one.
    pub forecast: ForecastId,
}

/// Why it stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DropForecastRefused {
    /// Only the principal holds the fund.
    NotYourSeat,
    /// No such forecast in this cité, or taken away already.
    UnknownForecast,
}

/// What is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    /// What is planned a month.
    pub months: MonthlyForecast,
    /// What one costs a month.
    pub monthly: Amount,
    /// How many.
    pub units: NonZeroU32,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
}

/// A forecast that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// Its id.
    pub id: ForecastId,
    /// The line that pays its first months.
    pub line: FundLineId,
    /// What it is.
    pub label: String,
    /// What it is spent on.
    pub spending: Spending,
    /// Its months.
    pub planned: Planned,
    /// The order that pays for this year's part.
    pub commitment: Option<CommitmentId>,
}

impl Store {
    /// Plans something month by month.
    ///
    /// # Errors
    /// [`PlanForecastRefused`].
    pub async fn plan_forecast(
        &self,
        order: &PlanForecast,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<PlanForecastRefused>> {
        use PlanForecastRefused::{
            BeforeTheYear, Closed, Fault, NotYourSeat, UnknownCategory, UnknownCommitment,
            UnknownLine,
        };
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("plan_forecast", order.id.into(), order, by, now).await?
        else {
            return Ok(());
        };
        let line = rows::line(&verb.tx, order.line, by.cite).await?;
        let line = line.ok_or(VerbError::Refused(UnknownLine))?;
        if line.closed_on.is_some() {
            return Err(VerbError::Refused(Closed));
        }
        if i64::from(order.from.year()) < line.fiscal_year {
            return Err(VerbError::Refused(BeforeTheYear));
        }
        MonthlyForecast::new(order.monthly, order.units, order.from, order.to)
            .map_err(|why| VerbError::Refused(Fault(why)))?;
        if !own_categories::may_name(&verb.tx, order.spending, by.cite).await? {
            return Err(VerbError::Refused(UnknownCategory));
        }
        if let Some(id) = order.commitment {
            let found = rows::commitment(&verb.tx, id, by.cite).await?;
            if found.is_none_or(|found| found.fund_line_id != line.id) {
                return Err(VerbError::Refused(UnknownCommitment));
            }
        }
        let row = forecast::Model {
            id: order.id.into(),
            fund_line_id: line.id,
            label: order.label.clone(),
            category: order.spending.category.code().to_owned(),
            monthly_cents: order.monthly.cents(),
            units: order.units.get().into(),
            starts_on: Day(order.from),
            ends_on: Day(order.to),
            commitment_id: order.commitment.map(Into::into),
            dropped_at: None,
            own_category_id: order.spending.own.map(Into::into),
        };
        forecast::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        let facts =
            json!({ "forecast": order.id, "monthly": order.monthly.cents(), "units": order.units });
        Ok(verb.commit(Subject::FundLine, order.line, facts).await?)
    }

    /// Takes a forecast away.
    ///
    /// # Errors
    /// [`DropForecastRefused`].
    pub async fn drop_forecast(
        &self,
        order: &DropForecast,
        by: By,
        now: Timestamp,
    ) -> Result<FundLineId, VerbError<DropForecastRefused>> {
        use DropForecastRefused::{NotYourSeat, UnknownForecast};
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let verb = match self.begin_once("drop_forecast", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => {
                let row =
                    forecast::Entity::find_by_id(Uuid::from(order.forecast)).one(&self.db).await?;
                return row
                    .map(|row| FundLineId(row.fund_line_id))
                    .ok_or(VerbError::Refused(UnknownForecast));
            }
        };
        let row = forecast::Entity::find_by_id(Uuid::from(order.forecast)).one(&verb.tx).await?;
        let row = row.filter(|row| row.dropped_at.is_none());
        let row = row.ok_or(VerbError::Refused(UnknownForecast))?;
        let line = FundLineId(row.fund_line_id);
        if rows::line(&verb.tx, line, by.cite).await?.is_none() {
            return Err(VerbError::Refused(UnknownForecast));
        }
        let mut row = row.into_active_model();
        row.dropped_at = Set(Some(now.into()));
        row.update(&verb.tx).await?;
        let facts = json!({ "forecast_dropped": order.forecast });
        verb.commit(Subject::FundLine, line, facts).await?;
        Ok(line)
    }

    /// What is planned on the lines of the asker's cité, the first month first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn forecasts(&self, cite: domain::ids::CiteId) -> Result<Vec<Forecast>, Failure> {
        let lines = sea_orm::sea_query::Query::select()
            .column(fund_line::Column::Id)
            .from(fund_line::Entity)
            .and_where(fund_line::Column::CiteId.eq(Uuid::from(cite)))
            .to_owned();
        let rows = forecast::Entity::find()
            .filter(forecast::Column::FundLineId.in_subquery(lines))
            .filter(forecast::Column::DroppedAt.is_null())
            .order_by_asc(forecast::Column::StartsOn)
            .order_by_asc(forecast::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(TryInto::try_into).collect()
    }
}

impl TryFrom<forecast::Model> for Forecast {
    type Error = Failure;
    fn try_from(row: forecast::Model) -> Result<Self, Failure> {
        let bad = |problem: String| Failure::row("forecasts", row.id, problem);
        let monthly = Amount::from_cents(row.monthly_cents).map_err(|why| bad(why.to_string()))?;
        let units = u32::try_from(row.units).ok().and_then(NonZeroU32::new);
        let units = units.ok_or_else(|| bad("no units".to_owned()))?;
        let (from, to) = (row.starts_on.0, row.ends_on.0);
        let category = row.category.parse();
        let category = category.map_err(|why: domain::codes::UnknownCode| bad(why.to_string()))?;
        let months = MonthlyForecast::new(monthly, units, from, to);
        Ok(Self {
            id: ForecastId(row.id),
            line: FundLineId(row.fund_line_id),
            spending: Spending { category, own: row.own_category_id.map(OwnCategoryId) },
            planned: Planned {
                months: months.map_err(|why| bad(why.to_string()))?,
                monthly,
                units,
                from,
                to,
            },
            commitment: row.commitment_id.map(CommitmentId),
            label: row.label,
        })
    }
}
