//! The troïka's agreement: dated answers of its three seats, by different persons, under the rule in force
//! when it was asked.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::amount::Amount;
use super::troika_rule::TroikaRule;
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
        /// The rule's answers are there.
        Agreed = "agreed",
        /// They cannot be reached any more.
        Refused = "refused",
        /// Whoever asked took the question back.
        Withdrawn = "withdrawn",
    }
}

crate::vocabulary! {
    /// A seat's answer.
    Answer {
        /// The operation may go on.
        Yes = "yes",
        /// It may not.
        No = "no",
        /// The seat stands back: an interest of its own is in the operation.
        Recused = "recused",
    }
}

/// What the answers are counted under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The rule in force when it was asked.
    pub rule: TroikaRule,
    /// How much is asked for.
    pub amount: Amount,
    /// The day by which answers are wanted, if one is.
    pub deadline: Option<Date>,
}

/// An answer, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The person on the seat.
    pub person: AccountId,
    /// What was answered.
    pub answer: Answer,
}

/// The answers so far, one a seat.
pub type Answers = BTreeMap<Seat, Given>;

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
    /// The agreement is made, refused or withdrawn: nothing more to answer.
    #[error("already decided")]
    AlreadyDecided,
    /// Another seat has stood back: two must remain.
    #[error("a second recusal")]
    SecondRecusal,
    /// The principal decides alone, once both others have said their mind or the deadline has passed.
    #[error("the two others are heard first")]
    OthersFirst,
}

/// Why a question is not withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WithdrawRefused {
    /// Another seat asked.
    #[error("asked by another seat")]
    NotAsker,
    /// It is decided, or withdrawn already.
    #[error("already decided")]
    AlreadyDecided,
}

impl Question {
    /// Is the day gone by which answers were wanted?
    #[must_use]
    pub fn is_late(self, today: Date) -> bool {
        self.deadline.is_some_and(|deadline| deadline < today)
    }

    /// Does the principal decide alone, the two others being heard? Not when the principal stands back.
    fn is_principals(self, answers: &Answers) -> bool {
        let aside =
            answers.get(&Seat::Principal).map(|given| given.answer) == Some(Answer::Recused);
        self.rule == TroikaRule::Consultative && !aside
    }

    /// How many different persons must say yes, given who stands back: never fewer than two.
    #[must_use]
    pub fn needed(self, answers: &Answers) -> usize {
        if self.is_principals(answers) {
            return 1;
        }
        match self.rule {
            TroikaRule::TwoUpTo(limit) if self.amount <= limit => 2,
            _ => (Seat::TROIKA.len() - recusals(answers)).max(2),
        }
    }
}

fn recusals(answers: &Answers) -> usize {
    answers.values().filter(|given| given.answer == Answer::Recused).count()
}

/// What the answers so far come to, as soon as it is certain: agreed when enough different persons say
/// yes, refused when they cannot be reached any more.
#[must_use]
pub fn decide(question: Question, answers: &Answers) -> AgreementState {
    let counted = |seat: &Seat| !question.is_principals(answers) || *seat == Seat::Principal;
    let seats = || Seat::TROIKA.into_iter().filter(counted);
    let yes: BTreeSet<AccountId> = seats()
        .filter_map(|seat| answers.get(&seat))
        .filter(|given| given.answer == Answer::Yes)
        .map(|given| given.person)
        .collect();
    let awaited = seats().filter(|seat| !answers.contains_key(seat)).count();
    let needed = question.needed(answers);
    if yes.len() >= needed {
        AgreementState::Agreed
    } else if yes.len() + awaited < needed {
        AgreementState::Refused
    } else {
        AgreementState::Asked
    }
}

/// May this person answer so for this seat today, given who answered before?
///
/// # Errors
/// Says which rule forbids it.
pub fn may_answer(
    question: Question,
    seat: Seat,
    new: Given,
    before: &Answers,
    today: Date,
) -> Result<(), AnswerRefused> {
    if !Seat::TROIKA.contains(&seat) {
        return Err(AnswerRefused::NotOfTroika);
    }
    if before.contains_key(&seat) {
        return Err(AnswerRefused::AlreadyAnswered);
    }
    if before.values().any(|given| given.person == new.person) {
        return Err(AnswerRefused::SamePerson);
    }
    if decide(question, before) != AgreementState::Asked {
        return Err(AnswerRefused::AlreadyDecided);
    }
    if new.answer == Answer::Recused {
        return if recusals(before) > 0 { Err(AnswerRefused::SecondRecusal) } else { Ok(()) };
    }
    let heard = before.len() == Seat::TROIKA.len() - 1;
    if seat == Seat::Principal
        && question.rule == TroikaRule::Consultative
        && !heard
        && !question.is_late(today)
    {
        return Err(AnswerRefused::OthersFirst);
    }
    Ok(())
}

/// Whoever asked, or sits where they sat, may take back what is not decided.
///
/// # Errors
/// Says which rule forbids it.
pub fn may_withdraw(
    state: AgreementState,
    asker: (AccountId, Option<Seat>),
    by: (AccountId, Seat),
) -> Result<(), WithdrawRefused> {
    if asker.0 != by.0 && asker.1 != Some(by.1) {
        Err(WithdrawRefused::NotAsker)
    } else if state != AgreementState::Asked {
        Err(WithdrawRefused::AlreadyDecided)
    } else {
        Ok(())
    }
}

#[cfg(test)]
#[path = "agreement_tests.rs"]
mod tests;
