//! Changes of a situation, one after the other: the plan that follows is the plan of a fresh solve.

use allocation::{Change, Session};
use domain::allocation::{Policy, Rule};

use crate::bytes::Bytes;
use crate::made;

/// No longer chain.
const MOST_CHANGES: usize = 6;

/// Makes a situation, of stock alone three times in four, and changes it.
pub fn follow(bytes: &[u8]) {
    let mut bytes = Bytes(bytes);
    let money = bytes.below(4) == 3;
    let policy = Policy::new(bytes.pick(&Rule::ALL), bytes.pick(&[0, 1]));
    let Some(situation) = made::situation(&mut bytes, money) else { return };
    let Ok(mut session) = Session::new(situation, policy.clone()) else { return };
    for step in 0..=bytes.below(MOST_CHANGES) {
        let Some(change) = change(&mut bytes, &session, step, money) else { continue };
        let (situation, plan) = (session.situation().clone(), session.plan().clone());
        if session.apply(change).is_err() {
            assert_eq!(session.situation(), &situation, "a change that was refused");
            assert_eq!(session.plan(), &plan, "a change that was refused");
            continue;
        }
        let fresh = allocation::plan(session.situation(), &policy);
        assert_eq!(Ok(session.plan()), fresh.as_ref(), "a fresh solve");
        let (situation, plan) = (session.situation(), session.plan());
        let audit = audit::audit(situation, &policy, plan);
        assert_eq!(audit, Ok(()), "the auditor, of {policy:?} for {situation:?}");
    }
}

fn change(bytes: &mut Bytes<'_>, session: &Session, step: usize, money: bool) -> Option<Change> {
    let rows = session.situation().rows();
    let some_need = |bytes: &mut Bytes<'_>| {
        rows.needs.get(bytes.below(rows.needs.len())).map(|need| need.need.clone())
    };
    match bytes.below(5) {
        0 => Some(Change::Need(made::need(bytes, 50 + step, money))),
        1 => some_need(bytes).map(Change::Cancelled),
        2 => {
            let lot = rows.lots.get(bytes.below(rows.lots.len()))?.lot.clone();
            Some(Change::Units(lot, made::units(bytes)))
        }
        3 => made::pin(bytes, rows).map(Change::Pin),
        _ => some_need(bytes).map(Change::Unpinned),
    }
}
