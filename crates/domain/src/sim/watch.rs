//! What has to be looked at before it costs something (`domain.md` §3.4): cards that will not be activated
//! in time, lines that end before their loan, lines that a family has and nobody uses.

use jiff::Span;
use jiff::civil::Date;

use super::life::SimState;

/// A deadline this many days away, or fewer, is near.
pub const ACTIVATION_NEAR: i64 = 15;

/// Lent for this many days without a sign of use: worth a call, where nobody says another number.
pub const UNUSED_FOR: u16 = 21;

/// The last deadline that is near on this day.
#[must_use]
pub fn near(today: Date) -> Date {
    today.saturating_add(Span::new().days(ACTIVATION_NEAR))
}

/// The last day of lending that is long enough ago, `days` later.
#[must_use]
pub fn long_ago(today: Date, days: u16) -> Date {
    today.saturating_sub(Span::new().days(i64::from(days)))
}

/// Not activated, and the last day to do it is near or over?
#[must_use]
pub fn must_be_activated(state: SimState, activate_before: Option<Date>, today: Date) -> bool {
    state == SimState::Stocked && activate_before.is_some_and(|last| last <= near(today))
}

/// Does the line end before the loan does?
#[must_use]
pub fn ends_before_loan(valid_until: Option<Date>, due_on: Date) -> bool {
    valid_until.is_some_and(|last| last < due_on)
}

/// Lent since `lent_on`, for `days` at least, and never used since?
#[must_use]
pub fn unused(lent_on: Date, used_on: Option<Date>, today: Date, days: u16) -> bool {
    lent_on <= long_ago(today, days) && used_on.is_none_or(|last| last < lent_on)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_deadline_is_near_for_fifteen_days_and_stays_so_until_it_is_dealt_with() {
        let today = date(2026, 9, 1);
        let near = |state, day| must_be_activated(state, Some(day), today);
        assert!(near(SimState::Stocked, date(2026, 9, 16)));
        assert!(!near(SimState::Stocked, date(2026, 9, 17)));
        assert!(near(SimState::Stocked, date(2026, 8, 1)), "over, and nobody has said so");
        assert!(!near(SimState::Active, date(2026, 9, 2)));
        assert!(!near(SimState::Cancelled, date(2026, 9, 2)));
        assert!(!must_be_activated(SimState::Stocked, None, today));
    }

    #[test]
    fn a_line_that_ends_on_the_day_of_return_is_long_enough() {
        let due = date(2027, 6, 30);
        assert!(ends_before_loan(Some(date(2027, 6, 29)), due));
        assert!(!ends_before_loan(Some(due), due));
        assert!(!ends_before_loan(None, due));
    }

    #[test]
    fn used_before_this_family_is_not_used_by_it() {
        let (lent, today) = (date(2026, 9, 1), date(2026, 9, 22));
        assert!(unused(lent, None, today, 21));
        assert!(unused(lent, Some(date(2026, 8, 31)), today, 21));
        assert!(!unused(lent, Some(lent), today, 21));
        assert!(!unused(lent, None, date(2026, 9, 21), 21));
    }
}
