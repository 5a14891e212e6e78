//! The foot of an invoice against its lines.

use serde::{Deserialize, Serialize};

use super::{TaxFault, Taxed, VatRate};
use crate::Euros;

/// One line as the invoice states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoicedLine {
    /// Without tax; negative on a credit note.
    pub net: Euros,
    /// Its rate.
    pub rate: VatRate,
    /// Its tax, by the invoice.
    pub vat: Euros,
}

/// The totals at the invoice's foot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceFoot {
    /// Total without tax.
    pub net: Euros,
    /// Total of the tax.
    pub vat: Euros,
    /// Total to pay.
    pub gross: Euros,
}

/// One disagreement of an invoice with itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TotalsFault {
    /// It has no line.
    #[error("no line")]
    NoLine,
    /// A line's VAT is not what its net amount and rate give, to the cent.
    #[error("line {line}: VAT is {typed} and the rate gives {computed}")]
    LineVat {
        /// Which line, the first being 1.
        line: usize,
        /// The VAT typed.
        typed: Euros,
        /// What the rate gives.
        computed: Euros,
    },
    /// A line whose figures are beyond what a form's amount may be.
    #[error("line {line}: too large")]
    LineTooLarge {
        /// Which line, the first being 1.
        line: usize,
    },
    /// The net total is not the lines'.
    #[error("net total is {typed} and the lines make {sum}")]
    Net {
        /// The total typed.
        typed: Euros,
        /// The lines' sum.
        sum: Euros,
    },
    /// The total of VAT is not the lines'.
    #[error("VAT total is {typed} and the lines make {sum}")]
    Vat {
        /// The total typed.
        typed: Euros,
        /// The lines' sum.
        sum: Euros,
    },
    /// The total to pay is not the lines'.
    #[error("gross total is {typed} and the lines make {sum}")]
    Gross {
        /// The total typed.
        typed: Euros,
        /// The lines' sum.
        sum: Euros,
    },
    /// The lines' sum is beyond what a form's amount may be.
    #[error("too large")]
    TooLarge,
}

/// What an invoice comes to: its lines within a cent each, its totals exactly theirs.
///
/// # Errors
/// Every disagreement, the lines' first; totals are compared where every line is sound.
pub fn check_totals(lines: &[InvoicedLine], foot: InvoiceFoot) -> Result<Taxed, Vec<TotalsFault>> {
    if lines.is_empty() {
        return Err(vec![TotalsFault::NoLine]);
    }
    let mut faults = Vec::new();
    let mut sound = Vec::new();
    for (line, at) in lines.iter().zip(1..) {
        match Taxed::typed(line.net, line.rate, line.vat) {
            Ok(taxed) => sound.push(taxed),
            Err(TaxFault::VatDiffers { typed, computed }) => {
                faults.push(TotalsFault::LineVat { line: at, typed, computed });
            }
            Err(TaxFault::TooLarge | TaxFault::NotASum { .. }) => {
                faults.push(TotalsFault::LineTooLarge { line: at });
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let total = Taxed::checked_sum(sound).ok_or_else(|| vec![TotalsFault::TooLarge])?;
    if foot.net != total.net() {
        faults.push(TotalsFault::Net { typed: foot.net, sum: total.net() });
    }
    if foot.vat != total.vat() {
        faults.push(TotalsFault::Vat { typed: foot.vat, sum: total.vat() });
    }
    if foot.gross != total.gross() {
        faults.push(TotalsFault::Gross { typed: foot.gross, sum: total.gross() });
    }
    if faults.is_empty() { Ok(total) } else { Err(faults) }
}

/// The lines' VAT where an invoice states it at its foot only: what each rate gives, a cent more or less
/// on the lines that were rounded most, until they add up. Suppliers take the tax of the total, or of
/// each line, and both are right. Nothing when a cent a line is not enough.
#[must_use]
pub fn vat_by_line(lines: &[(Euros, VatRate)], total: Euros) -> Option<Vec<Euros>> {
    let mut vats: Vec<i64> = Vec::new();
    for (net, rate) in lines {
        vats.push(Taxed::of_net(*net, *rate).ok()?.vat().cents());
    }
    let missing = total.cents().checked_sub(vats.iter().copied().try_fold(0, i64::checked_add)?)?;
    let step = missing.signum();
    // How far below its exact tax a line is, in ten-thousandths of a cent, seen in the wanted direction.
    let short = |at: usize| {
        let (net, rate) = lines[at];
        let exact = i128::from(net.cents()) * i128::from(rate.hundredths());
        (exact - i128::from(vats[at]) * i128::from(VatRate::WHOLE)) * i128::from(step)
    };
    let may_take = |at: &usize| {
        let (net, rate) = lines[*at];
        Taxed::typed(net, rate, Euros::from_cents(vats[*at] + step)).is_ok()
    };
    let mut takers: Vec<usize> = (0..lines.len()).filter(may_take).collect();
    takers.sort_by_key(|at| (std::cmp::Reverse(short(*at)), *at));
    takers.truncate(usize::try_from(missing.unsigned_abs()).ok()?);
    for at in &takers {
        vats[*at] += step;
    }
    (vats.iter().sum::<i64>() == total.cents())
        .then(|| vats.into_iter().map(Euros::from_cents).collect())
}

#[cfg(test)]
#[path = "totals_tests.rs"]
mod tests;
