//! A relay point on the shop's telephone: bags come in, one goes out against its code in fifteen seconds,
//! the rest goes back. No account, no name, no script.

use std::time::{Duration, Instant};

use domain::ids::{ItemId, LoanId, RelayPointId};
use domain::loan::{HandedOver, Lend};
use domain::parcel::{PackParcel, PickupCode, Way};
use domain::stock::{Grade, ItemKind, Restriction};
use jiff::ToSpan as _;
use store::testing::builders::cites::start;
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::shelf;
use store::testing::builders::stock::{DUE, TODAY};
use store::{By, OpenRelay, Store, on_both};
use tests::{App, Browser};
use uuid::Uuid;

use super::desk::agent;
use super::hand_over_day::Hands;

const TOKEN: &str = "6a69b1f0c2d34e5f8091a2b3c4d5e6f708192a3b";

/// Three bags on their way to a bakery, with the codes 000001 to 000003.
async fn announced(store: &Store, by: By) {
    let relay = RelayPointId(Uuid::from_u128(991_001));
    let shop = OpenRelay {
        id: relay,
        name: "Boulangerie du Parc",
        address: "3 rue du Parc",
        hours: "du mardi au samedi",
        phone: None,
        act: "",
        keep_days: 10,
        token_hash: web::link::link_hash(TOKEN),
    };
    store.open_relay(&shop, by, start()).await.unwrap();
    let lot = shelf(store, 1, ItemKind::Tablet, 3, &Restriction::default(), by).await;
    for n in 1..=3_u8 {
        let home = in_need(store, n.into(), by).await;
        let item = ItemId(Uuid::from_u128(lot.0.as_u128() + u128::from(n)));
        let items = vec![HandedOver::plain(item, Grade::Good)];
        let loan = LoanId(Uuid::from_u128(992_000 + u128::from(n)));
        let lend = Lend::new(loan, home, items, DUE, TODAY).unwrap();
        let code = PickupCode::drawn([0, 0, 0, 0, 0, 0, 0, n]);
        let keep_until = TODAY.saturating_add(10.days());
        let way = Way::Relay { point: relay, code, keep_until };
        let bag = PackParcel::new(lend, way, format!("S-{n}")).unwrap();
        store.pack_parcel(&bag, by, start()).await.unwrap();
    }
}

fn seen(browser: &Browser) -> String {
    let text = browser.run("return document.querySelector('main').innerText");
    text.as_str().unwrap_or_default().to_owned()
}

/// Waits for the page that says so: its address stays the same, so that alone tells that it came.
fn says(browser: &Browser, sentence: &str) {
    let began = Instant::now();
    while !seen(browser).contains(sentence) {
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "{sentence:?} is not in {}",
            seen(browser)
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn a_morning(home: &str, width: u32) {
    let browser = Browser::open(home, width);
    browser.visit(&format!("/relais/{TOKEN}"));
    browser.is_accessible();
    says(&browser, "0 pochette ici");
    for nth in 1..=3 {
        browser.click(&format!("label.tick:nth-of-type({nth}) input"));
    }
    browser.click("button[value=recevoir]");
    says(&browser, "3 pochettes ici");
    browser.is_accessible();

    let hands = Hands::on(&browser);
    let began = Instant::now();
    browser.write("#code", "000 002");
    hands.tap("button[value=chercher]");
    says(&browser, "Donnez la pochette");
    says(&browser, "n° 2");
    browser.is_accessible();
    hands.tap("button[value=remettre]");
    says(&browser, "Pochette remise");
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    assert_eq!(hands.gestures.get(), 2, "a code and two taps");

    browser.write("#code", "999999");
    browser.click("button[value=chercher]");
    says(&browser, "Aucune pochette ici pour ce code");
    browser.is_accessible();
    browser.visit(&format!("/relais/{TOKEN}"));
    browser.click("#pochette label:nth-of-type(1) input");
    browser.click("button[value=rendre]");
    says(&browser, "1 pochette rendue");
    says(&browser, "1 pochette ici");
    assert!(!seen(&browser).to_lowercase().contains("essai"), "a name on the shop's page");
}

async fn at_the_bakery(app: App, width: u32) {
    let by = agent(&app).await;
    announced(app.store(), by).await;
    let home = app.listens().await;
    tokio::task::spawn_blocking(move || a_morning(&home, width)).await.unwrap();
    assert!(app.store().loan(LoanId(Uuid::from_u128(992_002)), by).await.unwrap().is_some());
    assert_eq!(app.store().check().await.unwrap(), []);
}

on_both! {
    async fn a_bag_goes_out_in_fifteen_seconds_on_the_smallest_phone(fresh) {
        at_the_bakery(App::new(fresh), 320).await;
    }
}
