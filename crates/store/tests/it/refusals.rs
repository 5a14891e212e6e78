//! What a constraint of the database says becomes the refusal of the rule it repeats; and what a form
//! sent twice is.

use domain::Seat;
use domain::fund::{LineTerms, Purse};
use domain::ids::{CiteId, FundLineId, NotificationId, SchoolId};
use jiff::civil::date;
use store::testing::builders::cites::{cite, seated, start};
use store::testing::builders::fund::{
    agreed_line, asking, came, day, invoice, notify, order, order_payment, people, settle,
};
use store::testing::builders::households::{family, school};
use store::testing::{Database, texts};
use store::{
    AskAgreement, LineSettings, NewCite, NewCiteRefused, NewSchoolRefused, NoteInvoice, Notify,
    NotifyRefused, OpenLine, OpenLineRefused, OrderPayment, Pay, School, SecretKey, Settle, Store,
    VerbError, on_both,
};
use uuid::Uuid;

on_both! {
    async fn a_code_and_a_reference_are_taken_once(fresh) {
        let (store, people) = (&fresh.store, people(&fresh.store).await);
        let (line, _) = agreed_line(store, &people, 10_000, 5_000).await;
        let mut twin = OpenLine {
            id: FundLineId(Uuid::from_u128(1)),
            code: "VE-147".into(),
            label: "Autre".into(),
            funder: "Ville".into(),
            fiscal_year: 2026,
            settings: LineSettings::of(Purse::CiteFund),
            terms: LineTerms::default(),
        };
        let refused = store.open_line(&twin, people.principal, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(OpenLineRefused::CodeTaken))), "{refused:?}");
        twin.fiscal_year = 2027;
        store.open_line(&twin, people.principal, start()).await.expect("another year");
        let letter = notify(line, 9_000, 1_000);
        store.notify(&letter, people.principal, start()).await.unwrap();
        let again = Notify { id: NotificationId(Uuid::from_u128(9_001)), ..letter };
        let refused = store.notify(&again, people.principal, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(NotifyRefused::ReferenceTaken))), "{refused:?}");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_prefix_and_a_school_s_name_are_taken_once(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let twin = NewCite { id: CiteId(Uuid::from_u128(99)), tag_prefix: cite(0).tag_prefix, ..cite(3) };
        let refused = store.create_cite(&twin, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(NewCiteRefused::PrefixTaken))), "{refused:?}");
        school(store, by).await;
        let twin = School {
            id: SchoolId(Uuid::from_u128(99)),
            name: "École Jean-Zay".into(),
            uai: None,
            commune: "Toulouse".into(),
        };
        let refused = store.create_school(&twin, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(NewSchoolRefused::NameTaken))), "{refused:?}");
        let elsewhere = seated(store, 1, Seat::TownAgent).await;
        store.create_school(&twin, elsewhere, start()).await.expect("another cité's school");
    }
}

on_both! {
    async fn a_second_click_after_midnight_is_the_same_form(fresh) {
        let (store, people) = (&fresh.store, people(&fresh.store).await);
        let (line, agreement) = agreed_line(store, &people, 100_000, 50_000).await;
        let principal = people.principal;
        let before = store.fund_lines(principal).await.unwrap();
        for on in [day(), day().tomorrow().unwrap()] {
            let ask = AskAgreement { on, ..asking(1, line, 100) };
            store.ask_agreement(&ask, principal, start()).await.unwrap();
            let commit = store::Commit { on, ..order(agreement, 8_000, 10_000) };
            store.commit(&commit, principal, start()).await.unwrap();
            came(store, &people, 8_000).await;
            let paper = NoteInvoice { today: on, ..invoice(8_101, 8_000, 1_000) };
            store.note_invoice(&paper, principal, start()).await.unwrap();
            let settle = Settle { on, ..settle(8_100, 8_101) };
            store.settle(&settle, principal, start()).await.unwrap();
            let mandate = OrderPayment { on, ..order_payment(8_102, 8_100) };
            store.order_payment(&mandate, principal, start()).await.unwrap();
            let pay = Pay { form: Uuid::from_u128(8_200), settlement: settle.id, reference: "DP-1".into(), on };
            store.pay(&pay, people.accountant, start()).await.unwrap();
        }
        let after = store.fund_lines(principal).await.unwrap();
        let left = |lines: &[store::FundLine]| lines[0].sums.available().cents();
        assert_eq!(left(&before) - left(&after), 10_000, "once");
        assert_eq!(store.settlements(principal).await.unwrap()[0].paid_on, Some(day()));
    }
}

/// The digest kept of one family's form, under a key.
async fn digest_under(kind: Database, key: [u8; 32]) -> (String, String) {
    let store::testing::Untouched { url, folder: _folder } = kind.untouched().await;
    let store = Store::open(&url, SecretKey::new(key)).await.unwrap();
    let by = seated(&store, 0, Seat::TownAgent).await;
    let school = school(&store, by).await;
    let new = family(
        1,
        school,
        domain::people::equipment::Equipment::None,
        domain::people::equipment::Connection::None,
    );
    store.create_household(&new, by, start(), date(2026, 9, 1)).await.unwrap();
    let kept =
        texts(&url, "SELECT digest AS text FROM submissions WHERE verb = 'create_household'").await;
    // What anybody who holds a copy of the database could compute.
    let guessed = sha(&serde_json::to_vec(&new).unwrap());
    store.close().await.unwrap();
    (kept.into_iter().next().unwrap(), guessed)
}

fn sha(bytes: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    hex::encode(Sha256::digest(bytes))
}

on_both! {
    async fn what_is_kept_of_a_form_depends_on_the_key(fresh) {
        let kind = if fresh.is_postgres() { Database::Postgres } else { Database::Sqlite };
        let (one, guessed) = digest_under(kind, [1; 32]).await;
        let (same, _) = digest_under(kind, [1; 32]).await;
        let (other, _) = digest_under(kind, [2; 32]).await;
        assert_eq!(one, same, "the same key and content");
        assert_ne!(one, other);
        assert_ne!(one, guessed);
    }
}

on_both! {
    async fn the_same_form_by_another_person_is_another_content(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let school = School { id: SchoolId(Uuid::from_u128(99)), name: "Jaurès".into(), uai: None, commune: "Toulouse".into() };
        for _ in 0..2 {
            store.create_school(&school, by, start()).await.unwrap();
        }
        let colleague = seated(store, 0, Seat::Principal).await;
        let elsewhere = seated(store, 1, Seat::TownAgent).await;
        for other in [colleague, elsewhere] {
            let refused = store.create_school(&school, other, start()).await;
            assert!(matches!(refused, Err(VerbError::OtherContent)), "{refused:?}");
        }
    }
}
