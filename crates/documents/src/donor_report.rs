//! What a donor is told of one lot: counts of things, and of households only above a threshold.

use domain::disclosure::Shown;
use jiff::civil::Date;
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::press::Paper;

/// The follow-up of one donor's lot (`domain.md` §2.9, §7.8). Names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DonorReport {
    /// The cité éducative that answers.
    pub cite: String,
    /// The organisation that gave.
    pub donor: String,
    /// What the lot is called.
    pub lot_label: String,
    /// The day it came in.
    pub received_on: Date,
    /// The act that accepted it (délibération or decision), if recorded.
    pub acceptance_act: Option<String>,
    /// The day these figures are true.
    pub as_of: Date,
    /// Where its items are.
    pub counts: LotCounts,
    /// Households that have had an item of the lot since it came in.
    pub households: Shown,
    /// The donor's conditions, in the donor's words, and how they are kept.
    pub conditions: Vec<DonorCondition>,
    /// Whom to ask, in French, on one line.
    pub contact: String,
}

impl Paper for DonorReport {
    const TEMPLATE: &'static str = "donor_report.typ";
}

/// Where the items of a lot are. They add up: what was received is the sum of the five places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LotCounts {
    /// Free or reserved.
    pub in_stock: u64,
    /// In a household.
    pub lent: u64,
    /// Back and being checked, wiped or repaired.
    pub in_workshop: u64,
    /// Reported lost or stolen.
    pub lost: u64,
    /// Out of the register: scrapped, transferred, given away.
    pub gone: u64,
    /// Returns recorded since the lot came in: a flow, outside the sum.
    pub returns: u64,
}

impl LotCounts {
    /// Every item the lot ever had.
    #[must_use]
    pub const fn received(&self) -> u64 {
        self.in_stock + self.lent + self.in_workshop + self.lost + self.gone
    }
}

impl Serialize for LotCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("LotCounts", 7)?;
        fields.serialize_field("received", &self.received())?;
        fields.serialize_field("in_stock", &self.in_stock)?;
        fields.serialize_field("lent", &self.lent)?;
        fields.serialize_field("in_workshop", &self.in_workshop)?;
        fields.serialize_field("lost", &self.lost)?;
        fields.serialize_field("gone", &self.gone)?;
        fields.serialize_field("returns", &self.returns)?;
        fields.end()
    }
}

/// One condition of a gift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DonorCondition {
    /// What the donor asked, in French.
    pub text: String,
    /// How it is kept, in French.
    pub enforced: String,
}
