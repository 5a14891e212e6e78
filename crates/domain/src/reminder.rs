//! Reminders without e-mail: a telephone call, a letter, a short message (`domain.md` §3.3, §8.2).

use jiff::civil::Date;

crate::vocabulary! {
    /// How a family is reminded.
    Channel {
        /// By telephone.
        Call = "call",
        /// By a short message.
        Sms = "sms",
        /// By a letter.
        Letter = "letter",
    }
}

crate::vocabulary! {
    /// Where a loan stands towards its day.
    Standing {
        /// Due within the days asked for.
        Soon = "soon",
        /// Late by so little that a word is enough.
        Late = "late",
        /// Late by so much that a call comes first, then a visit, then a formal notice.
        VeryLate = "very_late",
    }
}

/// From how many days late on a word is no longer enough (`domain.md` §3.3: D+15).
pub const VERY_LATE_DAYS: i64 = 15;

/// How many days before its day a loan is due soon (`domain.md` §3.3: D-7).
pub const SOON_DAYS: i64 = 7;

/// So many days must pass before the same family is reminded again: nobody is harassed.
pub const QUIET_DAYS: i64 = 3;

/// Where a loan due on `due_on` stands on `today`; nothing when it is due later than soon.
#[must_use]
pub fn standing(due_on: Date, today: Date) -> Option<Standing> {
    let late = days_between(due_on, today);
    if late >= VERY_LATE_DAYS {
        Some(Standing::VeryLate)
    } else if late > 0 {
        Some(Standing::Late)
    } else if late >= -SOON_DAYS {
        Some(Standing::Soon)
    } else {
        None
    }
}

/// Was this family reminded too lately to be reminded again?
#[must_use]
pub fn is_quiet(last: Option<Date>, today: Date) -> bool {
    last.is_some_and(|last| days_between(last, today) < QUIET_DAYS)
}

/// Whole days from one day to another; negative when it is before.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn due_soon_is_not_late() {
        let due = date(2026, 6, 30);
        let on = |day, month| standing(due, date(2026, month, day));
        assert_eq!(on(22, 6), None);
        assert_eq!(on(23, 6), Some(Standing::Soon));
        assert_eq!(on(30, 6), Some(Standing::Soon));
        assert_eq!(on(1, 7), Some(Standing::Late));
        assert_eq!(on(14, 7), Some(Standing::Late));
        assert_eq!(on(15, 7), Some(Standing::VeryLate));
    }

    #[test]
    fn nobody_is_reminded_every_day() {
        let today = date(2026, 7, 10);
        assert!(!is_quiet(None, today));
        assert!(is_quiet(Some(today), today));
        assert!(is_quiet(Some(date(2026, 7, 8)), today));
        assert!(!is_quiet(Some(date(2026, 7, 7)), today));
    }
}
