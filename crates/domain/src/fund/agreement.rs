//! The troïka's agreement: one yes of each of its three seats, by three different persons.

use std::collections::BTreeMap;

use crate::Seat;
use crate::ids::AccountId;

crate::vocabulary! {
    /// Whether the pooling convention was signed when the agreement was asked for.
    AgreementRegime {
        /// It was.
        Normal = "normal",
        /// Spending starts without waiting for the signature: legal, and to be seen at once.
        BeforeConvention = "before_convention",
    }
}

crate::vocabulary! {
    /// Where an agreement stands.
    AgreementState {
        /// Answers are missing.
        Asked = "asked",
        /// All three seats have said yes.
        Agreed = "agreed",
        /// One seat has said no.
        Refused = "refused",
    }
}

crate::vocabulary! {
    /// A seat's answer.
    Answer {
        /// The operation may go on.
        Yes = "yes",
        /// It may not.
        No = "no",
    }
}

/// Why an answer is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerRefused {
    /// This seat has no say in the fund.
    #[error("not a seat of the troïka")]
    NotOfTroika,
    /// This seat has answered; an answer cannot be changed.
    #[error("already answered")]
    AlreadyAnswered,
    /// This person has answered for another seat; the three must be three persons.
    #[error("answered for another seat")]
    SamePerson,
    /// The agreement is made or refused: nothing more to answer.
    #[error("already decided")]
    AlreadyDecided,
}

/// What the answers so far come to: refused at the first no, agreed when all three say yes.
#[must_use]
pub fn decide(answers: &BTreeMap<Seat, Answer>) -> AgreementState {
    if answers.values().any(|answer| *answer == Answer::No) {
        AgreementState::Refused
    } else if Seat::TROIKA.iter().all(|seat| answers.get(seat) == Some(&Answer::Yes)) {
        AgreementState::Agreed
    } else {
        AgreementState::Asked
    }
}

/// May this person answer for this seat, given who answered before?
///
/// # Errors
/// Says which rule forbids it.
pub fn may_answer(
    seat: Seat,
    person: AccountId,
    before: &BTreeMap<Seat, (AccountId, Answer)>,
) -> Result<(), AnswerRefused> {
    if !Seat::TROIKA.contains(&seat) {
        return Err(AnswerRefused::NotOfTroika);
    }
    if before.contains_key(&seat) {
        return Err(AnswerRefused::AlreadyAnswered);
    }
    if before.values().any(|(account, _)| *account == person) {
        return Err(AnswerRefused::SamePerson);
    }
    let answers = before.iter().map(|(seat, (_, answer))| (*seat, *answer)).collect();
    if decide(&answers) == AgreementState::Asked {
        Ok(())
    } else {
        Err(AnswerRefused::AlreadyDecided)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use uuid::Uuid;

    use super::{AgreementState, Answer, AnswerRefused, decide, may_answer};
    use crate::Seat;
    use crate::ids::AccountId;

    #[test]
    fn three_yes_agree_and_one_no_refuses() {
        let mut answers =
            BTreeMap::from([(Seat::Principal, Answer::Yes), (Seat::TownCopilot, Answer::Yes)]);
        assert_eq!(decide(&answers), AgreementState::Asked);
        answers.insert(Seat::PrefectDelegate, Answer::Yes);
        assert_eq!(decide(&answers), AgreementState::Agreed);
        answers.insert(Seat::TownCopilot, Answer::No);
        assert_eq!(decide(&answers), AgreementState::Refused);
    }

    #[test]
    fn each_seat_answers_once_by_another_person() {
        let person = |n: u128| AccountId(Uuid::from_u128(n));
        let mut before = BTreeMap::from([(Seat::Principal, (person(1), Answer::Yes))]);
        assert_eq!(
            may_answer(Seat::Accountant, person(4), &before),
            Err(AnswerRefused::NotOfTroika)
        );
        assert_eq!(
            may_answer(Seat::Principal, person(1), &before),
            Err(AnswerRefused::AlreadyAnswered)
        );
        assert_eq!(
            may_answer(Seat::TownCopilot, person(1), &before),
            Err(AnswerRefused::SamePerson)
        );
        assert_eq!(may_answer(Seat::TownCopilot, person(2), &before), Ok(()));
        before.insert(Seat::TownCopilot, (person(2), Answer::No));
        assert_eq!(
            may_answer(Seat::PrefectDelegate, person(3), &before),
            Err(AnswerRefused::AlreadyDecided)
        );
    }
}
