//! The declaration of a loss or a theft, with the model of the complaint.

use documents::{
    HelpLine, Imprint, IncidentDeclaration, MissingItem, Owner, Signing, Step, StepDone,
};
use domain::incident::{IncidentKind, IncidentStep};
use store::{Cite, Incident, Loan};

use super::facts::{DECLARE_WITHIN_HOURS, LoanFacts, desk, lent_item, on_paper, short};
use crate::clock::paris;
use crate::error::PageError;

/// The declaration; nothing for damage, which the police has no part in. What happened is left to be
/// written by hand: it is the family's to tell.
///
/// # Errors
/// When the day cannot be told, which no day of the register can cause.
pub fn declaration(
    incident: &Incident,
    loan: Option<&LoanFacts>,
    cite: &Cite,
) -> Result<Option<(IncidentDeclaration, Imprint)>, PageError> {
    let kind = match incident.kind {
        IncidentKind::Damage => return Ok(None),
        IncidentKind::Loss => documents::IncidentKind::Loss,
        IncidentKind::Theft => documents::IncidentKind::Theft,
    };
    let line = |loan: &Loan| {
        let found = loan.lines.iter().find(|line| line.item.id == incident.item.id);
        found.map(lent_item)
    };
    let item = loan
        .and_then(|facts| line(&facts.loan))
        .unwrap_or_else(|| on_paper(&incident.item, incident.item.grade));
    let done = incident.steps.iter().filter_map(|step| {
        let (on, _) = step.done.as_ref()?;
        let step = match step.step {
            IncidentStep::OperatorSuspended => Step::Call,
            IncidentStep::PoliceComplaint => Step::Police,
            IncidentStep::ImeiBlocked | IncidentStep::Assessed => return None,
        };
        Some(StepDone { step, on: *on })
    });
    let borrower = loan.and_then(|facts| facts.borrowers().into_iter().next());
    let owner = Owner {
        name: loan.map_or_else(|| cite.lender_name.clone(), |facts| facts.owner.clone()),
        address: cite.lender_address.clone(),
    };
    let paper = IncidentDeclaration {
        kind,
        reference: format!("{}-{}", cite.tag_prefix, short(&incident.id.to_string())),
        lender: cite.lender_name.clone(),
        owner,
        person: loan.map_or_else(String::new, LoanFacts::person),
        address: loan.and_then(LoanFacts::address).unwrap_or_default(),
        phone: borrower.and_then(|borrower| borrower.phone).unwrap_or_default(),
        declared_on: incident.declared_on,
        noticed_on: incident.happened_on.unwrap_or(incident.declared_on),
        circumstances: String::new(),
        items: vec![MissingItem { item, brand: None, line: incident.item.msisdn.clone() }],
        done: done.collect(),
        desk: desk(cite),
        declare_within_hours: DECLARE_WITHIN_HOURS,
        help_lines: HelpLine::national(),
        signature: Signing::Awaited,
    };
    let at = incident.declared_on.to_zoned(paris()).map_err(PageError::fault)?.timestamp();
    Ok(Some((paper, Imprint { identifier: format!("incident/{}", incident.id), at })))
}
