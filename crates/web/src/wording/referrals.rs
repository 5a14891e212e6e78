//! Words for families that a PRE referent sends in.

use domain::ids::ReferralId;
use domain::people::referral::Lacks;
use store::Standing;

use super::{French as _, Label};

/// What a referral is called once its names are wiped: the last six signs of its id.
#[must_use]
pub fn reference(id: &ReferralId) -> String {
    let id = id.0.simple().to_string();
    id.chars().skip(26).collect::<String>().to_uppercase()
}

/// `appareil et connexion`.
#[must_use]
pub fn lacks(lacks: &Lacks) -> String {
    let kinds: Vec<&str> = lacks.kinds().iter().map(Label::label).collect();
    kinds.join(" et ")
}

/// Where it stands, in plain words.
#[must_use]
pub fn standing(standing: &Standing) -> String {
    match standing {
        Standing::Received => "reçue".to_owned(),
        Standing::Tied => "famille jointe".to_owned(),
        Standing::Served(day) => format!("servie le {}", day.french()),
        Standing::Closed => "sans suite".to_owned(),
    }
}

/// The colour of its badge.
#[must_use]
pub const fn tone(standing: &Standing) -> &'static str {
    match standing {
        Standing::Received | Standing::Tied => "wait",
        Standing::Served(_) => "good",
        Standing::Closed => "quiet",
    }
}
