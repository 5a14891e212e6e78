//! Damage, loss and theft: the loan ends, the steps are dated, the cité bears it unless an act says so.

use domain::Seat;
use domain::fund::Amount;
use domain::ids::{IncidentId, ItemId, LoanId};
use domain::incident::{IncidentDayFault, IncidentEnd, IncidentKind, IncidentStep};
use domain::item_life::DeskAction;
use domain::loan::Outcome;
use domain::stock::{ItemKind, ItemState};
use jiff::civil::{Date, date};
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::in_need;
use store::testing::builders::stock::{delivery, give_back, hand_over, terms, unit};
use store::{
    AtDesk, Attach, AttachRefused, By, DeclareIncident, DeclareRefused, EndIncident,
    EndIncidentRefused, ForgetHousehold, NoteStep, NoteStepRefused, Shows, Store, VerbError,
    on_both,
};
use uuid::Uuid;

/// A 4G key and a tablet in one loan.
async fn given(store: &Store) -> (By, ItemId, ItemId) {
    let by = seated(store, 0, Seat::TownAgent).await;
    let home = in_need(store, 1, by).await;
    let (key, tablet) = (unit(ItemKind::Hotspot, 1), unit(ItemKind::Tablet, 2));
    let (key_id, tablet_id) = (key.id, tablet.id);
    store.receive(&delivery(1, vec![key], terms()), by, start()).await.unwrap();
    store.receive(&delivery(2, vec![tablet], terms()), by, start()).await.unwrap();
    store.lend(&hand_over(1, home, &[key_id, tablet_id]), by, start()).await.unwrap();
    (by, key_id, tablet_id)
}

fn declare(n: u128, item: ItemId, kind: IncidentKind) -> DeclareIncident {
    let id = IncidentId(Uuid::from_u128(n));
    DeclareIncident { id, item, kind, happened_on: Some(date(2026, 9, 10)) }
}

fn note(form: u128, incident: u128, step: IncidentStep, done_on: Date) -> NoteStep {
    let incident = IncidentId(Uuid::from_u128(incident));
    NoteStep { form: Uuid::from_u128(form), incident, step, done_on, reference: "PV 12".into() }
}

const LATER: Date = date(2026, 9, 20);

on_both! {
    async fn a_theft_ends_the_loan_of_that_item_and_lists_what_to_do(fresh) {
        let (by, key, tablet) = given(&fresh.store).await;
        let order = declare(50, key, IncidentKind::Theft);
        fresh.store.declare_incident(&order, by, start(), LATER).await.unwrap();
        fresh.store.declare_incident(&order, by, start(), LATER).await.expect("the same form");
        let loan = fresh.store.loan(LoanId(Uuid::from_u128(1)), by).await.unwrap().unwrap();
        assert_eq!(loan.out(), [(tablet, ItemKind::Tablet)], "the tablet's loan goes on");
        let lost: Vec<_> = loan.lines.iter().filter(|line| line.lost).collect();
        assert_eq!(lost.iter().map(|line| line.item.id).collect::<Vec<_>>(), [key], "never returned");
        let state = fresh.store.item(key, by).await.unwrap().unwrap().item.state;
        assert_eq!(state, ItemState::Lost);
        let incident = fresh.store.incident(order.id, by).await.unwrap().unwrap();
        let steps: Vec<_> = incident.steps.iter().map(|step| step.step).collect();
        assert_eq!(steps, [IncidentStep::OperatorSuspended, IncidentStep::PoliceComplaint]);

        let twice = fresh.store.declare_incident(&declare(51, key, IncidentKind::Loss), by, start(), LATER).await;
        assert!(matches!(&twice, Err(VerbError::Refused(DeclareRefused::Open(open))) if *open == order.id), "{twice:?}");
        let early = note(52, 50, IncidentStep::OperatorSuspended, date(2026, 9, 9));
        let early = fresh.store.note_step(&early, by, start(), LATER).await;
        let before = IncidentDayFault::BeforeItHappened;
        assert!(matches!(&early, Err(VerbError::Refused(NoteStepRefused::Day(fault))) if *fault == before), "{early:?}");
        let done = note(53, 50, IncidentStep::OperatorSuspended, date(2026, 9, 11));
        fresh.store.note_step(&done, by, start(), LATER).await.unwrap();
        let again = NoteStep { form: Uuid::from_u128(54), ..done };
        let again = fresh.store.note_step(&again, by, start(), LATER).await;
        assert!(matches!(again, Err(VerbError::Refused(NoteStepRefused::Done))), "{again:?}");
        assert_eq!(fresh.store.incident(order.id, by).await.unwrap().unwrap().left(), 1);
        assert_eq!(fresh.store.check().await.unwrap(), []);
        let facts = fresh.store.journal_of(order.id.into(), by).await.unwrap();
        assert!(facts.iter().all(|line| !line.facts.contains("PV 12")), "numbers stay out of the journal");
    }
}

on_both! {
    async fn what_is_found_again_ends_its_incident(fresh) {
        let (by, key, tablet) = given(&fresh.store).await;
        let back = give_back(60, 1, &[(tablet, Outcome::Lost)]);
        fresh.store.take_back(&back, by, start()).await.unwrap();
        let open = fresh.store.incidents_of(tablet, by).await.unwrap();
        assert_eq!((open.len(), open[0].kind), (1, IncidentKind::Loss), "a return that finds it lost");
        let found = AtDesk { form: Uuid::from_u128(61), item: tablet, action: DeskAction::FoundAgain, wipe: None };
        fresh.store.at_desk(&found, by, start()).await.unwrap();
        let ended = fresh.store.incidents_of(tablet, by).await.unwrap();
        assert_eq!(ended[0].ended.as_ref().map(|(_, how)| how.as_str()), Some("found"));
        assert_eq!(fresh.store.open_incidents(by).await.unwrap(), 0);
        fresh.store.declare_incident(&declare(62, key, IncidentKind::Damage), by, start(), LATER).await.unwrap();
        let state = fresh.store.item(key, by).await.unwrap().unwrap().item.state;
        assert_eq!(state, ItemState::Lent, "what is broken is still with the family");
        assert_eq!(fresh.store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn the_cite_bears_it_unless_an_act_says_otherwise(fresh) {
        let (by, key, _) = given(&fresh.store).await;
        fresh.store.declare_incident(&declare(70, key, IncidentKind::Loss), by, start(), LATER).await.unwrap();
        let incident = IncidentId(Uuid::from_u128(70));
        let other = seated(&fresh.store, 1, Seat::TownAgent).await;
        let end = |form, end| EndIncident { form: Uuid::from_u128(form), incident, end };
        let theirs = fresh.store.end_incident(&end(71, IncidentEnd::Borne), other, start(), LATER).await;
        assert!(matches!(theirs, Err(VerbError::Refused(EndIncidentRefused::Unknown))), "{theirs:?}");
        let (amount, act) = (Amount::from_cents(1_500).unwrap(), "délibération 41".to_owned());
        let charged = end(72, IncidentEnd::Charged { amount, act });
        fresh.store.end_incident(&charged, by, start(), LATER).await.unwrap();
        let read = fresh.store.incident(incident, by).await.unwrap().unwrap();
        assert_eq!(read.charged.map(|(euros, _)| euros.cents()), Some(1_500));
        let again = fresh.store.end_incident(&end(73, IncidentEnd::Borne), by, start(), LATER).await;
        assert!(matches!(again, Err(VerbError::Refused(EndIncidentRefused::Ended))), "{again:?}");
        // The database says so too: no amount without its act.
        let bare = fresh.run("UPDATE incidents SET act = ''").await;
        assert!(bare.is_err(), "an amount without an act");
    }
}

on_both! {
    async fn files_are_what_they_are_and_go_with_the_family(fresh) {
        let (by, key, tablet) = given(&fresh.store).await;
        let loan = LoanId(Uuid::from_u128(1));
        let attach = |n: u128, content| Attach {
            id: Uuid::from_u128(n).into(),
            hand_over: loan,
            shows: Shows::SignedOut,
            content,
        };
        let scan = attach(80, b"%PDF-1.7 a scan");
        fresh.store.attach(&scan, by, start()).await.unwrap();
        fresh.store.attach(&scan, by, start()).await.expect("the same form");
        let other = fresh.store.attach(&attach(80, b"%PDF-1.7 another"), by, start()).await;
        assert!(matches!(other, Err(VerbError::OtherContent)), "{other:?}");
        let script = fresh.store.attach(&attach(81, b"<script>"), by, start()).await;
        assert!(matches!(script, Err(VerbError::Refused(AttachRefused::OtherKind))), "{script:?}");
        let stranger = seated(&fresh.store, 1, Seat::TownAgent).await;
        assert_eq!(fresh.store.attachment(scan.id, stranger).await.unwrap(), None);
        assert_eq!(fresh.store.attachments(loan, by).await.unwrap().len(), 1);
        let home = fresh.store.loan(loan, by).await.unwrap().unwrap().household;
        let back = [(key, Outcome::Lost), (tablet, Outcome::Lost)];
        fresh.store.take_back(&give_back(82, 1, &back), by, start()).await.unwrap();
        let forget = ForgetHousehold { form: Uuid::from_u128(83), household: home };
        fresh.store.forget_household(&forget, by, start()).await.unwrap();
        assert_eq!(fresh.store.attachments(loan, by).await.unwrap(), []);
        assert_eq!(fresh.store.check().await.unwrap(), []);
    }
}
