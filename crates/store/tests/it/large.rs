//! A large register is read page by page, and by index.

use domain::Seat;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::large::{Size, item_of, large};
use store::testing::builders::stock::TODAY;
use store::testing::{Database, plan_of_overdue, plan_of_search, texts};
use store::{FoundItem, ItemSearch, Search, Total, on_both};

/// Two pages of everything and more.
const SIZE: Size = Size { items: 600, families: 300, past_loans: 900 };

on_both! {
    async fn what_follows_the_first_page_is_on_the_second(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        large(&fresh.store, SIZE, by).await;
        let store = &fresh.store;
        let (all, total) = store.overdue(TODAY, 0, 1_000, by).await.unwrap();
        assert_eq!((all.len() as u64, total, u64::from(SIZE.out() / 4)), (total, total, total));
        let mut paged = store.overdue(TODAY, 0, 50, by).await.unwrap().0;
        paged.extend(store.overdue(TODAY, 50, 50, by).await.unwrap().0);
        assert!(paged == all && all.is_sorted_by_key(|loan| loan.due_on), "no loan twice, none left out");
        let (all, total) = store.to_remind(TODAY, 0, 1_000, by).await.unwrap();
        let mut homes: Vec<_> = all.iter().map(|one| one.household).collect();
        homes.sort_unstable();
        homes.dedup();
        assert_eq!((Total::from(homes.len() as u64), total.counted > 50), (total, true), "each family once");
        let mut paged = store.to_remind(TODAY, 0, 50, by).await.unwrap().0;
        paged.extend(store.to_remind(TODAY, 50, 1_000, by).await.unwrap().0);
        assert!(paged == all && all.is_sorted_by_key(|one| one.due_on));
        let (all, total) = store.queue(None, 0, 1_000, by).await.unwrap();
        assert_eq!((all.len() as u64, total), (60, 60));
        assert_eq!(store.queue(None, 50, 50, by).await.unwrap().0, all[50..]);
        assert_eq!(store.queue(Some(start()), 0, 50, by).await.unwrap(), (vec![], 0));
        let later = start() + jiff::SignedDuration::from_hours(501);
        assert_eq!(store.queue(Some(later), 50, 50, by).await.unwrap(), (all[50..].to_vec(), 60));
    }
}

on_both! {
    async fn four_digits_find_a_label_and_the_ends_of_numbers_and_nothing_else(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        large(&fresh.store, SIZE, by).await;
        let store = &fresh.store;
        let found = async |text: &str| {
            let search = ItemSearch { text: text.into(), ..ItemSearch::default() };
            store.find_items(&search, 0, 50, by).await.unwrap()
        };
        let ends_so = |one: &FoundItem, digits: &str| {
            let ends = [&one.item.serial, &one.item.imei, &one.item.iccid];
            let ends = ends.iter().any(|number| number.as_deref().is_some_and(|number| number.ends_with(digits)));
            ends || one.item.tag.contains(&format!("-{digits}-"))
        };
        let (items, total) = found("0042").await;
        assert!(items.iter().any(|one| one.item.id == item_of(41)), "its label");
        assert_eq!(items.len() as u64, total);
        for one in &items {
            assert!(ends_so(one, "0042"), "{:?}", one.item);
        }
        let serial = items.iter().find_map(|one| one.item.serial.clone()).unwrap();
        assert!(found(&serial[4..]).await.0.iter().any(|one| one.item.serial.as_deref() == Some(&*serial)));
        assert!(found(&serial[1..7]).await.1 > 0, "its middle, when nothing ends so");
        // Four digits are an end and nothing else: all of them, of what stands before the end too.
        let mut nowhere = 0;
        for at in 0..serial.len() - 4 {
            let digits = &serial[at..at + 4];
            if digits.bytes().all(|byte| byte.is_ascii_digit()) {
                let items = found(digits).await.0;
                nowhere += u32::from(items.is_empty());
                assert!(items.iter().all(|one| ends_so(one, digits)), "{digits}");
            }
        }
        assert!(nowhere > 0, "some digits of {serial} end nothing");
        assert_eq!(found("42").await.0[0].item.id, item_of(41));
        // Families by the end of their telephone number, and by all of it.
        for text in ["0123", "06 39 80 01 23", "+33 6 39 80 01 23", "398 00123"] {
            let search = Search { text, ..Search::default() };
            let (homes, many) = store.find_households(search, 0, 9, by).await.unwrap();
            assert_eq!((homes[0].label.as_str(), many), ("Famille000123", 1), "{text}");
        }
        let stranger = seated(store, 1, Seat::TownAgent).await;
        let search = Search { text: "0123", ..Search::default() };
        assert_eq!(store.find_households(search, 0, 9, stranger).await.unwrap().1, 0);
        let search = ItemSearch { text: "0042".into(), ..ItemSearch::default() };
        assert_eq!(store.find_items(&search, 0, 9, stranger).await.unwrap().1, 0);
    }
}

on_both! {
    async fn what_is_out_is_kept_whatever_the_code_does(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        large(&fresh.store, SIZE, by).await;
        let wrong = "SELECT 'x' AS text FROM loans l WHERE l.still_out <> EXISTS \
             (SELECT 1 FROM loan_items i WHERE i.loan_id = l.id AND i.closed_at IS NULL)";
        assert_eq!(texts(&fresh.url, wrong).await, Vec::<String>::new());
        let out = async || fresh.store.open_loans(0, 1, by).await.unwrap().1;
        let before = out().await;
        fresh.run("UPDATE loan_items SET closed_at = 1, outcome = 'lost' WHERE loan_id = (SELECT id FROM loans WHERE still_out ORDER BY id LIMIT 1)").await.unwrap();
        assert_eq!((out().await, texts(&fresh.url, wrong).await.len()), (before - 1, 0));
        fresh.run("DELETE FROM loan_items WHERE loan_id = (SELECT id FROM loans WHERE still_out ORDER BY id LIMIT 1)").await.unwrap();
        assert_eq!((out().await, texts(&fresh.url, wrong).await.len()), (before - 2, 0));
    }
}

/// `SQLite` tells its plan in words; `PostgreSQL` goes by the size of tables, which tests keep small.
#[tokio::test]
async fn the_search_by_four_digits_and_the_late_loans_are_read_by_index() {
    let fresh = Database::Sqlite.fresh().await;
    let by = seated(&fresh.store, 0, Seat::TownAgent).await;
    let search = plan_of_search(&fresh.store, "0042", by).await;
    for index in ["number", "serial_end", "imei_end", "iccid_end", "former_end"] {
        assert!(search.contains(&format!("items_by_{index}")), "{index}: {search}");
    }
    let late = plan_of_overdue(&fresh.store, TODAY, by).await;
    assert!(late.contains("loans_out_by_due"), "{late}");
    for plan in [search, late] {
        assert!(!plan.contains("SCAN items") && !plan.contains("SCAN loans"), "{plan}");
        assert!(!plan.contains("FOR ORDER BY"), "sorted whole: {plan}");
    }
}
