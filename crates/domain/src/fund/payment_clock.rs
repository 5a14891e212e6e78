//! The days a public buyer has to pay an invoice, and what a late payment costs at least.

use jiff::Span;
use jiff::civil::{Date, date};

use crate::Euros;

/// What the law says of a payment's delay, from one day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentTerm {
    /// Its first day.
    pub from: Date,
    /// Its last day, where it is known.
    pub until: Option<Date>,
    /// The days to pay, from the day the clock starts.
    pub days: u16,
    /// Owed once the delay is over, beside interest: whole cents.
    pub flat_cents: i64,
    /// What interest adds to the European Central Bank's rate, in hundredths of a percent a year.
    pub margin_hundredths: u16,
    /// The text, in French.
    pub source: &'static str,
}

/// The delays of schools, towns and their groups (`domain.md` §2.2).
pub const PAYMENT_TERMS: &[PaymentTerm] = &[
    PaymentTerm {
        from: date(2013, 5, 1),
        until: Some(date(2019, 3, 31)),
        days: 30,
        flat_cents: 4_000,
        margin_hundredths: 800,
        source: "décret n° 2013-269 du 29 mars 2013, art. 1, 8 et 9",
    },
    PaymentTerm {
        from: date(2019, 4, 1),
        until: None,
        days: 30,
        flat_cents: 4_000,
        margin_hundredths: 800,
        source: "code de la commande publique, art. L2192-10, R2192-10, R2192-31 et D2192-35",
    },
];

/// When an invoice is due: the clock starts on the later of its reception and the service done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentClock {
    starts_on: Date,
    due_on: Date,
    term: &'static PaymentTerm,
}

/// The term that holds on a day; none before the first of the table.
#[must_use]
pub fn term_on(day: Date) -> Option<&'static PaymentTerm> {
    let holds =
        |term: &&PaymentTerm| term.from <= day && term.until.is_none_or(|until| day <= until);
    PAYMENT_TERMS.iter().find(holds)
}

impl PaymentTerm {
    /// What is owed as soon as the payment is late, whatever the interest.
    #[must_use]
    pub fn flat(&self) -> Euros {
        Euros::from_cents(self.flat_cents)
    }
}

impl PaymentClock {
    /// The clock of an invoice received on one day for a service certified as done on another. Nothing
    /// before the first term of the table.
    #[must_use]
    pub fn new(invoice_received_on: Date, service_done_on: Date) -> Option<Self> {
        let starts_on = invoice_received_on.max(service_done_on);
        let term = term_on(starts_on)?;
        let due_on = starts_on.saturating_add(Span::new().days(i64::from(term.days)));
        Some(Self { starts_on, due_on, term })
    }

    /// The day that the delay is counted from.
    #[must_use]
    pub const fn starts_on(self) -> Date {
        self.starts_on
    }

    /// The last day to pay in time.
    #[must_use]
    pub const fn due_on(self) -> Date {
        self.due_on
    }

    /// What the law says of this delay.
    #[must_use]
    pub const fn term(self) -> &'static PaymentTerm {
        self.term
    }

    /// Days left on this day: 0 on the last one, negative once late.
    #[must_use]
    pub fn days_left(self, today: Date) -> i32 {
        // Whole days between two dates of the calendar always fit.
        today.until(self.due_on).map_or(0, |span| span.get_days())
    }

    /// Is it due within so many days, or late?
    #[must_use]
    pub fn is_due_within(self, days: u16, today: Date) -> bool {
        self.days_left(today) <= i32::from(days)
    }

    /// Is the delay over?
    #[must_use]
    pub fn is_late(self, today: Date) -> bool {
        today > self.due_on
    }

    /// What the supplier is owed beside interest: the flat sum once late, nothing before.
    #[must_use]
    pub fn late_indemnity(self, today: Date) -> Euros {
        if self.is_late(today) { self.term.flat() } else { Euros::ZERO }
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_table_has_no_hole_and_no_overlap() {
        for pair in PAYMENT_TERMS.windows(2) {
            let next = pair[0].until.map(|until| until.saturating_add(1.days()));
            assert_eq!(next, Some(pair[1].from));
        }
        assert!(PAYMENT_TERMS.iter().all(|term| !term.source.is_empty() && term.flat_cents > 0));
        assert_eq!(term_on(date(2013, 4, 30)), None);
    }

    #[test]
    fn the_clock_starts_on_the_later_day() {
        let clock = PaymentClock::new(date(2026, 1, 31), date(2026, 1, 10)).unwrap();
        assert_eq!((clock.starts_on(), clock.due_on()), (date(2026, 1, 31), date(2026, 3, 2)));
        let clock = PaymentClock::new(date(2026, 1, 10), date(2026, 2, 15)).unwrap();
        assert_eq!((clock.starts_on(), clock.due_on()), (date(2026, 2, 15), date(2026, 3, 17)));
        assert_eq!(clock.term().from, date(2019, 4, 1));
    }

    #[test]
    fn the_flat_sum_is_owed_from_the_day_after() {
        let clock = PaymentClock::new(date(2026, 3, 1), date(2026, 3, 1)).unwrap();
        assert_eq!(clock.due_on(), date(2026, 3, 31));
        assert_eq!(clock.days_left(date(2026, 3, 1)), 30);
        assert_eq!(clock.days_left(date(2026, 3, 31)), 0);
        assert_eq!(clock.late_indemnity(date(2026, 3, 31)), Euros::ZERO);
        assert_eq!(clock.days_left(date(2026, 4, 10)), -10);
        assert_eq!(clock.late_indemnity(date(2026, 4, 1)), Euros::from_cents(4_000));
        assert!(!clock.is_due_within(7, date(2026, 3, 23)));
        assert!(clock.is_due_within(7, date(2026, 3, 24)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Neither day moves the due day before thirty days after it, and late means none are left.
        #[test]
        fn the_due_day_is_thirty_days_after_the_later(received in 0..4_000_i32, done in 0..4_000_i32, today in 0..4_100_i32) {
            let day = |n: i32| date(2020, 1, 1).saturating_add(n.days());
            let clock = PaymentClock::new(day(received), day(done)).unwrap();
            prop_assert_eq!(clock.due_on(), day(received.max(done) + 30));
            prop_assert_eq!(clock.days_left(day(today)), received.max(done) + 30 - today);
            prop_assert_eq!(clock.is_late(day(today)), clock.days_left(day(today)) < 0);
        }
    }
}
