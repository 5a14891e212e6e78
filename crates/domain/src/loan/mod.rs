//! Handing over to a household, lending and taking back (`domain.md` §3).

mod extend;
mod hand_over;
mod lend;
mod take_back;

pub use extend::{Extend, ExtendFault, may_extend};
pub use hand_over::{Besides, HandOver, HandOverFault};
pub use lend::{HandedOver, LONGEST_LOAN_YEARS, Lend, LendFault, MOST_ITEMS, usual_due_date};
pub use take_back::{BroughtBack, Outcome, TakeBack, TakeBackFault};

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use uuid::Uuid;

    use super::*;
    use crate::ids::{HouseholdId, ItemId, LoanId};
    use crate::stock::{Grade, ItemState};

    const TODAY: Date = date(2026, 9, 1);

    fn line(n: u128) -> HandedOver {
        HandedOver::plain(ItemId(Uuid::from_u128(n)), Grade::Good)
    }

    fn lend(items: Vec<HandedOver>, due_on: Date) -> Result<Lend, Vec<LendFault>> {
        Lend::new(LoanId(Uuid::nil()), HouseholdId(Uuid::nil()), items, due_on, TODAY)
    }

    #[test]
    fn every_fault_at_once() {
        let twice = LendFault::Twice(ItemId(Uuid::from_u128(1)));
        let faults = lend(vec![line(1), line(2), line(1)], TODAY).unwrap_err();
        assert_eq!(faults, [twice, LendFault::DueTooSoon]);
        assert_eq!(lend(vec![], date(2027, 6, 30)).unwrap_err(), [LendFault::NoItem]);
    }

    #[test]
    fn due_after_today_and_within_three_years() {
        assert!(lend(vec![line(1)], date(2026, 9, 2)).is_ok());
        assert!(lend(vec![line(1)], date(2029, 9, 1)).is_ok());
        let latest = date(2029, 9, 1);
        let faults = lend(vec![line(1)], date(2029, 9, 2)).unwrap_err();
        assert_eq!(faults, [LendFault::DueTooLate { latest }]);
    }

    #[test]
    fn the_order_of_scanning_does_not_matter() {
        let due = date(2027, 6, 30);
        assert_eq!(lend(vec![line(1), line(2)], due), lend(vec![line(2), line(1)], due));
    }

    #[test]
    fn due_at_the_end_of_the_school_year() {
        assert_eq!(usual_due_date(date(2026, 9, 1)), date(2027, 6, 30));
        assert_eq!(usual_due_date(date(2027, 5, 31)), date(2027, 6, 30));
        assert_eq!(usual_due_date(date(2027, 6, 1)), date(2028, 6, 30));
    }

    #[test]
    fn an_item_comes_back_once() {
        let (item, loan) = (ItemId(Uuid::from_u128(1)), LoanId(Uuid::nil()));
        let both = vec![(item, Outcome::Lost), (item, Outcome::Returned(Grade::Good))];
        let fault = TakeBack::new(Uuid::nil(), loan, both).unwrap_err();
        assert_eq!(fault, TakeBackFault::Twice(item));
        let fault = TakeBack::new(Uuid::nil(), loan, Vec::<BroughtBack>::new()).unwrap_err();
        assert_eq!(fault, TakeBackFault::NoItem);
        assert_eq!(Outcome::Returned(Grade::Broken).state(), ItemState::Repair);
    }
}
