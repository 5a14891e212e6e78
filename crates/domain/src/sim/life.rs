//! What happens to a line, day after day, and where it stands because of it.

use jiff::civil::Date;

use super::subscription::Subscription;

crate::vocabulary! {
    /// Something that happened to a line.
    EventKind {
        /// Its card was described for the first time.
        Stocked = "stocked",
        /// The operator opened it.
        Activated = "activated",
        /// Money was put on it.
        ToppedUp = "topped_up",
        /// Its volume is used up.
        Exhausted = "exhausted",
        /// The operator closed it for a time, after a loss for one.
        Suspended = "suspended",
        /// It works again.
        Resumed = "resumed",
        /// The operator let it end, whatever was reckoned.
        Expired = "expired",
        /// It is ended for good.
        Cancelled = "cancelled",
        /// It was seen in use.
        Used = "used",
        /// A monthly plan was ordered for it.
        Subscribed = "subscribed",
    }
}

crate::vocabulary! {
    /// Where a line stands.
    SimState {
        /// Not activated yet.
        Stocked = "stocked",
        /// It works.
        Active = "active",
        /// It is open, and its volume is used up.
        Exhausted = "exhausted",
        /// Closed for a time.
        Suspended = "suspended",
        /// Its days are over.
        Expired = "expired",
        /// Ended for good.
        Cancelled = "cancelled",
    }
}

/// One thing that happened, on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SimEvent {
    /// What.
    pub kind: EventKind,
    /// When.
    pub on: Date,
}

/// Why it cannot have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotPossible {
    /// The day has not come.
    #[error("in the future")]
    InTheFuture,
    /// Something else happened later.
    #[error("before the last event")]
    BeforeLast {
        /// The day of the last one.
        last: Date,
    },
    /// The line was cancelled.
    #[error("cancelled")]
    Cancelled,
    /// It was never activated.
    #[error("not activated")]
    NotActivated,
    /// It was activated before.
    #[error("activated already")]
    AlreadyActivated,
    /// The operator no longer lets it be activated.
    #[error("the day to activate it is over")]
    TooLate {
        /// The last day.
        deadline: Date,
    },
    /// It is suspended already.
    #[error("suspended already")]
    AlreadySuspended,
    /// It is not suspended.
    #[error("not suspended")]
    NotSuspended,
    /// A plan, or a card that is thrown away once used up.
    #[error("not rechargeable")]
    NotRechargeable,
}

/// Where a line stands because of all that happened to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Life {
    activated_on: Option<Date>,
    filled_on: Option<Date>,
    ended_on: Option<Date>,
    cancelled_on: Option<Date>,
    used_on: Option<Date>,
    last_on: Option<Date>,
    exhausted: bool,
    suspended: bool,
}

impl Life {
    /// The life that these events make, oldest first, whether or not they were possible.
    #[must_use]
    pub fn of(events: impl IntoIterator<Item = SimEvent>) -> Self {
        events.into_iter().fold(Self::default(), Self::then)
    }

    /// May this happen to it, on this card, seen from `today`?
    ///
    /// # Errors
    /// [`NotPossible`].
    pub fn may(
        self,
        event: SimEvent,
        card: &Subscription,
        today: Date,
    ) -> Result<Self, NotPossible> {
        use EventKind as Kind;
        if event.on > today {
            return Err(NotPossible::InTheFuture);
        }
        // What is learnt late of its use changes nothing of what happened since.
        let last = if event.kind == Kind::Used { self.activated_on } else { self.last_on };
        if let Some(last) = last.filter(|last| event.on < *last) {
            return Err(NotPossible::BeforeLast { last });
        }
        if self.cancelled_on.is_some() {
            return Err(NotPossible::Cancelled);
        }
        match event.kind {
            Kind::Activated if self.activated_on.is_some() => {
                return Err(NotPossible::AlreadyActivated);
            }
            Kind::Activated => {
                if let Some(deadline) = card.activate_before().filter(|day| event.on > *day) {
                    return Err(NotPossible::TooLate { deadline });
                }
            }
            Kind::ToppedUp if !matches!(card, Subscription::Prepaid(card) if card.rechargeable) => {
                return Err(NotPossible::NotRechargeable);
            }
            Kind::ToppedUp | Kind::Exhausted | Kind::Expired | Kind::Used
                if self.activated_on.is_none() =>
            {
                return Err(NotPossible::NotActivated);
            }
            Kind::Suspended if self.suspended => return Err(NotPossible::AlreadySuspended),
            Kind::Resumed if !self.suspended => return Err(NotPossible::NotSuspended),
            _ => {}
        }
        Ok(self.then(event))
    }

    fn then(mut self, SimEvent { kind, on }: SimEvent) -> Self {
        match kind {
            EventKind::Stocked => {}
            EventKind::Activated => {
                self.activated_on = Some(on);
                self.filled_on = Some(on);
            }
            EventKind::ToppedUp => {
                self.filled_on = Some(on);
                self.ended_on = None;
                self.exhausted = false;
            }
            EventKind::Subscribed => {
                self.ended_on = None;
                self.exhausted = false;
            }
            EventKind::Exhausted => self.exhausted = true,
            EventKind::Suspended => self.suspended = true,
            EventKind::Resumed => self.suspended = false,
            EventKind::Expired => self.ended_on = Some(on),
            EventKind::Cancelled => self.cancelled_on = Some(on),
            EventKind::Used => self.used_on = self.used_on.max(Some(on)),
        }
        // The day a card was described says nothing of when its line was opened.
        if kind != EventKind::Stocked {
            self.last_on = self.last_on.max(Some(on));
        }
        self
    }

    /// The day it was activated.
    #[must_use]
    pub const fn activated_on(self) -> Option<Date> {
        self.activated_on
    }

    /// The last day on which it was seen in use.
    #[must_use]
    pub const fn used_on(self) -> Option<Date> {
        self.used_on
    }

    /// The last day it works: a plan's end, or so many days after the activation or the last top-up;
    /// the day the operator or the town ended it, if that is earlier. Nothing before an activation.
    #[must_use]
    pub fn valid_until(self, card: &Subscription) -> Option<Date> {
        let reckoned = match card {
            Subscription::Plan(plan) => Some(plan.ends_on()),
            Subscription::Prepaid(card) => self.filled_on.map(|day| card.works_until(day)),
        };
        [reckoned, self.ended_on, self.cancelled_on].into_iter().flatten().min()
    }

    /// Can a card of this description have lived so? Not if it was activated after its deadline.
    #[must_use]
    pub fn fits(self, card: &Subscription) -> bool {
        match (self.activated_on, card.activate_before()) {
            (Some(on), Some(deadline)) => on <= deadline,
            _ => true,
        }
    }

    /// Where it stands by what happened alone: days that pass are not seen here.
    #[must_use]
    pub const fn state(self) -> SimState {
        if self.cancelled_on.is_some() {
            SimState::Cancelled
        } else if self.suspended {
            SimState::Suspended
        } else if self.ended_on.is_some() {
            SimState::Expired
        } else if self.activated_on.is_none() {
            SimState::Stocked
        } else if self.exhausted {
            SimState::Exhausted
        } else {
            SimState::Active
        }
    }
}

impl SimState {
    /// What the desk may note of a line that stands so; what [`Life::may`] forbids on a day is said then.
    #[must_use]
    pub const fn notable(self) -> &'static [EventKind] {
        use EventKind::{Activated, Cancelled, Exhausted, Expired, Resumed, Suspended, Used};
        match self {
            Self::Stocked => &[Activated, Suspended, Cancelled],
            Self::Active => &[Used, Exhausted, Suspended, Expired, Cancelled],
            Self::Exhausted => &[Used, Suspended, Expired, Cancelled],
            Self::Expired => &[Used, Suspended, Cancelled],
            Self::Suspended => &[Resumed, Cancelled],
            Self::Cancelled => &[],
        }
    }

    /// The same, seen on a day: what works until the day before is over.
    #[must_use]
    pub fn on(self, valid_until: Option<Date>, today: Date) -> Self {
        match self {
            Self::Active | Self::Exhausted if valid_until.is_some_and(|last| last < today) => {
                Self::Expired
            }
            other => other,
        }
    }
}

#[cfg(test)]
#[path = "life_tests.rs"]
mod tests;
