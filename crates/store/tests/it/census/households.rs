//! One family: entered by telephone, found again, its needs opened and withdrawn.

use domain::Seat;
use domain::people::equipment::{Connection, Equipment, NeedKind, NeedState};
use domain::people::priority::PriorityReason;
use jiff::civil::date;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::{family, home, in_need, school};
use store::{
    By, HomeState, NewHouseholdRefused, RecordNeeds, RecordNeedsRefused, Search, Store, VerbError,
    Which, on_both,
};
use uuid::Uuid;

use super::{dump, pupil, pupils, take};

async fn active(store: &Store, id: domain::ids::HouseholdId, by: By) -> Vec<NeedKind> {
    let household = store.household(id, by).await.unwrap().unwrap();
    let mut kinds: Vec<_> = household
        .needs
        .iter()
        .filter(|need| need.state == NeedState::Open)
        .map(|need| need.kind)
        .collect();
    kinds.sort_unstable();
    kinds
}

on_both! {
    async fn needs_follow_what_is_recorded(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let id = in_need(&fresh.store, 1, by).await;
        assert_eq!(active(&fresh.store, id, by).await, [NeedKind::Device, NeedKind::Connection]);
        let today = date(2026, 9, 2);
        let state = HomeState {
            priority: Some(PriorityReason::Pre),
            ..home(Equipment::SmartphoneOnly, Connection::Good)
        };
        let order = RecordNeeds { form: Uuid::from_u128(1), household: id, state };
        fresh.store.record_needs(&order, by, start(), today).await.unwrap();
        assert_eq!(active(&fresh.store, id, by).await, [NeedKind::Device]);
        let before = dump(&fresh).await;
        fresh.store.record_needs(&order, by, start(), today).await.unwrap();
        assert_eq!(dump(&fresh).await, before, "the same form twice is one");
        let household = fresh.store.household(id, by).await.unwrap().unwrap();
        assert_eq!(household.state, state);
        let other = RecordNeeds { state: home(Equipment::Enough, Connection::Good), ..order };
        let refused = fresh.store.record_needs(&other, by, start(), today).await;
        assert!(matches!(refused, Err(VerbError::OtherContent)), "{refused:?}");
        let order = RecordNeeds { form: Uuid::from_u128(2), ..other };
        fresh.store.record_needs(&order, by, start(), today).await.unwrap();
        assert_eq!(active(&fresh.store, id, by).await, []);
        let foreign = seated(&fresh.store, 1, Seat::TownAgent).await;
        let order = RecordNeeds { form: Uuid::from_u128(3), ..order };
        let refused = fresh.store.record_needs(&order, foreign, start(), today).await;
        assert!(matches!(refused, Err(VerbError::Refused(RecordNeedsRefused::Unknown))), "{refused:?}");
        assert_eq!(fresh.store.household(id, foreign).await.unwrap(), None);
        assert_eq!(fresh.store.household_history(id, by).await.unwrap().len(), 3);
    }
}

on_both! {
    async fn a_few_letters_or_digits_find_a_family(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        let mut new = family(1, school, Equipment::Enough, Connection::Good);
        new.guardians[0].family_name = "N’Diaye-Müller".into();
        new.children[0].first_name = "Éloïse".into();
        fresh.store.create_household(&new, by, start(), date(2026, 9, 1)).await.unwrap();
        in_need(&fresh.store, 2, by).await;
        for (text, total) in [
            ("", 2),
            ("  ", 2),
            ("elo", 1),
            ("ÉLOÏSE diaye", 1),
            ("muller", 1),
            ("06 39 98 00 01", 1),
            ("+33639980001", 1),
            ("0002", 1),
            ("essai", 2),
            ("eloise essai2", 0),
            ("%", 0),
            ("_", 0),
            ("' OR 1=1 --", 0),
        ] {
            let search = Search { text, ..Search::default() };
            let found = fresh.store.find_households(search, 0, 50, by).await.unwrap();
            assert_eq!(found.1, total, "{text}: {found:?}");
        }
        let search = Search { text: "essai", which: Which::InNeed };
        let (found, total) = fresh.store.find_households(search, 0, 50, by).await.unwrap();
        assert_eq!((total, found[0].needs.len(), found[0].guardians.as_slice()), (1, 2, ["Camille Essai2".to_owned()].as_slice()));
        let foreign = seated(&fresh.store, 1, Seat::TownAgent).await;
        assert_eq!(fresh.store.find_households(Search::default(), 0, 50, foreign).await.unwrap().1, 0);
    }
}

on_both! {
    async fn a_family_by_telephone_meets_the_schools_file(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        let mut new = family(1, school, Equipment::None, Connection::Good);
        new.children[0].birth = date(2017, 5, 9);
        fresh.store.create_household(&new, by, start(), date(2026, 9, 1)).await.unwrap();
        fresh.store.create_household(&new, by, start(), date(2026, 9, 1)).await.unwrap();
        let twin = store::NewHousehold { id: Uuid::from_u128(3).into(), ..new.clone() };
        let refused = fresh.store.create_household(&twin, by, start(), date(2026, 9, 1)).await;
        let known = NewHouseholdRefused::ChildKnown(0, new.id);
        assert!(matches!(refused, Err(VerbError::Refused(reason)) if reason == known), "{refused:?}");
        let file = pupils(vec![pupil(2, "ESSAI1", "SACHA", 9, "CE1 B")]);
        assert_eq!(take(&fresh.store, 1, &file, school, by).await.updated, 1);
        let household = fresh.store.household(new.id, by).await.unwrap().unwrap();
        assert_eq!(household.children[0].1.class_name, "CE1 B");
        let nobody = store::NewHousehold { id: Uuid::from_u128(4).into(), guardians: vec![], children: vec![], ..new };
        let refused = fresh.store.create_household(&nobody, by, start(), date(2026, 9, 1)).await;
        assert!(matches!(refused, Err(VerbError::Refused(NewHouseholdRefused::Nobody))), "{refused:?}");
    }
}

on_both! {
    async fn a_need_with_an_item_set_aside_is_not_withdrawn(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let id = in_need(&fresh.store, 1, by).await;
        // As an adopted plan leaves it; the plan itself is another noun's test.
        let db = sea_orm::Database::connect(&fresh.url).await.unwrap();
        sea_orm::ConnectionTrait::execute_unprepared(&db, "UPDATE needs SET state = 'reserved' WHERE kind = 'device'")
            .await
            .unwrap();
        db.close().await.unwrap();
        let before = dump(&fresh).await;
        let order = RecordNeeds {
            form: Uuid::from_u128(1),
            household: id,
            state: home(Equipment::Enough, Connection::Good),
        };
        let refused = fresh.store.record_needs(&order, by, start(), date(2026, 9, 2)).await;
        let reserved = RecordNeedsRefused::Reserved(NeedKind::Device);
        assert!(matches!(refused, Err(VerbError::Refused(reason)) if reason == reserved), "{refused:?}");
        assert_eq!(dump(&fresh).await, before, "nothing half done");
        let order = RecordNeeds { form: Uuid::from_u128(2), state: home(Equipment::SmartphoneOnly, Connection::Good), ..order };
        fresh.store.record_needs(&order, by, start(), date(2026, 9, 2)).await.unwrap();
        let household = fresh.store.household(id, by).await.unwrap().unwrap();
        assert_eq!(household.needs.iter().filter(|need| need.state == NeedState::Reserved).count(), 1);
    }
}
