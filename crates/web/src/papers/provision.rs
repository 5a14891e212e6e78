//! The agreement with a school or an organisation.

use documents::{Imprint, Lender, ProvidedItem, ProvisionAgreement};
use store::{Cite, Provision, ProvisionLine};

use super::facts::{DECLARE_WITHIN_HOURS, place, short};
use crate::clock::paris;
use crate::error::PageError;
use crate::wording::{Label as _, capital};

/// The agreement, with every item as it went out.
///
/// # Errors
/// When the day cannot be told, which no day of the register can cause.
pub fn provision_agreement(
    provision: &Provision,
    cite: &Cite,
) -> Result<(ProvisionAgreement, Imprint), PageError> {
    let head = &provision.head;
    let item = |line: &ProvisionLine| ProvidedItem {
        asset_tag: line.item.tag.clone(),
        kind_label: capital(line.item.kind.label()),
        number: line.item.serial.clone().or_else(|| line.item.imei.clone()),
        grade_label: line.grade_out.label().to_owned(),
    };
    let paper = ProvisionAgreement {
        reference: format!("{}-{}", cite.tag_prefix, short(&head.id.to_string())),
        lender: Lender {
            name: cite.lender_name.clone(),
            address: cite.lender_address.clone(),
            siret: None,
            representative: cite.lender_signatory.clone(),
            act: cite.act_reference.clone(),
        },
        holder: head.name.clone(),
        holder_contact: provision.contact.clone(),
        responsible: head.responsible.clone(),
        is_school: head.school.is_some(),
        act: head.act.clone(),
        place: place(&cite.lender_address),
        handed_on: head.handed_on,
        due_on: head.due_on,
        declare_within_hours: DECLARE_WITHIN_HOURS,
        contact: cite.contact.clone(),
        items: provision.lines.iter().map(item).collect(),
    };
    let at = head.handed_on.to_zoned(paris()).map_err(PageError::fault)?.timestamp();
    Ok((paper, Imprint { identifier: format!("provision/{}", head.id), at }))
}
