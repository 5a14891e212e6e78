//! Where a lot comes from: the town, a donor, or money of the fund.

use serde::Serialize;

use crate::ids::{CommitmentId, DonorId};

/// Where a lot comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "origin", rename_all = "snake_case")]
pub enum Origin {
    /// The town's own equipment.
    Town,
    /// Given.
    Donor {
        /// Who gave.
        giver: Giver,
        /// The act that accepted the gift, if it is known already: the council's deliberation, or the
        /// mayor's decision for a gift without conditions (CGCT L2242-1, L2122-22 9°; `domain.md` §2.9).
        acceptance: Option<String>,
    },
    /// Bought with money committed on a fund line.
    Fund {
        /// The commitment.
        commitment: CommitmentId,
    },
}

/// Who gave a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "giver", rename_all = "snake_case")]
pub enum Giver {
    /// A donor of the register.
    Known {
        /// Who.
        donor: DonorId,
    },
    /// A donor the register does not know yet.
    New {
        /// The id it will have.
        donor: DonorId,
        /// Its name.
        name: String,
    },
}
