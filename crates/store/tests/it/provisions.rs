//! Items in other hands: schools that lend on, organisations, and the way back of each.

use domain::Seat;
use domain::disposal::{Destination, Stays};
use domain::ids::{HouseholdId, IncidentId, ItemId, LoanId, OrganisationId, ProvisionId, SchoolId};
use domain::incident::IncidentKind;
use domain::item_life::{DeskAction, NotLendable};
use domain::loan::{Extend, ExtendFault, Lend, Outcome};
use domain::people::equipment::{Connection, Equipment};
use domain::provision::{Custodian, EndProvision, ExtendProvision, Provide, ProvisionTerms};
use domain::stock::{Grade, ItemKind, ItemState, TransferMode};
use domain::wipe::{NotWiped, Wipe, WipeMethod};
use jiff::civil::{Date, date};
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::{family, in_need, school};
use store::testing::builders::stock::{
    DUE, TODAY, delivery, give_back, hand_over, tablet, terms, wiped,
};
use store::{
    AtDesk, AtDeskRefused, By, DeclareIncident, DisposeRefused, EndProvisionRefused,
    ExtendProvisionRefused, ExtendRefused, ItemRefusal, LendRefused, ProvideRefused, ProvisionList,
    School, Store, VerbError, on_both,
};
use uuid::Uuid;

use crate::disposals::leaving;

/// A cité with its school, a family of it, another family elsewhere, and `tablets` on the shelf.
async fn given(
    store: &Store,
    tablets: u128,
) -> (By, SchoolId, HouseholdId, HouseholdId, Vec<ItemId>) {
    let by = seated(store, 0, Seat::TownAgent).await;
    let pupil = in_need(store, 1, by).await;
    let here = school(store, by).await;
    let there = SchoolId(Uuid::from_u128(77));
    let other = School { id: there, name: "Ailleurs".into(), uai: None, commune: "Muret".into() };
    store.create_school(&other, by, start()).await.unwrap();
    let stranger = family(2, there, Equipment::None, Connection::None);
    store.create_household(&stranger, by, start(), TODAY).await.unwrap();
    let items: Vec<_> = (1..=tablets).map(tablet).collect();
    let ids = items.iter().map(|item| item.id).collect();
    store.receive(&delivery(1, items, terms()), by, start()).await.unwrap();
    (by, here, pupil, stranger.id, ids)
}

fn provide(n: u128, custodian: Custodian, due_on: Option<Date>, items: &[ItemId]) -> Provide {
    let act = due_on.is_none().then(|| "Convention 7".to_owned());
    let terms = ProvisionTerms { custodian, act, responsible: None, due_on };
    let items = items.iter().map(|item| (*item, Grade::Good)).collect();
    Provide::new(ProvisionId(Uuid::from_u128(n)), terms, items, TODAY).unwrap()
}

fn end(form: u128, provision: u128, items: &[(ItemId, Outcome)]) -> EndProvision {
    let provision = ProvisionId(Uuid::from_u128(provision));
    EndProvision::new(Uuid::from_u128(form), provision, items.to_vec()).unwrap()
}

async fn state(store: &Store, item: ItemId, by: By) -> ItemState {
    store.item(item, by).await.unwrap().unwrap().item.state
}

fn why(refused: Result<(), VerbError<LendRefused>>) -> ItemRefusal {
    match refused {
        Err(VerbError::Refused(LendRefused::Items(mut items))) => items.remove(0).why,
        other => panic!("{other:?}"),
    }
}

const BACK: Outcome = Outcome::Returned(Grade::Good);

on_both! {
    async fn what_an_association_has_is_lent_counted_once_and_comes_back(fresh) {
        let (by, _, pupil, _, items) = given(&fresh.store, 3).await;
        let new = Custodian::New {
            id: OrganisationId(Uuid::from_u128(5)),
            name: "Médiathèque".into(),
            contact: "05 36 49 00 00".into(),
        };
        let order = provide(1, new.clone(), None, &items[..2]);
        fresh.store.provide(&order, by, start()).await.unwrap();
        fresh.store.provide(&order, by, start()).await.expect("the same form");
        let counts = fresh.store.stock_by_state(by).await.unwrap();
        assert_eq!(counts[&(ItemKind::Tablet, ItemState::Lent)], 2);
        assert_eq!(counts[&(ItemKind::Tablet, ItemState::Available)], 1);
        let file = fresh.store.item(items[0], by).await.unwrap().unwrap();
        let held = file.custodian.unwrap();
        assert_eq!((held.name.as_str(), held.school, file.holder), ("Médiathèque", false, None));

        // Named once, and nobody else takes what it has.
        let again = Custodian::New { id: OrganisationId(Uuid::from_u128(6)), name: "Médiathèque".into(), contact: String::new() };
        let taken = fresh.store.provide(&provide(2, again, None, &items[2..]), by, start()).await;
        assert!(matches!(taken, Err(VerbError::Refused(ProvideRefused::NameTaken))), "{taken:?}");
        let known = Custodian::Organisation(OrganisationId(Uuid::from_u128(5)));
        let both = fresh.store.provide(&provide(3, known.clone(), None, &items), by, start()).await;
        let Err(VerbError::Refused(ProvideRefused::Items(refused))) = both else { panic!("{both:?}") };
        let whys: Vec<_> = refused.iter().map(|one| one.why.clone()).collect();
        assert_eq!(whys, vec![ItemRefusal::State(NotLendable::HeldBySchool); 2]);
        assert_eq!(state(&fresh.store, items[2], by).await, ItemState::Available, "all or nothing");
        let refused = why(fresh.store.lend(&hand_over(9, pupil, &items[..1]), by, start()).await);
        assert_eq!(refused, ItemRefusal::State(NotLendable::HeldBySchool));

        // A part comes back, then the rest; each is looked at before the next family has it.
        fresh.store.end_provision(&end(10, 1, &[(items[0], BACK)]), by, start()).await.unwrap();
        assert_eq!(state(&fresh.store, items[0], by).await, ItemState::ToCheck);
        let twice = fresh.store.end_provision(&end(11, 1, &[(items[0], BACK)]), by, start()).await;
        assert!(matches!(&twice, Err(VerbError::Refused(EndProvisionRefused::Closed(tags))) if tags.len() == 1), "{twice:?}");
        let bare = AtDesk { form: Uuid::from_u128(12), item: items[0], action: DeskAction::MarkChecked, wipe: None };
        let bare = fresh.store.at_desk(&bare, by, start()).await;
        assert!(matches!(bare, Err(VerbError::Refused(AtDeskRefused::NotWiped(NotWiped::Missing)))), "{bare:?}");
        fresh.store.end_provision(&end(13, 1, &[(items[1], Outcome::Lost)]), by, start()).await.unwrap();
        assert_eq!(state(&fresh.store, items[1], by).await, ItemState::Lost);
        assert_eq!(fresh.store.incidents_of(items[1], by).await.unwrap().len(), 1, "somebody follows it");
        let ended = fresh.store.provisions(ProvisionList::Ended, TODAY, (0, 9), by).await.unwrap();
        assert_eq!((ended.1, ended.0[0].out, ended.0[0].items), (1, 0, 2));
        assert_eq!(fresh.store.check().await.unwrap(), []);
        let told = fresh.store.journal_of(Uuid::from_u128(1), by).await.unwrap();
        assert!(told.iter().all(|line| !line.facts.contains("Médiathèque") && !line.facts.contains("Convention")));
    }
}

on_both! {
    async fn a_school_lends_on_to_its_own_and_gets_it_back_wiped(fresh) {
        let (by, here, pupil, stranger, items) = given(&fresh.store, 2).await;
        let order = provide(1, Custodian::School(here), Some(DUE), &items);
        fresh.store.provide(&order, by, start()).await.unwrap();
        let refused = why(fresh.store.lend(&hand_over(2, stranger, &items[..1]), by, start()).await);
        assert_eq!(refused, ItemRefusal::State(NotLendable::HeldBySchool));
        let lines = hand_over(3, pupil, &items[..1]).items().to_vec();
        let late = Lend::new(LoanId(Uuid::from_u128(3)), pupil, lines, date(2027, 7, 1), TODAY).unwrap();
        let refused = why(fresh.store.lend(&late, by, start()).await);
        assert_eq!(refused, ItemRefusal::State(NotLendable::DueAfterSchool { due_on: DUE }));
        fresh.store.lend(&hand_over(4, pupil, &items[..1]), by, start()).await.unwrap();
        assert_eq!(fresh.store.check().await.unwrap(), []);
        let counts = fresh.store.stock_by_state(by).await.unwrap();
        assert_eq!(counts[&(ItemKind::Tablet, ItemState::Lent)], 2, "counted once");
        let second = why(fresh.store.lend(&hand_over(5, pupil, &items[..1]), by, start()).await);
        assert_eq!(second, ItemRefusal::State(NotLendable::AlreadyLent));
        let shown = fresh.store.provision(order.id(), by).await.unwrap().unwrap();
        assert_eq!(shown.lines[0].with.as_ref().map(|with| with.household), Some(pupil));
        let longer = Extend { form: Uuid::from_u128(6), loan: LoanId(Uuid::from_u128(4)), due_on: date(2027, 7, 1) };
        let longer = fresh.store.extend_loan(&longer, by, start(), TODAY).await;
        assert!(matches!(longer, Err(VerbError::Refused(ExtendRefused::School { due_on })) if due_on == DUE), "{longer:?}");

        // The parent does not end before the child; nothing comes back then.
        let both = end(7, 1, &[(items[0], BACK), (items[1], BACK)]);
        let refused = fresh.store.end_provision(&both, by, start()).await;
        assert!(matches!(&refused, Err(VerbError::Refused(EndProvisionRefused::WithFamilies(tags))) if tags.len() == 1), "{refused:?}");
        assert_eq!(state(&fresh.store, items[1], by).await, ItemState::Lent, "all or nothing");

        // The child comes back, is wiped, and goes to the school, not to the town's shelf.
        fresh.store.take_back(&give_back(8, 4, &[(items[0], BACK)]), by, start()).await.unwrap();
        assert_eq!(state(&fresh.store, items[0], by).await, ItemState::ToCheck);
        assert_eq!(fresh.store.check().await.unwrap(), []);
        let at_desk = |form, action, wipe| AtDesk { form: Uuid::from_u128(form), item: items[0], action, wipe };
        let act = leaving(20, Destination::Recycled, &items[..1]);
        let gone = fresh.store.dispose_of(&act, by, start(), TODAY).await;
        let why = matches!(&gone, Err(VerbError::Refused(DisposeRefused(why))) if why[0].1 == Stays::Confided);
        assert!(why, "{gone:?}");
        let bare = fresh.store.at_desk(&at_desk(21, DeskAction::MarkChecked, None), by, start()).await;
        assert!(matches!(bare, Err(VerbError::Refused(AtDeskRefused::NotWiped(NotWiped::Missing)))), "{bare:?}");
        let checked = at_desk(22, DeskAction::MarkChecked, Some(wiped()));
        fresh.store.at_desk(&checked, by, start()).await.unwrap();
        let file = fresh.store.item(items[0], by).await.unwrap().unwrap();
        assert_eq!((file.item.state, file.holder), (ItemState::Lent, None));
        assert_eq!(file.custodian.map(|held| held.school), Some(true));

        // Wiped before it went back there: used there since, for all that anybody knows.
        fresh.store.end_provision(&both, by, start()).await.unwrap();
        let not_needed = Wipe { method: WipeMethod::NotNeeded, ..wiped() };
        let bare = fresh.store.at_desk(&at_desk(23, DeskAction::MarkChecked, Some(not_needed)), by, start()).await;
        assert!(matches!(bare, Err(VerbError::Refused(AtDeskRefused::NotWiped(NotWiped::Needed)))), "{bare:?}");
        let checked = at_desk(24, DeskAction::MarkChecked, Some(wiped()));
        fresh.store.at_desk(&checked, by, start()).await.unwrap();
        assert_eq!(state(&fresh.store, items[0], by).await, ItemState::Available);
        assert_eq!(fresh.store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_child_that_is_lost_or_stolen_closes_both_lines(fresh) {
        let (by, here, pupil, _, items) = given(&fresh.store, 3).await;
        fresh.store.provide(&provide(1, Custodian::School(here), None, &items), by, start()).await.unwrap();
        fresh.store.lend(&hand_over(2, pupil, &items[..2]), by, start()).await.unwrap();
        fresh.store.take_back(&give_back(3, 2, &[(items[0], Outcome::Lost)]), by, start()).await.unwrap();
        let theft = DeclareIncident { id: IncidentId(Uuid::from_u128(4)), item: items[1], kind: IncidentKind::Theft, happened_on: None };
        fresh.store.declare_incident(&theft, by, start(), TODAY).await.unwrap();
        let left = fresh.store.provisions(ProvisionList::Open, TODAY, (0, 9), by).await.unwrap().0;
        assert_eq!((left[0].out, left[0].items), (1, 3));
        // What is found again is the town's.
        let found = AtDesk { form: Uuid::from_u128(5), item: items[0], action: DeskAction::FoundAgain, wipe: None };
        fresh.store.at_desk(&found, by, start()).await.unwrap();
        assert_eq!(fresh.store.item(items[0], by).await.unwrap().unwrap().custodian, None);
        assert_eq!(fresh.store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_child_in_repair_is_given_back_by_the_school_where_it_is(fresh) {
        let (by, here, pupil, _, items) = given(&fresh.store, 2).await;
        fresh.store.provide(&provide(1, Custodian::School(here), Some(DUE), &items), by, start()).await.unwrap();
        fresh.store.lend(&hand_over(2, pupil, &items), by, start()).await.unwrap();
        let back = [(items[0], Outcome::Returned(Grade::Broken)), (items[1], BACK)];
        fresh.store.take_back(&give_back(3, 2, &back), by, start()).await.unwrap();
        assert_eq!(state(&fresh.store, items[0], by).await, ItemState::Repair);
        fresh.store.end_provision(&end(4, 1, &[(items[0], Outcome::Returned(Grade::Broken))]), by, start()).await.unwrap();
        assert_eq!(state(&fresh.store, items[0], by).await, ItemState::Repair, "it only changes hands");
        let lost = AtDesk { form: Uuid::from_u128(5), item: items[1], action: DeskAction::DeclareLost, wipe: None };
        fresh.store.at_desk(&lost, by, start()).await.unwrap();
        assert_eq!(fresh.store.provisions(ProvisionList::Open, TODAY, (0, 9), by).await.unwrap().1, 0);
        assert_eq!(fresh.store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn what_is_to_give_and_what_is_another_cites_stays(fresh) {
        let (by, here, _, _, items) = given(&fresh.store, 1).await;
        let other = seated(&fresh.store, 1, Seat::TownAgent).await;
        let theirs = fresh.store.provide(&provide(1, Custodian::School(here), None, &items), other, start()).await;
        assert!(matches!(theirs, Err(VerbError::Refused(ProvideRefused::UnknownSchool))), "{theirs:?}");
        let mut gift = terms();
        gift.mode = TransferMode::Gift;
        let unit = tablet(50);
        let id = unit.id;
        fresh.store.receive(&delivery(2, vec![unit], gift), by, start()).await.unwrap();
        let given = fresh.store.provide(&provide(2, Custodian::School(here), None, &[id]), by, start()).await;
        let Err(VerbError::Refused(ProvideRefused::Items(refused))) = given else { panic!("{given:?}") };
        assert_eq!(refused[0].why, ItemRefusal::Given);
        fresh.store.provide(&provide(3, Custodian::School(here), Some(DUE), &items), by, start()).await.unwrap();
        let back = fresh.store.end_provision(&end(4, 3, &[(items[0], BACK)]), other, start()).await;
        assert!(matches!(back, Err(VerbError::Refused(EndProvisionRefused::Unknown))), "{back:?}");
        assert_eq!(fresh.store.late_provisions(DUE, by).await.unwrap(), 0);
        assert_eq!(fresh.store.late_provisions(date(2027, 7, 1), by).await.unwrap(), 1);
        let late = fresh.store.provisions(ProvisionList::Late, date(2027, 7, 3), (0, 9), by).await.unwrap().0;
        assert_eq!(late[0].days_late(date(2027, 7, 3)), 3);
        assert_eq!(fresh.store.provision(late[0].id, other).await.unwrap(), None);
        // The database says so too.
        for broken in [
            "UPDATE provisions SET act = NULL, due_on = NULL",
            "UPDATE provisions SET school_id = NULL",
            "UPDATE provisions SET due_on = handed_on",
            "UPDATE provision_items SET outcome = 'returned', closed_at = 1",
            "UPDATE provision_items SET outcome = 'lost'",
            "INSERT INTO item_moves SELECT item_id, seq + 900, 'to_check', 'lent', grade, at, NULL, 'none' FROM item_moves",
        ] {
            assert!(fresh.run(broken).await.is_err(), "{broken}");
        }
    }
}

on_both! {
    async fn a_school_s_loan_goes_on_and_so_may_its_families(fresh) {
        let (by, here, pupil, _, items) = given(&fresh.store, 2).await;
        let store = &fresh.store;
        let later = date(2028, 6, 30);
        let extend = |form, provision, due_on| ExtendProvision {
            form: Uuid::from_u128(form),
            provision: ProvisionId(Uuid::from_u128(provision)),
            due_on,
        };
        let asked = async |order: ExtendProvision| store.extend_provision(&order, by, start(), TODAY).await;
        store.provide(&provide(1, Custodian::School(here), Some(DUE), &items[..1]), by, start()).await.unwrap();
        store.provide(&provide(2, Custodian::School(here), None, &items[1..]), by, start()).await.unwrap();
        store.lend(&hand_over(3, pupil, &items[..1]), by, start()).await.unwrap();
        let longer = Extend { form: Uuid::from_u128(4), loan: LoanId(Uuid::from_u128(3)), due_on: later };
        let early = store.extend_loan(&longer, by, start(), TODAY).await;
        assert!(matches!(early, Err(VerbError::Refused(ExtendRefused::School { due_on })) if due_on == DUE), "{early:?}");

        let same = asked(extend(10, 1, DUE)).await;
        let fault = ExtendFault::NotLater { due_on: DUE };
        assert!(matches!(&same, Err(VerbError::Refused(ExtendProvisionRefused::Day(why))) if *why == fault), "{same:?}");
        let endless = asked(extend(11, 2, later)).await;
        assert!(matches!(endless, Err(VerbError::Refused(ExtendProvisionRefused::NoEnd))), "{endless:?}");
        let other = seated(store, 1, Seat::TownAgent).await;
        let theirs = store.extend_provision(&extend(12, 1, later), other, start(), TODAY).await;
        assert!(matches!(theirs, Err(VerbError::Refused(ExtendProvisionRefused::Unknown))), "{theirs:?}");

        asked(extend(13, 1, later)).await.unwrap();
        asked(extend(13, 1, later)).await.expect("the same form");
        let kept = store.provision(ProvisionId(Uuid::from_u128(1)), by).await.unwrap().unwrap();
        assert_eq!(kept.head.due_on, Some(later));
        assert_eq!(store.loan(longer.loan, by).await.unwrap().unwrap().due_on, DUE, "the family's day is its own");
        store.extend_loan(&longer, by, start(), TODAY).await.unwrap();
        store.take_back(&give_back(14, 3, &[(items[0], BACK)]), by, start()).await.unwrap();
        store.end_provision(&end(15, 1, &[(items[0], BACK)]), by, start()).await.unwrap();
        let over = asked(extend(16, 1, date(2028, 7, 1))).await;
        assert!(matches!(over, Err(VerbError::Refused(ExtendProvisionRefused::Closed))), "{over:?}");
        assert_eq!(store.check().await.unwrap(), []);
        let told = store.journal_of(Uuid::from_u128(1), by).await.unwrap();
        assert!(told.iter().any(|line| line.verb == "extend_provision" && line.facts.contains("2028-06-30")));
    }
}
