//! A supplier's quote (devis): what it says it would cost.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::vat::{TaxFault, Taxed};
use crate::Euros;

/// What a quote asks: all taxes included, and how it is made up where the quote says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotePrice {
    gross: Amount,
    taxed: Option<Taxed>,
}

/// Why three figures are no quote's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuoteFault {
    /// The net amount without the VAT, or the VAT without the net amount.
    #[error("net and VAT go together")]
    HalfSaid,
    /// A figure below nothing.
    #[error("below nothing")]
    BelowNothing,
    /// Net and VAT do not make the gross amount.
    #[error("net with VAT makes {sum}")]
    NotASum {
        /// What they make.
        sum: Euros,
    },
    /// A figure beyond what a form's amount may be.
    #[error("too large")]
    TooLarge,
}

impl QuotePrice {
    /// A price from what the quote says.
    ///
    /// # Errors
    /// When its figures do not hold together.
    pub fn new(net: Option<Euros>, vat: Option<Euros>, gross: Amount) -> Result<Self, QuoteFault> {
        let taxed = match (net, vat) {
            (None, None) => None,
            (Some(net), Some(vat)) if net.is_negative() || vat.is_negative() => {
                return Err(QuoteFault::BelowNothing);
            }
            (Some(net), Some(vat)) => {
                Some(Taxed::from_figures(net, vat, gross.euros()).map_err(|why| match why {
                    TaxFault::NotASum { sum, .. } => QuoteFault::NotASum { sum },
                    TaxFault::VatDiffers { .. } | TaxFault::TooLarge => QuoteFault::TooLarge,
                })?)
            }
            _ => return Err(QuoteFault::HalfSaid),
        };
        Ok(Self { gross, taxed })
    }

    /// All taxes included.
    #[must_use]
    pub const fn gross(self) -> Amount {
        self.gross
    }

    /// Net, VAT and gross, where the quote tells them apart.
    #[must_use]
    pub const fn taxed(self) -> Option<Taxed> {
        self.taxed
    }
}

/// A quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Who would be paid.
    pub supplier: String,
    /// Its number, the supplier's own; may be empty.
    pub number: String,
    /// Its day.
    pub on: Date,
    /// What it asks.
    pub price: QuotePrice,
}

#[cfg(test)]
mod tests {
    use super::{QuoteFault, QuotePrice};
    use crate::Euros;
    use crate::fund::Amount;

    #[test]
    fn a_quote_says_its_total_and_perhaps_how_it_is_made_up() {
        let gross = Amount::from_cents(12_000).unwrap();
        let of = |net: Option<i64>, vat: Option<i64>| {
            QuotePrice::new(net.map(Euros::from_cents), vat.map(Euros::from_cents), gross)
        };
        assert_eq!(of(None, None).unwrap().taxed(), None);
        let taxed = of(Some(10_000), Some(2_000)).unwrap().taxed().unwrap();
        assert_eq!(taxed.net(), Euros::from_cents(10_000));
        assert_eq!(of(Some(12_000), Some(0)).unwrap().gross(), gross);
        assert_eq!(of(Some(10_000), None), Err(QuoteFault::HalfSaid));
        assert_eq!(of(None, Some(2_000)), Err(QuoteFault::HalfSaid));
        assert_eq!(of(Some(13_000), Some(-1_000)), Err(QuoteFault::BelowNothing));
        let sum = Euros::from_cents(11_999);
        assert_eq!(of(Some(10_000), Some(1_999)), Err(QuoteFault::NotASum { sum }));
        assert_eq!(of(Some(i64::MAX), Some(1)), Err(QuoteFault::TooLarge));
    }
}
