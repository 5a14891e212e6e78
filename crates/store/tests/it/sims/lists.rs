//! The three lists hold what the domain says they hold, page by page.

use domain::ids::ItemId;
use domain::sim::{EventKind, NotPossible, Prepaid, SimState, Subscription, watch};
use domain::stock::ItemKind;
use jiff::civil::{Date, date};
use store::testing::builders::cites::start;
use store::testing::builders::households::in_need;
use store::testing::builders::stock::{DUE, TODAY, delivery, hand_over, terms, unit};
use store::{
    By, DescribeSim, NoteSimRefused, SimCounts, SimList, SimSearch, Store, VerbError, on_both,
};

use super::{cards, describe, described, note};

fn search(list: Option<SimList>, today: Date) -> SimSearch {
    SimSearch { text: String::new(), state: None, list, unused_for: 21, today }
}

async fn found(store: &Store, search: &SimSearch, by: By) -> Vec<ItemId> {
    let (rows, total) = store.find_sims(search, 0, 50, by).await.unwrap();
    assert_eq!(rows.len() as u64, total);
    rows.iter().map(|row| row.item.id).collect()
}

on_both! {
    async fn each_list_is_what_the_rule_says_of_each_card(fresh) {
        let store = &fresh.store;
        let (by, items) = cards(store, 6).await;
        let late = Prepaid { activate_before: Some(date(2027, 9, 1)), validity_days: 365, rechargeable: false };
        describe(store, 1, &items[..3], by).await;
        let other = DescribeSim { subscription: Subscription::Prepaid(late), operator: "SFR".into(), ..described(9, items[3]) };
        store.describe_sim(&other, by, start(), TODAY).await.unwrap();
        // 0 waits for its activation; 1 and 2 work a month, 3 longer than its loan; 4 and 5 are bare.
        for (form, item) in (20..).zip(&items[1..4]) {
            note(store, form, *item, (EventKind::Activated, TODAY), by).await.unwrap();
        }
        let home = in_need(store, 1, by).await;
        store.lend(&hand_over(40, home, &[items[1], items[3], items[4]]), by, start()).await.unwrap();
        note(store, 30, items[3], (EventKind::Used, TODAY), by).await.unwrap();
        let today = date(2026, 9, 22);
        for list in SimList::ALL {
            let mut wanted = Vec::new();
            for item in &items {
                let row = store.find_sims(&search(None, today), 0, 50, by).await.unwrap().0;
                let row = row.into_iter().find(|row| row.item.id == *item).unwrap();
                let sim = row.sim.as_ref();
                let due = row.holder.as_ref().map(|holder| holder.due_on);
                let lent = due.map(|_| TODAY);
                let is = match list {
                    SimList::Bare => sim.is_none(),
                    SimList::ToActivate => sim.is_some_and(|sim| watch::must_be_activated(sim.state, sim.subscription.activate_before(), today)),
                    SimList::Ending => due.is_some_and(|due| watch::ends_before_loan(sim.and_then(|sim| sim.valid_until), due)),
                    SimList::Unused => lent.is_some_and(|lent| watch::unused(lent, sim.and_then(|sim| sim.used_on), today, 21)),
                };
                if is { wanted.push(*item) }
            }
            assert!(!wanted.is_empty() && wanted.len() < items.len(), "{list}: {wanted:?}");
            assert_eq!(found(store, &search(Some(*list), today), by).await, wanted, "{list}");
        }
        let counts = store.sim_counts(today, 21, by).await.unwrap();
        assert_eq!(counts, SimCounts { to_activate: 1, ending: 1, unused: 2, bare: 2 });
        assert_eq!(found(store, &search(Some(SimList::ToActivate), date(2026, 8, 30)), by).await, [], "16 days before");
        assert_eq!(DUE, date(2027, 6, 30));
        // 30 days after its activation a card is over, and found as such.
        let over = |state| SimSearch { state: Some(state), ..search(None, date(2026, 10, 2)) };
        assert_eq!(found(store, &over(SimState::Expired), by).await, items[1..3]);
        assert_eq!(found(store, &over(SimState::Active), by).await, items[3..4]);
        assert_eq!(found(store, &over(SimState::Stocked), by).await, items[..1]);
        let named = |text: &str| SimSearch { text: text.into(), ..search(None, today) };
        assert_eq!(found(store, &named("sfr"), by).await, items[3..4]);
        assert_eq!(found(store, &named("%"), by).await.len(), 0, "a wildcard typed by a person is none");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_line_is_suspended_comes_back_and_ends(fresh) {
        let store = &fresh.store;
        let (by, items) = cards(store, 1).await;
        let item = items[0];
        let early = note(store, 1, item, (EventKind::Activated, TODAY), by).await;
        assert!(matches!(early, Err(VerbError::Refused(NoteSimRefused::NotDescribed))));
        describe(store, 2, &items, by).await;
        let by_order = note(store, 3, item, (EventKind::ToppedUp, TODAY), by).await;
        assert!(matches!(by_order, Err(VerbError::Refused(NoteSimRefused::NotByHand))));
        let state = async || store.sim(item, by).await.unwrap().unwrap().sim.state;
        for (form, kind, after) in [
            (10, EventKind::Activated, SimState::Active),
            (11, EventKind::Exhausted, SimState::Exhausted),
            (12, EventKind::Suspended, SimState::Suspended),
            (13, EventKind::Resumed, SimState::Exhausted),
            (14, EventKind::Cancelled, SimState::Cancelled),
        ] {
            note(store, form, item, (kind, TODAY), by).await.unwrap();
            assert_eq!(state().await, after, "{kind}");
        }
        let done = note(store, 15, item, (EventKind::Resumed, TODAY), by).await;
        assert!(matches!(done, Err(VerbError::Refused(NoteSimRefused::Rule(NotPossible::Cancelled)))));
        let lines = store.journal_of(item.into(), by).await.unwrap();
        let verbs: Vec<_> = lines.iter().map(|line| line.verb.as_str()).collect();
        assert_eq!(verbs, ["describe_sim", "activate_sim", "exhaust_sim", "suspend_sim", "resume_sim", "cancel_sim"]);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_card_meets_a_connection_and_a_printer_meets_no_need(fresh) {
        let store = &fresh.store;
        let (by, items) = cards(store, 1).await;
        let printer = unit(ItemKind::Printer, 900);
        store.receive(&delivery(8, vec![printer.clone()], terms()), by, start()).await.unwrap();
        let home = in_need(store, 1, by).await;
        let open = async || {
            let home = store.household(home, by).await.unwrap().unwrap();
            home.needs.iter().filter(|need| need.state == domain::people::equipment::NeedState::Open).map(|need| need.kind).collect::<Vec<_>>()
        };
        let before = open().await;
        store.lend(&hand_over(40, home, &[printer.id]), by, start()).await.unwrap();
        assert_eq!(open().await, before, "a printer is lent and meets nothing");
        store.lend(&hand_over(41, home, &[items[0]]), by, start()).await.unwrap();
        let connection = domain::people::equipment::NeedKind::Connection;
        assert!(before.contains(&connection) && !open().await.contains(&connection));
        assert_eq!(store.check().await.unwrap(), []);
    }
}
