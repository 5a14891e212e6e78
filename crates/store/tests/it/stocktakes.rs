//! A stocktake: what is missing, what should not be here, and several phones at once.

use domain::Seat;
use domain::ids::{ItemId, StocktakeId};
use domain::item_life::DeskAction;
use domain::stocktake::Difference;
use jiff::SignedDuration;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::in_need;
use store::testing::builders::stock::{delivery, hand_over, tablet, terms};
use store::{
    AtDesk, By, CloseStocktake, CloseStocktakeRefused, OpenStocktake, OpenStocktakeRefused,
    RemoveScanned, RemoveScannedRefused, ScanStocktake, ScanStocktakeRefused, Scanned, Store,
    VerbError, on_both,
};
use uuid::Uuid;

const ID: StocktakeId = StocktakeId(Uuid::from_u128(600));

/// Five tablets: the fourth is lent, the fifth lost.
async fn given(store: &Store) -> (By, Vec<ItemId>) {
    let by = seated(store, 0, Seat::TownAgent).await;
    let items: Vec<_> = (1..=5).map(tablet).collect();
    let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    store.receive(&delivery(1, items, terms()), by, start()).await.unwrap();
    let home = in_need(store, 1, by).await;
    store.lend(&hand_over(10, home, &[ids[3]]), by, start()).await.unwrap();
    desk(store, 11, ids[4], DeskAction::DeclareLost, by).await;
    store.open_stocktake(&OpenStocktake { id: ID }, by, start()).await.unwrap();
    (by, ids)
}

async fn desk(store: &Store, form: u128, item: ItemId, action: DeskAction, by: By) {
    let order = AtDesk { form: Uuid::from_u128(form), item, action, wipe: None };
    store.at_desk(&order, by, start() + SignedDuration::from_secs(60)).await.unwrap();
}

async fn scan(
    store: &Store,
    form: u128,
    code: &str,
    by: By,
) -> Result<Scanned, VerbError<ScanStocktakeRefused>> {
    let order = ScanStocktake { form: Uuid::from_u128(form), stocktake: ID, code: code.into() };
    store.scan_stocktake(&order, by, start()).await
}

async fn differences(store: &Store, by: By) -> Vec<(Difference, Option<ItemId>)> {
    let lines = store.stocktake_differences(ID, by).await.unwrap();
    lines.into_iter().map(|line| (line.difference, line.item.map(|item| item.id))).collect()
}

fn serial(n: u128) -> String {
    tablet(n).serial.unwrap().to_string()
}

on_both! {
    async fn what_is_missing_and_what_should_not_be_here_is_listed(fresh) {
        let store = &fresh.store;
        let (by, ids) = given(store).await;
        let other = seated(store, 1, Seat::TownAgent).await;
        store.receive(&delivery(2, vec![tablet(50)], terms()), other, start()).await.unwrap();
        let first = scan(store, 700, &serial(1), by).await.unwrap();
        assert_eq!((first.difference, first.again), (None, false));
        assert!(scan(store, 701, &first.code, by).await.unwrap().again, "by its label this time");
        for (form, code, difference) in [
            (702, serial(4), Difference::Lent),
            (703, serial(5), Difference::Lost),
            (704, serial(50), Difference::Elsewhere),
            (705, "n’importe quoi".to_owned(), Difference::Unknown),
        ] {
            assert_eq!(scan(store, form, &code, by).await.unwrap().difference, Some(difference), "{code}");
        }
        let running = store.stocktake(ID, by).await.unwrap().unwrap();
        assert_eq!((running.expected, running.scanned, running.closed), (3, 5, None));
        let found = differences(store, by).await;
        assert_eq!(found.iter().filter(|one| one.0 == Difference::Missing).count(), 2);
        assert!(found.contains(&(Difference::Lent, Some(ids[3]))) && found.contains(&(Difference::Lost, Some(ids[4]))));
        // What is lent out after it was seen was here; what is declared lost meanwhile was missing.
        let home = in_need(store, 2, by).await;
        store.lend(&hand_over(12, home, &[ids[0]]), by, start()).await.unwrap();
        desk(store, 13, ids[1], DeskAction::DeclareLost, by).await;
        let found = differences(store, by).await;
        assert!(!found.contains(&(Difference::Lent, Some(ids[0]))));
        assert!(found.contains(&(Difference::Missing, Some(ids[1]))));
        let close = CloseStocktake { form: Uuid::from_u128(710), stocktake: ID };
        store.close_stocktake(&close, by, start()).await.unwrap();
        store.close_stocktake(&close, by, start()).await.unwrap();
        let mut kept = differences(store, by).await;
        let mut found = found;
        kept.sort();
        found.sort();
        assert_eq!(kept, found, "as it was found");
        let line = store.journal_of(ID.into(), by).await.unwrap().pop().unwrap();
        assert!(line.facts.contains("\"missing\":2") && !line.facts.contains("SERIAL"), "{}", line.facts);
        assert!(matches!(scan(store, 711, &serial(3), by).await, Err(VerbError::Refused(ScanStocktakeRefused::Closed))));
        let again = CloseStocktake { form: Uuid::from_u128(712), stocktake: ID };
        let refused = store.close_stocktake(&again, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(CloseStocktakeRefused::Closed))));
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn one_runs_at_a_time_and_only_for_its_cite(fresh) {
        let store = &fresh.store;
        let (by, _) = given(store).await;
        let second = OpenStocktake { id: StocktakeId(Uuid::from_u128(601)) };
        let refused = store.open_stocktake(&second, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(OpenStocktakeRefused::Running(id))) if id == ID));
        let other = seated(store, 1, Seat::TownAgent).await;
        assert!(store.stocktake(ID, other).await.unwrap().is_none());
        assert_eq!(store.stocktake_differences(ID, other).await.unwrap(), []);
        assert!(matches!(scan(store, 720, &serial(1), other).await, Err(VerbError::Refused(ScanStocktakeRefused::Unknown))));
        store.open_stocktake(&second, other, start()).await.unwrap();
        for code in ["", "   ", &"9".repeat(201)] {
            assert!(matches!(scan(store, 721, code, by).await, Err(VerbError::Refused(ScanStocktakeRefused::NoCode))));
        }
    }
}

on_both! {
    async fn phones_that_scan_the_same_thing_at_once_count_it_once(fresh) {
        let store = &fresh.store;
        let (by, _) = given(store).await;
        let tasks: Vec<_> = (0..10_u128)
            .map(|n| {
                let store = store.clone();
                tokio::spawn(async move { scan(&store, 730 + n, &serial(1), by).await.unwrap().again })
            })
            .collect();
        let mut fresh_ones = 0;
        for task in tasks {
            fresh_ones += usize::from(!task.await.unwrap());
        }
        assert_eq!(fresh_ones, 1);
        assert_eq!(store.stocktake(ID, by).await.unwrap().unwrap().scanned, 1);
    }
}

on_both! {
    async fn a_counted_item_is_no_slip_any_more(fresh) {
        let store = &fresh.store;
        let (by, ids) = given(store).await;
        scan(store, 740, &serial(1), by).await.unwrap();
        let lot = store.item(ids[0], by).await.unwrap().unwrap().lot.id;
        let order = RemoveScanned { form: Uuid::from_u128(741), lot, item: ids[0] };
        let refused = store.remove_scanned(&order, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(RemoveScannedRefused::Touched))), "{refused:?}");
        // Missing in a closed stocktake: it is named there.
        let close = CloseStocktake { form: Uuid::from_u128(742), stocktake: ID };
        store.close_stocktake(&close, by, start()).await.unwrap();
        let order = RemoveScanned { form: Uuid::from_u128(743), lot, item: ids[1] };
        let refused = store.remove_scanned(&order, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(RemoveScannedRefused::Touched))), "{refused:?}");
    }
}
