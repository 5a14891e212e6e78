//! The receipt of what a family was given.

use documents::{GiftReceipt, GivenGood, HelpLine, Imprint, Signing, TwoSignatures};
use store::{Cite, Gift, Household, Side, Signed};

use super::facts::{desk, person, place, short, signing};
use crate::clock::paris;
use crate::error::PageError;
use crate::wording::{Label as _, capital};

/// The receipt (quittance de don): counted goods and items, nothing to bring back.
///
/// # Errors
/// When the day cannot be told, which no day of the register can cause.
pub fn gift_receipt(
    gift: &Gift,
    home: &Household,
    cite: &Cite,
    signatures: &[Signed],
) -> Result<(GiftReceipt, Imprint), PageError> {
    let items = gift.items.iter().map(|(item, _)| GivenGood {
        label: capital(item.kind.label()),
        kind: Some(item.kind),
        isbn: None,
        asset_tag: Some(item.tag.clone()),
        count: 1,
    });
    let counted = gift.supplies.iter().map(|(_, label, many)| GivenGood {
        label: label.clone(),
        kind: None,
        isbn: None,
        asset_tag: None,
        count: u16::try_from(*many).unwrap_or(u16::MAX),
    });
    let paper = GiftReceipt {
        reference: format!("{}-{}", cite.tag_prefix, short(&gift.id.to_string())),
        giver: cite.lender_name.clone(),
        person: person(home),
        place: place(&cite.lender_address),
        given_on: gift.given_on,
        goods: items.chain(counted).collect(),
        desk: desk(cite),
        help_lines: HelpLine::national(),
        signatures: TwoSignatures {
            lender: Signing::Awaited,
            family: signing(signatures, Side::Out),
        },
    };
    let at = gift.given_on.to_zoned(paris()).map_err(PageError::fault)?.timestamp();
    Ok((paper, Imprint { identifier: format!("gift/{}", gift.id), at }))
}
