//! The three-way match: what was ordered, what came, what is invoiced (`domain.md` §2.2).
//!
//! A line is compared by its sums over all deliveries and all invoices of its order, so that a credit
//! note puts right what it corrects. Nothing here decides: differences are told with their figures, and
//! the authorising officer settles or not.

mod difference;
mod matching;
mod priced;

pub use difference::MatchDifference;
pub use matching::{MatchRefused, MatchedLine, MatchedPart, ThreeWay, three_way};
pub use priced::{PricedFault, UnitPrice, priced};

use super::Taxed;
use super::vat::{TaxFault, VatRate};
use crate::Euros;

/// One line of a purchase order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderLine {
    line: u32,
    quantity: u32,
    rate: VatRate,
    amount: Taxed,
}

/// Why there is no such line of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OrderLineFault {
    /// A quantity of nothing.
    #[error("of nothing")]
    NoQuantity,
    /// A price below nothing.
    #[error("below nothing")]
    Negative,
    /// VAT that the rate does not give, or a figure that is too large.
    #[error(transparent)]
    Tax(#[from] TaxFault),
}

impl OrderLine {
    /// A line by its number in the order, and what all its units cost together.
    ///
    /// # Errors
    /// Without a unit, below nothing, or where the VAT is not the rate's.
    pub fn new(
        line: u32,
        quantity: u32,
        rate: VatRate,
        amount: Taxed,
    ) -> Result<Self, OrderLineFault> {
        if quantity == 0 {
            return Err(OrderLineFault::NoQuantity);
        }
        if amount.net().is_negative() {
            return Err(OrderLineFault::Negative);
        }
        let amount = Taxed::typed(amount.net(), rate, amount.vat())?;
        Ok(Self { line, quantity, rate, amount })
    }

    /// A line by the price of one unit without tax.
    ///
    /// # Errors
    /// Without a unit, below nothing, or too large.
    pub fn at_unit_price(
        line: u32,
        quantity: u32,
        rate: VatRate,
        unit: Euros,
    ) -> Result<Self, OrderLineFault> {
        let net = unit.cents().checked_mul(quantity.into()).ok_or(TaxFault::TooLarge)?;
        Self::new(line, quantity, rate, Taxed::of_net(Euros::from_cents(net), rate)?)
    }

    /// Its number in the order.
    #[must_use]
    pub const fn line(&self) -> u32 {
        self.line
    }

    /// Units ordered: at least one.
    #[must_use]
    pub const fn quantity(&self) -> u32 {
        self.quantity
    }

    /// Its rate.
    #[must_use]
    pub const fn rate(&self) -> VatRate {
        self.rate
    }

    /// What all its units cost.
    #[must_use]
    pub const fn amount(&self) -> Taxed {
        self.amount
    }

    /// What so many units cost at this order's price; nothing when that is too large.
    #[must_use]
    pub fn cost_of(&self, units: i64) -> Option<Taxed> {
        self.amount.share(units, self.quantity)
    }
}

/// Units of one line that came with one delivery and were certified (service fait).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceivedPart {
    /// The line of the order.
    pub line: u32,
    /// Units; negative when they were sent back to the supplier.
    pub units: i32,
}

/// One line of an invoice, or of a credit note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvoicePart {
    /// The line of the order it is for; none for what was never ordered, such as carriage.
    pub line: Option<u32>,
    /// Units; negative on a credit note, and 0 for a reduction of price alone.
    pub units: i32,
    /// Its rate.
    pub rate: VatRate,
    /// Its amount; negative on a credit note.
    pub amount: Taxed,
}

#[cfg(test)]
mod tests;
