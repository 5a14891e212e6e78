//! What does not agree between an order, its deliveries and its invoices.

use serde::{Deserialize, Serialize};

use crate::Euros;
use crate::fund::{Taxed, VatRate};

/// One difference, with its figures. Units are counted over all deliveries and all invoices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "difference", rename_all = "snake_case")]
pub enum MatchDifference {
    /// More units came than were ordered.
    ReceivedMoreThanOrdered {
        /// The line of the order.
        line: u32,
        /// Units ordered.
        ordered: u32,
        /// Units received.
        received: i64,
    },
    /// Units came for a line that the order does not have, or more were sent back than had come.
    ReceivedNotOrdered {
        /// The line that the delivery names.
        line: u32,
        /// Units received.
        received: i64,
    },
    /// More units are invoiced than came.
    InvoicedMoreThanReceived {
        /// The line of the order.
        line: u32,
        /// Units received.
        received: i64,
        /// Units invoiced.
        invoiced: i64,
    },
    /// More units are invoiced than were ordered, though they may have come.
    InvoicedMoreThanOrdered {
        /// The line of the order.
        line: u32,
        /// Units ordered.
        ordered: u32,
        /// Units invoiced.
        invoiced: i64,
    },
    /// Credit notes take back more units than were invoiced.
    CreditedMoreThanInvoiced {
        /// The line of the order.
        line: u32,
        /// Units too many.
        units: i64,
    },
    /// The units invoiced do not cost what the order says.
    UnitPriceDiffers {
        /// The line of the order.
        line: u32,
        /// What the units invoiced cost at the order's price, without tax.
        ordered: Euros,
        /// What they are invoiced at, without tax.
        invoiced: Euros,
        /// The units invoiced.
        units: i64,
    },
    /// MatchedPart of the line is invoiced at a rate that is not the order's.
    VatRateDiffers {
        /// The line of the order.
        line: u32,
        /// The order's rate.
        ordered: VatRate,
        /// The invoices'.
        invoiced: VatRate,
        /// What is invoiced at that rate.
        amount: Taxed,
    },
    /// A line of an invoice was never ordered, and no credit note takes it back.
    InvoicedNotOrdered {
        /// Which invoice, of those given, the first being 0.
        invoice: usize,
        /// Which of its lines, the first being 0.
        position: usize,
        /// What it asks for.
        amount: Taxed,
    },
    /// Units are still to come.
    NotReceivedYet {
        /// The line of the order.
        line: u32,
        /// Units missing.
        units: i64,
    },
    /// Units that came are still to be invoiced.
    NotInvoicedYet {
        /// The line of the order.
        line: u32,
        /// Units to be invoiced.
        units: i64,
    },
}

impl MatchDifference {
    /// Is it a reason to look again before an invoice is settled? The others are a matter of waiting, or
    /// of a delivery that nobody has invoiced.
    #[must_use]
    pub const fn is_remark_on_invoice(&self) -> bool {
        match self {
            Self::InvoicedMoreThanReceived { .. }
            | Self::InvoicedMoreThanOrdered { .. }
            | Self::CreditedMoreThanInvoiced { .. }
            | Self::UnitPriceDiffers { .. }
            | Self::VatRateDiffers { .. }
            | Self::InvoicedNotOrdered { .. } => true,
            Self::ReceivedMoreThanOrdered { .. }
            | Self::ReceivedNotOrdered { .. }
            | Self::NotReceivedYet { .. }
            | Self::NotInvoicedYet { .. } => false,
        }
    }

    /// The line of the order it is about; none for what was never ordered.
    #[must_use]
    pub const fn line(&self) -> Option<u32> {
        match *self {
            Self::ReceivedMoreThanOrdered { line, .. }
            | Self::ReceivedNotOrdered { line, .. }
            | Self::InvoicedMoreThanReceived { line, .. }
            | Self::InvoicedMoreThanOrdered { line, .. }
            | Self::CreditedMoreThanInvoiced { line, .. }
            | Self::UnitPriceDiffers { line, .. }
            | Self::VatRateDiffers { line, .. }
            | Self::NotReceivedYet { line, .. }
            | Self::NotInvoicedYet { line, .. } => Some(line),
            Self::InvoicedNotOrdered { .. } => None,
        }
    }
}
