//! The troïka: the rule of the day it was asked, answers that never change, what was looked at.

use domain::Euros;
use domain::Seat;
use domain::fund::{
    AgreementState, Answer, AnswerRefused, Category, LineTerms, Quote, QuotePrice, TroikaRule,
    WithdrawRefused,
};
use domain::ids::{AccountId, AgreementFileId, AgreementId, FundLineId, SeatId, TroikaRuleId};
use jiff::civil::{Date, date};
use store::testing::builders::cites::{cite, seated, start};
use store::testing::builders::fund::{
    People, agreed_line, amount, answering, asking, day, document, people,
};
use store::{
    AnswerAgreement, AnswerAgreementRefused, AskAgreement, AskRefused, AttachToAgreement,
    AttachToAgreementRefused, By, FileFault, GiveSeatRefused, HeldSeat, MOST_AGREEMENT_FILES,
    MediaType, NewAccount, NewAccountRefused, NewAgreementFile, SetLineTerms, SetTroikaRule,
    SetTroikaRuleRefused, Store, VerbError, WithdrawAgreement, WithdrawAgreementRefused, on_both,
};
use uuid::Uuid;

use Answer::{No, Recused, Yes};

/// The line of the tests, with 1 000 €.
async fn given(store: &Store) -> (People, FundLineId) {
    let people = people(store).await;
    let (line, _) = agreed_line(store, &people, 100_000, 50_000).await;
    (people, line)
}

fn rule(number: u128, rule: TroikaRule, from: Date) -> SetTroikaRule {
    let act = format!("COPIL {number}");
    SetTroikaRule { id: TroikaRuleId(Uuid::from_u128(number)), rule, act, from, on: day() }
}

async fn set(store: &Store, people: &People, number: u128, wanted: TroikaRule) {
    let order = rule(number, wanted, day());
    store.set_troika_rule(&order, people.principal, start()).await.unwrap();
}

async fn ask(store: &Store, by: By, question: &AskAgreement) -> AgreementId {
    store.ask_agreement(question, by, start()).await.unwrap();
    question.id
}

/// Who answers what.
async fn says(
    store: &Store,
    agreement: AgreementId,
    by: By,
    answer: Answer,
) -> Result<AgreementState, AnswerAgreementRefused> {
    let form = agreement.0.as_u128() * 100
        + Seat::TROIKA.iter().position(|one| *one == by.seat).unwrap() as u128;
    let remark = if answer == Recused { "intérêt dans l'opération" } else { "" };
    let order = AnswerAgreement { remark: remark.into(), ..answering(form, agreement, answer) };
    match store.answer_agreement(&order, by, start()).await {
        Ok(state) => Ok(state),
        Err(VerbError::Refused(why)) => Err(why),
        Err(other) => panic!("{other:?}"),
    }
}

fn asks_refused(done: Result<(), VerbError<AskRefused>>) -> AskRefused {
    match done {
        Err(VerbError::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn a_request_keeps_the_rule_it_was_asked_under(fresh) {
        let (store, (people, line)) = (&fresh.store, given(&fresh.store).await);
        let two = TroikaRule::TwoUpTo(amount(20_000));
        let before = ask(store, people.principal, &asking(1, line, 20_000)).await;
        set(store, &people, 900, two).await;
        let under = ask(store, people.principal, &asking(2, line, 20_000)).await;
        let above = ask(store, people.principal, &asking(3, line, 20_001)).await;
        set(store, &people, 901, TroikaRule::Unanimous).await;
        for (id, state) in [(before, AgreementState::Asked), (under, AgreementState::Agreed), (above, AgreementState::Asked)] {
            assert_eq!(says(store, id, people.copilot, Yes).await, Ok(AgreementState::Asked));
            assert_eq!(says(store, id, people.delegate, Yes).await, Ok(state));
        }
        assert_eq!(says(store, under, people.principal, No).await, Err(AnswerAgreementRefused::Rule(AnswerRefused::AlreadyDecided)));
        assert_eq!(says(store, above, people.principal, Yes).await, Ok(AgreementState::Agreed));
        let kept = store.agreement(under, people.delegate).await.unwrap().unwrap();
        assert_eq!((kept.question.rule, kept.rule_act.as_str()), (two, "COPIL 900"));
        assert_eq!(store.agreement(before, people.delegate).await.unwrap().unwrap().rule_act, "");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_rule_is_the_principals_by_an_act_and_from_its_day_on(fresh) {
        let (store, (people, line)) = (&fresh.store, given(&fresh.store).await);
        let refused = |done: Result<(), VerbError<SetTroikaRuleRefused>>| match done {
            Err(VerbError::Refused(why)) => why,
            other => panic!("{other:?}"),
        };
        let new = rule(900, TroikaRule::Consultative, day());
        for by in [people.copilot, people.delegate, people.accountant] {
            assert_eq!(refused(store.set_troika_rule(&new, by, start()).await), SetTroikaRuleRefused::NotYourSeat);
        }
        let by_nothing = SetTroikaRule { act: "  ".into(), ..new.clone() };
        assert_eq!(refused(store.set_troika_rule(&by_nothing, people.principal, start()).await), SetTroikaRuleRefused::NoAct);
        store.set_troika_rule(&new, people.principal, start()).await.unwrap();
        store.set_troika_rule(&new, people.principal, start()).await.unwrap();
        let old = rule(901, TroikaRule::Unanimous, date(2026, 8, 31));
        let overtaken = SetTroikaRuleRefused::Overtaken { since: day() };
        assert_eq!(refused(store.set_troika_rule(&old, people.principal, start()).await), overtaken);
        let later = rule(902, TroikaRule::Unanimous, date(2026, 10, 1));
        store.set_troika_rule(&later, people.principal, start()).await.unwrap();
        let rules = store.troika_rules(people.delegate).await.unwrap();
        let told: Vec<_> = rules.iter().map(|rule| (rule.rule, rule.from)).collect();
        assert_eq!(told, [(TroikaRule::Unanimous, date(2026, 10, 1)), (TroikaRule::Consultative, day())]);
        // Until then the other is followed; and the principal's word needs a day to wait for.
        let question = asking(1, line, 100);
        assert_eq!(asks_refused(store.ask_agreement(&question, people.principal, start()).await), AskRefused::NoDeadline);
        let october = AskAgreement { on: date(2026, 10, 1), ..question };
        ask(store, people.principal, &october).await;
        let foreign = seated(store, 1, Seat::Principal).await;
        assert_eq!(store.troika_rules(foreign).await.unwrap(), []);
    }
}

on_both! {
    async fn the_principal_decides_once_the_others_are_heard(fresh) {
        let (store, (people, line)) = (&fresh.store, given(&fresh.store).await);
        set(store, &people, 900, TroikaRule::Consultative).await;
        let soon = date(2026, 9, 4);
        let question = |n| AskAgreement { deadline: Some(soon), ..asking(n, line, 30_000) };
        let first = ask(store, people.copilot, &question(1)).await;
        let early = AnswerAgreementRefused::Rule(AnswerRefused::OthersFirst);
        assert_eq!(says(store, first, people.principal, Yes).await, Err(early));
        let waits = |by: By, today| async move { store.agreements_to_answer(today, by).await.unwrap().len() };
        assert_eq!((waits(people.principal, day()).await, waits(people.copilot, day()).await), (0, 1));
        assert_eq!(says(store, first, people.copilot, No).await, Ok(AgreementState::Asked));
        assert_eq!(says(store, first, people.delegate, No).await, Ok(AgreementState::Asked));
        assert_eq!((waits(people.principal, day()).await, waits(people.copilot, day()).await), (1, 0));
        assert_eq!(says(store, first, people.principal, Yes).await, Ok(AgreementState::Agreed));
        let second = ask(store, people.copilot, &question(2)).await;
        let asked = store.agreement(second, people.principal).await.unwrap().unwrap();
        assert!(!asked.is_late(soon) && asked.is_late(date(2026, 9, 5)));
        assert_eq!((waits(people.principal, soon).await, waits(people.principal, date(2026, 9, 5)).await), (0, 1));
        let late = AnswerAgreement { on: date(2026, 9, 5), ..answering(5_077, second, No) };
        assert_eq!(store.answer_agreement(&late, people.principal, start()).await.unwrap(), AgreementState::Refused);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn who_stands_back_says_why_and_two_must_remain(fresh) {
        let (store, (people, line)) = (&fresh.store, given(&fresh.store).await);
        let id = ask(store, people.principal, &asking(1, line, 10_000)).await;
        let silent = answering(5_001, id, Recused);
        let refused = store.answer_agreement(&silent, people.copilot, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(AnswerAgreementRefused::NoReason))), "{refused:?}");
        assert_eq!(says(store, id, people.copilot, Recused).await, Ok(AgreementState::Asked));
        let second = AnswerAgreementRefused::Rule(AnswerRefused::SecondRecusal);
        assert_eq!(says(store, id, people.delegate, Recused).await, Err(second));
        let moved = By { account: people.copilot.account, ..people.principal };
        let same = AnswerAgreementRefused::Rule(AnswerRefused::SamePerson);
        assert_eq!(says(store, id, moved, Yes).await, Err(same));
        assert_eq!(says(store, id, people.principal, Yes).await, Ok(AgreementState::Asked), "never by one alone");
        assert_eq!(says(store, id, people.delegate, Yes).await, Ok(AgreementState::Agreed));
        let kept = store.agreement(id, people.delegate).await.unwrap().unwrap();
        let aside = kept.answers.iter().find(|answer| answer.seat == Seat::TownCopilot).unwrap();
        assert_eq!((aside.answer, aside.remark.as_str()), (Recused, "intérêt dans l'opération"));
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_deputys_answer_is_remembered_as_one(fresh) {
        let (store, (people, line)) = (&fresh.store, given(&fresh.store).await);
        let home = cite(0);
        let mut new = NewAccount {
            id: AccountId(Uuid::from_u128(600)),
            login: "suppleante@prefecture.example".into(),
            name: "Suppléante".into(),
            password_hash: "none".into(),
            seat_id: SeatId(Uuid::from_u128(601)),
            seat: Seat::Accountant,
            cite: home.id,
            deputy: true,
        };
        let refused = store.create_account(&new, None, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(NewAccountRefused::NoDeputyThere))), "{refused:?}");
        new.seat = Seat::PrefectDelegate;
        store.create_account(&new, None, start()).await.unwrap();
        let deputy = By { account: new.id, cite: home.id, seat: Seat::PrefectDelegate };
        let held = |number, seat| HeldSeat { id: SeatId(Uuid::from_u128(number)), seat, cite: home.id, cite_name: String::new(), deputy: true };
        let refused = store.give_seat(new.id, &held(602, Seat::TownAgent), None, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(GiveSeatRefused::NoDeputyThere))), "{refused:?}");
        store.give_seat(new.id, &held(603, Seat::TownCopilot), None, start()).await.unwrap();
        let seats = store.staff_member(new.id, people.principal).await.unwrap().unwrap().seats;
        assert!(seats.len() == 2 && seats.iter().all(|held| held.deputy), "{seats:?}");
        let id = ask(store, people.principal, &asking(1, line, 10_000)).await;
        let remark = "Sous réserve d'une livraison en octobre".to_owned();
        let order = AnswerAgreement { remark: remark.clone(), ..answering(5_001, id, Yes) };
        store.answer_agreement(&order, deputy, start()).await.unwrap();
        let twice = AnswerAgreementRefused::Rule(AnswerRefused::AlreadyAnswered);
        assert_eq!(says(store, id, people.delegate, Yes).await, Err(twice), "the seat has answered");
        says(store, id, people.copilot, Yes).await.unwrap();
        let kept = store.agreement(id, people.delegate).await.unwrap().unwrap();
        let told: Vec<_> = kept.answers.iter().map(|answer| (answer.seat, answer.deputy, answer.remark.as_str())).collect();
        assert_eq!(told, [(Seat::TownCopilot, false, ""), (Seat::PrefectDelegate, true, remark.as_str())]);
        // What was said is told to nobody by the journal.
        let journal = store.journal_of(id.into(), people.principal).await.unwrap();
        assert!(journal.iter().all(|line| !line.facts.contains("livraison")), "{journal:?}");
        let contacts = store.troika_contacts(people.principal).await.unwrap();
        assert!(contacts.iter().any(|one| one.login == new.login && one.seat == Seat::PrefectDelegate));
        assert!(contacts.iter().all(|one| one.seat != Seat::Principal), "not oneself");
    }
}

on_both! {
    async fn whoever_asked_takes_it_back_while_nothing_is_decided(fresh) {
        let (store, (people, line)) = (&fresh.store, given(&fresh.store).await);
        let id = ask(store, people.copilot, &asking(1, line, 10_000)).await;
        let order = |form: u128, agreement| WithdrawAgreement { form: Uuid::from_u128(5_000 + form), agreement };
        let refused = |done: Result<(), VerbError<WithdrawAgreementRefused>>| match done {
            Err(VerbError::Refused(why)) => why,
            other => panic!("{other:?}"),
        };
        let not_asker = WithdrawAgreementRefused::Rule(WithdrawRefused::NotAsker);
        assert_eq!(refused(store.withdraw_agreement(&order(1, id), people.principal, start()).await), not_asker);
        let foreign = seated(store, 1, Seat::TownCopilot).await;
        let unknown = WithdrawAgreementRefused::UnknownAgreement;
        assert_eq!(refused(store.withdraw_agreement(&order(2, id), foreign, start()).await), unknown);
        says(store, id, people.principal, Yes).await.unwrap();
        for _ in 0..2 {
            store.withdraw_agreement(&order(3, id), people.copilot, start()).await.unwrap();
        }
        let decided = WithdrawAgreementRefused::Rule(WithdrawRefused::AlreadyDecided);
        assert_eq!(refused(store.withdraw_agreement(&order(4, id), people.copilot, start()).await), decided);
        let over = AnswerAgreementRefused::Rule(AnswerRefused::AlreadyDecided);
        assert_eq!(says(store, id, people.delegate, Yes).await, Err(over));
        let kept = store.agreement(id, people.delegate).await.unwrap().unwrap();
        assert_eq!((kept.state, kept.decided_at()), (AgreementState::Withdrawn, Some(start())));
        assert!(store.agreements_to_answer(day(), people.delegate).await.unwrap().is_empty());
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_category_that_the_line_does_not_name_needs_a_reason(fresh) {
        let (store, (people, line)) = (&fresh.store, given(&fresh.store).await);
        let terms = LineTerms { categories: vec![Category::Connection], ..LineTerms::default() };
        let order = SetLineTerms { form: Uuid::from_u128(1), line, terms };
        store.set_line_terms(&order, people.principal, start()).await.unwrap();
        let off = asking(2, line, 100);
        assert_eq!(asks_refused(store.ask_agreement(&off, people.copilot, start()).await), AskRefused::OffTerms);
        let reason = "Convention en cours de révision".to_owned();
        let said = AskAgreement { off_terms: reason.clone(), axis: "Axe 2".into(), ..off };
        ask(store, people.copilot, &said).await;
        let kept = store.agreement(said.id, people.delegate).await.unwrap().unwrap();
        assert_eq!((kept.spending, kept.off_terms), (Some(Category::Equipment.into()), reason.clone()));
        assert_eq!((kept.asked_seat, kept.axis.as_str()), (Some(Seat::TownCopilot), "Axe 2"));
        let named = AskAgreement { spending: Category::Connection.into(), off_terms: reason, ..asking(3, line, 100) };
        ask(store, people.copilot, &named).await;
        let kept = store.agreement(named.id, people.delegate).await.unwrap().unwrap();
        assert_eq!(kept.off_terms, "", "no exception where none was needed");
        let axes = store.agreement_axes(people.principal).await.unwrap();
        assert_eq!(axes.into_iter().collect::<Vec<_>>(), ["Axe 2"]);
    }
}

on_both! {
    async fn a_question_is_the_troikas_about_an_open_line_and_in_time(fresh) {
        let (store, (people, line)) = (&fresh.store, given(&fresh.store).await);
        let question = asking(1, line, 100);
        let done = store.ask_agreement(&question, people.accountant, start()).await;
        assert_eq!(asks_refused(done), AskRefused::NotYourSeat);
        let elsewhere = asking(1, FundLineId(Uuid::from_u128(4)), 100);
        assert_eq!(asks_refused(store.ask_agreement(&elsewhere, people.delegate, start()).await), AskRefused::UnknownLine);
        let past = AskAgreement { deadline: Some(date(2026, 8, 31)), ..question.clone() };
        assert_eq!(asks_refused(store.ask_agreement(&past, people.delegate, start()).await), AskRefused::DeadlinePassed);
        let today = AskAgreement { deadline: Some(day()), ..question };
        ask(store, people.delegate, &today).await;
        let give_back = store::Repay {
            id: domain::ids::RepaymentId(Uuid::from_u128(9)), line, amount: amount(100_000), reference: "OR-1".into(), on: day(),
        };
        store.repay(&give_back, people.principal, start()).await.unwrap();
        let close = store::CloseLine { form: Uuid::from_u128(10), line, on: day() };
        store.close_line(&close, people.principal, start()).await.unwrap();
        let late = asking(2, line, 100);
        assert_eq!(asks_refused(store.ask_agreement(&late, people.delegate, start()).await), AskRefused::Closed);
    }
}

fn quoted(number: u128) -> NewAgreementFile {
    let euros = |cents| Some(Euros::from_cents(cents));
    let price = QuotePrice::new(euros(10_000), euros(2_000), amount(12_000)).unwrap();
    let quote = Quote { supplier: "Opérateur A".into(), number: "D-1".into(), on: day(), price };
    NewAgreementFile { label: String::new(), quote: Some(quote), ..document(number) }
}

on_both! {
    async fn what_the_seats_look_at_is_kept_with_its_hash_and_never_changes_under_an_answer(fresh) {
        let (store, (people, line)) = (&fresh.store, given(&fresh.store).await);
        let question = AskAgreement { files: vec![quoted(301), document(302)], ..asking(1, line, 12_000) };
        for _ in 0..2 {
            ask(store, people.principal, &question).await;
        }
        let mut other = question.clone();
        other.files[1].content.push(b'!');
        let done = store.ask_agreement(&other, people.principal, start()).await;
        assert!(matches!(done, Err(VerbError::OtherContent)), "{done:?}");
        let add = |file| AttachToAgreement { agreement: question.id, file };
        let refused = |done: Result<(), VerbError<AttachToAgreementRefused>>| match done {
            Err(VerbError::Refused(why)) => why,
            other => panic!("{other:?}"),
        };
        let third = add(document(303));
        for _ in 0..2 {
            store.attach_to_agreement(&third, people.delegate, start()).await.unwrap();
        }
        let kept = store.agreement(question.id, people.accountant).await.unwrap().unwrap();
        assert_eq!(kept.files.len(), 3);
        let (file, quote) = kept.quotes().next().unwrap();
        assert_eq!((file.id.0.as_u128(), Some(quote)), (301, question.files[0].quote.as_ref()));
        let (kind, bytes) = store.agreement_file(file.id, people.accountant).await.unwrap().unwrap();
        assert_eq!((kind, &bytes, file.size), (MediaType::Pdf, &question.files[0].content, bytes.len() as u64));
        // sha256sum of "%PDF-1.7 301".
        assert_eq!(file.sha256, "a4bddf0bcb2666d3bd855404cba928faac7745a23450dea8ebae41f12018b88f");
        let foreign = seated(store, 1, Seat::Principal).await;
        assert_eq!(store.agreement_file(file.id, foreign).await.unwrap(), None);
        let no = refused(store.attach_to_agreement(&add(document(304)), people.accountant, start()).await);
        assert_eq!(no, AttachToAgreementRefused::NotYourSeat);
        let no = refused(store.attach_to_agreement(&add(document(304)), foreign, start()).await);
        assert_eq!(no, AttachToAgreementRefused::UnknownAgreement);
        for (content, why) in [
            (Vec::new(), FileFault::Empty),
            (b"<html>".to_vec(), FileFault::OtherKind),
            ([b"%PDF-".to_vec(), vec![0; 10 * 1024 * 1024]].concat(), FileFault::TooLarge),
        ] {
            let file = NewAgreementFile { content, ..document(304) };
            let no = refused(store.attach_to_agreement(&add(file.clone()), people.delegate, start()).await);
            assert_eq!(no, AttachToAgreementRefused::File(why));
            let whole = AskAgreement { files: vec![document(305), file], ..asking(2, line, 100) };
            let no = asks_refused(store.ask_agreement(&whole, people.delegate, start()).await);
            assert_eq!(no, AskRefused::File { nth: 1, why });
            assert_eq!(store.agreement(whole.id, people.delegate).await.unwrap(), None, "nothing half done");
        }
        says(store, question.id, people.principal, Yes).await.unwrap();
        let no = refused(store.attach_to_agreement(&add(document(304)), people.delegate, start()).await);
        assert_eq!(no, AttachToAgreementRefused::Answered);
        says(store, question.id, people.delegate, No).await.unwrap();
        let no = refused(store.attach_to_agreement(&add(document(304)), people.delegate, start()).await);
        assert_eq!(no, AttachToAgreementRefused::AlreadyDecided);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn no_more_files_than_a_page_can_show(fresh) {
        let (store, (people, line)) = (&fresh.store, given(&fresh.store).await);
        let most = MOST_AGREEMENT_FILES as u128;
        let files = |many: u128| (0..many).map(|n| document(400 + n)).collect();
        let question = AskAgreement { files: files(most + 1), ..asking(1, line, 100) };
        assert_eq!(asks_refused(store.ask_agreement(&question, people.delegate, start()).await), AskRefused::TooManyFiles);
        let question = AskAgreement { files: files(most), ..question };
        let agreement = ask(store, people.delegate, &question).await;
        let more = AttachToAgreement { agreement, file: document(499) };
        let done = store.attach_to_agreement(&more, people.delegate, start()).await;
        assert!(matches!(done, Err(VerbError::Refused(AttachToAgreementRefused::TooMany))), "{done:?}");
        let id = AgreementFileId(Uuid::from_u128(499));
        assert_eq!(store.agreement_file(id, people.delegate).await.unwrap(), None);
    }
}

on_both! {
    async fn three_who_answer_at_once_are_counted_once_each(fresh) {
        let (store, (people, line)) = (&fresh.store, given(&fresh.store).await);
        let id = ask(store, people.principal, &asking(1, line, 100)).await;
        let mut tasks = Vec::new();
        for by in [people.principal, people.copilot, people.delegate] {
            let store = store.clone();
            tasks.push(tokio::spawn(async move { says(&store, id, by, Yes).await }));
        }
        let mut states = Vec::new();
        for task in tasks {
            states.push(task.await.unwrap().unwrap());
        }
        states.sort_unstable();
        assert_eq!(states, [AgreementState::Asked, AgreementState::Asked, AgreementState::Agreed]);
        assert_eq!(store.check().await.unwrap(), []);
    }
}
