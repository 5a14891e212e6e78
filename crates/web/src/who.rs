//! Who is asking: the account, the seat it sits on, and the token its forms must carry.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::Seat;
use domain::ids::{AccountId, CiteId};
use store::{By, HeldSeat};

use crate::error::PageError;

/// Only who lends sees names and exact counts of families; the others of the table read figures.
#[must_use]
pub fn sees_families(seat: Seat) -> bool {
    seat == Seat::TownAgent
}

/// The signed-in person behind a request; put there by the guard, taken by handlers as an extractor.
#[derive(Debug, Clone)]
pub struct Who {
    /// The account.
    pub account: AccountId,
    /// The person's name, as shown to others of the cité.
    pub name: String,
    /// The seat in use, with its cité.
    pub held: HeldSeat,
    /// Every seat the account holds.
    pub seats: Vec<HeldSeat>,
    /// The value of the hidden field `csrf`; differs at every request (see `guard`).
    pub csrf: String,
}

impl Who {
    /// The seat in use.
    #[must_use]
    pub const fn seat(&self) -> Seat {
        self.held.seat
    }

    /// The cité of the seat in use: everything read or written is filtered by it.
    #[must_use]
    pub const fn cite(&self) -> CiteId {
        self.held.cite
    }

    /// The author of a change, as the store's verbs take it.
    #[must_use]
    pub const fn by(&self) -> By {
        By { account: self.account, cite: self.held.cite, seat: self.held.seat }
    }
}

impl<S: Sync> FromRequestParts<S> for Who {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PageError> {
        // Only a route open to anyone can lack it; asking there is a mistake of ours, not the visitor's.
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| PageError::fault("route without a signed-in person"))
    }
}
