//! Conventions between the partners, and the days on which they went from draft to signature.

use jiff::civil::Date;

crate::vocabulary! {
    /// What a convention settles (`domain.md` §2.2, §2.3).
    ConventionKind {
        /// The cité's general one, between the State, the town and the lead collège (convention-cadre).
        Framework = "framework",
        /// A group of services by which one school buys for several (article L421-10 of the code de
        /// l'éducation, convention de mutualisation).
        Pooling = "pooling",
        /// A funder's grant and what it is for (convention attributive).
        Grant = "grant",
    }
}

crate::vocabulary! {
    /// How far a convention has come, in this order.
    ConventionState {
        /// Written.
        Drafted = "drafted",
        /// Voted by the town's council or the school's board.
        Voted = "voted",
        /// Sent to those who sign.
        Sent = "sent",
        /// Signed by all.
        Signed = "signed",
        /// Over, or denounced.
        Ended = "ended",
    }
}

/// The days on which a convention reached each state: states only go forward, some may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConventionLife(Vec<(ConventionState, Date)>);

/// Why a convention does not reach a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConventionRefused {
    /// It is there already, or further.
    #[error("not after {0}")]
    NotForward(ConventionState),
    /// The day is before that of the last state.
    #[error("before {0}")]
    BeforeLast(Date),
    /// It never was signed: it cannot end.
    #[error("never signed")]
    NeverSigned,
}

impl ConventionLife {
    /// The life that these steps make, the first first.
    ///
    /// # Errors
    /// As [`ConventionLife::reach`], of the first step that is wrong.
    pub fn of(
        steps: impl IntoIterator<Item = (ConventionState, Date)>,
    ) -> Result<Self, ConventionRefused> {
        steps.into_iter().try_fold(Self::default(), |life, (state, on)| life.reach(state, on))
    }

    /// The same, one state further on this day.
    ///
    /// # Errors
    /// A state that is not further, a day before the last one, an end without a signature.
    pub fn reach(mut self, state: ConventionState, on: Date) -> Result<Self, ConventionRefused> {
        if let Some(&(last, day)) = self.0.last() {
            if state <= last {
                return Err(ConventionRefused::NotForward(last));
            }
            if on < day {
                return Err(ConventionRefused::BeforeLast(day));
            }
        }
        if state == ConventionState::Ended && self.day_of(ConventionState::Signed).is_none() {
            return Err(ConventionRefused::NeverSigned);
        }
        self.0.push((state, on));
        Ok(self)
    }

    /// The steps, the first first.
    #[must_use]
    pub fn steps(&self) -> &[(ConventionState, Date)] {
        &self.0
    }

    /// The last state, if there is one.
    #[must_use]
    pub fn state(&self) -> Option<ConventionState> {
        self.0.last().map(|(state, _)| *state)
    }

    /// The day on which it reached this state.
    #[must_use]
    pub fn day_of(&self, state: ConventionState) -> Option<Date> {
        self.0.iter().find(|(reached, _)| *reached == state).map(|(_, on)| *on)
    }

    /// Is it signed, and not over, on this day?
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        self.day_of(ConventionState::Signed).is_some_and(|signed| signed <= day)
            && self.day_of(ConventionState::Ended).is_none_or(|ended| day < ended)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::ConventionState::{Drafted, Ended, Sent, Signed};
    use super::{ConventionLife, ConventionRefused};

    #[test]
    fn states_go_forward_and_so_do_their_days() {
        let life = ConventionLife::of([(Drafted, date(2020, 3, 20)), (Sent, date(2020, 4, 2))]);
        let life = life.unwrap();
        let again = life.clone().reach(Drafted, date(2020, 5, 1));
        assert_eq!(again, Err(ConventionRefused::NotForward(Sent)));
        let early = life.clone().reach(Signed, date(2020, 4, 1));
        assert_eq!(early, Err(ConventionRefused::BeforeLast(date(2020, 4, 2))));
        assert_eq!(life.reach(Ended, date(2020, 5, 1)), Err(ConventionRefused::NeverSigned));
    }

    #[test]
    fn it_is_in_force_from_its_signature_to_its_end() {
        let life = ConventionLife::of([(Signed, date(2020, 6, 15)), (Ended, date(2021, 6, 15))]);
        let life = life.unwrap();
        let on = [date(2020, 6, 14), date(2020, 6, 15), date(2021, 6, 14), date(2021, 6, 15)];
        assert_eq!(on.map(|day| life.is_in_force(day)), [false, true, true, false]);
        assert_eq!((life.state(), life.day_of(Signed)), (Some(Ended), Some(date(2020, 6, 15))));
    }
}
