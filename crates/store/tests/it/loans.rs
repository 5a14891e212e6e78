//! Hand-overs and returns: once, whatever the number of clicks, on both databases.

use domain::Seat;
use domain::delivery::Terms;
use domain::ids::{HouseholdId, ItemId, LoanId};
use domain::item_life::{DeskAction, NotLendable};
use domain::loan::{Outcome, TakeBack};
use domain::people::equipment::NeedState;
use domain::stock::{Grade, ItemKind, ItemState, Restriction};
use jiff::civil::date;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::in_need;
use store::testing::builders::stock::{delivery, hand_over as order, tablet, terms, wiped};
use store::{
    AtDesk, AtDeskRefused, By, ItemRefusal, ItemSearch, LendRefused, ReceiveRefused, Store,
    TakeBackRefused, VerbError, on_both,
};
use uuid::Uuid;

/// A cité with `families` in need and `tablets` on the shelf.
async fn given(
    store: &Store,
    families: u128,
    tablets: u128,
) -> (By, Vec<HouseholdId>, Vec<ItemId>) {
    let by = seated(store, 0, Seat::TownAgent).await;
    let mut homes = Vec::new();
    for n in 1..=families {
        homes.push(in_need(store, n, by).await);
    }
    let items: Vec<_> = (1..=tablets).map(tablet).collect();
    let ids = items.iter().map(|item| item.id).collect();
    store.receive(&delivery(1, items, terms()), by, start()).await.unwrap();
    (by, homes, ids)
}

fn why(refused: Result<(), VerbError<LendRefused>>) -> Vec<ItemRefusal> {
    match refused {
        Err(VerbError::Refused(LendRefused::Items(items))) => {
            items.into_iter().map(|item| item.why).collect()
        }
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn fifty_hand_overs_of_one_item_are_one_loan(fresh) {
        let (by, homes, items) = given(&fresh.store, 2, 1).await;
        let clicks = (0..50).map(|n| {
            let (store, home, items) = (fresh.store.clone(), homes[n % 2], items.clone());
            tokio::spawn(async move {
                store.lend(&order(n as u128 + 1, home, &items), by, start()).await
            })
        });
        let (mut lent, mut refused) = (0, 0);
        for click in clicks.collect::<Vec<_>>() {
            match click.await.unwrap() {
                Ok(()) => lent += 1,
                other => {
                    assert_eq!(why(other), [ItemRefusal::State(NotLendable::AlreadyLent)]);
                    refused += 1;
                }
            }
        }
        assert_eq!((lent, refused), (1, 49));
        assert_eq!(fresh.store.open_loans(0, 50, by).await.unwrap().1, 1);
    }
}

on_both! {
    async fn one_form_posted_five_times_is_one_loan(fresh) {
        let (by, homes, items) = given(&fresh.store, 1, 2).await;
        let clicks = (0..5).map(|_| {
            let (store, home, items) = (fresh.store.clone(), homes[0], items.clone());
            tokio::spawn(async move { store.lend(&order(1, home, &items[..1]), by, start()).await })
        });
        for click in clicks.collect::<Vec<_>>() {
            click.await.unwrap().unwrap();
        }
        let loans = fresh.store.loans_of(homes[0], by).await.unwrap();
        assert_eq!(loans.iter().map(|loan| loan.lines.len()).collect::<Vec<_>>(), [1]);
        let other = fresh.store.lend(&order(1, homes[0], &items), by, start()).await;
        assert!(matches!(other, Err(VerbError::OtherContent)), "{other:?}");
    }
}

on_both! {
    async fn one_item_in_the_way_leaves_all_on_the_shelf(fresh) {
        let (by, homes, items) = given(&fresh.store, 2, 3).await;
        fresh.store.lend(&order(1, homes[0], &items[..1]), by, start()).await.unwrap();
        let refused = fresh.store.lend(&order(2, homes[1], &items), by, start()).await;
        assert_eq!(why(refused), [ItemRefusal::State(NotLendable::AlreadyLent)]);
        assert_eq!(fresh.store.loans_of(homes[1], by).await.unwrap(), []);
        let counts = fresh.store.stock_by_state(by).await.unwrap();
        assert_eq!(counts[&(ItemKind::Tablet, ItemState::Available)], 2);
    }
}

on_both! {
    async fn a_part_comes_back_then_the_rest(fresh) {
        let (by, homes, items) = given(&fresh.store, 1, 2).await;
        let loan = LoanId(Uuid::from_u128(1));
        fresh.store.lend(&order(1, homes[0], &items), by, start()).await.unwrap();
        let needs = fresh.store.household(homes[0], by).await.unwrap().unwrap().needs;
        assert_eq!(needs.iter().filter(|need| need.state == NeedState::Served).count(), 1);
        let back = |form, item, outcome| {
            TakeBack::new(Uuid::from_u128(form), loan, vec![(item, outcome)]).unwrap()
        };
        let first = back(10, items[0], Outcome::Returned(Grade::Worn));
        for _ in 0..2 {
            fresh.store.take_back(&first, by, start()).await.unwrap();
        }
        let half = fresh.store.loan(loan, by).await.unwrap().unwrap();
        assert_eq!((half.out().len(), half.is_closed()), (1, false));
        assert_eq!(half.days_late(date(2027, 7, 3)), 3);
        let twice = back(11, items[0], Outcome::Lost);
        let refused = fresh.store.take_back(&twice, by, start()).await;
        assert!(
            matches!(refused, Err(VerbError::Refused(TakeBackRefused::AlreadyClosed(_)))),
            "{refused:?}"
        );
        let rest = back(12, items[1], Outcome::Lost);
        fresh.store.take_back(&rest, by, start()).await.unwrap();
        assert!(fresh.store.loan(loan, by).await.unwrap().unwrap().is_closed());
        assert_eq!(fresh.store.overdue(date(2027, 7, 3), 0, 50, by).await.unwrap().1, 0);
        let again = fresh.store.lend(&order(2, homes[0], &items), by, start()).await;
        assert_eq!(
            why(again),
            [ItemRefusal::State(NotLendable::NotChecked), ItemRefusal::State(NotLendable::Lost)]
        );
        let check = AtDesk {
            form: Uuid::from_u128(20),
            item: items[0],
            action: DeskAction::MarkChecked,
            wipe: Some(wiped()),
        };
        fresh.store.at_desk(&check, by, start()).await.unwrap();
        fresh.store.lend(&order(3, homes[0], &items[..1]), by, start()).await.unwrap();
        let file = fresh.store.item(items[0], by).await.unwrap().unwrap();
        let verbs: Vec<_> = file.steps.iter().map(|step| step.verb.as_str()).collect();
        assert_eq!(verbs, ["lend", "mark_checked", "take_back", "lend", "receive"]);
        assert_eq!(file.holder.unwrap().household, homes[0]);
    }
}

on_both! {
    async fn numbers_are_given_once_even_in_parallel(fresh) {
        let (by, _, _) = given(&fresh.store, 0, 1).await;
        let lists = (2..12_u128).map(|n| {
            let store = fresh.store.clone();
            let items = (0..5).map(|i| tablet(n * 100 + i)).collect();
            tokio::spawn(async move { store.receive(&delivery(n, items, terms()), by, start()).await })
        });
        for list in lists.collect::<Vec<_>>() {
            list.await.unwrap().unwrap();
        }
        let (found, total) = fresh.store.find_items(&ItemSearch::default(), 0, 100, by).await.unwrap();
        let mut tags: Vec<_> = found.into_iter().map(|found| found.item.tag).collect();
        tags.dedup();
        assert_eq!((tags.len(), total), (51, 51));
        let search = ItemSearch { text: "42".into(), ..ItemSearch::default() };
        let (found, _) = fresh.store.find_items(&search, 0, 10, by).await.unwrap();
        assert!(found[0].item.tag.contains("-0042-"), "{found:?}");
        let known = delivery(20, vec![tablet(2_000), tablet(1)], terms());
        match fresh.store.receive(&known, by, start()).await {
            Err(VerbError::Refused(ReceiveRefused::Known(known))) => {
                assert_eq!(known.len(), 1);
                assert_eq!(known[0].item, tablet(1).id);
            }
            other => panic!("{other:?}"),
        }
    }
}

on_both! {
    async fn another_cite_sees_nothing(fresh) {
        let (by, homes, items) = given(&fresh.store, 1, 2).await;
        fresh.store.lend(&order(1, homes[0], &items[..1]), by, start()).await.unwrap();
        let stranger = seated(&fresh.store, 1, Seat::TownAgent).await;
        let theirs = in_need(&fresh.store, 500, stranger).await;
        let refused = fresh.store.lend(&order(2, theirs, &items[1..]), stranger, start()).await;
        assert_eq!(why(refused), [ItemRefusal::Unknown]);
        let refused = fresh.store.lend(&order(3, homes[0], &items[1..]), stranger, start()).await;
        assert!(
            matches!(refused, Err(VerbError::Refused(LendRefused::UnknownHousehold))),
            "{refused:?}"
        );
        let loan = LoanId(Uuid::from_u128(1));
        assert_eq!(fresh.store.loan(loan, stranger).await.unwrap(), None);
        assert_eq!(fresh.store.item(items[0], stranger).await.unwrap(), None);
        let back = vec![(items[0], Outcome::Lost)];
        let back = TakeBack::new(Uuid::from_u128(4), loan, back).unwrap();
        let refused = fresh.store.take_back(&back, stranger, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(TakeBackRefused::Unknown))), "{refused:?}");
        let gone = AtDesk { form: Uuid::from_u128(5), item: items[1], action: DeskAction::SendToRepair, wipe: None };
        let refused = fresh.store.at_desk(&gone, stranger, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(AtDeskRefused::Unknown))), "{refused:?}");
    }
}

on_both! {
    async fn a_donor_s_condition_holds_at_the_desk(fresh) {
        let (by, homes, _) = given(&fresh.store, 1, 1).await;
        let only = Restriction { levels: vec![domain::stock::Level::Lycee], ..Restriction::default() };
        let terms = Terms { restriction: only, ..terms() };
        fresh.store.receive(&delivery(7, vec![tablet(77)], terms), by, start()).await.unwrap();
        let refused = fresh.store.lend(&order(1, homes[0], &[tablet(77).id]), by, start()).await;
        assert_eq!(why(refused), [ItemRefusal::Levels(vec![domain::stock::Level::Lycee])]);
    }
}
