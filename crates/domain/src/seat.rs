//! Seats: what a person may see and do, always in one cité (`design.md` §5).

crate::vocabulary! {
    /// A place at the table. A person may hold several; a session uses one.
    Seat {
        /// Lends the equipment, takes the census in, runs the rounds.
        TownAgent = "town_agent",
        /// Head of the lead collège: holds the fund, commits and settles (ordonnateur).
        Principal = "principal",
        /// Pays, or refuses to pay, what the principal has settled (agent comptable).
        Accountant = "accountant",
        /// The town's seat in the troïka (directeur général adjoint).
        TownCopilot = "town_copilot",
        /// The prefect's seat in the troïka (délégué du préfet).
        PrefectDelegate = "prefect_delegate",
        /// Opens accounts and gives seats; sees no family.
        Administrator = "administrator",
        /// National coordination: aggregates only.
        NationalReader = "national_reader",
        /// Sends families in without saying why, and sees what became of its own referrals (référent du
        /// programme de réussite éducative, bound by secrecy: article 226-13 of the code pénal).
        PreReferent = "pre_referent",
    }
}

impl Seat {
    /// The seats that a cité's administrator may give. National reading opens every cité's figures:
    /// it is given from the command line of the server alone.
    pub const OF_A_CITE: [Self; 7] = [
        Self::TownAgent,
        Self::Principal,
        Self::Accountant,
        Self::TownCopilot,
        Self::PrefectDelegate,
        Self::Administrator,
        Self::PreReferent,
    ];

    /// The three seats whose agreement the fund needs (circular of 13 February 2019).
    pub const TROIKA: [Self; 3] = [Self::Principal, Self::TownCopilot, Self::PrefectDelegate];
}
