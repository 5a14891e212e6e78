//! Lists of things: received, completed, refused by name, taken back.

use domain::Seat;
use domain::delivery::{ItemNumber, ReceivedItem};
use domain::identifiers::{Iccid, Imei, Msisdn, SerialNumber};
use domain::ids::ItemId;
use domain::loan::Outcome;
use domain::people::census::{Conflict, ImportKind, Verdict};
use domain::stock::{Grade, ItemKind, LotCondition};
use jiff::civil::date;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::in_need;
use store::testing::builders::stock::{give_back, hand_over};
use store::{
    ImportRefused, ItemSearch, Rows, StockEntry, StockFile, StockLot, UndoRefused, VerbError,
    on_both,
};
use uuid::Uuid;

use super::{file, tables, take};

fn thing(line: u64, kind: ItemKind, serial: Option<&str>, imei: Option<&str>) -> StockEntry {
    StockEntry {
        line,
        item: ReceivedItem {
            id: ItemId(Uuid::nil()),
            kind,
            serial: serial.map(|text| SerialNumber::parse(text).unwrap()),
            imei: imei.map(|text| Imei::parse(text).unwrap()),
            iccid: None,
            msisdn: None,
        },
        former_tag: None,
        lot: usize::from(kind == ItemKind::Hotspot),
    }
}

fn card(line: u64, iccid: &str, msisdn: Option<&str>) -> StockEntry {
    let mut entry = thing(line, ItemKind::Hotspot, None, None);
    entry.item.iccid = Some(Iccid::parse(iccid).unwrap());
    entry.item.msisdn = msisdn.map(|text| Msisdn::parse(text).unwrap());
    entry
}

fn things(label: &str, donor: Option<&str>, entries: Vec<StockEntry>) -> store::CensusFile {
    let lot = |kind: ItemKind| StockLot {
        label: format!("{label} {kind}"),
        kind,
        donor: donor.map(str::to_owned),
        acceptance: donor.map(|_| "Délibération 2026-12".to_owned()),
        received_on: date(2026, 11, 20),
        condition: LotCondition::New,
    };
    file(Rows::Stock(StockFile {
        entries,
        lots: vec![lot(ItemKind::Tablet), lot(ItemKind::Hotspot)],
    }))
}

const CARD: &str = "8933010000000000044";

on_both! {
    async fn new_things_come_in_and_known_ones_are_completed(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let before = tables(&fresh).await;
        let mut old = thing(2, ItemKind::Tablet, Some("SN-001"), None);
        old.former_tag = Some("A-0012".into());
        let first = things("Don", Some("Fondation X"), vec![old, thing(3, ItemKind::Tablet, Some("SN-002"), None), card(4, CARD, None)]);
        let (one, tally) = take(&fresh.store, 1, ImportKind::Donations, &first, None, by).await.unwrap();
        assert_eq!(tally.new, 3);
        let found = fresh.store.find_items(&ItemSearch { text: "a-0012".into(), ..ItemSearch::default() }, 0, 5, by).await.unwrap().0;
        assert_eq!(found.len(), 1, "found by the number on its old label");
        assert_eq!(take(&fresh.store, 2, ImportKind::Donations, &first, None, by).await.unwrap().1.unchanged, 3);
        // An operator's list gives the cards their telephone numbers; a second list, an IMEI.
        let more = things("Don", None, vec![
            card(2, CARD, Some("0639982004")),
            thing(3, ItemKind::Tablet, Some("SN-001"), Some("359000000000015")),
        ]);
        let (two, tally) = take(&fresh.store, 3, ImportKind::Sims, &more, None, by).await.unwrap();
        assert_eq!((tally.updated, tally.new), (2, 0));
        assert_eq!(take(&fresh.store, 4, ImportKind::Sims, &more, None, by).await.unwrap().1.unchanged, 2);
        let findings = fresh.store.check().await.unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        // The first cannot be taken back before the second, which has touched its rows.
        let refused = fresh.store.undo_import(one, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(UndoRefused::Touched(2)))), "{refused:?}");
        for (n, import) in [(5, two), (6, one)] {
            fresh.store.undo_import(import, by, start()).await.unwrap_or_else(|error| panic!("{n}: {error:?}"));
        }
        let kept: Vec<String> = tables(&fresh).await.into_iter().filter(|row| !row.starts_with("import_changes")).collect();
        assert_eq!(kept, before);
        assert!(fresh.store.check().await.unwrap().is_empty());
    }
}

on_both! {
    async fn lines_that_contradict_the_register_wait(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let foreign = seated(&fresh.store, 1, Seat::TownAgent).await;
        let here = things("Ici", None, vec![
            thing(2, ItemKind::Tablet, Some("SN-001"), Some("359000000000015")),
            thing(3, ItemKind::Tablet, Some("SN-002"), None),
        ]);
        take(&fresh.store, 1, ImportKind::Items, &here, None, by).await.unwrap();
        let there = things("Ailleurs", None, vec![thing(2, ItemKind::Tablet, Some("SN-009"), None)]);
        take(&fresh.store, 2, ImportKind::Items, &there, None, foreign).await.unwrap();
        let list = things("Suite", None, vec![
            thing(2, ItemKind::Tablet, Some("SN-001"), Some("359000000000023")),
            thing(3, ItemKind::Tablet, Some("SN-002"), Some("359000000000015")),
            thing(4, ItemKind::Tablet, Some("SN-009"), None),
            thing(5, ItemKind::Laptop, Some("SN-001"), Some("359000000000015")),
        ]);
        let id = domain::ids::ImportId(Uuid::from_u128(9_700));
        let new = store::StageImport { id, kind: ImportKind::Items, school: None, file_name: "x", content: b"x", settings: "{}" };
        fresh.store.stage_import(&new, by, start()).await.unwrap();
        let shown = fresh.store.dry_run(id, &list, by).await.unwrap();
        let conflicts: Vec<_> = shown.lines.iter().map(|line| match &line.verdict {
            Verdict::Conflict(conflict) => conflict.code(),
            other => panic!("{other:?}"),
        }).collect();
        assert_eq!(conflicts, ["other_number", "several_items", "other_cite", "other_kind"]);
        let Verdict::Conflict(Conflict::OtherNumber { number, .. }) = &shown.lines[0].verdict else { panic!() };
        assert_eq!(*number, ItemNumber::Imei);
        let twin = things("Ici", None, vec![thing(2, ItemKind::Tablet, Some("SN-050"), None)]);
        let before = tables(&fresh).await;
        let refused = take(&fresh.store, 4, ImportKind::Items, &twin, None, by).await;
        assert!(matches!(refused, Err(VerbError::Refused(ImportRefused::LabelTaken))), "{refused:?}");
        assert_eq!(tables(&fresh).await, before);
    }
}

on_both! {
    async fn an_item_that_has_been_out_and_is_back_is_not_taken_back(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let home = in_need(&fresh.store, 1, by).await;
        let list = things("Don", None, vec![thing(2, ItemKind::Tablet, Some("SN-001"), None)]);
        let (id, _) = take(&fresh.store, 1, ImportKind::Items, &list, None, by).await.unwrap();
        let item = fresh.store.find_items(&ItemSearch::default(), 0, 5, by).await.unwrap().0[0].item.id;
        fresh.store.lend(&hand_over(1, home, &[item]), by, start()).await.unwrap();
        fresh.store.take_back(&give_back(2, 1, &[(item, Outcome::Returned(Grade::New))]), by, start()).await.unwrap();
        let before = tables(&fresh).await;
        let refused = fresh.store.undo_import(id, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(UndoRefused::Touched(_)))), "{refused:?}");
        assert_eq!(tables(&fresh).await, before);
    }
}

on_both! {
    async fn whatever_has_moved_an_item_since_its_life_is_kept(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let list = things("Don", None, vec![thing(2, ItemKind::Tablet, Some("SN-001"), None)]);
        let (id, _) = take(&fresh.store, 1, ImportKind::Items, &list, None, by).await.unwrap();
        // Lost and found again: its row is as before, and no loan tells of it.
        let moved = "INSERT INTO item_moves (item_id, seq, from_state, to_state, grade, at, household_id) \
            SELECT item_id, seq + 1, to_state, to_state, grade, at, household_id FROM item_moves";
        fresh.run(moved).await.unwrap();
        let refused = fresh.store.undo_import(id, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(UndoRefused::Touched(1)))), "{refused:?}");
    }
}

on_both! {
    async fn what_was_harmed_or_described_since_is_not_taken_back(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let list = things("Don", None, vec![thing(2, ItemKind::Tablet, Some("SN-001"), None), card(3, CARD, None)]);
        let (id, _) = take(&fresh.store, 1, ImportKind::Items, &list, None, by).await.unwrap();
        let found = fresh.store.find_items(&ItemSearch::default(), 0, 5, by).await.unwrap().0;
        let of = |kind| found.iter().find(|found| found.item.kind == kind).unwrap().item.id;
        let damage = store::DeclareIncident {
            id: domain::ids::IncidentId(Uuid::from_u128(9_801)),
            item: of(ItemKind::Tablet),
            kind: domain::incident::IncidentKind::Damage,
            happened_on: None,
        };
        fresh.store.declare_incident(&damage, by, start(), date(2026, 11, 25)).await.unwrap();
        let refused = fresh.store.undo_import(id, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(UndoRefused::Touched(1)))), "{refused:?}");
        let prepaid = domain::sim::Prepaid { activate_before: None, validity_days: 30, rechargeable: false };
        let card = store::DescribeSim {
            form: Uuid::from_u128(9_802),
            item: of(ItemKind::Hotspot),
            operator: "Essai".into(),
            customer: None,
            volume_mb: None,
            subscription: domain::sim::Subscription::Prepaid(prepaid),
            pin: None,
            puk: None,
        };
        fresh.store.describe_sim(&card, by, start(), date(2026, 11, 25)).await.unwrap();
        let refused = fresh.store.undo_import(id, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(UndoRefused::Touched(2)))), "{refused:?}");
    }
}
