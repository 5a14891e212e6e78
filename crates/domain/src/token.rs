//! Tokens of the programming interface: what a program may do in the name of a seat.

/// The longest life of a token, in days: whoever still uses one makes it anew once a year.
pub const LONGEST_DAYS: u16 = 365;

/// The most tokens of one person in one cité that are good at the same time.
pub const MOST_TOKENS: u64 = 20;

crate::vocabulary! {
    /// What a token may do. It never gives more than its seat: both are asked at every request.
    Scope {
        /// Look items and lots up.
        ItemsRead = "items:read",
        /// Receive items, and note what the desk did to one.
        ItemsWrite = "items:write",
        /// Look loans up.
        LoansRead = "loans:read",
        /// Hand over and take back.
        LoansWrite = "loans:write",
        /// Look families and their needs up.
        NeedsRead = "needs:read",
        /// Record what a household has.
        NeedsWrite = "needs:write",
        /// Read rounds and plans.
        PlansRead = "plans:read",
        /// Open a round, propose a plan, adopt it.
        PlansWrite = "plans:write",
        /// Read fund lines and their documents.
        FundRead = "fund:read",
        /// Commit and settle.
        FundWrite = "fund:write",
        /// Read the list of schools.
        SchoolsRead = "schools:read",
    }
}
