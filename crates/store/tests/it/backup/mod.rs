//! A backup restores to the same register, on either database, and brings nobody back.

mod damage;
mod moving;
mod tables;

use std::io::Cursor;

use domain::Seat;
use domain::ids::ItemId;
use domain::stock::{ItemKind, Restriction};
use store::testing::builders::cites::{seated, start};
use store::testing::builders::fund::people;
use store::testing::builders::households::{in_need, school};
use store::testing::builders::rounds::shelf;
use store::testing::builders::stock::hand_over;
use store::testing::{Fresh, key};
use store::{Archive, Restored, StageImport, Store};
use uuid::Uuid;

use crate::givens::{adopted, settled};

/// Something in nearly every table, with what is hard to carry: quotes, accents, a line end, bytes.
pub async fn full(fresh: &Fresh) {
    let store = &fresh.store;
    let by = seated(store, 0, Seat::TownAgent).await;
    seated(store, 1, Seat::TownAgent).await;
    let people = people(store).await;
    let first = in_need(store, 1, by).await;
    in_need(store, 2, by).await;
    let lot = shelf(store, 1, ItemKind::Tablet, 3, &Restriction::default(), by).await;
    adopted(store, first, by).await;
    let third = in_need(store, 3, by).await;
    let free = ItemId(Uuid::from_u128(Uuid::from(lot).as_u128() + 3));
    store.lend(&hand_over(2, third, &[free]), by, start()).await.unwrap();
    settled(store, &people).await;
    let school = school(store, by).await;
    let content: Vec<u8> = (0..=255).collect();
    let import = StageImport {
        id: domain::ids::ImportId(Uuid::from_u128(31)),
        kind: domain::people::census::ImportKind::Pupils,
        school: Some(school),
        file_name: "É \"1\"\\\n\u{1}.csv",
        content: &content,
        settings: "{}",
    };
    store.stage_import(&import, by, start()).await.unwrap();
}

/// A backup's bytes.
pub async fn backed_up(store: &Store) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    store.back_up(&mut out, "0.1.0", start()).await.unwrap();
    out.into_inner()
}

/// Restores these bytes at an address.
pub async fn restored(url: &str, bytes: Vec<u8>) -> Restored {
    let mut archive = Archive::open(Cursor::new(bytes)).unwrap();
    store::restore(url, &mut archive, &key(), &[], start()).await.unwrap()
}
