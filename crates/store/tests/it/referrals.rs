//! A family sent in without saying why: once, seen by few, and its names gone once it is dealt with.

use domain::Seat;
use domain::ids::{HouseholdId, ItemId, ReferralId};
use domain::people::equipment::{Connection, Equipment, NeedKind, NeedState};
use domain::people::priority::PriorityReason;
use domain::people::referral::Lacks;
use domain::stock::{ItemKind, Restriction};
use jiff::SignedDuration;
use store::testing::Fresh;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::{family, in_need, school};
use store::testing::builders::referrals::{referral, referred};
use store::testing::builders::rounds::shelf;
use store::testing::builders::stock::{TODAY, hand_over};
use store::testing::{rows, snapshot, texts};
use store::{
    Answers, By, CloseReferral, CloseReferralRefused, NewReferral, NewReferralRefused, Standing,
    Store, TieReferral, TieReferralRefused, VerbError, on_both,
};
use uuid::Uuid;

fn tie_to(n: u128, referral: ReferralId, household: HouseholdId) -> TieReferral {
    TieReferral { form: Uuid::from_u128(n), referral, household, answers: Answers::AsReferred }
}

async fn standing(store: &Store, by: By) -> Vec<Standing> {
    let mine = store.my_referrals(0, 50, by).await.unwrap().0;
    mine.into_iter().map(|one| one.standing).collect()
}

/// Everything that says who somebody is, in any row of the table.
async fn names(fresh: &Fresh) -> Vec<String> {
    let sql = "SELECT coalesce(family_name, '') || coalesce(first_name, '') || coalesce(phone, '') \
               || coalesce(child_first_name, '') || coalesce(contact_language, '') AS text FROM referrals \
               WHERE family_name IS NOT NULL OR first_name IS NOT NULL OR phone IS NOT NULL \
               OR child_first_name IS NOT NULL OR school_id IS NOT NULL OR contact_language IS NOT NULL";
    texts(&fresh.url, sql).await
}

on_both! {
    async fn a_referral_is_made_once_and_seen_by_its_referent_and_the_agents_of_its_cite(fresh) {
        let store = &fresh.store;
        let agent = seated(store, 0, Seat::TownAgent).await;
        let referent = seated(store, 0, Seat::PreReferent).await;
        let (other, foreign) = (seated(store, 1, Seat::PreReferent).await, seated(store, 1, Seat::TownAgent).await);
        let new = NewReferral { school: Some(school(store, agent).await), ..referral(1) };
        store.refer(&new, referent, start()).await.unwrap();
        let before = snapshot(store).await;
        store.refer(&new, referent, start()).await.unwrap();
        assert_eq!(snapshot(store).await, before, "the same form twice is one");
        let changed = NewReferral { first_name: "Autre".into(), ..new.clone() };
        let refused = store.refer(&changed, referent, start()).await;
        assert!(matches!(refused, Err(VerbError::OtherContent)), "{refused:?}");
        let refused = store.refer(&new, other, start()).await;
        assert!(matches!(refused, Err(VerbError::OtherContent)), "{refused:?}");
        let nothing = NewReferral { id: referral(2).id, lacks: Lacks { device: false, connection: false }, ..new.clone() };
        let refused = store.refer(&nothing, referent, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(NewReferralRefused::NothingLacks))), "{refused:?}");
        let elsewhere = NewReferral { id: referral(2).id, ..new.clone() };
        let refused = store.refer(&elsewhere, other, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(NewReferralRefused::UnknownSchool))), "{refused:?}");
        assert_eq!(snapshot(store).await, before);

        let mine = store.my_referrals(0, 50, referent).await.unwrap();
        assert_eq!((mine.1, mine.0[0].standing), (1, Standing::Received));
        assert_eq!(mine.0[0].name, Some(("Essai1".into(), "Camille".into())));
        let received = store.received_referrals(0, 50, agent).await.unwrap();
        assert_eq!((received.1, received.0[0].phone.clone(), received.0[0].school), (1, new.phone.clone(), new.school));
        // The agent has made none; nobody of another cité sees any.
        assert_eq!(store.my_referrals(0, 50, agent).await.unwrap().1, 0);
        assert_eq!(store.my_referrals(0, 50, other).await.unwrap().1, 0);
        assert_eq!(store.received_referrals(0, 50, foreign).await.unwrap().1, 0);
        assert_eq!(store.referral(new.id, foreign).await.unwrap(), None);
        let journal = rows(store, &["journal"]).await.join("\n");
        assert!(journal.contains("\"refer\"") && !journal.contains("Essai1") && !journal.contains("Camille"), "{journal}");
    }
}

on_both! {
    async fn tying_opens_the_need_with_its_priority_and_wipes_the_names(fresh) {
        let store = &fresh.store;
        let agent = seated(store, 0, Seat::TownAgent).await;
        let new = family(1, school(store, agent).await, Equipment::Enough, Connection::Good);
        store.create_household(&new, agent, start(), TODAY).await.unwrap();
        let id = referred(store, 0, 1).await;
        assert_eq!(names(&fresh).await.len(), 1);
        let order = tie_to(1, id, new.id);
        store.tie_referral(&order, agent, start(), TODAY).await.unwrap();
        assert_eq!(names(&fresh).await, Vec::<String>::new(), "the register knows who they are");
        let home = store.household(new.id, agent).await.unwrap().unwrap();
        let needs: Vec<_> = home.needs.iter().map(|need| (need.kind, need.state, need.priority)).collect();
        assert_eq!(needs, [(NeedKind::Device, NeedState::Open, Some(PriorityReason::Pre))]);
        let before = snapshot(store).await;
        store.tie_referral(&order, agent, start(), TODAY).await.unwrap();
        assert_eq!(snapshot(store).await, before, "the same form twice is one");
        let refused = store.tie_referral(&tie_to(2, id, new.id), agent, start(), TODAY).await;
        assert!(matches!(refused, Err(VerbError::Refused(TieReferralRefused::Done))), "{refused:?}");
        let close = CloseReferral { form: Uuid::from_u128(3), referral: id };
        let refused = store.close_referral(&close, agent, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(CloseReferralRefused::Done))), "{refused:?}");

        // Another cité's referral, and another cité's household.
        let foreign = seated(store, 1, Seat::TownAgent).await;
        let theirs = referred(store, 1, 2).await;
        for order in [tie_to(4, theirs, new.id), tie_to(5, referred(store, 0, 3).await, in_need(store, 900, foreign).await)] {
            let before = snapshot(store).await;
            let refused = store.tie_referral(&order, agent, start(), TODAY).await;
            assert!(matches!(refused, Err(VerbError::Refused(TieReferralRefused::Unknown))), "{refused:?}");
            assert_eq!(snapshot(store).await, before);
        }
        let close = CloseReferral { form: Uuid::from_u128(6), referral: theirs };
        let refused = store.close_referral(&close, agent, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(CloseReferralRefused::Unknown))), "{refused:?}");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_referral_left_without_a_family_is_wiped_at_once(fresh) {
        let store = &fresh.store;
        let agent = seated(store, 0, Seat::TownAgent).await;
        let referent = seated(store, 0, Seat::PreReferent).await;
        let close = CloseReferral { form: Uuid::from_u128(1), referral: referred(store, 0, 1).await };
        store.close_referral(&close, agent, start()).await.unwrap();
        store.close_referral(&close, agent, start()).await.unwrap();
        assert_eq!(names(&fresh).await, Vec::<String>::new());
        assert_eq!(standing(store, referent).await, [Standing::Closed]);
        assert_eq!(store.received_referrals(0, 50, agent).await.unwrap().1, 0);
        // The database keeps to it by itself.
        for (sql, constraint) in [
            ("UPDATE referrals SET phone = '+33639980001'", "referrals_wiped_when_done"),
            ("UPDATE referrals SET state = 'received', closed_at = NULL", "referrals_whole_when_received"),
            ("UPDATE referrals SET lacks_device = FALSE", "referrals_something_lacks"),
            ("UPDATE referrals SET household_id = id", "referrals_household_when_tied"),
            ("UPDATE referrals SET state = 'lost'", "referrals_state_known"),
        ] {
            let refused = fresh.run(sql).await.expect_err(constraint);
            assert!(refused.contains(constraint), "{constraint}: {refused}");
        }
    }
}

on_both! {
    async fn served_is_told_with_its_day_and_never_for_a_loan_from_before(fresh) {
        let store = &fresh.store;
        let agent = seated(store, 0, Seat::TownAgent).await;
        let referent = seated(store, 0, Seat::PreReferent).await;
        let known = in_need(store, 1, agent).await;
        let fresh_home = in_need(store, 2, agent).await;
        let lot = shelf(store, 1, ItemKind::Tablet, 2, &Restriction::default(), agent).await;
        let unit = |nth: u128| ItemId(Uuid::from_u128(lot.0.as_u128() + nth));
        store.lend(&hand_over(1, known, &[unit(1)]), agent, start()).await.unwrap();
        let later = start() + SignedDuration::from_hours(24);
        for n in [1, 2] {
            let at = later + SignedDuration::from_mins(i64::try_from(n).unwrap());
            store.refer(&referral(n), referent, at).await.unwrap();
        }
        store.tie_referral(&tie_to(11, referral(1).id, known), agent, later, TODAY).await.unwrap();
        store.tie_referral(&tie_to(12, referral(2).id, fresh_home), agent, later, TODAY).await.unwrap();
        // The family 1 had a tablet before it was referred: to say so would tell that it was known.
        assert_eq!(standing(store, referent).await, [Standing::Tied, Standing::Tied]);
        let handed = later + SignedDuration::from_hours(24);
        let order = hand_over(2, fresh_home, &[unit(2)]);
        store.lend(&order, agent, handed).await.unwrap();
        // The connection of that family still waits; the referral spoke of a device.
        assert_eq!(standing(store, referent).await, [Standing::Served(order.lent_on()), Standing::Tied]);
    }
}

on_both! {
    async fn a_forgotten_household_leaves_a_referral_that_says_nothing(fresh) {
        let store = &fresh.store;
        let agent = seated(store, 0, Seat::TownAgent).await;
        let referent = seated(store, 0, Seat::PreReferent).await;
        let home = in_need(store, 1, agent).await;
        let id = referred(store, 0, 1).await;
        store.tie_referral(&tie_to(1, id, home), agent, start(), TODAY).await.unwrap();
        for table in ["needs", "guardians", "children", "households"] {
            fresh.run(&format!("DELETE FROM {table}")).await.unwrap();
        }
        assert_eq!(standing(store, referent).await, [Standing::Tied]);
    }
}
