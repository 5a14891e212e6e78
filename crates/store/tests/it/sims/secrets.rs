//! PIN and PUK are in no row, no journal line and no failure; a display is written down.

use domain::Seat;
use domain::sim::{SecretKind, SimState};
use domain::stock::ItemKind;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::stock::{TODAY, delivery, tablet, terms, unit};
use store::testing::{rows, run_sql, texts};
use store::{
    DescribeSim, DescribeSimRefused, Failure, ShowSecret, ShowSecretRefused, VerbError, on_both,
};
use uuid::Uuid;

use super::{PIN, PUK, cards, describe, described, secret};

fn show(form: u128, item: domain::ids::ItemId, secret: SecretKind) -> ShowSecret {
    ShowSecret { form: Uuid::from_u128(form), item, secret }
}

on_both! {
    async fn a_display_is_written_down_and_nothing_else_says_the_code(fresh) {
        let store = &fresh.store;
        let (by, items) = cards(store, 2).await;
        describe(store, 1, &items, by).await;
        let shown = store.show_secret(&show(10, items[0], SecretKind::Pin), by, start()).await.unwrap();
        assert_eq!(shown.expose(), PIN);
        let shown = store.show_secret(&show(11, items[0], SecretKind::Puk), by, start()).await.unwrap();
        assert_eq!(shown.expose(), PUK);
        let again = store.show_secret(&show(11, items[0], SecretKind::Puk), by, start()).await;
        assert!(matches!(again, Err(VerbError::Refused(ShowSecretRefused::AlreadyShown))));
        let lines = store.journal_of(items[0].into(), by).await.unwrap();
        let shows: Vec<_> = lines.iter().filter(|line| line.verb == "show_secret").collect();
        let facts: Vec<_> = shows.iter().map(|line| line.facts.as_str()).collect();
        assert_eq!(facts, [r#"{"secret":"pin"}"#, r#"{"secret":"puk"}"#]);
        assert!(shows.iter().all(|line| line.account == Some(by.account)));
        let file = store.sim(items[0], by).await.unwrap().unwrap();
        assert_eq!(file.displays.iter().map(|one| one.secret).collect::<Vec<_>>(), [SecretKind::Puk, SecretKind::Pin]);
        assert!((file.sim.has_pin, file.sim.has_puk) == (true, true));
        assert_eq!(file.sim.state, SimState::Stocked);

        // Whatever is kept, as text or as bytes in any of the usual writings, says neither.
        let tables = ["sims", "sim_events", "submissions", "journal", "items"];
        let kept = rows(store, &tables).await.join("\n") + &bytes(&fresh.url).await;
        for secret in [PIN, PUK] {
            let told = [secret.to_owned(), hex(secret), list(secret)];
            assert!(!told.iter().any(|text| kept.contains(text)), "{secret} is kept in the clear");
        }
        assert_eq!(store.check().await.unwrap(), []);
    }
}

fn hex(text: &str) -> String {
    text.bytes().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

fn list(text: &str) -> String {
    text.bytes().map(|byte| byte.to_string()).collect::<Vec<_>>().join(",")
}

/// The sealed columns in hexadecimal.
async fn bytes(url: &str) -> String {
    let hex = if url.starts_with("sqlite") { "lower(hex(X))" } else { "encode(X, 'hex')" };
    let mut all = String::new();
    for column in ["pin_sealed", "puk_sealed"] {
        let sql = format!(
            "SELECT {} AS text FROM sims WHERE {column} IS NOT NULL",
            hex.replace('X', column)
        );
        let found = texts(url, &sql).await;
        assert_eq!(found.len(), 2);
        assert_ne!(found[0], found[1], "one code on two cards is two seals");
        all += &found.concat();
    }
    all
}

on_both! {
    async fn only_the_agent_of_the_cite_reads_a_code(fresh) {
        let store = &fresh.store;
        let (by, items) = cards(store, 1).await;
        describe(store, 1, &items, by).await;
        let asked = show(10, items[0], SecretKind::Pin);
        for seat in Seat::ALL.iter().filter(|seat| **seat != Seat::TownAgent) {
            let other = store::By { seat: *seat, ..by };
            let refused = store.show_secret(&asked, other, start()).await;
            assert!(matches!(refused, Err(VerbError::Refused(ShowSecretRefused::NotYourSeat))), "{seat}");
        }
        let elsewhere = seated(store, 1, Seat::TownAgent).await;
        let refused = store.show_secret(&asked, elsewhere, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(ShowSecretRefused::NotKept))));
        let lines = store.journal_of(items[0].into(), by).await.unwrap();
        assert!(lines.iter().all(|line| line.verb != "show_secret"), "nothing was seen");
    }
}

on_both! {
    async fn a_seal_moved_to_another_card_is_a_failure_that_says_so(fresh) {
        let store = &fresh.store;
        let (by, items) = cards(store, 2).await;
        describe(store, 1, &items[..1], by).await;
        let bare = DescribeSim { pin: None, ..described(2, items[1]) };
        store.describe_sim(&bare, by, start(), TODAY).await.unwrap();
        let none = store.show_secret(&show(10, items[1], SecretKind::Pin), by, start()).await;
        assert!(matches!(none, Err(VerbError::Refused(ShowSecretRefused::NotKept))));
        let moved = "UPDATE sims SET pin_sealed = (SELECT pin_sealed FROM sims WHERE pin_sealed IS NOT NULL)";
        run_sql(&fresh.url, moved).await;
        let failed = store.show_secret(&show(11, items[1], SecretKind::Pin), by, start()).await;
        let Err(VerbError::Failed(Failure::Inconsistent { table, id, problem })) = failed else { panic!("{failed:?}") };
        assert_eq!((table, id), ("sims", items[1].to_string()));
        assert!(problem.contains("another place") && !problem.contains(PIN), "{problem}");
        let shown = store.show_secret(&show(12, items[0], SecretKind::Pin), by, start()).await.unwrap();
        assert_eq!(shown.expose(), PIN, "its own still opens");
    }
}

on_both! {
    async fn a_description_is_corrected_and_keeps_the_codes_it_does_not_name(fresh) {
        let store = &fresh.store;
        let (by, items) = cards(store, 1).await;
        describe(store, 1, &items, by).await;
        let other = DescribeSim { operator: "SFR".into(), pin: None, puk: None, ..described(2, items[0]) };
        store.describe_sim(&other, by, start(), TODAY).await.unwrap();
        store.describe_sim(&other, by, start(), TODAY).await.expect("the same form twice is one");
        let file = store.sim(items[0], by).await.unwrap().unwrap();
        assert_eq!((file.sim.operator.as_str(), file.sim.has_pin, file.steps.len()), ("SFR", true, 1));
        let changed = DescribeSim { pin: secret(SecretKind::Pin, "0000"), ..other };
        let refused = store.describe_sim(&changed, by, start(), TODAY).await;
        assert!(matches!(refused, Err(VerbError::OtherContent)), "another code is another content");
        let shown = store.show_secret(&show(10, items[0], SecretKind::Pin), by, start()).await.unwrap();
        assert_eq!(shown.expose(), PIN);
        let lines = store.journal_of(items[0].into(), by).await.unwrap();
        assert_eq!(lines[1].facts, r#"{"new":false,"secrets":[],"subscription":"prepaid"}"#);
    }
}

on_both! {
    async fn what_has_no_card_has_no_line_and_a_card_has_its_number(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        store.receive(&delivery(1, vec![tablet(1)], terms()), by, start()).await.unwrap();
        let refused = store.describe_sim(&described(1, tablet(1).id), by, start(), TODAY).await;
        assert!(matches!(refused, Err(VerbError::Refused(DescribeSimRefused::NoCard))));
        let refused = store.describe_sim(&described(2, unit(ItemKind::Sim, 9).id), by, start(), TODAY).await;
        assert!(matches!(refused, Err(VerbError::Refused(DescribeSimRefused::Unknown))));
        let sql = "UPDATE items SET kind = 'sim'";
        let broken = tokio::spawn({
            let url = fresh.url.clone();
            async move { run_sql(&url, sql).await }
        });
        let why = broken.await.unwrap_err().into_panic();
        let why = why.downcast_ref::<String>().cloned().unwrap_or_default();
        assert!(why.contains("items_sim_has_iccid"), "{why}");
    }
}
