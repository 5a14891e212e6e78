//! Mappings kept for the next file of the same titles.

use domain::Seat;
use domain::people::census::ImportKind;
use store::testing::builders::cites::{seated, start};
use store::{SaveMapping, on_both};
use uuid::Uuid;

on_both! {
    async fn a_mapping_is_found_by_its_titles_replaced_and_forgotten(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let foreign = seated(&fresh.store, 1, Seat::TownAgent).await;
        let titles = ["enfant".to_owned(), "anniversaire".to_owned()];
        let save = |n: u128, name: &'static str, columns: &'static str| SaveMapping {
            id: Uuid::from_u128(n), kind: ImportKind::Pupils, name, titles: &[], columns,
        };
        let first = SaveMapping { titles: &titles, ..save(1, "École Zola", "[\"full_name\",\"birth_date\"]") };
        fresh.store.save_mapping(&first, by, start()).await.unwrap();
        fresh.store.save_mapping(&first, by, start()).await.unwrap();
        let found = fresh.store.mapping_for(ImportKind::Pupils, &titles, by).await.unwrap().unwrap();
        assert_eq!((found.id, found.columns.as_str()), (Uuid::from_u128(1), first.columns));
        assert_eq!(fresh.store.mapping_for(ImportKind::Needs, &titles, by).await.unwrap(), None);
        assert_eq!(fresh.store.mapping_for(ImportKind::Pupils, &titles, foreign).await.unwrap(), None);
        let second = SaveMapping { titles: &titles, ..save(2, "Zola", "[null,\"birth_date\"]") };
        fresh.store.save_mapping(&second, by, start()).await.unwrap();
        let all = fresh.store.mappings(by).await.unwrap();
        assert_eq!((all.len(), all[0].name.as_str(), all[0].id), (1, "Zola", Uuid::from_u128(1)));
        fresh.store.forget_mapping(all[0].id, foreign, start()).await.unwrap();
        assert_eq!(fresh.store.mappings(by).await.unwrap().len(), 1);
        fresh.store.forget_mapping(all[0].id, by, start()).await.unwrap();
        assert!(fresh.store.mappings(by).await.unwrap().is_empty());
    }
}
