//! `check` names each thing that is not as it must be, and nothing else.

mod breaks;

use std::collections::BTreeSet;

use domain::Seat;
use domain::disposal::Destination;
use domain::ids::{ItemId, LoanId};
use domain::loan::{Besides, HandOver};
use domain::parcel::{PackParcel, Way};
use domain::people::equipment::{Connection, Equipment};
use domain::stock::{ItemKind, Restriction};
use jiff::civil::date;
use store::testing::Fresh;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::fund::{asking, document, people};
use store::testing::builders::households::{family, in_need, school};
use store::testing::builders::rounds::shelf;
use store::testing::builders::stock::{TODAY, hand_over};
use store::testing::builders::supplies::pencils;
use store::{AskAgreement, Finding, ForgetHousehold, on_both};
use uuid::Uuid;

use breaks::BREAKS;

use crate::disposals::leaving;
use crate::givens::{adopted, settled};
use crate::round_money::tablet;

/// Two families served by a plan, one of them by now; one served at the desk; a plan that was not
/// adopted; a laptop free; money committed, partly settled; another cité with nothing.
async fn in_full_life(fresh: &Fresh) {
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
    shelf(store, 2, ItemKind::Laptop, 1, &Restriction::default(), by).await;
    settled(store, &people).await;
    // Without a need: the breaks take withdrawn needs for their own.
    let gone = family(4, school(store, by).await, Equipment::Enough, Connection::Good);
    store.create_household(&gone, by, start(), date(2026, 9, 1)).await.unwrap();
    let forget = ForgetHousehold { form: Uuid::from_u128(41), household: gone.id };
    store.forget_household(&forget, by, start()).await.unwrap();
    let pens = pencils(store, 1, 30, by).await;
    let besides = Besides { supplies: [(pens, 12)].into(), ..Besides::default() };
    let given = LoanId(Uuid::from_u128(43));
    let given = HandOver::new(given, first, vec![], besides, TODAY, TODAY).unwrap();
    store.hand_over(&given, by, start()).await.unwrap();
    // A thing that meets no need, in a bag on its way.
    let printers = shelf(store, 5, ItemKind::Printer, 1, &Restriction::default(), by).await;
    let printer = ItemId(Uuid::from_u128(Uuid::from(printers).as_u128() + 1));
    let lend = hand_over(45, first, &[printer]);
    let bag = PackParcel::new(lend, Way::Post, String::new()).unwrap();
    store.pack_parcel(&bag, by, start()).await.unwrap();
    let lot = shelf(store, 3, ItemKind::Phone, 1, &Restriction::default(), by).await;
    let phone = ItemId(Uuid::from_u128(Uuid::from(lot).as_u128() + 1));
    let left = leaving(44, Destination::Association, &[phone]);
    store.dispose_of(&left, by, start(), TODAY).await.unwrap();
    let line = store.fund_lines(people.principal).await.unwrap().remove(0).id;
    let ask = AskAgreement { files: vec![document(4_607)], ..asking(4_606, line, 1_000) };
    store.ask_agreement(&ask, people.principal, start()).await.unwrap();
    store.offer_item(&tablet(1, 15_000), by, start()).await.unwrap();
    assert_eq!(store.check().await.unwrap(), []);
}

/// The variant's name.
fn kind(finding: &Finding) -> String {
    format!("{finding:?}").split_whitespace().next().unwrap_or_default().to_owned()
}

on_both! {
    async fn each_thing_out_of_order_is_named_and_nothing_else(fresh) {
        in_full_life(&fresh).await;
        let (mut wrong, mut kinds) = (Vec::new(), BTreeSet::new());
        for (broken, mended, expected) in BREAKS {
            fresh.tamper(broken).await;
            let found = fresh.store.check().await.unwrap();
            kinds.extend(found.iter().map(kind));
            let found: Vec<String> = found.iter().map(Finding::to_string).collect();
            let as_expected = found.len() == expected.len()
                && found.iter().zip(*expected).all(|(line, start)| line.starts_with(start));
            if !as_expected {
                wrong.push(format!("{broken}\n  found {found:#?}\n  expected {expected:#?}"));
            }
            fresh.tamper(mended).await;
            let left = fresh.store.check().await.unwrap();
            assert_eq!(left, [], "{mended}");
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        // One more, for what cannot be read, below; those of cards are provoked beside their verbs.
        assert_eq!(kinds.len() + 1, 43, "each kind of finding is provoked: {kinds:#?}");
    }
}

on_both! {
    async fn a_corrupt_instant_is_a_finding_and_the_rest_is_checked(fresh) {
        in_full_life(&fresh).await;
        fresh.tamper("UPDATE item_moves SET at = 9223372036854775807; UPDATE fund_lines SET open_cents = open_cents - 1").await;
        let found = fresh.store.check().await.unwrap();
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(matches!(&found[0], Finding::Unreadable { part: "stock", problem } if problem.contains("9223372036854775807")), "{found:?}");
        assert!(matches!(&found[1], Finding::FundSum { what: "open", .. }), "{found:?}");
    }
}
