//! The main job in a browser: import → allocate → adopt → hand over → return, on a phone and on a desk.

use domain::stock::{ItemKind, Restriction};
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::{round, shelf};
use tests::Browser;

use super::agent::{serve, sign_in};

/// A school's own export, as ONDE writes it.
const PUPILS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/onde/pupils_a.csv");

fn take_the_census_in(browser: &Browser) {
    browser.visit("/recensement");
    let _ = browser.run("document.querySelector('select[name=school]').selectedIndex = 1");
    browser.click("input[name=kind]");
    browser.write("input[type=file]", PUPILS);
    browser.click("form[enctype] button");
    browser.arrives_at("/recensement/", "");
    browser.is_accessible();
    browser.click("form[action$='/confirmer'] button");
    browser.is_accessible();
    browser.visit("/familles");
    let families = browser.run("return document.querySelectorAll('main tbody tr').length");
    assert!(families.as_u64() > Some(1), "{families} families");
}

fn share_lend_and_take_back(browser: &Browser, round: &str) {
    browser.visit(&format!("/attributions/{round}"));
    browser.click("main form button");
    browser.arrives_at("/attributions/plans/", "");
    browser.is_accessible();
    browser.visit(&format!("{}/adopter", browser.path()));
    browser.is_accessible();
    browser.click("main form button");
    browser.arrives_at("/attributions/reservations", "");
    browser.is_accessible();
    browser.click("main a[href^='/prets/nouveau']");
    browser.arrives_at("/prets/nouveau", "");
    browser.is_accessible();
    browser.click("main form button");
    browser.arrives_at("/prets/0", "");
    browser.is_accessible();
    browser.click("main a[href$='/retour']");
    browser.is_accessible();
    let _ = browser.run("document.querySelector('main select').selectedIndex = 1");
    let taking_back = browser.path();
    browser.click("main form button");
    browser.arrives_at("/prets/", &taking_back);
    browser.visit("/prets");
    let open = browser.run("return document.querySelectorAll('main tbody tr').length");
    assert_eq!(open, 0, "open loans after the return");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_the_schools_file_to_a_tablet_and_back() {
    for width in [360, 1280] {
        let (home, fresh, agent) = serve().await;
        in_need(&fresh.store, 1, agent).await;
        shelf(&fresh.store, 1, ItemKind::Tablet, 1, &Restriction::default(), agent).await;
        let round = round(&fresh.store, 1, agent).await.to_string();
        let journey = move || {
            let browser = Browser::open(&home, width);
            sign_in(&browser);
            take_the_census_in(&browser);
            share_lend_and_take_back(&browser, &round);
        };
        tokio::task::spawn_blocking(journey).await.unwrap();
        assert_eq!(fresh.store.check().await.unwrap(), []);
    }
}
