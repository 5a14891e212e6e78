//! Sealed bags that reach a family without the desk: by a relay point against a code, by a delivery
//! round, by post (`domain.md` §7.7: a bakery, no names, queue at the door).

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::ids::{ParcelId, RelayPointId};
use crate::loan::Lend;

crate::vocabulary! {
    /// How a bag reaches the family.
    Channel {
        /// A shop keeps it and hands it over against a code.
        Relay = "relay",
        /// Somebody of the town brings it home.
        Round = "round",
        /// The post brings it, with a tracking number.
        Post = "post",
    }
}

crate::vocabulary! {
    /// Where a bag is.
    ParcelState {
        /// Sealed, in the town's hands.
        Prepared = "prepared",
        /// With whoever brings it.
        OnTheWay = "on_the_way",
        /// The relay point has it.
        AtRelay = "at_relay",
        /// The family has it: what is in it is lent from now on.
        Collected = "collected",
        /// Nobody came, or nobody was at home.
        ComingBack = "coming_back",
        /// In the town's hands again, opened: nothing was lent.
        Back = "back",
    }
}

impl ParcelState {
    /// Is it over?
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Collected | Self::Back)
    }
}

crate::vocabulary! {
    /// What is done with a bag.
    ParcelAct {
        /// It leaves: with the courier, or by post.
        Send = "send",
        /// The relay point takes it in.
        Arrive = "arrive",
        /// The family takes it.
        Collect = "collect",
        /// Nobody came for it: it is on its way back.
        TurnBack = "turn_back",
        /// The town has it again and opens it.
        TakeBack = "take_back",
    }
}

impl ParcelAct {
    /// Where a bag is afterwards; nothing if this cannot be done to it.
    ///
    /// A relay point may take in what nobody noted as sent: whoever carries bags to a bakery types
    /// nothing on the way.
    #[must_use]
    pub const fn after(self, channel: Channel, state: ParcelState) -> Option<ParcelState> {
        use Channel::Relay;
        use ParcelState::{AtRelay, Back, Collected, ComingBack, OnTheWay, Prepared};
        match (self, channel, state) {
            (Self::Send, _, Prepared) => Some(OnTheWay),
            (Self::Arrive, Relay, Prepared | OnTheWay) => Some(AtRelay),
            (Self::Collect, Relay, AtRelay)
            | (Self::Collect, Channel::Round | Channel::Post, OnTheWay) => Some(Collected),
            (Self::TurnBack, _, OnTheWay | AtRelay) => Some(ComingBack),
            (Self::TakeBack, _, Prepared | OnTheWay | AtRelay | ComingBack) => Some(Back),
            _ => None,
        }
    }
}

/// The digits of a code: few enough to be said on the telephone, and hopeless to guess at a door where
/// [`MOST_WRONG`] tries are all one has.
pub const CODE_DIGITS: usize = 6;

/// What a family says at the relay point. It says nothing of who they are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PickupCode(u32);

/// Text that is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a code has six digits")]
pub struct NoCode;

impl PickupCode {
    /// A code from bytes that nobody can guess.
    #[must_use]
    pub fn drawn(bytes: [u8; 8]) -> Self {
        // Far more bytes than a million: no code is likelier than another by more than one in 10^13.
        Self(u32::try_from(u64::from_be_bytes(bytes) % 1_000_000).unwrap_or_default())
    }

    /// As it is kept.
    #[must_use]
    pub fn digits(self) -> String {
        format!("{:06}", self.0)
    }
}

impl std::str::FromStr for PickupCode {
    type Err = NoCode;

    /// As people type it: six digits, with spaces or hyphens wherever they like.
    fn from_str(text: &str) -> Result<Self, NoCode> {
        let digits: String =
            text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
        if digits.len() != CODE_DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NoCode);
        }
        digits.parse().map(Self).map_err(|_| NoCode)
    }
}

impl std::fmt::Display for PickupCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:03} {:03}", self.0 / 1000, self.0 % 1000)
    }
}

impl std::fmt::Debug for PickupCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PickupCode(…)")
    }
}

/// Wrong codes at one relay point before it has to wait.
pub const MOST_WRONG: u8 = 8;
/// How long wrong codes are remembered, and a relay point has to wait after too many.
pub const WRONG_WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// The wrong codes typed at a relay point lately.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WrongCodes {
    /// How many.
    pub count: u8,
    /// Since when.
    pub since: Option<Timestamp>,
}

impl WrongCodes {
    /// Must one wait before the next?
    #[must_use]
    pub fn is_locked(self, now: Timestamp) -> bool {
        self.count >= MOST_WRONG && self.is_recent(now)
    }

    /// With one more.
    #[must_use]
    pub fn and_one(self, now: Timestamp) -> Self {
        if self.is_recent(now) {
            Self { count: self.count.saturating_add(1), ..self }
        } else {
            Self { count: 1, since: Some(now) }
        }
    }

    fn is_recent(self, now: Timestamp) -> bool {
        self.since.is_some_and(|since| now < since + WRONG_WINDOW)
    }
}

/// How a bag goes, with what that needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Way {
    /// By a relay point.
    Relay {
        /// Which.
        point: RelayPointId,
        /// What the family says there.
        // Drawn when the form is sent: it is no part of what the form says.
        #[serde(skip)]
        code: PickupCode,
        /// The last day that it waits there.
        keep_until: Date,
    },
    /// By a delivery round.
    Round,
    /// By post.
    Post,
}

impl Way {
    /// Its channel.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        match self {
            Self::Relay { .. } => Channel::Relay,
            Self::Round => Channel::Round,
            Self::Post => Channel::Post,
        }
    }
}

/// The most letters of a seal's number.
pub const LONGEST_SEAL: usize = 40;

/// An order to pack a bag: what a loan will be once the family has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackParcel {
    lend: Lend,
    way: Way,
    seal: String,
}

/// Why an order to pack makes no sense by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackFault {
    /// It would not wait at the relay point at all.
    #[error("kept until before tomorrow")]
    KeptTooShort,
    /// It would wait longer than its loan is to last.
    #[error("kept until after what is in it is due")]
    KeptTooLong,
    /// The seal's number has more than [`LONGEST_SEAL`] letters.
    #[error("the seal's number is too long")]
    SealTooLong,
}

impl PackParcel {
    /// An order made on the day of `lend`; the bag has the id of the loan that it becomes.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn new(lend: Lend, way: Way, seal: String) -> Result<Self, Vec<PackFault>> {
        let mut faults = Vec::new();
        if let Way::Relay { keep_until, .. } = way {
            if keep_until <= lend.lent_on() {
                faults.push(PackFault::KeptTooShort);
            } else if keep_until >= lend.due_on() {
                faults.push(PackFault::KeptTooLong);
            }
        }
        if seal.chars().count() > LONGEST_SEAL {
            faults.push(PackFault::SealTooLong);
        }
        if faults.is_empty() { Ok(Self { lend, way, seal }) } else { Err(faults) }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> ParcelId {
        ParcelId(self.lend.loan().0)
    }

    /// What is in it, for whom, until when.
    #[must_use]
    pub const fn lend(&self) -> &Lend {
        &self.lend
    }

    /// How it goes.
    #[must_use]
    pub const fn way(&self) -> &Way {
        &self.way
    }

    /// The number on its seal; may be blank.
    #[must_use]
    pub fn seal(&self) -> &str {
        &self.seal
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::ids::{HouseholdId, ItemId, LoanId};
    use crate::loan::HandedOver;
    use crate::stock::Grade;

    #[test]
    fn a_bag_is_lent_once_or_back_and_nothing_after() {
        for channel in Channel::ALL {
            for act in ParcelAct::ALL {
                for over in [ParcelState::Collected, ParcelState::Back] {
                    assert_eq!(act.after(*channel, over), None, "{channel} {act} {over}");
                }
            }
            let back = ParcelAct::TakeBack;
            let held = ParcelState::ALL.iter().filter(|state| !state.is_over());
            for state in held.filter(|state| **state != ParcelState::AtRelay) {
                assert_eq!(back.after(*channel, *state), Some(ParcelState::Back), "{state}");
            }
        }
    }

    #[test]
    fn a_relay_hands_over_only_what_it_took_in() {
        let collect = |channel, state| ParcelAct::Collect.after(channel, state);
        assert_eq!(collect(Channel::Relay, ParcelState::Prepared), None);
        assert_eq!(collect(Channel::Relay, ParcelState::OnTheWay), None);
        assert_eq!(collect(Channel::Relay, ParcelState::AtRelay), Some(ParcelState::Collected));
        assert_eq!(collect(Channel::Post, ParcelState::OnTheWay), Some(ParcelState::Collected));
        assert_eq!(collect(Channel::Post, ParcelState::Prepared), None);
        for channel in [Channel::Round, Channel::Post] {
            assert_eq!(ParcelAct::Arrive.after(channel, ParcelState::OnTheWay), None);
        }
    }

    #[test]
    fn a_code_is_read_as_people_type_it_and_never_printed_by_accident() {
        let code = PickupCode::drawn([0, 0, 0, 0, 0, 0, 0, 42]);
        assert_eq!((code.to_string().as_str(), code.digits().as_str()), ("000 042", "000042"));
        for text in ["000042", "000 042", " 00-00-42 "] {
            assert_eq!(text.parse(), Ok(code), "{text}");
        }
        for text in ["", "42", "0000042", "00004a", "٠٠٠٠٤٢"] {
            assert_eq!(text.parse::<PickupCode>(), Err(NoCode), "{text}");
        }
        assert!(!format!("{code:?}").contains("42"));
    }

    #[test]
    fn eight_wrong_codes_and_one_waits_a_quarter_of_an_hour() {
        let start = Timestamp::from_second(1_800_000_000).unwrap();
        let tried = (0..MOST_WRONG).fold(WrongCodes::default(), |wrong, _| {
            assert!(!wrong.is_locked(start));
            wrong.and_one(start)
        });
        assert!(tried.is_locked(start));
        let later = start + WRONG_WINDOW;
        assert!(!tried.is_locked(later));
        assert_eq!(tried.and_one(later), WrongCodes { count: 1, since: Some(later) });
    }

    #[test]
    fn a_bag_waits_at_least_a_day_and_never_beyond_its_loan() {
        let today = date(2026, 9, 1);
        let items = vec![HandedOver::plain(ItemId(Uuid::nil()), Grade::Good)];
        let lend = Lend::new(
            LoanId(Uuid::from_u128(7)),
            HouseholdId(Uuid::nil()),
            items,
            date(2026, 9, 20),
            today,
        )
        .unwrap();
        let pack = |keep_until| {
            let code = PickupCode::drawn([0; 8]);
            let way = Way::Relay { point: RelayPointId(Uuid::nil()), code, keep_until };
            PackParcel::new(lend.clone(), way, String::new())
        };
        assert_eq!(pack(today), Err(vec![PackFault::KeptTooShort]));
        assert_eq!(pack(date(2026, 9, 20)), Err(vec![PackFault::KeptTooLong]));
        assert_eq!(pack(date(2026, 9, 2)).unwrap().id(), ParcelId(Uuid::from_u128(7)));
        let long = PackParcel::new(lend.clone(), Way::Post, "x".repeat(LONGEST_SEAL + 1));
        assert_eq!(long, Err(vec![PackFault::SealTooLong]));
    }
}
