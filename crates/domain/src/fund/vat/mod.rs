//! Value added tax: rates, amounts with and without it, and what an invoice's foot must add up to.
//!
//! A school or a town gets no VAT back, so the amount with all taxes is its cost; thresholds are counted
//! without (`domain.md` §2.5). Both are kept, and they always add up.

mod known;
mod rate;
mod taxed;
mod totals;

pub use known::{KNOWN_RATES, KnownRate, VatTerritory, is_known, rates_in_force};
pub use rate::{NotARate, VatRate};
pub use taxed::{TaxFault, Taxed};
pub use totals::{InvoiceFoot, InvoicedLine, TotalsFault, check_totals, vat_by_line};
