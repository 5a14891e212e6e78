//! Families that a PRE referent sends in.

use domain::Seat;
use domain::identifiers::Msisdn;
use domain::ids::ReferralId;
use domain::people::language::ContactLanguage;
use domain::people::referral::Lacks;
use uuid::Uuid;

use super::cites::{seated, start};
use crate::{NewReferral, Store};

/// The referral `n`: a guardian of the builders' names, who lacks a device.
///
/// # Panics
/// Never: the number is a good one.
#[must_use]
pub fn referral(n: u128) -> NewReferral {
    NewReferral {
        id: ReferralId(Uuid::from_u128(80_000 + n)),
        family_name: format!("Essai{n}"),
        first_name: "Camille".into(),
        phone: Msisdn::parse(&format!("063998{:04}", n % 10_000)).expect("a number"),
        child_first_name: Some("Sacha".into()),
        school: None,
        lacks: Lacks { device: true, connection: false },
        language: ContactLanguage::Arabic,
    }
}

/// Sends the referral `n` in from the cité `cite`; it waits for the agent.
///
/// # Panics
/// When the store refuses.
pub async fn referred(store: &Store, cite: u8, n: u128) -> ReferralId {
    let referent = seated(store, cite, Seat::PreReferent).await;
    store.refer(&referral(n), referent, start()).await.expect("a referral");
    referral(n).id
}
