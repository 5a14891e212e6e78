//! Identities that cannot be swapped: one type per kind of thing, all of them `UUIDv7` minted at the
//! edge, so that the id of a form is its idempotency key.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        // The order of the bytes, as one number: maps of a whole register compare little else.
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.0.as_u128().cmp(&other.0.as_u128())
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

ids! {
    /// A person's account.
    AccountId,
    /// A recorded agreement of the troïka.
    AgreementId,
    /// A file that the troïka has before it: a quote, another document.
    AgreementFileId,
    /// A statement of the accounts.
    AccountStatementId,
    /// What explains a difference with the accounts.
    AccountExplanationId,
    /// What is planned on a line, month by month.
    ForecastId,
    /// A cité's own threshold of purchases.
    LocalThresholdId,
    /// A category of spending that a cité keeps itself.
    OwnCategoryId,
    /// A pupil or young person of a household.
    ChildId,
    /// A link by which a school hands in its answers without an account.
    CensusLinkId,
    /// Something that can be ordered at a known price.
    CatalogueItemId,
    /// A cité éducative.
    CiteId,
    /// Money reserved on a fund line for an order.
    CommitmentId,
    /// Money taken from a year to the next.
    CarryOverId,
    /// A convention between partners of the cité.
    ConventionId,
    /// More money reserved for an order than at first.
    ComplementId,
    /// What came of an order at once.
    DeliveryId,
    /// A supplier's invoice, or credit note.
    InvoiceId,
    /// A round of deliveries on one day.
    DeliveryRoundId,
    /// A decision that items leave for good.
    DisposalId,
    /// An organisation that gives equipment.
    DonorId,
    /// A budget line of one funder and one fiscal year.
    FundLineId,
    /// An adult answering for a household's children.
    GuardianId,
    /// A bill of materials.
    KitId,
    /// Something counted, not numbered.
    SupplyId,
    /// A delivery of something counted.
    SupplyLotId,
    /// Papers printed together.
    BatchId,
    /// A file kept beside a loan or an item: a photo, a scan.
    AttachmentId,
    /// Damage, loss or theft.
    IncidentId,
    /// A household: people who share equipment at one address.
    HouseholdId,
    /// A file handed in, between its dry run and its confirmation.
    ImportId,
    /// One individual thing that can be lent.
    ItemId,
    /// A hand-over of one or several items to one household.
    LoanId,
    /// Things received together under the same conditions.
    LotId,
    /// A household's need for one device or one connection.
    NeedId,
    /// An amount announced in writing on a fund line.
    NotificationId,
    /// A sealed bag on its way to a family.
    ParcelId,
    /// An organisation that holds items, not a school.
    OrganisationId,
    /// An allocation plan.
    PlanId,
    /// A versioned allocation policy.
    PolicyId,
    /// Items put in the hands of a school or an organisation.
    ProvisionId,
    /// A family sent in by a PRE referent.
    ReferralId,
    /// A shop that keeps bags for families.
    RelayPointId,
    /// Money given back to its funder.
    RepaymentId,
    /// Money received on a fund line.
    RevenueOrderId,
    /// An item set aside for a need by an adopted plan.
    ReservationId,
    /// An allocation round.
    RoundId,
    /// A school.
    SchoolId,
    /// An account's seat in a cité.
    SeatId,
    /// The exact debt recognised on a commitment.
    SettlementId,
    /// A count of what is at the desk.
    StocktakeId,
    /// A token of the programming interface.
    TokenId,
    /// Items that go from one cité to another.
    TransferId,
    /// A rule of the troïka, from a day on.
    TroikaRuleId,
}
