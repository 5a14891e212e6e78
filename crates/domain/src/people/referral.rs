//! A family that a PRE referent sends in without saying why (`domain.md` §7.5).

use serde::Serialize;

use super::equipment::{Connection, Equipment, NeedKind, needs_of};

crate::vocabulary! {
    /// Where a referral stands with the agent.
    ReferralState {
        /// It waits.
        Received = "received",
        /// It was tied to a household of the register.
        Tied = "tied",
        /// It was left without a household (sans suite).
        Closed = "closed",
    }
}

/// What a referral says is lacking: all it says of a family's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Lacks {
    /// Something to work on.
    pub device: bool,
    /// A way to the network.
    pub connection: bool,
}

impl Lacks {
    /// From the kinds that were ticked.
    #[must_use]
    pub fn of(kinds: &[NeedKind]) -> Self {
        Self {
            device: kinds.contains(&NeedKind::Device),
            connection: kinds.contains(&NeedKind::Connection),
        }
    }

    /// The kinds of need.
    #[must_use]
    pub fn kinds(self) -> Vec<NeedKind> {
        let both = [(self.device, NeedKind::Device), (self.connection, NeedKind::Connection)];
        both.into_iter().filter_map(|(lacks, kind)| lacks.then_some(kind)).collect()
    }

    /// What a household of so many children has, once this is said of it. An answer from which the need
    /// follows already is kept, for it says more.
    #[must_use]
    pub fn corrected(
        self,
        equipment: Equipment,
        connection: Connection,
        children: usize,
    ) -> (Equipment, Connection) {
        let follows = needs_of(equipment, connection, children);
        let missed = |kind| self.kinds().contains(&kind) && !follows.contains(&kind);
        let equipment = if missed(NeedKind::Device) { Equipment::None } else { equipment };
        let connection = if missed(NeedKind::Connection) { Connection::None } else { connection };
        (equipment, connection)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_to_lack_becomes_a_need_and_a_fuller_answer_stays() {
        use Connection::{Good, Limited, Unknown as Unasked};
        use Equipment::{Enough, None, SmartphoneOnly, Unknown};
        let device = Lacks { device: true, connection: false };
        let both = Lacks { device: true, connection: true };
        for (lacks, had, has) in [
            (device, (Unknown, Unasked), (None, Unasked)),
            (device, (Enough, Good), (None, Good)),
            (both, (SmartphoneOnly, Limited), (SmartphoneOnly, Limited)),
            (both, (Unknown, Unasked), (None, Connection::None)),
        ] {
            assert_eq!(lacks.corrected(had.0, had.1, 1), has, "{lacks:?} {had:?}");
            let needs = needs_of(has.0, has.1, 1);
            assert!(lacks.kinds().iter().all(|kind| needs.contains(kind)), "{lacks:?}: {needs:?}");
        }
        assert_eq!(Lacks::of(&both.kinds()), both);
    }
}
