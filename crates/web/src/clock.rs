//! The only place that reads the time of day.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Where the time comes from: the machine, or a test.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Fixed(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until it is set; its clones move together.
    #[must_use]
    pub fn fixed(now: Timestamp) -> Self {
        Self(Source::Fixed(Arc::new(Mutex::new(now))))
    }

    /// Sets a fixed clock; the machine's clock is left alone.
    pub fn set(&self, now: Timestamp) {
        if let Source::Fixed(hands) = &self.0 {
            *hands.lock().unwrap_or_else(PoisonError::into_inner) = now;
        }
    }

    /// Moves a fixed clock; the machine's clock is left alone.
    pub fn advance(&self, by: SignedDuration) {
        self.set(self.now().saturating_add(by).unwrap_or(Timestamp::MAX));
    }

    /// The instant it is.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System =>
            {
                #[expect(clippy::disallowed_methods, reason = "the one edge where time enters")]
                Timestamp::now()
            }
            Source::Fixed(hands) => *hands.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The day it is in metropolitan France, where due dates are counted.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now().to_zoned(paris()).date()
    }
}

/// The time zone of every date shown or typed; UTC if the bundled zones were ever without Paris.
#[must_use]
pub fn paris() -> TimeZone {
    TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn the_day_is_the_one_of_paris() {
        let clock = Clock::fixed("2026-06-11T22:30:00Z".parse().unwrap());
        assert_eq!(clock.today().to_string(), "2026-06-12");
    }
}
