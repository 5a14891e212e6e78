//! The main job in a browser: import → allocate → adopt → hand over → return, on a phone and on a desk.

use domain::Seat;
use domain::ids::{AccountId, SeatId};
use domain::stock::{ItemKind, Restriction};
use store::testing::builders::cites::{cite, seated, start};
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::{round, shelf};
use store::{By, NewAccount, on_both};
use tests::{App, Browser};
use uuid::Uuid;

const PASSWORD: &str = "quatre mots sans lien";

/// A town agent who has a password.
pub(super) async fn agent(app: &App) -> By {
    seated(app.store(), 0, Seat::Principal).await;
    let agent = NewAccount {
        id: AccountId(Uuid::from_u128(77)),
        login: "camille".into(),
        name: "Camille Roux".into(),
        password_hash: web::password::hash(PASSWORD, [3; 16]).unwrap(),
        seat_id: SeatId(Uuid::from_u128(77)),
        seat: Seat::TownAgent,
        cite: cite(0).id,
        deputy: false,
    };
    app.store().create_account(&agent, None, start()).await.unwrap();
    By { account: agent.id, cite: cite(0).id, seat: Seat::TownAgent }
}

/// Signs the agent in, as a person does.
pub(super) fn sign_in(browser: &Browser) {
    browser.visit("/");
    browser.arrives_at("/connexion", "");
    browser.write("input[name=login]", "camille");
    browser.write("input[name=password]", PASSWORD);
    browser.click("main form button");
    browser.arrives_at("/", "/connexion");
}

/// A school's own export, as ONDE writes it.
const PUPILS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/onde/pupils_a.csv");

fn take_the_census_in(browser: &Browser) {
    browser.visit("/fichiers");
    let _ = browser.run("document.querySelector('select[name=school]').selectedIndex = 1");
    browser.write("input[type=file]", PUPILS);
    browser.click("form[enctype] button");
    browser.arrives_at("/fichiers/", "");
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
    browser.click("button[value=remettre]");
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

async fn from_the_schools_file_to_a_tablet_and_back(app: App, width: u32) {
    let agent = agent(&app).await;
    in_need(app.store(), 1, agent).await;
    shelf(app.store(), 1, ItemKind::Tablet, 1, &Restriction::default(), agent).await;
    let round = round(app.store(), 1, agent).await.to_string();
    let home = app.listens().await;
    let journey = move || {
        let browser = Browser::open(&home, width);
        sign_in(&browser);
        take_the_census_in(&browser);
        share_lend_and_take_back(&browser, &round);
    };
    tokio::task::spawn_blocking(journey).await.unwrap();
    assert_eq!(app.store().check().await.unwrap(), []);
}

on_both! {
    async fn the_main_job_on_a_phone(fresh) {
        from_the_schools_file_to_a_tablet_and_back(App::new(fresh), 360).await;
    }
}

on_both! {
    async fn the_main_job_on_a_desk(fresh) {
        from_the_schools_file_to_a_tablet_and_back(App::new(fresh), 1280).await;
    }
}
