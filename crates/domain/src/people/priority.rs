//! Why a household comes first: a code, never a story (`domain.md` §4.2).

use crate::Seat;

crate::vocabulary! {
    /// The ground of a social priority.
    PriorityReason {
        /// Reported by the school (signalement établissement).
        SchoolReport = "R1",
        /// Followed by the educational success programme (PRE). Who is followed is known to those
        /// who run the case and to nobody else: see [`PriorityReason::visible_to`].
        Pre = "R2",
        /// Has a remote mentor and nothing to meet them on.
        RemoteMentor = "R3",
        /// Sent by the town's social service.
        TownService = "R4",
    }
}

impl PriorityReason {
    /// May this seat read the code? Whoever may not sees that there is a priority, not which.
    #[must_use]
    pub const fn visible_to(self, seat: Seat) -> bool {
        match self {
            Self::Pre => matches!(seat, Seat::TownAgent),
            Self::SchoolReport | Self::RemoteMentor | Self::TownService => {
                matches!(seat, Seat::TownAgent | Seat::TownCopilot)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pre_stays_with_those_who_run_the_case() {
        for seat in Seat::ALL {
            assert_eq!(PriorityReason::Pre.visible_to(*seat), *seat == Seat::TownAgent, "{seat}");
        }
        assert!(PriorityReason::SchoolReport.visible_to(Seat::TownCopilot));
        assert!(!PriorityReason::SchoolReport.visible_to(Seat::Principal));
    }
}
