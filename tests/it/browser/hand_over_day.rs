//! A hand-over day on a phone: thirty families in two hours leave ninety seconds and a dozen gestures for
//! each; and the day they bring it back.

use std::cell::Cell;
use std::time::{Duration, Instant};

use domain::Seat;
use domain::ids::PlanId;
use domain::stock::{ItemKind, Restriction};
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::{round, shelf};
use store::{AdoptPlan, By, Store, on_both};
use tests::{App, Browser};
use uuid::Uuid;

use super::desk::{agent, sign_in};

/// A person's hands: each gesture counts.
pub(super) struct Hands<'a> {
    browser: &'a Browser,
    pub gestures: Cell<u32>,
}

impl<'a> Hands<'a> {
    pub fn on(browser: &'a Browser) -> Self {
        Self { browser, gestures: Cell::new(0) }
    }

    pub fn tap(&self, selector: &str) {
        self.gestures.set(self.gestures.get() + 1);
        self.browser.click(selector);
    }

    fn sign(&self) {
        self.gestures.set(self.gestures.get() + 1);
        self.browser.draw(
            "canvas",
            &[(-80, 0), (-40, -30), (0, 20), (40, -20), (80, 10), (100, -5), (60, 15)],
        );
    }
}

/// Two families for whom a tablet and a 4G key are set aside.
async fn awaited(store: &Store, by: By) {
    for n in 1..=2 {
        in_need(store, n, by).await;
    }
    shelf(store, 1, ItemKind::Tablet, 2, &Restriction::default(), by).await;
    shelf(store, 2, ItemKind::Hotspot, 2, &Restriction::default(), by).await;
    let round = round(store, 1, by).await;
    let base = store.situation(round, by).await.unwrap().unwrap();
    let plan = PlanId(Uuid::from_u128(81_001));
    let found = allocation::plan(&base.situation, &base.policy).unwrap();
    store.keep_plan(plan, &base, &found, by, start()).await.unwrap();
    store.adopt_plan(&AdoptPlan { form: Uuid::from_u128(1), plan }, by, start()).await.unwrap();
}

fn hand_over(browser: &Browser) {
    let hands = Hands::on(browser);
    let began = Instant::now();
    hands.tap("main ol a");
    browser.arrives_at("/prets/nouveau", "");
    hands.tap(".item:nth-of-type(1) input[name^='vu.']");
    hands.tap(".item:nth-of-type(1) input[value=charger]");
    hands.tap(".item:nth-of-type(2) input[name^='vu.']");
    hands.sign();
    hands.tap("button[value=remettre]");
    browser.arrives_at("/prets/0", "");
    // What a tap on the agreement gets, and then the next family.
    let paper = browser.run(
        "const link = document.querySelector('a[href$=\"/convention.pdf\"]');
        const asked = new XMLHttpRequest(); asked.open('GET', link.href, false); asked.send();
        return [asked.status, asked.getResponseHeader('content-type')]",
    );
    assert_eq!(paper, serde_json::json!([200, "application/pdf"]));
    hands.gestures.set(hands.gestures.get() + 1);
    let seen = browser.run("return document.querySelector('main').innerText");
    let seen = seen.as_str().unwrap_or_default().to_owned();
    for sentence in ["2 objets remis", "Signature gardée", "Remise signée sur l’écran", "chargeur"]
    {
        assert!(seen.contains(sentence), "{sentence:?} is not in {seen}");
    }
    hands.tap("main a[href='/guichet']");
    browser.arrives_at("/guichet", "");
    assert!(hands.gestures.get() <= 12, "{} gestures", hands.gestures.get());
    assert!(began.elapsed() < Duration::from_secs(90), "{:?}", began.elapsed());
}

fn bring_back(browser: &Browser, tag: &str) {
    let hands = Hands::on(browser);
    browser.write("#q", &format!("{tag}\u{e007}"));
    browser.arrives_at("/prets/0", "");
    browser.is_accessible();
    let _ = browser.run("document.querySelectorAll('main select[name^=\"retour.\"]').forEach(one => one.value = 'good')");
    let returning = browser.path();
    hands.tap(".item:nth-of-type(1) input[name^='vu.']");
    hands.tap("main form > p button, main form .button");
    browser.arrives_at("/prets/0", &returning);
    let seen = browser.run("return document.querySelector('main').innerText");
    let seen = seen.as_str().unwrap_or_default().to_owned();
    for sentence in ["2 objets repris", "chargeur (manque)", "État des lieux de", "terminé"] {
        assert!(seen.contains(sentence), "{sentence:?} is not in {seen}");
    }
    browser.is_accessible();
    hands.tap("a[href$='/papiers']");
    browser.arrives_at("/prets/0", "");
    browser.is_accessible();
}

async fn a_day_at_the_desk(app: App, width: u32) {
    let by = agent(&app).await;
    awaited(app.store(), by).await;
    let home = app.listens().await;
    let journey = move || {
        let browser = Browser::open(&home, width);
        sign_in(&browser);
        browser.visit("/guichet");
        browser.is_accessible();
        hand_over(&browser);
        hand_over(&browser);
        browser.is_accessible();
        bring_back(&browser, "T1-1-0001");
    };
    tokio::task::spawn_blocking(journey).await.unwrap();
    let seated = seated(app.store(), 0, Seat::TownAgent).await;
    assert_eq!(app.store().queue(None, 0, 9, seated).await.unwrap().1, 0, "nobody waits");
    assert_eq!(app.store().check().await.unwrap(), []);
}

on_both! {
    async fn a_family_leaves_in_ninety_seconds_and_twelve_gestures(fresh) {
        a_day_at_the_desk(App::new(fresh), 360).await;
    }
}
