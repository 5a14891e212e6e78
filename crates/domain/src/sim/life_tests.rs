use jiff::civil::date;

use super::*;
use crate::fund::Amount;
use crate::sim::{Plan, Prepaid};

const TODAY: Date = date(2027, 1, 1);

fn prepaid() -> Subscription {
    Subscription::Prepaid(Prepaid {
        activate_before: Some(date(2026, 12, 31)),
        validity_days: 30,
        rechargeable: true,
    })
}

fn plan() -> Subscription {
    let monthly = Amount::from_cents(999).unwrap();
    Subscription::Plan(Plan::new(monthly, date(2026, 9, 1), date(2027, 6, 30)).unwrap())
}

fn event(kind: EventKind, on: Date) -> SimEvent {
    SimEvent { kind, on }
}

fn lived(events: &[(EventKind, Date)], card: &Subscription) -> Result<Life, NotPossible> {
    let mut events = events.iter().map(|(kind, on)| event(*kind, *on));
    events.try_fold(Life::default(), |life, event| life.may(event, card, TODAY))
}

#[test]
fn a_prepaid_card_works_so_long_after_its_activation_and_each_top_up() {
    use EventKind::{Activated, Exhausted, ToppedUp, Used};
    let card = prepaid();
    assert_eq!(Life::default().valid_until(&card), None);
    let opened = lived(&[(Activated, date(2026, 9, 1))], &card).unwrap();
    assert_eq!(opened.valid_until(&card), Some(date(2026, 10, 1)));
    assert_eq!(opened.state(), SimState::Active);
    assert_eq!(opened.state().on(opened.valid_until(&card), date(2026, 10, 1)), SimState::Active);
    assert_eq!(opened.state().on(opened.valid_until(&card), date(2026, 10, 2)), SimState::Expired);
    assert!(opened.fits(&card), "activated in time");
    let early =
        Prepaid { activate_before: Some(date(2026, 8, 31)), validity_days: 30, rechargeable: true };
    assert!(!opened.fits(&Subscription::Prepaid(early)) && opened.fits(&plan()));
    let empty = opened.may(event(Exhausted, date(2026, 9, 20)), &card, TODAY).unwrap();
    assert_eq!(empty.state(), SimState::Exhausted);
    let full = empty.may(event(ToppedUp, date(2026, 9, 21)), &card, TODAY).unwrap();
    assert_eq!(
        (full.state(), full.valid_until(&card)),
        (SimState::Active, Some(date(2026, 10, 21)))
    );
    let used = full.may(event(Used, date(2026, 9, 25)), &card, TODAY).unwrap();
    assert_eq!(used.used_on(), Some(date(2026, 9, 25)));
    let told_late = used.may(event(Used, date(2026, 9, 10)), &card, TODAY).unwrap();
    assert_eq!(told_late, used, "an earlier use is believed and moves nothing");
}

#[test]
fn a_plan_works_to_its_end_or_until_it_is_cancelled() {
    use EventKind::{Activated, Cancelled};
    let card = plan();
    assert_eq!(Life::default().valid_until(&card), Some(date(2027, 6, 30)));
    let ended = lived(&[(Activated, date(2026, 9, 1)), (Cancelled, date(2026, 12, 1))], &card);
    let ended = ended.unwrap();
    assert_eq!(ended.valid_until(&card), Some(date(2026, 12, 1)));
    assert_eq!(ended.state(), SimState::Cancelled);
    for kind in EventKind::ALL {
        let more = ended.may(event(*kind, date(2026, 12, 2)), &card, TODAY);
        assert_eq!(more, Err(NotPossible::Cancelled), "{kind}");
    }
}

#[test]
fn what_cannot_have_happened_is_refused_by_name() {
    use EventKind::{Activated, Exhausted, Expired, Resumed, Suspended, ToppedUp, Used};
    let (card, day) = (prepaid(), date(2026, 9, 1));
    let first = |kind| Life::default().may(event(kind, day), &card, TODAY);
    for kind in [ToppedUp, Exhausted, Expired, Used] {
        assert_eq!(first(kind), Err(NotPossible::NotActivated), "{kind}");
    }
    assert_eq!(first(Resumed), Err(NotPossible::NotSuspended));
    let opened = lived(&[(Activated, day)], &card).unwrap();
    let then = |life: Life, kind, on| life.may(event(kind, on), &card, TODAY);
    assert_eq!(then(opened, Activated, day), Err(NotPossible::AlreadyActivated));
    let closed = then(opened, Suspended, day).unwrap();
    assert_eq!(closed.state(), SimState::Suspended);
    assert_eq!(then(closed, Suspended, day), Err(NotPossible::AlreadySuspended));
    assert_eq!(then(closed, Resumed, day).unwrap(), opened);
    let before = date(2026, 8, 31);
    assert_eq!(then(opened, Used, before), Err(NotPossible::BeforeLast { last: day }));
    let tomorrow = date(2027, 1, 2);
    assert_eq!(then(opened, Used, tomorrow), Err(NotPossible::InTheFuture));
    let late = Life::default().may(event(Activated, TODAY), &card, TODAY);
    assert_eq!(late, Err(NotPossible::TooLate { deadline: date(2026, 12, 31) }));
    let thrown = Subscription::Prepaid(Prepaid {
        activate_before: None,
        validity_days: 30,
        rechargeable: false,
    });
    for card in [thrown, plan()] {
        let filled = opened.may(event(ToppedUp, day), &card, TODAY);
        assert_eq!(filled, Err(NotPossible::NotRechargeable));
    }
}

#[test]
fn what_the_operator_ended_lives_again_by_a_top_up() {
    use EventKind::{Activated, Expired, ToppedUp};
    let card = prepaid();
    let events = [(Activated, date(2026, 9, 1)), (Expired, date(2026, 9, 10))];
    let over = lived(&events, &card).unwrap();
    assert_eq!(
        (over.state(), over.valid_until(&card)),
        (SimState::Expired, Some(date(2026, 9, 10)))
    );
    let again = over.may(event(ToppedUp, date(2026, 9, 12)), &card, TODAY).unwrap();
    assert_eq!(
        (again.state(), again.valid_until(&card)),
        (SimState::Active, Some(date(2026, 10, 12)))
    );
    let all = [events[0], events[1], (ToppedUp, date(2026, 9, 12))];
    assert_eq!(Life::of(all.map(|(kind, on)| event(kind, on))), again, "read back is the same");
}
