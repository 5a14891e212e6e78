//! French words for the tokens of the programming interface.

use domain::token::{LONGEST_DAYS, MOST_TOKENS, Scope};
use store::NewTokenRefused;

use super::Label;

impl Label for Scope {
    fn label(&self) -> &'static str {
        match self {
            Self::ItemsRead => "lire le matériel",
            Self::ItemsWrite => "recevoir du matériel et noter son état",
            Self::LoansRead => "lire les prêts",
            Self::LoansWrite => "prêter et reprendre",
            Self::NeedsRead => "lire les familles et leurs besoins",
            Self::NeedsWrite => "noter les besoins des familles",
            Self::PlansRead => "lire les tours et les plans",
            Self::PlansWrite => "ouvrir un tour, proposer et adopter un plan",
            Self::FundRead => "lire le fonds",
            Self::FundWrite => "engager et liquider",
            Self::SchoolsRead => "lire les écoles",
        }
    }
}

/// A life in words.
#[must_use]
pub fn life(days: u16) -> String {
    if days == LONGEST_DAYS { "un an".to_owned() } else { format!("{days} jours") }
}

/// Why a token was not made.
#[must_use]
pub const fn create_refused(why: NewTokenRefused) -> &'static str {
    match why {
        NewTokenRefused::NoScope => "« Portées » : cochez au moins ce que le programme doit faire.",
        NewTokenRefused::Days => "« Durée » : un an au plus.",
        NewTokenRefused::SeatGone => "Ce siège n’est plus le vôtre : reconnectez-vous.",
        NewTokenRefused::TooMany => {
            const { assert!(MOST_TOKENS == 20) };
            "Vous avez déjà 20 jetons qui valent : révoquez ceux qui ne servent plus."
        }
        NewTokenRefused::AlreadyMade => {
            "Ce jeton est déjà créé et n’a été affiché qu’une fois : s’il n’a pas été noté, révoquez-le et créez-en un autre."
        }
    }
}
