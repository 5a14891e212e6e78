//! The papers of time: a later day, a reminder, a formal notice.

use documents::{FormalNotice, LoanExtension, ReminderLetter, TwoSignatures};
use jiff::ToSpan as _;
use jiff::civil::Date;
use store::Extension;

use super::facts::{DECLARE_WITHIN_HOURS, LoanFacts};
use crate::clock::paris;

/// How many days a formal notice leaves.
const NOTICE_DAYS: i64 = 15;

impl LoanFacts {
    /// The amendment of the last extension.
    pub(super) fn extension(&self, extensions: &[Extension]) -> Option<LoanExtension> {
        let last = extensions.last()?;
        let decided = last.at.to_zoned(paris()).date();
        Some(LoanExtension {
            reference: self.reference(),
            number: u16::try_from(extensions.len()).unwrap_or(u16::MAX),
            signed_on: self.loan.lent_on,
            issued_on: decided,
            place: self.place(),
            lender: self.cite.lender_name.clone(),
            person: self.person(),
            items: self.out(),
            due_before: last.from,
            due_after: last.to,
            desk: self.desk(),
            signatures: TwoSignatures::default(),
        })
    }

    /// The letter that reminds, in words that anybody at home may read.
    pub(super) fn reminder(&self, today: Date) -> ReminderLetter {
        ReminderLetter {
            sender: self.cite.reminding().to_owned(),
            sender_address: self.cite.lender_address.clone(),
            person: self.person(),
            address: self.address(),
            reference: self.reference(),
            written_on: today,
            due_on: self.loan.due_on,
            late: self.loan.due_on < today,
            items: self.out(),
            bring_to: self.cite.lender_address.clone(),
            desk: self.desk(),
            declare_within_hours: DECLARE_WITHIN_HOURS,
        }
    }

    /// The formal notice; `contacts` is how often the family was reminded before.
    pub(super) fn notice(&self, today: Date, contacts: u16) -> FormalNotice {
        FormalNotice {
            reference: self.reference(),
            signed_on: self.loan.lent_on,
            lender: self.lender(),
            person: self.person(),
            address: self.address(),
            place: self.place(),
            written_on: today,
            items: self.out(),
            due_on: self.loan.due_on,
            deadline: today.saturating_add(NOTICE_DAYS.days()),
            contacts,
            bring_to: self.cite.lender_address.clone(),
            desk: self.desk(),
            declare_within_hours: DECLARE_WITHIN_HOURS,
        }
    }
}
