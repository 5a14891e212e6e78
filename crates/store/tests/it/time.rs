//! Time: later days, reminders bundled by family, and families that are left alone.

use domain::Seat;
use domain::ids::{HouseholdId, LoanId};
use domain::loan::{Extend, ExtendFault, HandedOver, Lend, Outcome};
use domain::people::equipment::{Connection, Equipment};
use domain::reminder::{Channel, Standing};
use domain::stock::Grade;
use jiff::civil::{Date, date};
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::{family, in_need, school};
use store::testing::builders::stock::{TODAY, delivery, give_back, tablet, terms};
use store::{By, ExtendRefused, Remind, RemindRefused, SetContact, Store, VerbError, on_both};
use uuid::Uuid;

fn id(n: u128) -> LoanId {
    LoanId(Uuid::from_u128(n))
}

/// Three families: the first with two loans due on 30 June and 7 July, the second due on 15 July, the
/// third in a year.
async fn given(store: &Store) -> (By, Vec<HouseholdId>) {
    let by = seated(store, 0, Seat::TownAgent).await;
    store.receive(&delivery(1, (1..=4).map(tablet).collect(), terms()), by, start()).await.unwrap();
    let mut homes = Vec::new();
    for n in 1..=3 {
        homes.push(in_need(store, n, by).await);
    }
    let due = [
        (0, date(2027, 6, 30)),
        (0, date(2027, 7, 7)),
        (1, date(2027, 7, 15)),
        (2, date(2028, 6, 30)),
    ];
    for (nth, (home, due_on)) in (1..).zip(due) {
        let items = vec![HandedOver::plain(tablet(nth).id, Grade::New)];
        let lend = Lend::new(id(nth), homes[home], items, due_on, TODAY).unwrap();
        store.lend(&lend, by, start()).await.unwrap();
    }
    (by, homes)
}

async fn standings(store: &Store, today: Date, by: By) -> Vec<(HouseholdId, Standing, usize)> {
    let found = store.to_remind(today, 0, 50, by).await.unwrap().0;
    found.into_iter().map(|one| (one.household, one.standing, one.loans.len())).collect()
}

fn remind(form: u128, channel: Channel, households: &[HouseholdId]) -> Remind {
    Remind { form: Uuid::from_u128(form), channel, households: households.to_vec() }
}

on_both! {
    async fn a_family_stands_once_in_the_list_however_many_its_loans(fresh) {
        let (by, homes) = given(&fresh.store).await;
        assert_eq!(standings(&fresh.store, date(2027, 6, 1), by).await, []);
        let soon = standings(&fresh.store, date(2027, 6, 30), by).await;
        assert_eq!(soon, [(homes[0], Standing::Soon, 2)]);
        let late = standings(&fresh.store, date(2027, 7, 10), by).await;
        assert_eq!(late, [(homes[0], Standing::Late, 2), (homes[1], Standing::Soon, 1)]);
        let worse = standings(&fresh.store, date(2027, 7, 16), by).await;
        assert_eq!(worse, [(homes[0], Standing::VeryLate, 2), (homes[1], Standing::Late, 1)]);
        let (page, total) = fresh.store.to_remind(date(2027, 7, 16), 1, 1, by).await.unwrap();
        assert_eq!((page[0].household, total), (homes[1], 2.into()));
        let other = seated(&fresh.store, 1, Seat::TownAgent).await;
        assert_eq!(standings(&fresh.store, date(2027, 7, 16), other).await, []);
    }
}

on_both! {
    async fn reminders_are_kept_and_who_brought_all_back_is_left_in_peace(fresh) {
        let (by, homes) = given(&fresh.store).await;
        let today = date(2027, 7, 16);
        let back = give_back(90, 3, &[(tablet(3).id, Outcome::Returned(Grade::Good))]);
        fresh.store.take_back(&back, by, start()).await.unwrap();
        let order = remind(91, Channel::Sms, &homes);
        let told = fresh.store.remind(&order, by, start(), today).await.unwrap();
        assert_eq!(told.len(), 1, "one is back, one is not due");
        fresh.store.remind(&order, by, start(), today).await.expect("the same form");
        let noted = fresh.store.reminders_of(homes[0], by).await.unwrap();
        assert_eq!(noted, [(Channel::Sms, today)]);
        assert_eq!(fresh.store.reminders_of(homes[1], by).await.unwrap(), []);
        let last = fresh.store.to_remind(today, 0, 9, by).await.unwrap().0[0].last;
        assert_eq!(last, Some((Channel::Sms, today)));
        assert_eq!(fresh.store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn nobody_is_reminded_who_is_to_be_left_alone(fresh) {
        let (by, homes) = given(&fresh.store).await;
        let today = date(2027, 7, 16);
        let form = Uuid::from_u128(92);
        let alone = SetContact { form, household: homes[0], no_contact: true };
        fresh.store.set_contact(&alone, by, start()).await.unwrap();
        let refused = fresh.store.remind(&remind(93, Channel::Call, &homes), by, start(), today).await;
        assert!(
            matches!(&refused, Err(VerbError::Refused(RemindRefused::NoContact(who))) if who.len() == 1),
            "{refused:?}"
        );
        assert_eq!(fresh.store.reminders_of(homes[1], by).await.unwrap(), [], "nobody at all");
        assert!(fresh.store.to_remind(today, 0, 9, by).await.unwrap().0[0].no_contact);
        let other = seated(&fresh.store, 1, Seat::TownAgent).await;
        let foreign = fresh.store.remind(&remind(96, Channel::Call, &homes), other, start(), today).await;
        assert_eq!(foreign.expect("nobody of theirs"), [], "no name goes to another cité");
        let theirs = SetContact { form: Uuid::from_u128(94), household: homes[0], no_contact: false };
        assert!(fresh.store.set_contact(&theirs, other, start()).await.is_err());
        assert!(fresh.store.is_left_alone(homes[0], by).await.unwrap());
        let none = fresh.store.remind(&remind(95, Channel::Call, &[]), by, start(), today).await;
        assert!(matches!(none, Err(VerbError::Refused(RemindRefused::HowMany))), "{none:?}");
    }
}

on_both! {
    async fn a_loan_is_extended_while_something_is_out_and_says_so(fresh) {
        let (by, _) = given(&fresh.store).await;
        let (today, later) = (date(2027, 6, 20), date(2028, 6, 30));
        let extend = |form, due_on| Extend { form: Uuid::from_u128(form), loan: id(1), due_on };
        let order = extend(80, later);
        fresh.store.extend_loan(&order, by, start(), today).await.unwrap();
        fresh.store.extend_loan(&order, by, start(), today).await.expect("the same form");
        assert_eq!(fresh.store.loan(id(1), by).await.unwrap().unwrap().due_on, later);
        let made = fresh.store.extensions(id(1), by).await.unwrap();
        assert_eq!((made.len(), made[0].from, made[0].to), (1, date(2027, 6, 30), later));
        let again = fresh.store.extend_loan(&extend(81, later), by, start(), today).await;
        let same = ExtendFault::NotLater { due_on: later };
        assert!(
            matches!(&again, Err(VerbError::Refused(ExtendRefused::Day(fault))) if *fault == same),
            "{again:?}"
        );
        let other = seated(&fresh.store, 1, Seat::TownAgent).await;
        let theirs = fresh.store.extend_loan(&extend(82, date(2028, 7, 1)), other, start(), today).await;
        assert!(matches!(theirs, Err(VerbError::Refused(ExtendRefused::Unknown))), "{theirs:?}");
        assert_eq!(fresh.store.extensions(id(1), other).await.unwrap(), []);
        let back = give_back(83, 1, &[(tablet(1).id, Outcome::Returned(Grade::Good))]);
        fresh.store.take_back(&back, by, start()).await.unwrap();
        let closed = fresh.store.extend_loan(&extend(84, date(2028, 7, 1)), by, start(), today).await;
        assert!(matches!(closed, Err(VerbError::Refused(ExtendRefused::Closed))), "{closed:?}");
    }
}

on_both! {
    async fn no_message_is_noted_for_a_family_without_a_mobile(fresh) {
        let (by, homes) = given(&fresh.store).await;
        let school = school(&fresh.store, by).await;
        let mut silent = family(4, school, Equipment::None, Connection::None);
        silent.guardians[0].mobile = None;
        silent.guardians[0].phone = "0561000004".parse().ok();
        fresh.store.create_household(&silent, by, start(), TODAY).await.unwrap();
        let (more, item) = (delivery(2, vec![tablet(5)], terms()), tablet(5).id);
        fresh.store.receive(&more, by, start()).await.unwrap();
        let items = vec![HandedOver::plain(item, Grade::New)];
        let lend = Lend::new(id(5), silent.id, items, date(2027, 7, 1), TODAY).unwrap();
        fresh.store.lend(&lend, by, start()).await.unwrap();
        let (today, both) = (date(2027, 7, 16), [homes[0], silent.id]);
        let found = fresh.store.to_remind(today, 0, 9, by).await.unwrap().0;
        let silent_one = found.iter().find(|one| one.household == silent.id).unwrap();
        assert!(silent_one.mobile.is_none() && silent_one.phone.is_some());

        let refused = fresh.store.remind(&remind(101, Channel::Sms, &both), by, start(), today).await;
        let Err(VerbError::Refused(RemindRefused::NoMobile(labels))) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(labels, std::slice::from_ref(&silent_one.label));
        assert_eq!(fresh.store.reminders_of(homes[0], by).await.unwrap(), [], "nobody at all");
        fresh.store.remind(&remind(102, Channel::Call, &both), by, start(), today).await.unwrap();
        let noted = fresh.store.reminders_of(silent.id, by).await.unwrap();
        assert_eq!(noted, [(Channel::Call, today)]);
    }
}
