//! Papers printed together: the same loans whoever prints them, one run at a time, and nothing of a family
//! longer than some days.

use domain::Seat;
use domain::ids::{BatchId, HouseholdId, ItemId, LoanId};
use domain::loan::{Outcome, TakeBack};
use domain::people::equipment::{Connection, Equipment};
use domain::people::language::ContactLanguage;
use domain::stock::{Grade, ItemKind, Restriction};
use jiff::SignedDuration;
use jiff::civil::date;
use store::testing::Fresh;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::{family, school};
use store::testing::builders::rounds::shelf;
use store::testing::builders::stock::{TODAY, give_back, hand_over};
use store::{
    BatchChoice, BatchEnd, BatchPaper, BatchRefused, BatchState, By, ForgetHousehold, KEPT_DAYS,
    MOST_RUNNING, PrintBatch, Store, VerbError, on_both,
};
use uuid::Uuid;

const DAY: BatchChoice = BatchChoice::HandedOver { from: TODAY, to: TODAY };

/// Three families with a loan each, the second reading Tamil, and their items.
async fn three(fresh: &Fresh) -> (By, Vec<(HouseholdId, ItemId)>) {
    let store = &fresh.store;
    let by = seated(store, 0, Seat::TownAgent).await;
    let school = school(store, by).await;
    let lot = shelf(store, 1, ItemKind::Tablet, 3, &Restriction::default(), by).await;
    let mut homes = Vec::new();
    for n in 1..=3 {
        // The last one entered is the first by name.
        let mut new = family(4 - n, school, Equipment::None, Connection::None);
        if n == 2 {
            new.state.language = ContactLanguage::Tamil;
        }
        store.create_household(&new, by, start(), TODAY).await.unwrap();
        let item = ItemId(Uuid::from_u128(Uuid::from(lot).as_u128() + n));
        store.lend(&hand_over(n, new.id, &[item]), by, start()).await.unwrap();
        homes.push((new.id, item));
    }
    (by, homes)
}

fn order(n: u128) -> PrintBatch {
    let id = BatchId(Uuid::from_u128(60_000 + n));
    PrintBatch { id, paper: BatchPaper::Agreement, which: DAY, beside: None }
}

fn loan(n: u128) -> LoanId {
    LoanId(Uuid::from_u128(n))
}

async fn begun(store: &Store, n: u128, by: By) -> (BatchId, u32) {
    let run = store.begin_batch(&order(n), by, (TODAY, start())).await.unwrap().unwrap();
    (order(n).id, run)
}

/// A batch whose file is whole: five bytes in two pieces.
async fn printed(store: &Store, n: u128, by: By) -> BatchId {
    let key = begun(store, n, by).await;
    assert!(store.keep_batch_part(key, 0, b"%PD".to_vec(), start()).await.unwrap());
    assert!(store.keep_batch_part(key, 1, b"F-".to_vec(), start()).await.unwrap());
    let papers = store.batch(key.0, by, start()).await.unwrap().unwrap().papers;
    assert!(store.tell_batch(key, (papers, 0), start()).await.unwrap());
    store.end_batch(key, BatchEnd::Ready { pages: 6, size: 5 }, start()).await.unwrap();
    key.0
}

async fn state(store: &Store, id: BatchId, by: By) -> BatchState {
    store.batch(id, by, start()).await.unwrap().unwrap().state
}

on_both! {
    async fn a_batch_holds_the_loans_that_were_asked_for(fresh) {
        let (by, homes) = three(&fresh).await;
        let store = &fresh.store;
        let found = async |paper, which, today| {
            let found = store.to_print(paper, which, today, by).await.unwrap();
            found.into_iter().map(|one| one.loan).collect::<Vec<_>>()
        };
        // By the name of the family, not as they were handed over.
        let all = vec![loan(3), loan(2), loan(1)];
        assert_eq!(found(BatchPaper::Agreement, DAY, TODAY).await, all);
        let other_day = BatchChoice::HandedOver { from: date(2026, 9, 2), to: date(2026, 9, 9) };
        assert_eq!(found(BatchPaper::Agreement, other_day, TODAY).await, []);
        let here = BatchChoice::School(school(store, by).await);
        assert_eq!(found(BatchPaper::Certificate, here, TODAY).await, all);
        let elsewhere = BatchChoice::School(Uuid::from_u128(3).into());
        assert_eq!(found(BatchPaper::Certificate, elsewhere, TODAY).await, []);
        assert_eq!(found(BatchPaper::Reminder, DAY, TODAY).await, [], "nothing is due soon");
        assert_eq!(found(BatchPaper::Reminder, DAY, date(2027, 6, 29)).await, all);
        assert_eq!(found(BatchPaper::Agreement, BatchChoice::Late, date(2027, 6, 30)).await, []);
        assert_eq!(found(BatchPaper::Agreement, BatchChoice::Late, date(2027, 7, 1)).await, all);
        let found_in = store.to_print(BatchPaper::Agreement, DAY, TODAY, by).await.unwrap();
        let languages: Vec<_> = found_in.iter().map(|one| one.language).collect();
        assert_eq!(languages, [ContactLanguage::French, ContactLanguage::Tamil, ContactLanguage::French]);
        let back = give_back(91, 2, &[(homes[1].1, Outcome::Returned(Grade::Good))]);
        store.take_back(&back, by, start()).await.unwrap();
        assert_eq!(found(BatchPaper::Agreement, DAY, TODAY).await, [loan(3), loan(1)], "one is over");
        let stranger = seated(store, 1, Seat::TownAgent).await;
        assert_eq!(store.to_print(BatchPaper::Agreement, DAY, TODAY, stranger).await.unwrap(), []);
    }
}

on_both! {
    async fn a_batch_is_begun_once_and_its_file_is_read_piece_by_piece(fresh) {
        let (by, _) = three(&fresh).await;
        let store = &fresh.store;
        let id = printed(store, 1, by).await;
        assert_eq!(store.begin_batch(&order(1), by, (TODAY, start())).await.unwrap(), None, "again");
        let other = PrintBatch { paper: BatchPaper::HandOver, ..order(1) };
        let refused = store.begin_batch(&other, by, (TODAY, start())).await;
        assert!(matches!(refused, Err(VerbError::OtherContent)), "{refused:?}");
        let batch = store.batch(id, by, start()).await.unwrap().unwrap();
        assert_eq!((batch.state, batch.papers, batch.done, batch.pages, batch.size), (BatchState::Ready, 3, 3, 6, 5));
        assert_eq!(store.batch_loans(id, by).await.unwrap(), [loan(3), loan(2), loan(1)]);
        let part = async |nth| store.batch_part(id, nth, by).await.unwrap();
        assert_eq!((part(0).await, part(1).await, part(2).await), (Some(b"%PD".to_vec()), Some(b"F-".to_vec()), None));
        assert_eq!(store.check().await.unwrap(), []);
        // Nobody of another cité knows of it.
        let stranger = seated(store, 1, Seat::TownAgent).await;
        assert_eq!(store.batch(id, stranger, start()).await.unwrap(), None);
        assert_eq!(store.batches(9, stranger, start()).await.unwrap(), []);
        assert_eq!(store.batch_loans(id, stranger).await.unwrap(), []);
        assert_eq!(store.batch_part(id, 0, stranger).await.unwrap(), None);
        assert!(!store.stop_batch(id, stranger).await.unwrap());
        assert_eq!(store.resume_batch(id, stranger, start()).await.unwrap(), None);
        // The journal tells how many, and of whom nothing.
        let line = store.journal_of(id.0, by).await.unwrap().pop().unwrap();
        assert_eq!(line.facts, r#"{"beside":null,"paper":"convention","papers":3}"#);
    }
}

on_both! {
    async fn nothing_is_begun_without_loans_or_beside_too_many(fresh) {
        let (by, _) = three(&fresh).await;
        let store = &fresh.store;
        let none = PrintBatch { which: BatchChoice::Late, ..order(1) };
        let refused = store.begin_batch(&none, by, (TODAY, start())).await;
        assert!(matches!(refused, Err(VerbError::Refused(BatchRefused::NoLoan))), "{refused:?}");
        for n in 0..MOST_RUNNING {
            begun(store, n.into(), by).await;
        }
        let refused = store.begin_batch(&order(99), by, (TODAY, start())).await;
        assert!(matches!(refused, Err(VerbError::Refused(BatchRefused::OthersRun))), "{refused:?}");
        store.end_batch((order(0).id, 1), BatchEnd::Stopped, start()).await.unwrap();
        begun(store, 99, by).await;
    }
}

on_both! {
    async fn a_run_is_stopped_buried_and_taken_up_again_by_one(fresh) {
        let (by, _) = three(&fresh).await;
        let store = &fresh.store;
        let key = begun(store, 1, by).await;
        assert!(store.keep_batch_part(key, 0, vec![1], start()).await.unwrap());
        assert!(store.tell_batch(key, (1, 0), start()).await.unwrap());
        assert!(store.stop_batch(key.0, by).await.unwrap());
        assert!(!store.tell_batch(key, (2, 0), start()).await.unwrap(), "told to stop");
        store.end_batch(key, BatchEnd::Stopped, start()).await.unwrap();
        assert_eq!(state(store, key.0, by).await, BatchState::Stopped);
        assert_eq!(store.check().await.unwrap(), [], "its pieces are gone");

        let again = store.resume_batch(key.0, by, start()).await.unwrap().unwrap();
        assert_eq!((again, store.resume_batch(key.0, by, start()).await.unwrap()), (2, None), "it runs");
        // What the first node still does, does nothing.
        assert!(!store.keep_batch_part(key, 7, vec![1], start()).await.unwrap());
        assert!(!store.tell_batch(key, (3, 0), start()).await.unwrap());
        store.end_batch(key, BatchEnd::Broken, start()).await.unwrap();
        assert_eq!(state(store, key.0, by).await, BatchState::Running);

        // Its node has gone: a minute without a word.
        let key = (key.0, again);
        assert!(store.keep_batch_part(key, 0, vec![1], start()).await.unwrap());
        let later = start() + SignedDuration::from_secs(60);
        assert_eq!(store.batch(key.0, by, later).await.unwrap().unwrap().state, BatchState::Running);
        let later = later + SignedDuration::from_secs(1);
        assert_eq!(store.batch(key.0, by, later).await.unwrap().unwrap().state, BatchState::Broken);
        assert!(!store.keep_batch_part(key, 1, vec![1], later).await.unwrap());
        assert_eq!(store.check().await.unwrap(), []);
        assert_eq!(store.resume_batch(key.0, by, later).await.unwrap(), Some(3));
    }
}

on_both! {
    async fn a_file_goes_after_some_days(fresh) {
        let (by, _) = three(&fresh).await;
        let store = &fresh.store;
        let id = printed(store, 1, by).await;
        let last = start() + SignedDuration::from_hours(24 * KEPT_DAYS);
        assert_eq!(store.batches(9, by, last).await.unwrap()[0].state, BatchState::Ready);
        let over = last + SignedDuration::from_secs(1);
        assert_eq!(store.batches(9, by, over).await.unwrap()[0].state, BatchState::Erased);
        assert_eq!(store.batch_part(id, 0, by).await.unwrap(), None);
        assert_eq!(store.batch_loans(id, by).await.unwrap(), []);
        assert_eq!(store.check().await.unwrap(), []);
        assert_eq!(store.resume_batch(id, by, over).await.unwrap(), None, "erased for good");
    }
}

on_both! {
    async fn a_file_goes_with_the_first_of_its_families(fresh) {
        let (by, homes) = three(&fresh).await;
        let store = &fresh.store;
        let id = printed(store, 1, by).await;
        let running = begun(store, 2, by).await;
        assert!(store.keep_batch_part(running, 0, vec![1], start()).await.unwrap());
        let back: TakeBack = give_back(91, 2, &[(homes[1].1, Outcome::Returned(Grade::Good))]);
        store.take_back(&back, by, start()).await.unwrap();
        // This one begins after the return: it never held the family.
        let without = printed(store, 3, by).await;
        let forget = ForgetHousehold { form: Uuid::from_u128(92), household: homes[1].0 };
        store.forget_household(&forget, by, start()).await.unwrap();
        assert_eq!(state(store, id, by).await, BatchState::Erased);
        assert_eq!(store.batch_part(id, 0, by).await.unwrap(), None);
        assert_eq!(state(store, running.0, by).await, BatchState::Erased);
        assert!(!store.keep_batch_part(running, 1, vec![1], start()).await.unwrap(), "its run writes no more");
        assert_eq!(state(store, without, by).await, BatchState::Ready);
        assert_eq!(store.check().await.unwrap(), []);
        let line = store.journal_of(homes[1].0.into(), by).await.unwrap().into_iter().find(|line| line.verb == "forget_household");
        assert!(line.unwrap().facts.contains(r#""batches":2"#));
    }
}

on_both! {
    async fn a_file_that_is_not_what_it_says_is_found(fresh) {
        let (by, _) = three(&fresh).await;
        printed(&fresh.store, 1, by).await;
        fresh.tamper("DELETE FROM batch_parts WHERE nth = 1").await;
        let found = fresh.store.check().await.unwrap();
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().ends_with("its file has 5 bytes, its pieces 3"), "{found:?}");
        fresh.tamper("UPDATE batches SET state = 'erased'").await;
        let found = fresh.store.check().await.unwrap();
        assert_eq!(found.len(), 1, "something is left of an erased file");
    }
}
