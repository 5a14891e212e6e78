//! Parts of an amount that add up to it, to the cent, by construction.

use std::num::NonZeroU32;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Euros;
use crate::fund::Amount;
use crate::sim::{Plan, PlanFault, YearShare};

/// What falls on one calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthShare {
    /// The calendar year, which is the fiscal one.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// What it costs.
    pub amount: Euros,
}

/// Why an amount is not split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SplitRefused {
    /// No part, or only parts that weigh nothing.
    #[error("nothing to split over")]
    NoWeight,
    /// The last month is before the first.
    #[error("ends before it starts")]
    EndsBeforeStart,
}

/// Splits an amount over weights: each part is its exact share cut to the cent, and the cents left go one
/// by one to the largest remainders, the first of equals first. Parts add up to the whole; a weight of
/// nothing gets nothing; a negative amount is split like its opposite.
///
/// # Errors
/// When nothing has a weight.
pub fn over_weights(total: Euros, weights: &[u64]) -> Result<Vec<Euros>, SplitRefused> {
    let sum: u128 = weights.iter().copied().map(u128::from).sum();
    if sum == 0 {
        return Err(SplitRefused::NoWeight);
    }
    let whole = u128::from(total.cents().unsigned_abs());
    // Neither factor is over 64 bits, so their product fits in 128.
    let exact: Vec<(u128, u128)> = weights
        .iter()
        .map(|weight| (whole * u128::from(*weight) / sum, whole * u128::from(*weight) % sum))
        .collect();
    let mut parts: Vec<u128> = exact.iter().map(|(cents, _)| *cents).collect();
    let mut takers: Vec<usize> = (0..weights.len()).collect();
    takers.sort_by_key(|at| (std::cmp::Reverse(exact[*at].1), *at));
    let left = whole - parts.iter().sum::<u128>();
    for at in takers.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        parts[at] += 1;
    }
    let negative = total.is_negative();
    Ok(parts.into_iter().map(|cents| signed(cents, negative)).collect())
}

/// Splits an amount over so many equal parts; the first ones take the cents left.
#[must_use]
pub fn evenly(total: Euros, parts: NonZeroU32) -> Vec<Euros> {
    let count = u64::from(parts.get());
    let (each, left) = (total.cents().unsigned_abs() / count, total.cents().unsigned_abs() % count);
    let part = |nth: u64| signed(u128::from(each + u64::from(nth < left)), total.is_negative());
    (0..count).map(part).collect()
}

/// Splits an amount evenly over the calendar months from one day's to another's, both whole.
///
/// # Errors
/// When the last month is before the first.
pub fn over_months(total: Euros, from: Date, to: Date) -> Result<Vec<MonthShare>, SplitRefused> {
    let months = months(from, to);
    let count = u32::try_from(months.len()).ok().and_then(NonZeroU32::new);
    let amounts = evenly(total, count.ok_or(SplitRefused::EndsBeforeStart)?);
    let share = |((year, month), amount)| MonthShare { year, month, amount };
    Ok(months.into_iter().zip(amounts).map(share).collect())
}

/// What a service paid each month will cost, month by month and by fiscal year: the years it engages
/// beyond this one are seen before it is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthlyForecast {
    plan: Plan,
    units: NonZeroU32,
    cost: Amount,
}

/// Why there is no such forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ForecastFault {
    /// The months make no plan.
    #[error(transparent)]
    Plan(#[from] PlanFault),
    /// More than a form's amount may be.
    #[error("too large")]
    TooLarge,
}

impl MonthlyForecast {
    /// So many units at so much a month, taxes included, in every month from one day's to another's.
    ///
    /// # Errors
    /// When it ends before it starts, lasts longer than a plan may, or costs too much.
    pub fn new(
        monthly: Amount,
        units: NonZeroU32,
        from: Date,
        to: Date,
    ) -> Result<Self, ForecastFault> {
        let plan = Plan::new(monthly, from, to)?;
        let cost = plan.cost(units.get()).ok_or(ForecastFault::TooLarge)?;
        Ok(Self { plan, units, cost })
    }

    /// All of it: the money to commit.
    #[must_use]
    pub const fn cost(&self) -> Amount {
        self.cost
    }

    /// What each month costs.
    #[must_use]
    pub fn months(&self) -> Vec<MonthShare> {
        // Whole months of a plan whose whole cost fits.
        let each = self.plan.monthly().cents().saturating_mul(self.units.get().into());
        let share = |(year, month)| MonthShare { year, month, amount: Euros::from_cents(each) };
        months(self.plan.starts_on(), self.plan.ends_on()).into_iter().map(share).collect()
    }

    /// What each fiscal year costs.
    #[must_use]
    pub fn years(&self) -> Vec<YearShare> {
        self.plan.by_year(self.units.get())
    }

    /// What the months after a day's month will cost still, by fiscal year.
    #[must_use]
    pub fn years_after(&self, today: Date) -> Vec<YearShare> {
        let later = |share: &MonthShare| (share.year, share.month) > (today.year(), today.month());
        by_year(self.months().into_iter().filter(later))
    }
}

/// Months of one year after another put together by year; sums out of range stop at the largest.
#[must_use]
pub fn by_year(months: impl IntoIterator<Item = MonthShare>) -> Vec<YearShare> {
    let mut years: Vec<YearShare> = Vec::new();
    for share in months {
        match years.last_mut().filter(|last| last.year == share.year) {
            Some(last) => {
                let cents = last.amount.cents().saturating_add(share.amount.cents());
                last.amount = Euros::from_cents(cents);
                last.months += 1;
            }
            None => {
                years.push(YearShare { year: share.year, months: 1, amount: share.amount });
            }
        }
    }
    years
}

/// Cents of a part of a 64-bit amount, with its sign again.
fn signed(cents: u128, negative: bool) -> Euros {
    let cents = i128::try_from(cents).unwrap_or(i128::MAX);
    let cents = if negative { -cents } else { cents };
    Euros::from_cents(i64::try_from(cents).unwrap_or(i64::MAX))
}

/// The calendar months from one day's to another's, none when they are the wrong way round.
fn months(from: Date, to: Date) -> Vec<(i16, i8)> {
    let last = (to.year(), to.month());
    let next = |(year, month): &(i16, i8)| {
        Some(if *month == 12 { (*year + 1, 1) } else { (*year, *month + 1) })
    };
    std::iter::successors(Some((from.year(), from.month())), next)
        .take_while(|month| *month <= last)
        .collect()
}

#[cfg(test)]
#[path = "split_tests.rs"]
mod tests;
