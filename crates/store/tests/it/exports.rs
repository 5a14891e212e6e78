//! Whole tables read out: every row once, of one cité only, as they were on a day.

use std::collections::BTreeSet;

use domain::Seat;
use domain::export::{ExportKind, ExportPurpose, FileFormat, LoanSelection};
use domain::ids::{CiteId, ItemId, LoanId, PlanId};
use domain::loan::Outcome;
use domain::stock::{Grade, ItemKind};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use store::testing::builders::cites::{cite, seated, start};
use store::testing::builders::fund::people;
use store::testing::builders::households::in_need;
use store::testing::builders::many::past_loans;
use store::testing::builders::stock::{delivery, give_back, hand_over, terms, unit};
use store::{
    By, ExportRefused, ExportedLoan, FundScope, LogExport, OperationKind, Store, VerbError, on_both,
};
use uuid::Uuid;

use crate::givens;

/// A 4G key and tablets, entered as the lot `n`.
async fn received(store: &Store, n: u128, tablets: u128, by: By) -> Vec<ItemId> {
    let tablets: Vec<_> = (0..tablets).map(|nth| unit(ItemKind::Tablet, n * 100 + nth)).collect();
    let key = unit(ItemKind::Hotspot, n * 100 + tablets.len() as u128);
    let ids = tablets.iter().chain([&key]).map(|item| item.id).collect();
    store.receive(&delivery(n, tablets, terms()), by, start()).await.unwrap();
    store.receive(&delivery(n + 500, vec![key], terms()), by, start()).await.unwrap();
    ids
}

async fn loans(store: &Store, which: LoanSelection, cite: CiteId) -> Vec<ExportedLoan> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = store.export_loans(after, which, cite).await.unwrap();
        rows.extend(page.rows);
        match page.next {
            Some(next) => after = Some(next),
            None => return rows,
        }
    }
}

fn day(day: Date) -> LoanSelection {
    let begins: Timestamp = format!("{day}T00:00:00Z").parse().unwrap();
    let ends = begins + SignedDuration::from_hours(24);
    LoanSelection::AsOf { day, begins, ends }
}

on_both! {
    async fn loans_are_as_they_were_on_a_day(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let home = in_need(store, 1, by).await;
        let items = received(store, 1, 2, by).await;
        // Lent on the first of September; one is back two days later.
        store.lend(&hand_over(1, home, &items[..2]), by, start()).await.unwrap();
        let later = start() + SignedDuration::from_hours(48);
        let back = give_back(2, 1, &[(items[0], Outcome::Returned(Grade::Worn))]);
        store.take_back(&back, by, later).await.unwrap();
        let lent = start().to_zoned(jiff::tz::TimeZone::UTC).date();
        assert_eq!(lent, date(2026, 9, 1));

        let ids = |rows: Vec<ExportedLoan>| -> BTreeSet<ItemId> { rows.iter().map(|row| row.item.id).collect() };
        let both: BTreeSet<_> = items[..2].iter().copied().collect();
        let (first, second) = (BTreeSet::from([items[0]]), BTreeSet::from([items[1]]));
        for (which, expected) in [
            (LoanSelection::All, &both),
            (LoanSelection::Open, &second),
            (LoanSelection::Past, &first),
            (day(date(2026, 8, 31)), &BTreeSet::new()),
            (day(date(2026, 9, 1)), &both),
            (day(date(2026, 9, 3)), &both),
            (day(date(2026, 9, 4)), &second),
        ] {
            assert_eq!(&ids(loans(store, which, by.cite).await), expected, "{which:?}");
        }
        // What was not known on the day is not told; what happened on it is.
        let told = |rows: Vec<ExportedLoan>| rows.iter().filter(|row| row.back.is_some()).count();
        assert_eq!(told(loans(store, day(date(2026, 9, 2)), by.cite).await), 0);
        assert_eq!(told(loans(store, day(date(2026, 9, 3)), by.cite).await), 1);
        let past = loans(store, LoanSelection::Past, by.cite).await.remove(0);
        let back = past.back.unwrap();
        assert_eq!((back.lost, back.grade, back.at), (false, Some(Grade::Worn), later));
        assert_eq!((past.label.as_str(), past.loan), ("Essai1", LoanId(Uuid::from_u128(1))));
    }
}

on_both! {
    async fn every_row_comes_once_whatever_the_number_of_pages(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let home = in_need(store, 1, by).await;
        let items = received(store, 1, 3, by).await;
        for many in [1_000, 1_203] {
            let from = loans(store, LoanSelection::All, by.cite).await.len() as u64;
            if from == 0 {
                past_loans(store, many, home, &items, by).await;
            } else {
                // The last page is not whole: one more loan by hand.
                store.lend(&hand_over(1, home, &items[..1]), by, start()).await.unwrap();
            }
            let rows = loans(store, LoanSelection::All, by.cite).await;
            let distinct: BTreeSet<LoanId> = rows.iter().map(|row| row.loan).collect();
            assert_eq!(rows.len(), distinct.len());
            assert_eq!(rows.len() as u64, if from == 0 { many } else { from + 1 });
        }
        assert_eq!(loans(store, LoanSelection::Open, by.cite).await.len(), 1);
    }
}

on_both! {
    async fn another_cites_rows_are_in_no_export(fresh) {
        let store = &fresh.store;
        let (mine, theirs) = (seated(store, 0, Seat::TownAgent).await, seated(store, 1, Seat::TownAgent).await);
        let home = in_need(store, 1, mine).await;
        let items = received(store, 1, 2, mine).await;
        store.lend(&hand_over(1, home, &items[..1]), mine, start()).await.unwrap();
        let _ = givens::settled(store, &people(store).await).await;
        for (by, some) in [(mine, true), (theirs, false)] {
            let cite = by.cite;
            let rows = [
                store.export_items(None, false, cite).await.unwrap().rows.len(),
                store.export_items(None, true, cite).await.unwrap().rows.len(),
                loans(store, LoanSelection::All, cite).await.len(),
                store.export_needs(None, cite).await.unwrap().rows.len(),
                store.export_households(None, cite).await.unwrap().rows.len(),
                store.export_waiting_order(cite).await.unwrap().len(),
                store.export_fund_lines(cite).await.unwrap().len(),
                store.export_operations(None, cite).await.unwrap().rows.len(),
            ];
            // Three items, one with a SIM; a need of each kind; an order and its settlement.
            let expected = if some { [3, 1, 1, 2, 1, 1, 1, 2] } else { [0; 8] };
            assert_eq!(rows, expected, "{some}");
        }
        // Their ids, named by hand, open nothing either.
        let order = store.export_waiting_order(mine.cite).await.unwrap();
        assert_eq!(store.export_waiting(&order, theirs.cite).await.unwrap(), []);
        assert_eq!(store.export_waiting(&order, mine.cite).await.unwrap().len(), 1);
        let lines = store.export_journal(0, theirs.cite).await.unwrap().rows;
        assert!(lines.iter().all(|line| line.cite == Some(theirs.cite)));
        let lines = store.export_journal(0, mine.cite).await.unwrap().rows;
        assert!(lines.iter().any(|line| line.verb == "lend"));
    }
}

on_both! {
    async fn operations_follow_their_order(fresh) {
        let store = &fresh.store;
        let people = people(store).await;
        let debt = givens::settled(store, &people).await;
        let pay = store::Pay { form: Uuid::from_u128(1), settlement: debt, reference: "V-1".into(), on: date(2026, 9, 9) };
        store.pay(&pay, people.accountant, start()).await.unwrap();
        let rows = store.export_operations(None, cite(0).id).await.unwrap().rows;
        let told: Vec<_> = rows.iter().map(|row| (row.amount.cents(), row.invoice.as_deref(), row.payment_reference.as_deref())).collect();
        assert_eq!(told, [(4_000, None, None), (1_000, Some("F-1"), None), (1_000, Some("F-1"), Some("V-1"))]);
        assert_eq!((rows[2].kind, rows[2].on), (OperationKind::Payment, date(2026, 9, 9)));
    }
}

on_both! {
    async fn an_export_is_told_and_asks_what_for(fresh) {
        let store = &fresh.store;
        let agent = seated(store, 0, Seat::TownAgent).await;
        let order = LogExport {
            id: Uuid::from_u128(77),
            cite: agent.cite,
            kind: ExportKind::Loans,
            format: FileFormat::Csv,
            loans: Some(day(date(2026, 9, 1))),
            plan: None,
            fund: FundScope::default(),
            purpose: None,
        };
        let refused = store.log_export(&order, Some(agent), start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(ExportRefused::NoPurpose))), "{refused:?}");
        let order = LogExport { purpose: Some(ExportPurpose::Audit), ..order };
        for (n, seat) in [(0, Seat::Principal), (0, Seat::Administrator), (1, Seat::TownAgent)] {
            let by = seated(store, n, seat).await;
            let refused = store.log_export(&order, Some(by), start()).await;
            assert!(matches!(refused, Err(VerbError::Refused(ExportRefused::NotYourSeat))), "{refused:?}");
        }
        let pages = LogExport { format: FileFormat::Pdf, ..order };
        let refused = store.log_export(&pages, Some(agent), start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(ExportRefused::NoSuchFormat))), "{refused:?}");
        let nobodys = Some(PlanId(Uuid::from_u128(5)));
        for plan in [None, nobodys] {
            let decisions = LogExport { kind: ExportKind::Decisions, plan, ..pages };
            let refused = store.log_export(&decisions, Some(agent), start()).await;
            assert!(matches!(refused, Err(VerbError::Refused(ExportRefused::NoPlan))), "{refused:?}");
        }
        store.log_export(&order, Some(agent), start()).await.unwrap();
        let line = store.journal_of(order.id, agent).await.unwrap().remove(0);
        let facts: serde_json::Value = serde_json::from_str(&line.facts).unwrap();
        let told = serde_json::json!({
            "cite": agent.cite, "kind": "loans", "format": "csv", "purpose": "audit", "loans": "as_of", "as_of": "2026-09-01",
            "plan": null, "line": null, "month": null, "year": null,
        });
        assert_eq!((line.verb.as_str(), line.subject.as_str(), facts), ("export", "export", told));
        // At the server's own command line there is no seat to ask.
        store.log_export(&order, None, start()).await.unwrap();
        assert_eq!(store.check().await.unwrap(), []);
    }
}
