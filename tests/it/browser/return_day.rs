//! The last days of June: a hundred and fifty families bring everything back. Each leaves in a few gestures,
//! whatever is missing, broken or lost.

use domain::condition::{Accessories, Accessory, Points};
use domain::ids::{ItemId, LoanId, LotId};
use domain::loan::{Besides, HandOver, HandedOver};
use domain::stock::{Grade, ItemKind, ItemState, Restriction};
use store::testing::builders::cites::start;
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::shelf;
use store::testing::builders::stock::{DUE, TODAY};
use store::{By, ItemSearch, Store, on_both};
use tests::{App, Browser};
use uuid::Uuid;

use super::desk::{agent, sign_in};
use super::hand_over_day::Hands;

/// Families on this day.
const FAMILIES: u128 = 4;

fn unit(lot: LotId, n: u128) -> ItemId {
    ItemId(Uuid::from_u128(lot.0.as_u128() + n))
}

/// Each has a tablet with its charger, and a 4G key.
async fn lent(store: &Store, by: By) {
    let tablets = shelf(store, 1, ItemKind::Tablet, FAMILIES, &Restriction::default(), by).await;
    let keys = shelf(store, 2, ItemKind::Hotspot, FAMILIES, &Restriction::default(), by).await;
    for n in 1..=FAMILIES {
        let home = in_need(store, n, by).await;
        let charger = Accessories::counted([(Accessory::Charger, 1)]);
        let items = vec![
            HandedOver::seen(unit(tablets, n), Grade::Good, Points::default(), charger),
            HandedOver::plain(unit(keys, n), Grade::Good),
        ];
        let loan = LoanId(Uuid::from_u128(993_000 + n));
        let order = HandOver::new(loan, home, items, Besides::default(), DUE, TODAY).unwrap();
        store.hand_over(&order, by, start()).await.unwrap();
    }
}

fn seen(browser: &Browser) -> String {
    let text = browser.run("return document.querySelector('main').innerText");
    text.as_str().unwrap_or_default().to_owned()
}

/// What a person chooses in a list, without a script of ours.
fn choose(browser: &Browser, nth: usize, value: &str) {
    let _ = browser.run(&format!(
        "document.querySelectorAll('main select[name^=\"retour.\"]')[{nth}].value = '{value}'"
    ));
}

/// Scans a label, says what each of both things comes back as, and is done.
fn bring_back(browser: &Browser, n: u128, outcomes: [&str; 2], with_charger: bool) -> u32 {
    browser.visit("/guichet");
    let hands = Hands::on(browser);
    browser.write("#q", &format!("T1-1-{n:04}\u{e007}"));
    browser.arrives_at("/prets/0", "");
    let returning = browser.path();
    for (nth, outcome) in outcomes.iter().enumerate() {
        choose(browser, nth, outcome);
        hands.gestures.set(hands.gestures.get() + 1);
    }
    if with_charger {
        hands.tap("input[value=charger]");
    }
    hands.tap("main form > p button, main form .button");
    browser.arrives_at("/prets/0", &returning);
    hands.gestures.get()
}

async fn a_day_in_june(app: App, width: u32) {
    let by = agent(&app).await;
    lent(app.store(), by).await;
    let home = app.listens().await;
    let journey = move || {
        let browser = Browser::open(&home, width);
        sign_in(&browser);
        let most = bring_back(&browser, 1, ["good", "good"], true);
        assert!(most <= 5, "{most} gestures for everything in order");
        assert!(seen(&browser).contains("2 objets repris"), "{}", seen(&browser));
        let _ = bring_back(&browser, 2, ["good", "good"], false);
        assert!(seen(&browser).contains("chargeur (manque)"), "{}", seen(&browser));
        let _ = bring_back(&browser, 3, ["broken", "lost"], true);
        assert!(seen(&browser).contains("terminé"), "{}", seen(&browser));
        // The key comes another day: the loan goes on for it.
        let _ = bring_back(&browser, 4, ["worn", ""], true);
        let left = seen(&browser);
        assert!(left.contains("1 objet repris") && !left.contains("terminé"), "{left}");
        browser.is_accessible();
    };
    tokio::task::spawn_blocking(journey).await.unwrap();
    let store = app.store();
    let mut states = Vec::new();
    for (kind, lot) in [(1, ItemKind::Tablet), (2, ItemKind::Hotspot)] {
        for n in 1..=FAMILIES {
            let text = format!("T1-{kind}-{n:04}");
            let search = ItemSearch { text, ..ItemSearch::default() };
            let (found, _) = store.find_items(&search, 0, 1, by).await.unwrap();
            assert_eq!(found[0].item.kind, lot);
            states.push(found[0].item.state);
        }
    }
    use ItemState::{Lent, Lost, Repair, ToCheck};
    assert_eq!(states, [ToCheck, ToCheck, Repair, ToCheck, ToCheck, ToCheck, Lost, Lent]);
    assert_eq!(store.open_incidents(by).await.unwrap(), 1, "the lost key is followed up");
    assert_eq!(store.check().await.unwrap(), []);
}

on_both! {
    async fn everything_comes_back_with_what_is_missing_said(fresh) {
        a_day_in_june(App::new(fresh), 360).await;
    }
}
