//! What holds of every set of answers, in whatever order they come.

use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use Answer::{No, Recused, Yes};
use Seat::{PrefectDelegate, Principal, TownCopilot};

fn person(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(n))
}

fn amount(cents: i64) -> Amount {
    Amount::from_cents(cents).unwrap()
}

fn question(rule: TroikaRule, cents: i64) -> Question {
    Question { rule, amount: amount(cents), deadline: None }
}

const SMALL: i64 = 200_000;
const LARGE: i64 = 200_001;

fn two_up_to() -> TroikaRule {
    TroikaRule::TwoUpTo(amount(SMALL))
}

/// Answers of three different persons.
fn said(answers: &[(Seat, Answer)]) -> Answers {
    let numbered = answers.iter().zip(1..);
    numbered
        .map(|((seat, answer), n)| (*seat, Given { person: person(n), answer: *answer }))
        .collect()
}

fn comes_to(rule: TroikaRule, cents: i64, answers: &[(Seat, Answer)]) -> AgreementState {
    decide(question(rule, cents), &said(answers))
}

#[test]
fn three_yes_agree_and_one_no_refuses() {
    let come = |answers: &[_]| comes_to(TroikaRule::Unanimous, SMALL, answers);
    assert_eq!(come(&[(Principal, Yes), (TownCopilot, Yes)]), AgreementState::Asked);
    let all = [(Principal, Yes), (TownCopilot, Yes), (PrefectDelegate, Yes)];
    assert_eq!(come(&all), AgreementState::Agreed);
    assert_eq!(come(&[(PrefectDelegate, No)]), AgreementState::Refused);
}

#[test]
fn two_of_three_are_enough_up_to_the_amount_and_no_cent_above() {
    let come = |cents, answers: &[_]| comes_to(two_up_to(), cents, answers);
    let two = [(Principal, Yes), (PrefectDelegate, Yes)];
    assert_eq!(come(SMALL, &two), AgreementState::Agreed);
    assert_eq!(come(LARGE, &two), AgreementState::Asked);
    let one_no = [(Principal, No), (TownCopilot, Yes)];
    assert_eq!(come(SMALL, &one_no), AgreementState::Asked);
    assert_eq!(come(LARGE, &one_no), AgreementState::Refused);
    assert_eq!(come(SMALL, &[(Principal, No), (TownCopilot, No)]), AgreementState::Refused);
}

#[test]
fn who_stands_back_is_not_counted_and_two_must_remain() {
    let two = [(Principal, Recused), (TownCopilot, Yes), (PrefectDelegate, Yes)];
    let one = [(Principal, Recused), (TownCopilot, Yes)];
    let no = [(Principal, Recused), (TownCopilot, No)];
    for (rule, cents) in [
        (TroikaRule::Unanimous, SMALL),
        (two_up_to(), SMALL),
        (two_up_to(), LARGE),
        (TroikaRule::Consultative, SMALL),
    ] {
        assert_eq!(comes_to(rule, cents, &two), AgreementState::Agreed, "{rule:?}");
        assert_eq!(comes_to(rule, cents, &one), AgreementState::Asked, "{rule:?}");
        assert_eq!(comes_to(rule, cents, &no), AgreementState::Refused, "{rule:?}");
        let second = Given { person: person(9), answer: Recused };
        let may = may_answer(
            question(rule, cents),
            PrefectDelegate,
            second,
            &said(&one),
            date(2026, 9, 1),
        );
        assert_eq!(may, Err(AnswerRefused::SecondRecusal), "{rule:?}");
    }
}

#[test]
fn the_principal_decides_once_the_others_are_heard_or_the_deadline_has_passed() {
    let deadline = date(2026, 9, 10);
    let asked = Question { deadline: Some(deadline), ..question(TroikaRule::Consultative, LARGE) };
    let yes = Given { person: person(7), answer: Yes };
    let one = said(&[(TownCopilot, No)]);
    let both = said(&[(TownCopilot, No), (PrefectDelegate, Recused)]);
    let may = |before: &Answers, day| may_answer(asked, Principal, yes, before, day);
    assert_eq!(may(&one, deadline), Err(AnswerRefused::OthersFirst), "the last day is theirs");
    assert_eq!(may(&one, date(2026, 9, 11)), Ok(()));
    assert_eq!(may(&both, date(2026, 9, 1)), Ok(()));
    assert_eq!(decide(asked, &both), AgreementState::Asked, "an opinion decides nothing");
    let mut all = both;
    all.insert(Principal, yes);
    assert_eq!(decide(asked, &all), AgreementState::Agreed);
    // Without a deadline both are waited for; standing back needs nobody's opinion.
    let open = question(TroikaRule::Consultative, LARGE);
    let late = date(2030, 1, 1);
    assert_eq!(may_answer(open, Principal, yes, &one, late), Err(AnswerRefused::OthersFirst));
    let aside = Given { person: person(7), answer: Recused };
    assert_eq!(may_answer(open, Principal, aside, &Answers::new(), late), Ok(()));
}

#[test]
fn each_seat_answers_once_by_another_person() {
    let (asked, day) = (question(TroikaRule::Unanimous, SMALL), date(2026, 9, 1));
    let yes = |n| Given { person: person(n), answer: Yes };
    let mut before = said(&[(Principal, Yes)]);
    let may = |seat, given, before: &Answers| may_answer(asked, seat, given, before, day);
    assert_eq!(may(Seat::Accountant, yes(4), &before), Err(AnswerRefused::NotOfTroika));
    assert_eq!(may(Principal, yes(1), &before), Err(AnswerRefused::AlreadyAnswered));
    assert_eq!(may(TownCopilot, yes(1), &before), Err(AnswerRefused::SamePerson));
    assert_eq!(may(TownCopilot, yes(2), &before), Ok(()));
    before.insert(TownCopilot, Given { person: person(2), answer: No });
    assert_eq!(may(PrefectDelegate, yes(3), &before), Err(AnswerRefused::AlreadyDecided));
}

#[test]
fn the_same_person_on_two_seats_is_one_yes() {
    let yes = Given { person: person(1), answer: Yes };
    let other = Given { person: person(2), answer: Yes };
    let twice = Answers::from([(Principal, yes), (TownCopilot, yes)]);
    let asked = question(two_up_to(), SMALL);
    assert_eq!(decide(asked, &twice), AgreementState::Asked, "written behind the rules' back");
    let mut three = twice;
    three.insert(PrefectDelegate, other);
    assert_eq!(decide(asked, &three), AgreementState::Agreed);
    assert_eq!(decide(question(TroikaRule::Unanimous, SMALL), &three), AgreementState::Refused);
}

#[test]
fn never_by_one_alone_even_if_two_stood_back() {
    let alone = [(Principal, Recused), (TownCopilot, Recused), (PrefectDelegate, Yes)];
    for rule in [TroikaRule::Unanimous, two_up_to(), TroikaRule::Consultative] {
        assert_eq!(comes_to(rule, SMALL, &alone), AgreementState::Refused, "{rule:?}");
    }
}

#[test]
fn whoever_asked_takes_back_what_is_not_decided() {
    let asker = (person(1), Some(TownCopilot));
    let may = |state, by| may_withdraw(state, asker, by);
    assert_eq!(may(AgreementState::Asked, (person(1), Principal)), Ok(()));
    assert_eq!(may(AgreementState::Asked, (person(2), TownCopilot)), Ok(()), "a successor");
    let other = may(AgreementState::Asked, (person(2), Principal));
    assert_eq!(other, Err(WithdrawRefused::NotAsker));
    for state in [AgreementState::Agreed, AgreementState::Refused, AgreementState::Withdrawn] {
        assert_eq!(may(state, (person(1), TownCopilot)), Err(WithdrawRefused::AlreadyDecided));
    }
    let unknown = may_withdraw(AgreementState::Asked, (person(1), None), (person(2), TownCopilot));
    assert_eq!(unknown, Err(WithdrawRefused::NotAsker));
}

/// Plays what each seat would answer, in an order; who comes too early or may not stand back comes again,
/// who may not at all stays silent. Gives every state on the way.
fn played(asked: Question, wanted: &[(Seat, Given)]) -> (Vec<AgreementState>, Answers) {
    let mut answers = Answers::new();
    let mut states = vec![decide(asked, &answers)];
    for _ in 0..wanted.len() {
        for (seat, given) in wanted {
            if may_answer(asked, *seat, *given, &answers, date(2026, 9, 1)).is_ok() {
                answers.insert(*seat, *given);
                states.push(decide(asked, &answers));
            }
        }
    }
    (states, answers)
}

fn questions() -> impl Strategy<Value = Question> {
    let rule =
        prop_oneof![Just(TroikaRule::Unanimous), Just(two_up_to()), Just(TroikaRule::Consultative)];
    (rule, prop_oneof![Just(SMALL), Just(LARGE)]).prop_map(|(rule, cents)| question(rule, cents))
}

/// What the three seats would answer, one of them at most standing back; perhaps the same person twice.
fn wishes(persons: u128) -> impl Strategy<Value = Vec<(Seat, Given)>> {
    let answer = prop_oneof![Just(Yes), Just(No), Just(Recused)];
    prop::collection::vec((answer, 1..=persons), 3).prop_map(|said| {
        let mut aside = false;
        let one = |(seat, (answer, n)): (Seat, (Answer, u128))| {
            let answer =
                if answer == Recused && std::mem::replace(&mut aside, true) { No } else { answer };
            (seat, Given { person: person(n), answer })
        };
        Seat::TROIKA.into_iter().zip(said).map(one).collect()
    })
}

fn orders<T: Clone>(three: &[T]) -> Vec<Vec<T>> {
    [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
        .map(|order| order.map(|at| three[at].clone()).to_vec())
        .to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The order in which three persons answer changes nothing.
    #[test]
    fn the_order_of_answers_never_matters(asked in questions(), mut wanted in wishes(9)) {
        for ((_, given), n) in wanted.iter_mut().zip(1..) {
            given.person = person(n);
        }
        let ends: Vec<_> = orders(&wanted).iter().map(|order| *played(asked, order).0.last().unwrap()).collect();
        prop_assert!(ends.iter().all(|end| *end == ends[0]), "{ends:?}");
        prop_assert_ne!(ends[0], AgreementState::Asked, "three answers decide");
    }

    /// Nothing is agreed without as many different persons as the rule asks for, whoever sits twice.
    #[test]
    fn agreed_means_so_many_different_persons(asked in questions(), wanted in wishes(3)) {
        for order in orders(&wanted) {
            let (states, answers) = played(asked, &order);
            let yes: std::collections::BTreeSet<_> =
                answers.values().filter(|given| given.answer == Yes).map(|given| given.person).collect();
            if states.last() == Some(&AgreementState::Agreed) {
                let least = if asked.rule == TroikaRule::Consultative { 1 } else { 2 };
                prop_assert!(yes.len() >= asked.needed(&answers).max(least));
                if asked.rule == TroikaRule::Consultative && yes.len() == 1 {
                    prop_assert_eq!(answers[&Principal].answer, Yes);
                }
                let three = asked.rule == TroikaRule::Unanimous || asked.rule == two_up_to() && asked.amount == amount(LARGE);
                if three && recusals(&answers) == 0 {
                    prop_assert_eq!(yes.len(), 3);
                }
            }
        }
    }

    /// What is decided stays so, whatever answers were added behind the rules' back.
    #[test]
    fn decided_never_changes(asked in questions(), wanted in wishes(9)) {
        for order in orders(&wanted) {
            let mut answers = Answers::new();
            let mut decided = AgreementState::Asked;
            for (seat, given) in order {
                answers.insert(seat, given);
                let now = decide(asked, &answers);
                prop_assert!(decided == AgreementState::Asked || now == decided, "{decided} then {now}: {answers:?}");
                decided = now;
            }
        }
    }
}
