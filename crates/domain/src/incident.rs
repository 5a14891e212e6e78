//! Damage, loss and theft: what has to be done, and how it ends (`domain.md` §3.3, §3.4).

use jiff::civil::Date;
use serde::Serialize;

use crate::fund::Amount;

crate::vocabulary! {
    /// What happened.
    IncidentKind {
        /// It is broken.
        Damage = "damage",
        /// It cannot be found.
        Loss = "loss",
        /// It was stolen.
        Theft = "theft",
    }
}

crate::vocabulary! {
    /// A thing to do after an incident, done once, on a day.
    IncidentStep {
        /// The operator suspended the line: at once, for the contract goes on running.
        OperatorSuspended = "operator_suspended",
        /// A complaint was lodged; its receipt has a number.
        PoliceComplaint = "police_complaint",
        /// The operator blocked the device by its IMEI, within four working days of the complaint
        /// (CPCE art. L. 34-3).
        ImeiBlocked = "imei_blocked",
        /// Somebody looked at what can be repaired.
        Assessed = "assessed",
    }
}

impl IncidentStep {
    /// What has to be done, in order; `sim` when the item has a line, `imei` when it has a radio number.
    #[must_use]
    pub fn of(kind: IncidentKind, sim: bool, imei: bool) -> Vec<Self> {
        let gone = kind != IncidentKind::Damage;
        let steps = [
            (Self::OperatorSuspended, gone && sim),
            (Self::PoliceComplaint, kind == IncidentKind::Theft),
            (Self::ImeiBlocked, gone && imei),
            (Self::Assessed, !gone),
        ];
        steps.into_iter().filter(|(_, asked)| *asked).map(|(step, _)| step).collect()
    }
}

/// How an incident ends. The cité bears it unless people decide otherwise, by an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum IncidentEnd {
    /// The cité bears it: the usual end.
    Borne,
    /// The item is here again.
    Found,
    /// The family owes a part, by a published act that fixes the tariff and the wear allowance.
    Charged {
        /// How much.
        amount: Amount,
        /// The act.
        act: String,
    },
}

impl IncidentEnd {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Borne => "borne",
            Self::Found => "found",
            Self::Charged { .. } => "charged",
        }
    }
}

/// Why a day that something happened, or was done, makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncidentDayFault {
    /// It is still to come.
    Future,
    /// It was done before it happened.
    BeforeItHappened,
}

/// May something that happened on `happened` have been done on `done`, seen from `today`?
///
/// # Errors
/// The one reason why not.
pub fn may_be_done_on(
    done: Date,
    happened: Option<Date>,
    today: Date,
) -> Result<(), IncidentDayFault> {
    if done > today {
        Err(IncidentDayFault::Future)
    } else if happened.is_some_and(|happened| done < happened) {
        Err(IncidentDayFault::BeforeItHappened)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_has_to_be_done_follows_from_what_is_gone() {
        use IncidentStep::{Assessed, ImeiBlocked, OperatorSuspended, PoliceComplaint};
        let theft = IncidentStep::of(IncidentKind::Theft, true, true);
        assert_eq!(theft, [OperatorSuspended, PoliceComplaint, ImeiBlocked]);
        assert_eq!(IncidentStep::of(IncidentKind::Loss, true, false), [OperatorSuspended]);
        assert_eq!(IncidentStep::of(IncidentKind::Theft, false, false), [PoliceComplaint]);
        assert_eq!(IncidentStep::of(IncidentKind::Damage, true, true), [Assessed]);
    }

    #[test]
    fn nothing_is_done_before_it_happened_or_tomorrow() {
        let (happened, today) = (date(2026, 9, 10), date(2026, 9, 20));
        let on = |day| may_be_done_on(date(2026, 9, day), Some(happened), today);
        assert_eq!(on(10), Ok(()));
        assert_eq!(on(20), Ok(()));
        assert_eq!(on(21), Err(IncidentDayFault::Future));
        assert_eq!(on(9), Err(IncidentDayFault::BeforeItHappened));
        assert_eq!(may_be_done_on(date(2020, 1, 1), None, today), Ok(()));
    }
}
