//! The rows of the form that carry an amount of their own.

crate::vocabulary! {
    /// A row that is filled in. Accounts that are divided into rows, and totals, are only ever computed.
    ReportRow {
        /// 60: materials and supplies.
        Materials = "60.materials",
        /// 60: other supplies.
        OtherSupplies = "60.other",
        /// 61: rents.
        Rentals = "61.rentals",
        /// 61: upkeep and repairs.
        Maintenance = "61.maintenance",
        /// 61: insurance.
        Insurance = "61.insurance",
        /// 61: documentation.
        Documentation = "61.documentation",
        /// 62: intermediaries and fees.
        Fees = "62.fees",
        /// 62: publicity and publications.
        Publicity = "62.publicity",
        /// 62: travel and missions.
        Travel = "62.travel",
        /// 62: banking and other services.
        BankingAndOther = "62.other",
        /// 63: taxes on pay.
        PayrollTaxes = "63.payroll",
        /// 63: other taxes.
        OtherTaxes = "63.other",
        /// 64: pay.
        Wages = "64.wages",
        /// 64: social charges.
        SocialCharges = "64.social",
        /// 64: other staff costs.
        OtherStaffCosts = "64.other",
        /// 65: other current charges.
        OtherCurrentCharges = "65",
        /// 66: financial charges.
        FinancialCharges = "66",
        /// 67: exceptional charges.
        ExceptionalCharges = "67",
        /// 68: depreciation.
        Depreciation = "68",
        /// Indirect: fixed running costs.
        IndirectFixed = "indirect.fixed",
        /// Indirect: financial costs.
        IndirectFinancial = "indirect.financial",
        /// Indirect: others.
        IndirectOther = "indirect.other",
        /// 70: sales of goods and services.
        Sales = "70",
        /// 73: endowments and income from tariffs.
        Endowments = "73",
        /// 74: the State.
        State = "74.state",
        /// 74: regions.
        Region = "74.region",
        /// 74: départements.
        Departement = "74.departement",
        /// 74: groups of communes.
        Intercommunality = "74.intercommunality",
        /// 74: communes.
        Commune = "74.commune",
        /// 74: social bodies.
        SocialBodies = "74.social_bodies",
        /// 74: European funds.
        EuropeanFunds = "74.europe",
        /// 74: the agency of subsidised jobs.
        SubsidisedJobs = "74.asp",
        /// 74: other public bodies.
        OtherPublicBodies = "74.public_bodies",
        /// 74: private aid.
        PrivateAid = "74.private",
        /// 75: other current income.
        OtherCurrentIncome = "75",
        /// 75: of it, membership fees, gifts and legacies. A part of the row before, never added to it.
        FeesAndGifts = "75.gifts",
        /// 76: financial income.
        FinancialIncome = "76",
        /// 77: exceptional income.
        ExceptionalIncome = "77",
        /// 78: carried over from earlier operations.
        CarriedOver = "78",
        /// The body's own resources given to the action.
        OwnResources = "own_resources",
        /// 860: help in kind.
        HelpInKind = "860",
        /// 861: goods and services made available for free.
        FreeUse = "861",
        /// 862: services.
        FreeServices = "862",
        /// 864: volunteers.
        Volunteers = "864",
        /// 870: volunteering.
        Volunteering = "870",
        /// 871: services in kind.
        ServicesInKind = "871",
        /// 875: gifts in kind.
        GiftsInKind = "875",
    }
}

crate::vocabulary! {
    /// The four sums that rows go into.
    ReportSection {
        /// Charges, direct and indirect.
        Charges = "charges",
        /// Income (produits).
        Produits = "produits",
        /// 86: how contributions in kind were used.
        InKindUses = "in_kind_uses",
        /// 87: the contributions in kind.
        InKindContributions = "in_kind_contributions",
    }
}

impl ReportRow {
    /// The sum it goes into.
    #[must_use]
    pub fn section(self) -> ReportSection {
        // In the order of declaration, which is the form's.
        if self < Self::Sales {
            ReportSection::Charges
        } else if self < Self::HelpInKind {
            ReportSection::Produits
        } else if self < Self::Volunteering {
            ReportSection::InKindUses
        } else {
            ReportSection::InKindContributions
        }
    }

    /// The row it is a part of ("dont …"): it counts there already.
    #[must_use]
    pub const fn part_of(self) -> Option<Self> {
        match self {
            Self::FeesAndGifts => Some(Self::OtherCurrentIncome),
            _ => None,
        }
    }
}
