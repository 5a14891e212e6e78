//! The papers of the hand-over and of the return.

use documents::{
    Accessory, ConditionReport, Copy, DataProtection, HandoverSlip, HelpLine, ItemCondition,
    LoanAgreement, LoanCertificate, PlanMention, PointCompared, Reading, ReturnSlip, ReturnedItem,
    Signatures, Signing, Tutorial, TwoSignatures,
};
use domain::condition::Accessories;
use jiff::Timestamp;
use jiff::civil::Date;
use store::{Along, LoanLine, Side};

use super::facts::{DECLARE_WITHIN_HOURS, LoanFacts, lent_item, short};
use crate::clock::paris;
use crate::wording::Label as _;

impl LoanFacts {
    /// The agreement; with the plan that set its items aside, if one did.
    pub(super) fn agreement(
        &self,
        plan: Option<(domain::ids::PlanId, Timestamp)>,
    ) -> LoanAgreement {
        let signed = self.signatures.iter().rfind(|signed| signed.side == Side::Out);
        let reading = signed.map_or_else(Reading::default, |signed| Reading {
            language: signed.signature.read_in.map(|language| language.label().to_owned()),
            interpreter: signed.signature.interpreter,
        });
        LoanAgreement {
            reference: self.reference(),
            issued_on: self.loan.lent_on,
            place: self.place(),
            owner: self.owner.clone(),
            borrowers: self.borrowers(),
            pupils: self.pupils.clone(),
            items: self.items(),
            lent_on: self.loan.lent_on,
            due_on: self.loan.due_on,
            desk: self.desk(),
            declare_within_hours: DECLARE_WITHIN_HOURS,
            data_protection: DataProtection {
                controller: self.cite.lender_name.clone(),
                recipients: "les agents du prêt, l’établissement de l’élève".to_owned(),
                retention: "jusqu’à un an après le retour du matériel".to_owned(),
                dpo_contact: self.cite.dpo_contact.clone(),
            },
            lender: self.lender(),
            allocated_by_plan: plan.map(|(plan, at)| PlanMention {
                reference: short(&plan.to_string()),
                adopted_on: at.to_zoned(paris()).date(),
            }),
            charter: None,
            help_lines: HelpLine::national(),
            reading,
            signatures: Signatures { guardian: self.signing(Side::Out), ..Signatures::default() },
            copy: Copy::default(),
        }
    }

    /// The slip that goes home with the things.
    pub(super) fn handover_slip(&self) -> HandoverSlip {
        HandoverSlip {
            reference: self.reference(),
            lender: self.cite.lender_name.clone(),
            person: self.person(),
            handed_on: self.loan.lent_on,
            due_on: Some(self.loan.due_on),
            items: self.items(),
            tutorial: Tutorial::at(&self.cite.tutorial),
            desk: self.desk(),
            declare_within_hours: DECLARE_WITHIN_HOURS,
            help_lines: HelpLine::national(),
            signatures: self.both(Side::Out),
        }
    }

    /// What is back, and what is still out.
    pub(super) fn return_slip(&self) -> ReturnSlip {
        let back = self.loan.lines.iter().filter(|line| line.closed_at.is_some() && !line.lost);
        ReturnSlip {
            reference: self.reference(),
            lender: self.cite.lender_name.clone(),
            person: self.person(),
            returned_on: self.last_return().unwrap_or(self.loan.lent_on),
            lines: back.map(returned).collect(),
            still_out: self.out(),
            due_on: self.loan.due_on,
            desk: self.desk(),
            signatures: self.both(Side::In),
        }
    }

    /// Point by point, out and in side by side.
    pub(super) fn condition_report(&self) -> ConditionReport {
        let items = self.loan.lines.iter().map(|line| ItemCondition {
            item: lent_item(line),
            points: line
                .compared()
                .into_iter()
                .map(|(point, out, back)| PointCompared { point, out, back, remark: None })
                .collect(),
        });
        ConditionReport {
            reference: self.reference(),
            lender: self.cite.lender_name.clone(),
            out_on: self.loan.lent_on,
            back_on: self.last_return(),
            items: items.collect(),
            desk: self.desk(),
            signatures: self.both(if self.last_return().is_some() { Side::In } else { Side::Out }),
        }
    }

    /// What a family shows to whoever asks whose the things are.
    pub(super) fn certificate(&self, today: Date) -> LoanCertificate {
        LoanCertificate {
            reference: self.reference(),
            lender: self.lender(),
            owner: self.owner.clone(),
            person: self.person(),
            pupils: self.pupils.iter().map(|pupil| pupil.name.clone()).collect(),
            items: self.out(),
            lent_on: self.loan.lent_on,
            due_on: self.loan.due_on,
            place: self.place(),
            issued_on: today,
            desk: self.desk(),
            signature: Signing::Awaited,
        }
    }

    /// The day that the last item came back.
    pub(super) fn last_return(&self) -> Option<Date> {
        let closed = self.loan.lines.iter().filter(|line| !line.lost);
        let last = closed.filter_map(|line| line.closed_at).max()?;
        Some(last.to_zoned(paris()).date())
    }

    pub(super) fn both(&self, side: Side) -> TwoSignatures {
        TwoSignatures { lender: Signing::Awaited, family: self.signing(side) }
    }
}

fn returned(line: &LoanLine) -> ReturnedItem {
    let out = |along: &Along| (along.accessory, along.out);
    let back = |along: &Along| (along.accessory, along.back.unwrap_or(along.out));
    let out = Accessories::counted(line.along.iter().map(out));
    let missing = out.missing_in(&Accessories::counted(line.along.iter().map(back)));
    ReturnedItem {
        item: lent_item(line),
        grade_back: line.grade_in.unwrap_or(line.grade_out),
        missing: missing
            .iter()
            .map(|(what, count)| Accessory { label: what.label().to_owned(), count: count.into() })
            .collect(),
        wiped_on: line.wiped_at.map(|at| at.to_zoned(paris()).date()),
    }
}
