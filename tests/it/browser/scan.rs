//! A carton of ninety on the desk: the reader types faster than a page answers, and nothing is lost.

use std::time::Duration;

use domain::Seat;
use domain::delivery::ReceivedItem;
use serde_json::Value;
use store::on_both;
use store::testing::builders::cites::start;
use store::testing::builders::households::in_need;
use store::testing::builders::stock::{delivery, tablet, terms};
use tests::{App, Browser};

use super::desk::{agent, sign_in};

/// Types codes as a USB reader does: each with Enter, without waiting for the page.
fn type_in(browser: &Browser, codes: &[String]) {
    let field = "#code";
    for code in codes {
        browser.write(field, &format!("{code}\u{e007}"));
    }
}

fn wait_for(browser: &Browser, sentence: &str) {
    let mut seen = Value::Null;
    for _ in 0..200 {
        seen = browser.run("return document.querySelector('main').innerText");
        if seen.as_str().is_some_and(|text| text.contains(sentence)) {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("{sentence:?} is not in {seen}");
}

on_both! {
    async fn ninety_serials_go_in_one_after_another_without_a_reload(fresh) {
        let app = App::new(fresh);
        agent(&app).await;
        let home = app.listens().await;
        tokio::task::spawn_blocking(move || {
            let browser = Browser::open(&home, 320);
            sign_in(&browser);
            browser.visit("/materiel/reception/scanner");
            browser.is_accessible();
            browser.write("#label", "Carton");
            browser.write("#attendus", "90");
            let _ = browser.run(
                "for (const [name, value] of [['type', 'tablet'], ['condition', 'good'], ['origine', 'town']])
                    document.getElementById(name).value = value",
            );
            browser.click("main form .button");
            browser.arrives_at("/materiel/lots/", "");
            browser.is_accessible();
            let _ = browser.run("window.same = true; window.tones = 0;
                const start = OscillatorNode.prototype.start;
                OscillatorNode.prototype.start = function (at) { window.tones += 1; return start.call(this, at); };");
            let codes: Vec<String> = (1..=90).map(|n| format!("SERIE{n:03}")).collect();
            type_in(&browser, &codes);
            wait_for(&browser, "90 appareils au registre sur 90");
            // A duplicate and the box's own code are refused on the spot, in words and by a tone.
            type_in(&browser, &["SERIE042".to_owned()]);
            wait_for(&browser, "est déjà au registre");
            type_in(&browser, &["3017620422003".to_owned()]);
            wait_for(&browser, "c’est le code-barres du produit");
            let state = browser.run(
                "return [window.same, window.tones, document.activeElement.id, document.getElementById('code').value]",
            );
            assert_eq!(state, serde_json::json!([true, 92, "code", ""]), "never reloaded, a tone each, in the field");
            browser.is_accessible();
            browser.visit("/materiel/verification");
            browser.is_accessible();
            type_in(&browser, &["SERIE001".to_owned(), "SERIE002".to_owned()]);
            wait_for(&browser, "2 cochés");
            let _ = browser.run("document.getElementById('methode').value = 'factory_reset'");
            browser.click("button[name=fini]");
            wait_for(&browser, "2 appareils sont disponibles");
            browser.visit("/materiel/inventaires");
            browser.click("main form .button");
            browser.arrives_at("/materiel/inventaires/", "");
            browser.is_accessible();
            type_in(&browser, &["SERIE001".to_owned(), "SERIE001".to_owned(), "SERIE003".to_owned()]);
            wait_for(&browser, "2 objets scannés");
            browser.click("a[href$='/ecarts']");
            browser.arrives_at("/materiel/inventaires/", "");
            wait_for(&browser, "88 objets manquent");
            browser.is_accessible();
        })
        .await
        .unwrap();
        let by = store::testing::builders::cites::seated(app.store(), 0, Seat::TownAgent).await;
        assert_eq!(app.store().stock_by_state(by).await.unwrap().values().sum::<u64>(), 90);
        assert_eq!(app.store().check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_photo_of_a_label_leads_on_at_the_desk(fresh) {
        let app = App::new(fresh);
        let by = agent(&app).await;
        let item = ReceivedItem { serial: "R52N80ABCDE".parse().ok(), ..tablet(1) };
        app.store().receive(&delivery(1, vec![item.clone()], terms()), by, start()).await.unwrap();
        let family = in_need(app.store(), 1, by).await;
        let home = app.listens().await;
        tokio::task::spawn_blocking(move || {
            let photo = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/scan/serial.png");
            let browser = Browser::open(&home, 360);
            sign_in(&browser);
            browser.visit("/guichet");
            browser.write(".scan-reader input", photo);
            browser.arrives_at(&format!("/prets/nouveau?objet={}", item.id), "");
            browser.visit(&format!("/prets/nouveau?foyer={family}"));
            browser.write(".scan-reader input", photo);
            wait_for(&browser, "TSA-TAB-0001");
            browser.is_accessible();
            // What is no code is said, and the page stays.
            browser.visit("/guichet");
            browser.write(".scan-reader input", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
            wait_for(&browser, "n’est pas une photo lisible");
            browser.is_accessible();
        }).await.unwrap();
    }
}
