use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::wipe::{WipeMethod, WipeResult};

fn to(destination: Destination) -> Handing {
    Handing {
        destination,
        recipient: Some("Emmaüs Connect".into()),
        slip: Some("BSD-1".into()),
        destruction: None,
        value_checked: true,
        unlocked: true,
    }
}

fn tablet(state: ItemState) -> Leaver {
    Leaver {
        kind: ItemKind::Tablet,
        state,
        in_incident: false,
        confided: false,
        used: false,
        wipe_failed: false,
    }
}

fn wipe(result: WipeResult) -> Wipe {
    Wipe { method: WipeMethod::FactoryReset, result, certificate: None }
}

fn decision() -> Disposal {
    Disposal {
        id: DisposalId(Uuid::from_u128(1)),
        act_number: "2026-118".into(),
        act_on: date(2026, 9, 1),
        reason: DisposalReason::Obsolete,
        handing: to(Destination::Recycled),
        items: vec![ItemId(Uuid::from_u128(2)), ItemId(Uuid::from_u128(2))],
        first_year: None,
        wipe: None,
    }
}

#[test]
fn a_decision_says_who_receives_and_by_which_paper() {
    let today = date(2026, 9, 1);
    let right = decision().checked(today).unwrap();
    assert_eq!(right.items.len(), 1, "each once");
    let mut wrong = decision();
    (wrong.act_number, wrong.act_on, wrong.items) = (" ".into(), date(2026, 9, 2), vec![]);
    (wrong.handing.recipient, wrong.handing.slip) = (None, None);
    wrong.first_year = Some(2027);
    let faults = wrong.checked(today).unwrap_err();
    use DisposalFault::{ActToCome, FirstYear, HowMany, NoActNumber, NoRecipient, NoSlip};
    assert_eq!(faults, [HowMany, NoActNumber, ActToCome, NoRecipient, NoSlip, FirstYear]);
    let mut given = Disposal { handing: to(Destination::Association), ..decision() };
    assert_eq!(given.clone().checked(today).unwrap().handing.slip, None, "no slip of a gift");
    given.handing.value_checked = false;
    assert_eq!(given.checked(today), Err(vec![DisposalFault::ValueNotChecked]));
    let lost = Disposal { reason: DisposalReason::Lost, ..decision() };
    assert_eq!(lost.checked(today), Err(vec![DisposalFault::LostOrNot]));
    let off = Disposal { handing: to(Destination::WrittenOff), ..decision() };
    assert_eq!(off.checked(today), Err(vec![DisposalFault::LostOrNot]));
}

#[test]
fn what_is_with_somebody_stays_and_what_is_lost_is_only_written_off() {
    for state in [ItemState::Lent, ItemState::Reserved, ItemState::Gone] {
        for destination in Destination::ALL {
            let answer = may_leave(tablet(state), &to(*destination), None);
            assert_eq!(answer, Err(Stays::State(state)), "{destination}");
        }
    }
    let off = to(Destination::WrittenOff);
    let lost = tablet(ItemState::Lost);
    assert_eq!(may_leave(lost, &off, None), Ok((Proof::Absent, false)));
    assert_eq!(may_leave(lost, &to(Destination::Domaines), None), Err(Stays::IsLost));
    assert_eq!(may_leave(tablet(ItemState::Repair), &off, None), Err(Stays::NotLost));
    let followed = Leaver { in_incident: true, ..lost };
    assert_eq!(may_leave(followed, &off, None), Err(Stays::InIncident));
    let confided = Leaver { confided: true, ..tablet(ItemState::Repair) };
    assert_eq!(may_leave(confided, &to(Destination::Recycled), None), Err(Stays::Confided));
    let followed = Leaver { in_incident: true, ..tablet(ItemState::Repair) };
    assert_eq!(may_leave(followed, &to(Destination::Recycled), None), Err(Stays::InIncident));
}

#[test]
fn nobodys_data_leave_with_a_device() {
    let (gift, scrap) = (to(Destination::Association), to(Destination::Recycled));
    let used = Leaver { used: true, ..tablet(ItemState::ToCheck) };
    assert_eq!(may_leave(tablet(ItemState::Available), &gift, None), Ok((Proof::Wiped, false)));
    let missing = Err(Stays::NotWiped(NotWiped::Missing));
    assert_eq!(may_leave(used, &gift, None), missing);
    assert_eq!(may_leave(used, &scrap, None), missing, "scrap is looked through");
    let done = wipe(WipeResult::Done);
    assert_eq!(may_leave(used, &gift, Some(&done)), Ok((Proof::Wiped, true)));
    let key = Leaver { kind: ItemKind::Hotspot, ..used };
    assert_eq!(may_leave(key, &gift, None), Ok((Proof::NoData, false)));
    let locked = Handing { unlocked: false, ..gift };
    assert_eq!(may_leave(used, &locked, Some(&done)), Err(Stays::Locked));
    let locked = Handing { unlocked: false, ..scrap };
    assert_eq!(may_leave(used, &locked, Some(&done)), Ok((Proof::Wiped, true)));
}

#[test]
fn what_cannot_be_wiped_is_destroyed_by_certificate() {
    let failed = wipe(WipeResult::Failed);
    let used = Leaver { used: true, ..tablet(ItemState::Repair) };
    let tried = Leaver { wipe_failed: true, ..used };
    let scrap = to(Destination::Recycled);
    let destroyed = Handing { destruction: Some("CD-7".into()), ..scrap.clone() };
    for (item, told) in [(used, Some(&failed)), (tried, None)] {
        assert_eq!(may_leave(item, &scrap, told), Err(Stays::NotDestroyed));
        let told_now = told.is_some();
        assert_eq!(may_leave(item, &destroyed, told), Ok((Proof::Destroyed, told_now)));
        let given = Handing { destination: Destination::Association, ..destroyed.clone() };
        assert_eq!(may_leave(item, &given, told), Err(Stays::NotDestroyed));
    }
    let nothing_tried = may_leave(used, &destroyed, None);
    assert_eq!(nothing_tried, Err(Stays::NotWiped(NotWiped::Missing)), "a wipe is tried first");
}
