//! The lines of an order from their unit prices, and from the total that the supplier's quote says.

use super::{OrderLine, OrderLineFault};
use crate::Euros;
use crate::fund::Taxed;
use crate::fund::vat::{VatRate, vat_by_line};

/// So many units at a price without tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitPrice {
    /// Units.
    pub quantity: u32,
    /// The price of one, without tax.
    pub unit: Euros,
    /// Its rate.
    pub rate: VatRate,
}

/// Why lines make no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PricedFault {
    /// One line is wrong: its place, from 1.
    #[error("line {line}: {why}")]
    Line {
        /// Which.
        line: u32,
        /// Why.
        why: OrderLineFault,
    },
    /// The lines do not come to the total, not even with a cent of rounding a line.
    #[error("the lines come to {sum}, not {typed}")]
    Total {
        /// The total that is given.
        typed: Euros,
        /// What the lines come to, taxes included.
        sum: Euros,
    },
}

/// The lines of an order, numbered from 1. Where the total is known, the VAT of the lines adds up to it: a
/// supplier takes the tax of the whole, or of each line, and both are right.
///
/// # Errors
/// [`PricedFault`].
pub fn priced(lines: &[UnitPrice], total: Option<Euros>) -> Result<Vec<OrderLine>, PricedFault> {
    let mut priced = Vec::with_capacity(lines.len());
    for (line, one) in (1..).zip(lines) {
        let made = OrderLine::at_unit_price(line, one.quantity, one.rate, one.unit);
        priced.push(made.map_err(|why| PricedFault::Line { line, why })?);
    }
    let Some(typed) = total else { return Ok(priced) };
    let sum = Taxed::checked_sum(priced.iter().map(OrderLine::amount)).unwrap_or(Taxed::ZERO);
    let differs = PricedFault::Total { typed, sum: sum.gross() };
    let nets: Vec<_> = priced.iter().map(|line| (line.amount().net(), line.rate())).collect();
    let vat = typed.checked_sub(sum.net()).ok_or(differs)?;
    let vats = vat_by_line(&nets, vat).ok_or(differs)?;
    for (line, vat) in priced.iter_mut().zip(vats) {
        let amount = Taxed::typed(line.amount().net(), line.rate(), vat).map_err(|_| differs)?;
        *line = OrderLine { amount, ..*line };
    }
    Ok(priced)
}

#[cfg(test)]
mod tests {
    use super::{PricedFault, UnitPrice, priced};
    use crate::Euros;
    use crate::fund::{OrderLine, OrderLineFault, Taxed, VatRate};

    fn at(quantity: u32, cents: i64, hundredths: u16) -> UnitPrice {
        let rate = VatRate::from_hundredths(hundredths).unwrap();
        UnitPrice { quantity, unit: Euros::from_cents(cents), rate }
    }

    fn total(lines: &[OrderLine]) -> i64 {
        Taxed::checked_sum(lines.iter().map(OrderLine::amount)).unwrap().gross().cents()
    }

    #[test]
    fn the_lines_come_to_the_total_of_the_quote() {
        // Three books at 3,33 € and 5,5 %: 0,183 € of tax each time, 0,55 € on the whole.
        let lines = [at(1, 333, 550), at(1, 333, 550), at(1, 333, 550)];
        assert_eq!(total(&priced(&lines, None).unwrap()), 1_053);
        let whole = Euros::from_cents(1_054);
        assert_eq!(total(&priced(&lines, Some(whole)).unwrap()), 1_054);
        let far = Euros::from_cents(1_057);
        let fault = PricedFault::Total { typed: far, sum: Euros::from_cents(1_053) };
        assert_eq!(priced(&lines, Some(far)), Err(fault));
    }

    #[test]
    fn a_line_without_units_is_named() {
        let fault = PricedFault::Line { line: 2, why: OrderLineFault::NoQuantity };
        assert_eq!(priced(&[at(1, 100, 2_000), at(0, 100, 2_000)], None), Err(fault));
    }
}
