//! Money: never overdrawn, never lost, agreed by three, paid by another.

use domain::Euros;
use domain::fund::{
    AgreementState, CommitRefused as CommitRule, PaymentRefused, SettleRefused as SettleRule,
};
use domain::fund::{Answer, AnswerRefused};
use domain::ids::{CommitmentId, SettlementId};
use store::testing::Fresh;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::fund::{
    People, agreed_line, answering, came, day, invoice, notify, order, order_payment, people,
    settle,
};
use store::{
    AnswerAgreementRefused, CancelCommitment, CancelCommitmentRefused, CommitRefused,
    OrderPaymentRefused, Pay, PayRefused, RejectPayment, SettleRefused, Store, VerbError, on_both,
};
use uuid::Uuid;

fn cancel(form: u128, commitment: u128) -> CancelCommitment {
    CancelCommitment {
        form: Uuid::from_u128(form),
        commitment: CommitmentId(Uuid::from_u128(commitment)),
    }
}

fn reject(form: u128, settlement: u128) -> RejectPayment {
    let settlement = SettlementId(Uuid::from_u128(settlement));
    RejectPayment {
        form: Uuid::from_u128(form),
        settlement,
        reason: "Service fait manquant".into(),
    }
}

/// What is left of the only line, as kept and as the journal says.
async fn available(store: &Store, people: &People) -> i64 {
    let line = store.fund_lines(people.principal).await.unwrap().remove(0);
    let journal = store.fund_line_at(line.id, start(), people.principal).await.unwrap().unwrap();
    assert_eq!(line.sums, journal, "the journal derives the same sums");
    line.sums.available().cents()
}

on_both! {
    async fn forty_at_once_where_seven_fit(fresh) {
        let people = people(&fresh.store).await;
        let (_, agreement) = agreed_line(&fresh.store, &people, 70_050, 1_000_000).await;
        let mut tasks = Vec::new();
        for number in 0..40 {
            let store = fresh.store.clone();
            tasks.push(tokio::spawn(async move {
                store.commit(&order(agreement, 8_000 + number, 10_000), people.principal, start()).await
            }));
        }
        let (mut done, mut short) = (0, 0);
        for task in tasks {
            match task.await.unwrap() {
                Ok(()) => done += 1,
                Err(VerbError::Refused(CommitRefused::Rule(CommitRule::Short { .. }))) => short += 1,
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!((done, short), (7, 33));
        assert_eq!(available(&fresh.store, &people).await, 50);
    }
}

on_both! {
    async fn one_form_five_times_is_one_commitment(fresh) {
        let people = people(&fresh.store).await;
        let (_, agreement) = agreed_line(&fresh.store, &people, 100_000, 100_000).await;
        for _ in 0..5 {
            fresh.store.commit(&order(agreement, 8_000, 10_000), people.principal, start()).await.unwrap();
        }
        assert_eq!(available(&fresh.store, &people).await, 90_000);
        let other = fresh.store.commit(&order(agreement, 8_000, 10_001), people.principal, start()).await;
        assert!(matches!(other, Err(VerbError::OtherContent)), "{other:?}");
    }
}

on_both! {
    async fn a_reduced_line_is_shown_and_commits_nothing(fresh) {
        let people = people(&fresh.store).await;
        let (line, agreement) = agreed_line(&fresh.store, &people, 100_000, 100_000).await;
        fresh.store.commit(&order(agreement, 8_000, 60_000), people.principal, start()).await.unwrap();
        fresh.store.notify(&notify(line, 9_000, -50_000), people.principal, start()).await.unwrap();
        assert_eq!(available(&fresh.store, &people).await, -10_000);
        let short = fresh.store.commit(&order(agreement, 8_001, 1), people.principal, start()).await;
        let expected = CommitRule::Short { available: Euros::from_cents(-10_000) };
        assert!(matches!(short, Err(VerbError::Refused(CommitRefused::Rule(why))) if why == expected), "{short:?}");
        let released = fresh.store.cancel_commitment(&cancel(9_001, 8_000), people.principal, start()).await.unwrap();
        assert_eq!((released, available(&fresh.store, &people).await), (Euros::from_cents(60_000), 50_000));
        assert_eq!(fresh.store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn the_database_itself_refuses_an_overdrawn_line(fresh) {
        let people = people(&fresh.store).await;
        let _ = agreed_line(&fresh.store, &people, 100_000, 100_000).await;
        let Fresh { store, url, .. } = &fresh;
        let raw = sea_orm::Database::connect(url.as_str()).await.unwrap();
        let done = sea_orm::ConnectionTrait::execute_unprepared(&raw, "UPDATE fund_lines SET open_cents = 100001").await;
        assert!(done.unwrap_err().to_string().contains("fund_lines_never_overdrawn"));
        assert_eq!(available(store, &people).await, 100_000);
    }
}

on_both! {
    async fn who_settles_does_not_pay(fresh) {
        let people = people(&fresh.store).await;
        let (_, agreement) = agreed_line(&fresh.store, &people, 100_000, 50_000).await;
        let store = &fresh.store;
        store.commit(&order(agreement, 8_000, 50_000), people.principal, start()).await.unwrap();
        for (number, cents) in [(8_110, 20_000), (8_111, 50_001)] {
            store.note_invoice(&invoice(number, 8_000, cents), people.principal, start()).await.unwrap();
        }
        let by_accountant = store.settle(&settle(8_100, 8_110), people.accountant, start()).await;
        assert!(matches!(by_accountant, Err(VerbError::Refused(SettleRefused::NotYourSeat))));
        let early = store.settle(&settle(8_100, 8_110), people.principal, start()).await;
        assert!(matches!(early, Err(VerbError::Refused(SettleRefused::NoServiceDone))), "{early:?}");
        came(store, &people, 8_000).await;
        let over = store.settle(&settle(8_101, 8_111), people.principal, start()).await;
        assert!(matches!(over, Err(VerbError::Refused(SettleRefused::Rule(SettleRule::OverCommitment { .. })))));
        store.settle(&settle(8_100, 8_110), people.principal, start()).await.unwrap();
        let twice = store.settle(&settle(8_102, 8_110), people.principal, start()).await;
        assert!(matches!(twice, Err(VerbError::Refused(SettleRefused::AlreadySettled))), "{twice:?}");
        let pay = Pay {
            form: Uuid::from_u128(8_200),
            settlement: SettlementId(Uuid::from_u128(8_100)),
            reference: "DP-1".into(),
            on: day(),
        };
        let unordered = store.pay(&pay, people.accountant, start()).await;
        assert!(matches!(unordered, Err(VerbError::Refused(PayRefused::Rule(PaymentRefused::NotOrdered)))), "{unordered:?}");
        let by_accountant = store.order_payment(&order_payment(8_198, 8_100), people.accountant, start()).await;
        assert!(matches!(by_accountant, Err(VerbError::Refused(OrderPaymentRefused::NotYourSeat))));
        store.order_payment(&order_payment(8_199, 8_100), people.principal, start()).await.unwrap();
        let by_principal = store.pay(&pay, people.principal, start()).await;
        assert!(matches!(by_principal, Err(VerbError::Refused(PayRefused::NotYourSeat))));
        // The same person on the accountant's seat is still the same person.
        let moved = store::By { seat: domain::Seat::Accountant, ..people.principal };
        let same = store.pay(&pay, moved, start()).await;
        assert!(matches!(same, Err(VerbError::Refused(PayRefused::Rule(PaymentRefused::SamePerson)))), "{same:?}");
        store.pay(&pay, people.accountant, start()).await.unwrap();
        store.pay(&pay, people.accountant, start()).await.unwrap();
        let late = store.reject_payment(&reject(8_201, 8_100), people.accountant, start()).await;
        assert!(matches!(late, Err(VerbError::Refused(PayRefused::Rule(PaymentRefused::AlreadyDecided)))));
        // A foreign cité's seat finds nothing.
        let foreign = seated(store, 1, domain::Seat::Principal).await;
        let none = store.cancel_commitment(&cancel(8_202, 8_000), foreign, start()).await;
        assert!(matches!(none, Err(VerbError::Refused(CancelCommitmentRefused::UnknownCommitment))));
        assert_eq!(fresh.store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn an_agreement_needs_three_people_once_each(fresh) {
        let people = people(&fresh.store).await;
        let store = &fresh.store;
        let (_, agreement) = agreed_line(store, &people, 100_000, 50_000).await;
        let again = answering(1, agreement, Answer::No);
        let twice = store.answer_agreement(&again, people.principal, start()).await;
        let already = AnswerAgreementRefused::Rule(AnswerRefused::AlreadyAnswered);
        assert!(matches!(twice, Err(VerbError::Refused(why)) if why == already), "{twice:?}");
        let outside = store.answer_agreement(&again, people.accountant, start()).await;
        let stranger = AnswerAgreementRefused::Rule(AnswerRefused::NotOfTroika);
        assert!(matches!(outside, Err(VerbError::Refused(why)) if why == stranger), "{outside:?}");
        let kept = store.agreement(agreement, people.delegate).await.unwrap().unwrap();
        assert_eq!((kept.state, kept.answers.len()), (AgreementState::Agreed, 3));
        let over = store.commit(&order(agreement, 8_000, 50_001), people.principal, start()).await;
        assert!(matches!(over, Err(VerbError::Refused(CommitRefused::Rule(CommitRule::OverAgreement { .. })))));
    }
}
