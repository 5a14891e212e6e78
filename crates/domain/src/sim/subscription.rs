//! What was bought with a card: a volume in advance, or a monthly plan with its end.

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Euros;
use crate::fund::Amount;

/// The most months of a plan: ten years.
pub const LONGEST_PLAN: u32 = 120;

/// The most days that an activation or a top-up opens: ten years.
pub const LONGEST_VALIDITY: u16 = 3_650;

/// Paid in advance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepaid {
    /// The last day on which the operator lets it be activated, where it says one.
    pub activate_before: Option<Date>,
    /// How many days it works after its activation, or after a top-up.
    pub validity_days: u16,
    /// May it be topped up?
    pub rechargeable: bool,
}

/// Paid each month until its end. There is none without an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Plan {
    monthly: Amount,
    starts_on: Date,
    ends_on: Date,
}

/// Why there is no such plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlanFault {
    /// It ends before it starts.
    #[error("ends before it starts")]
    EndsBeforeStart,
    /// More than [`LONGEST_PLAN`] months.
    #[error("{months} months")]
    TooLong {
        /// How many there are.
        months: u32,
    },
}

/// What a plan costs in one fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct YearShare {
    /// The fiscal year, which is the calendar's.
    pub year: i16,
    /// Its months in that year.
    pub months: u32,
    /// What they cost.
    pub amount: Euros,
}

/// What a card's line lives from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subscription {
    /// A volume paid in advance.
    Prepaid(Prepaid),
    /// A monthly plan.
    Plan(Plan),
}

/// Months since the year 0.
fn month(day: Date) -> i32 {
    i32::from(day.year()) * 12 + i32::from(day.month())
}

impl Plan {
    /// A plan from its first to its last day.
    ///
    /// # Errors
    /// When it ends before it starts, or lasts longer than [`LONGEST_PLAN`] months.
    pub fn new(monthly: Amount, starts_on: Date, ends_on: Date) -> Result<Self, PlanFault> {
        let plan = Self { monthly, starts_on, ends_on };
        if ends_on < starts_on {
            Err(PlanFault::EndsBeforeStart)
        } else if plan.months() > LONGEST_PLAN {
            Err(PlanFault::TooLong { months: plan.months() })
        } else {
            Ok(plan)
        }
    }

    /// What one line costs each month, all taxes included.
    #[must_use]
    pub const fn monthly(self) -> Amount {
        self.monthly
    }

    /// Its first day.
    #[must_use]
    pub const fn starts_on(self) -> Date {
        self.starts_on
    }

    /// Its last day.
    #[must_use]
    pub const fn ends_on(self) -> Date {
        self.ends_on
    }

    /// The months it is paid for: every calendar month that it touches, the first and the last counted
    /// whole. What an operator takes for a month begun is never more than that.
    #[must_use]
    pub fn months(self) -> u32 {
        u32::try_from(month(self.ends_on) - month(self.starts_on) + 1).unwrap_or(0)
    }

    /// What so many lines cost from the first month to the last: the money to commit. Nothing when it
    /// is more than a form's amount may be, or for no line.
    #[must_use]
    pub fn cost(self, lines: u32) -> Option<Amount> {
        let months = i64::from(self.months()) * i64::from(lines);
        let cents = self.monthly.cents().checked_mul(months)?;
        Amount::from_cents(cents).ok().filter(|_| cents <= Euros::MOST_CENTS)
    }

    /// The same, split by the fiscal years it engages: it adds up to [`Plan::cost`].
    #[must_use]
    pub fn by_year(self, lines: u32) -> Vec<YearShare> {
        let each = self.monthly.cents().saturating_mul(i64::from(lines));
        let mut years: Vec<YearShare> = Vec::new();
        for nth in month(self.starts_on)..=month(self.ends_on) {
            // A month is 1 to 12, and the twelfth belongs to the year it closes.
            let year = i16::try_from((nth - 1).div_euclid(12)).unwrap_or(i16::MAX);
            let months = match years.last() {
                Some(last) if last.year == year => years.pop().map_or(0, |last| last.months),
                _ => 0,
            } + 1;
            let amount = Euros::from_cents(each.saturating_mul(i64::from(months)));
            years.push(YearShare { year, months, amount });
        }
        years
    }
}

impl Subscription {
    /// The day from which on nothing works without an activation, where the operator says one.
    #[must_use]
    pub const fn activate_before(&self) -> Option<Date> {
        match self {
            Self::Prepaid(prepaid) => prepaid.activate_before,
            Self::Plan(_) => None,
        }
    }

    /// A code for the database and the journal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Prepaid(_) => "prepaid",
            Self::Plan(_) => "plan",
        }
    }
}

impl Prepaid {
    /// The last day it works when money was put on it on this one.
    #[must_use]
    pub fn works_until(self, from: Date) -> Date {
        from.saturating_add(Span::new().days(i64::from(self.validity_days)))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn plan(starts_on: Date, ends_on: Date) -> Plan {
        Plan::new(Amount::from_cents(999).unwrap(), starts_on, ends_on).unwrap()
    }

    #[test]
    fn every_month_touched_is_paid_whole() {
        assert_eq!(plan(date(2026, 9, 1), date(2026, 9, 30)).months(), 1);
        assert_eq!(plan(date(2026, 9, 30), date(2026, 9, 30)).months(), 1);
        assert_eq!(plan(date(2026, 9, 30), date(2026, 10, 1)).months(), 2);
        assert_eq!(plan(date(2026, 9, 15), date(2027, 6, 30)).months(), 10);
        let amount = Amount::from_cents(999).unwrap();
        let wrong = Plan::new(amount, date(2026, 9, 2), date(2026, 9, 1));
        assert_eq!(wrong, Err(PlanFault::EndsBeforeStart));
        let long = Plan::new(amount, date(2026, 9, 1), date(2036, 9, 1));
        assert_eq!(long, Err(PlanFault::TooLong { months: 121 }));
    }

    #[test]
    fn a_hundred_and_fifty_lines_engage_the_years_they_run_in() {
        let plan = plan(date(2026, 9, 15), date(2028, 6, 30));
        let cost = plan.cost(150).unwrap();
        assert_eq!(cost.cents(), 999 * 22 * 150);
        let years = plan.by_year(150);
        let short: Vec<_> = years.iter().map(|one| (one.year, one.months)).collect();
        assert_eq!(short, [(2026, 4), (2027, 12), (2028, 6)]);
        assert_eq!(years.iter().map(|one| one.amount.cents()).sum::<i64>(), cost.cents());
        assert_eq!(plan.cost(0), None);
        let dear = Plan::new(
            Amount::from_cents(999_999_999_999).unwrap(),
            date(2026, 1, 1),
            date(2026, 2, 1),
        );
        assert_eq!(dear.unwrap().cost(1), None);
    }
}
