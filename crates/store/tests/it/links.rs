//! Links by which a school hands in without an account: used once whatever comes at once, closed on
//! their day, taken back, of one cité; and what is handed in waits, the register untouched.

use domain::Seat;
use domain::ids::{CensusLinkId, SchoolId};
use domain::people::equipment::{Connection, Equipment};
use jiff::{SignedDuration, Timestamp};
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::{family, school};
use store::testing::{Fresh, rows, snapshot};
use store::{
    By, GiveLink, GiveLinkRefused, HandIn, HeldLinkRefused, ImportState, LinkRefused, LinkState,
    MOST_SAVES, Store, VerbError, on_both,
};
use uuid::Uuid;

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

fn link_id(n: u128) -> CensusLinkId {
    CensusLinkId(Uuid::from_u128(60_000 + n))
}

fn give(n: u8, school: SchoolId, expires: Timestamp) -> GiveLink<'static> {
    let id = link_id(n.into());
    GiveLink { id, school, class: Some("CE1 A"), token_hash: [n; 32], expires }
}

/// A class of two pupils that nobody has asked, and a link to it.
async fn given(fresh: &Fresh) -> (By, SchoolId) {
    let by = seated(&fresh.store, 0, Seat::TownAgent).await;
    let school = school(&fresh.store, by).await;
    for n in 1..=2 {
        let new = family(n, school, Equipment::Unknown, Connection::Unknown);
        let today = jiff::civil::date(2026, 9, 1);
        fresh.store.create_household(&new, by, start(), today).await.unwrap();
    }
    let new = give(1, school, start() + days(14));
    assert!(fresh.store.give_link(&new, by, start()).await.unwrap());
    (by, school)
}

fn order(form: u128, token: u8) -> HandIn<'static> {
    HandIn {
        form: Uuid::from_u128(form),
        token_hash: [token; 32],
        file_name: "Réponses de l’école, CE1 A",
        content: Some(b"Nom;Prenom"),
        settings: "{}",
        note: "PETIT Jo, CE1 A",
    }
}

async fn state(store: &Store, school: SchoolId, by: By, now: Timestamp) -> LinkState {
    store.links(school, by, now).await.unwrap()[0].state
}

fn refusal<T: std::fmt::Debug, R: std::fmt::Debug>(result: Result<T, VerbError<R>>) -> R {
    match result {
        Err(VerbError::Refused(why)) => why,
        other => panic!("not refused: {other:?}"),
    }
}

on_both! {
    async fn ten_hand_ins_at_once_are_one(fresh) {
        let (by, school) = given(&fresh).await;
        let store = &fresh.store;
        let register = ["households", "children", "guardians", "needs"];
        let before = rows(store, &register).await;
        let tasks: Vec<_> = (0..10).map(|n| {
            let store = store.clone();
            tokio::spawn(async move { store.hand_in(&order(61_000 + n, 1), start()).await })
        }).collect();
        let mut done = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(()) => done += 1,
                Err(VerbError::Refused(why)) => assert_eq!(why, HeldLinkRefused::Closed),
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(done, 1);
        let (imports, total) = store.imports(0, 10, by).await.unwrap();
        assert_eq!((total, imports[0].state, imports[0].school), (1, ImportState::Staged, Some(school)));
        let link = &store.links(school, by, start()).await.unwrap()[0];
        assert_eq!((link.state, link.import), (LinkState::HandedIn, Some(imports[0].id)));
        assert_eq!(rows(store, &register).await, before, "a hand-in writes to no register");
        // The form that went through comes again: nothing more; with other content it is refused.
        let again = order(imports[0].id.0.as_u128(), 1);
        store.hand_in(&again, start()).await.unwrap();
        let other = store.hand_in(&HandIn { note: "x", ..again }, start()).await;
        assert!(matches!(other, Err(VerbError::OtherContent)), "{other:?}");
        assert_eq!(store.imports(0, 10, by).await.unwrap().1, 1);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn the_journal_names_the_link_and_nobody(fresh) {
        let (by, school) = given(&fresh).await;
        let store = &fresh.store;
        store.keep_answers([1; 32], "{\"a\":1}", 1, start()).await.unwrap();
        store.hand_in(&order(61_000, 1), start()).await.unwrap();
        let lines = store.journal_of(link_id(1).into(), by).await.unwrap();
        let told: Vec<_> = lines.iter().map(|line| (line.verb.as_str(), line.account.is_some())).collect();
        assert_eq!(told, [("give_link", true), ("keep_answers", false), ("hand_in", false)]);
        for line in &lines {
            assert_eq!((line.cite, line.subject.as_str()), (Some(by.cite), "census_link"));
            for name in ["PETIT", "CE1", "Essai"] {
                assert!(!line.facts.contains(name), "{}", line.facts);
            }
        }
        // The note is there to be read, then it is gone; a second time does nothing.
        assert_eq!(store.links(school, by, start()).await.unwrap()[0].note, "PETIT Jo, CE1 A");
        store.clear_link_note(link_id(1), by, start()).await.unwrap();
        let before = snapshot(store).await;
        store.clear_link_note(link_id(1), by, start()).await.unwrap();
        assert_eq!(store.links(school, by, start()).await.unwrap()[0].note, "");
        assert_eq!(snapshot(store).await, before);
        assert_eq!(refusal(store.revoke_link(link_id(1), by, start()).await), LinkRefused::HandedIn);
    }
}

on_both! {
    async fn a_link_ends_on_its_day_or_when_it_is_taken_back(fresh) {
        let (by, school) = given(&fresh).await;
        let store = &fresh.store;
        store.keep_answers([1; 32], "{\"a\":1}", 1, start()).await.unwrap();
        let before = snapshot(store).await;
        store.keep_answers([1; 32], "{\"a\":1}", 1, start()).await.unwrap();
        assert_eq!(snapshot(store).await, before, "the same answers again write nothing");
        let held = store.held_link([1; 32], start()).await.unwrap().unwrap();
        assert_eq!((held.draft.as_str(), held.state), ("{\"a\":1}", LinkState::Open));
        let eve = start() + days(14) - SignedDuration::from_secs(1);
        assert_eq!(state(store, school, by, eve).await, LinkState::Open);
        for late in [start() + days(14), start() + days(15)] {
            assert_eq!(state(store, school, by, late).await, LinkState::Expired);
            assert_eq!(refusal(store.hand_in(&order(61_001, 1), late).await), HeldLinkRefused::Closed);
            assert_eq!(refusal(store.keep_answers([1; 32], "{}", 0, late).await), HeldLinkRefused::Closed);
        }
        // Whoever gives the next link sweeps the answers nobody can hand in any more.
        let late = start() + days(15);
        assert!(store.give_link(&give(2, school, late + days(1)), by, late).await.unwrap());
        assert_eq!(store.held_link([1; 32], late).await.unwrap().unwrap().draft, "");
        store.keep_answers([2; 32], "{\"b\":1}", 1, late).await.unwrap();
        for _ in 0..2 {
            store.revoke_link(link_id(2), by, late).await.unwrap();
        }
        let held = store.held_link([2; 32], late).await.unwrap().unwrap();
        assert_eq!((held.state, held.draft.as_str()), (LinkState::Revoked, ""));
        assert_eq!(refusal(store.hand_in(&order(61_002, 2), late).await), HeldLinkRefused::Closed);
        assert_eq!(refusal(store.hand_in(&order(61_003, 9), late).await), HeldLinkRefused::Closed);
        assert_eq!(store.imports(0, 10, by).await.unwrap().1, 0);
    }
}

on_both! {
    async fn links_are_given_within_bounds_and_within_the_cite(fresh) {
        let (by, school) = given(&fresh).await;
        let store = &fresh.store;
        let other = seated(store, 1, Seat::TownAgent).await;
        // The same form again is the same link, whatever secret was drawn for it.
        let again = GiveLink { token_hash: [7; 32], ..give(1, school, start() + days(20)) };
        assert!(!store.give_link(&again, by, start()).await.unwrap());
        assert!(store.held_link([7; 32], start()).await.unwrap().is_none());
        let before = snapshot(store).await;
        for (new, by, why) in [
            (give(3, school, start() + days(14)), other, GiveLinkRefused::UnknownSchool),
            (give(3, school, start()), by, GiveLinkRefused::Lifetime),
            (give(3, school, start() + days(60) + SignedDuration::from_millis(1)), by, GiveLinkRefused::Lifetime),
            (GiveLink { class: Some("CM2"), ..give(3, school, start() + days(14)) }, by, GiveLinkRefused::NoPupil),
        ] {
            assert_eq!(refusal(store.give_link(&new, by, start()).await), why);
        }
        assert_eq!(refusal(store.revoke_link(link_id(1), other, start()).await), LinkRefused::Unknown);
        assert_eq!(refusal(store.clear_link_note(link_id(1), other, start()).await), LinkRefused::Unknown);
        assert_eq!(store.links(school, other, start()).await.unwrap(), []);
        assert_eq!(store.roll(school, None, other).await.unwrap(), []);
        assert_eq!(store.classes(school, other).await.unwrap(), []);
        assert_eq!(snapshot(store).await, before);
    }
}

on_both! {
    async fn a_roll_tells_homonyms_apart_and_counts_who_is_to_be_asked(fresh) {
        let (by, school) = given(&fresh).await;
        let store = &fresh.store;
        let mut twin = family(3, school, Equipment::None, Connection::Good);
        twin.children[0].family_name = "Essai1".into();
        twin.children[0].birth = jiff::civil::date(2017, 1, 2);
        let today = jiff::civil::date(2026, 9, 1);
        store.create_household(&twin, by, start(), today).await.unwrap();
        let roll = store.roll(school, Some("CE1 A"), by).await.unwrap();
        let seen: Vec<_> = roll.iter().map(|one| (one.family_name.as_str(), one.told_apart_by)).collect();
        assert_eq!(seen, [("Essai1", Some(2017)), ("Essai1", Some(2018)), ("Essai2", None)]);
        let classes = store.classes(school, by).await.unwrap();
        assert_eq!((classes.len(), classes[0].pupils, classes[0].to_ask), (1, 3, 2));
        let held = store.held_link([1; 32], start()).await.unwrap().unwrap();
        assert_eq!(store.roll_behind(&held).await.unwrap(), roll);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_holds_a_link_cannot_fill_the_journal() {
    let fresh = store::testing::Database::Sqlite.fresh().await;
    let _ = given(&fresh).await;
    for n in 0..MOST_SAVES {
        fresh.store.keep_answers([1; 32], &format!("{{\"n\":{n}}}"), 1, start()).await.unwrap();
    }
    let one_more = fresh.store.keep_answers([1; 32], "{}", 0, start()).await;
    assert_eq!(refusal(one_more), HeldLinkRefused::TooManySaves);
    fresh.store.hand_in(&order(61_000, 1), start()).await.unwrap();
}
