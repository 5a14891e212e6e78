//! The match itself.

use std::collections::BTreeMap;

use super::{InvoicePart, MatchDifference, OrderLine, ReceivedPart};
use crate::fund::{Taxed, VatRate};

/// Units and what they cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MatchedPart {
    /// Units.
    pub units: i64,
    /// Their amount: at the order's price for what came, as stated for what is invoiced.
    pub amount: Taxed,
}

/// One line of the order beside what came and what is invoiced of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatchedLine {
    /// Its number in the order.
    pub line: u32,
    /// What was ordered.
    pub ordered: MatchedPart,
    /// What came, less what was sent back.
    pub received: MatchedPart,
    /// What is invoiced, less what was credited.
    pub invoiced: MatchedPart,
}

/// An order's match: its lines, and every difference in the order of the lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreeWay {
    lines: Vec<MatchedLine>,
    differences: Vec<MatchDifference>,
    /// Of each invoice, the lines of the order it names.
    named: Vec<Vec<u32>>,
}

/// Why papers are not matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MatchRefused {
    /// Two lines of the order have one number.
    #[error("line {line} twice")]
    LineTwice {
        /// The number.
        line: u32,
    },
    /// A line's sum is beyond what a form's amount may be.
    #[error("line {line}: too large")]
    TooLarge {
        /// The line of the order.
        line: u32,
    },
}

/// What is invoiced of one line.
#[derive(Default)]
struct Invoiced {
    units: i64,
    papers: i64,
    rates: BTreeMap<VatRate, Taxed>,
}

/// Matches an order with its deliveries and its invoices; each invoice is the list of its lines.
///
/// # Errors
/// When a line's number is there twice, or a sum is too large.
pub fn three_way(
    order: &[OrderLine],
    received: &[ReceivedPart],
    invoices: &[Vec<InvoicePart>],
) -> Result<ThreeWay, MatchRefused> {
    let mut ordered = BTreeMap::new();
    for line in order {
        if ordered.insert(line.line(), line).is_some() {
            return Err(MatchRefused::LineTwice { line: line.line() });
        }
    }
    let mut came: BTreeMap<u32, i64> = BTreeMap::new();
    for part in received {
        *came.entry(part.line).or_default() += i64::from(part.units);
    }
    let mut billed: BTreeMap<u32, Invoiced> = BTreeMap::new();
    let mut strangers = Vec::new();
    for (invoice, parts) in invoices.iter().enumerate() {
        for (position, part) in parts.iter().enumerate() {
            match part.line.filter(|line| ordered.contains_key(line)) {
                Some(line) => billed.entry(line).or_default().add(line, part)?,
                None => strangers.push((invoice, position, part)),
            }
        }
    }
    let (mut lines, mut differences) = (Vec::new(), Vec::new());
    for (line, order) in &ordered {
        let invoiced = billed.remove(line).unwrap_or_default();
        let units = came.remove(line).unwrap_or_default();
        lines.push(compare(order, units, &invoiced, &mut differences)?);
    }
    let unordered = came.into_iter().filter(|(_, received)| *received != 0);
    differences.extend(
        unordered.map(|(line, received)| MatchDifference::ReceivedNotOrdered { line, received }),
    );
    differences.extend(not_taken_back(&strangers));
    let named = invoices.iter().map(|parts| parts.iter().filter_map(|part| part.line).collect());
    Ok(ThreeWay { lines, differences, named: named.collect() })
}

impl Invoiced {
    fn add(&mut self, line: u32, part: &InvoicePart) -> Result<(), MatchRefused> {
        self.units += i64::from(part.units);
        self.papers += 1;
        let rate = self.rates.entry(part.rate).or_default();
        *rate = rate.checked_add(part.amount).ok_or(MatchRefused::TooLarge { line })?;
        Ok(())
    }
}

/// One line's sums, and what differs among them.
fn compare(
    order: &OrderLine,
    came: i64,
    invoiced: &Invoiced,
    differences: &mut Vec<MatchDifference>,
) -> Result<MatchedLine, MatchRefused> {
    let line = order.line();
    let too_large = MatchRefused::TooLarge { line };
    let cost_of = |units: i64| order.cost_of(units).ok_or(too_large);
    let (ordered, billed) = (i64::from(order.quantity()), invoiced.units);
    let amount = Taxed::checked_sum(invoiced.rates.values().copied()).ok_or(too_large)?;
    if came > ordered {
        let ordered = order.quantity();
        differences.push(MatchDifference::ReceivedMoreThanOrdered {
            line,
            ordered,
            received: came,
        });
    } else if came < 0 {
        differences.push(MatchDifference::ReceivedNotOrdered { line, received: came });
    }
    if billed > ordered {
        let ordered = order.quantity();
        differences.push(MatchDifference::InvoicedMoreThanOrdered {
            line,
            ordered,
            invoiced: billed,
        });
    }
    if billed < 0 {
        differences.push(MatchDifference::CreditedMoreThanInvoiced { line, units: -billed });
    } else if billed > came {
        differences.push(MatchDifference::InvoicedMoreThanReceived {
            line,
            received: came,
            invoiced: billed,
        });
    }
    let due = cost_of(billed)?;
    let off = amount.net().cents() - due.net().cents();
    if off.abs() > rounding_of(order, invoiced.papers) {
        differences.push(MatchDifference::UnitPriceDiffers {
            line,
            ordered: due.net(),
            invoiced: amount.net(),
            units: billed,
        });
    }
    for (rate, amount) in &invoiced.rates {
        if *rate != order.rate() && *amount != Taxed::ZERO {
            differences.push(MatchDifference::VatRateDiffers {
                line,
                ordered: order.rate(),
                invoiced: *rate,
                amount: *amount,
            });
        }
    }
    if came < ordered {
        differences.push(MatchDifference::NotReceivedYet { line, units: ordered - came });
    }
    if billed < came {
        differences.push(MatchDifference::NotInvoicedYet { line, units: came - billed });
    }
    Ok(MatchedLine {
        line,
        ordered: MatchedPart { units: ordered, amount: order.amount() },
        received: MatchedPart { units: came, amount: cost_of(came)? },
        invoiced: MatchedPart { units: billed, amount },
    })
}

/// How many cents apart the net sums may be: none where a unit has a price in whole cents, else one for
/// each line of an invoice, which was rounded on its own.
fn rounding_of(order: &OrderLine, papers: i64) -> i64 {
    let whole = order.amount().net().cents() % i64::from(order.quantity()) == 0;
    if whole { 0 } else { papers }
}

/// The lines never ordered, but for those that another one takes back to the cent.
fn not_taken_back(strangers: &[(usize, usize, &InvoicePart)]) -> Vec<MatchDifference> {
    let mut left: Vec<&(usize, usize, &InvoicePart)> = Vec::new();
    for one in strangers {
        let opposite = |other: &&(usize, usize, &InvoicePart)| {
            other.2.rate == one.2.rate && other.2.amount == one.2.amount.negated()
        };
        match left.iter().position(opposite) {
            Some(at) => {
                left.remove(at);
            }
            None => left.push(one),
        }
    }
    let told = |(invoice, position, part): &(usize, usize, &InvoicePart)| {
        MatchDifference::InvoicedNotOrdered {
            invoice: *invoice,
            position: *position,
            amount: part.amount,
        }
    };
    left.into_iter().map(told).collect()
}

impl ThreeWay {
    /// The order's lines by their numbers.
    #[must_use]
    pub fn lines(&self) -> &[MatchedLine] {
        &self.lines
    }

    /// Every difference.
    #[must_use]
    pub fn differences(&self) -> &[MatchDifference] {
        &self.differences
    }

    /// What to look at before this invoice is settled: the first given is 0.
    pub fn remarks_on(&self, invoice: usize) -> impl Iterator<Item = &MatchDifference> {
        let named = self.named.get(invoice).map_or(&[][..], Vec::as_slice);
        self.differences.iter().filter(move |difference| match difference {
            MatchDifference::InvoicedNotOrdered { invoice: of, .. } => *of == invoice,
            _ => {
                difference.is_remark_on_invoice()
                    && difference.line().is_some_and(|line| named.contains(&line))
            }
        })
    }

    /// May this invoice be settled without a remark?
    #[must_use]
    pub fn settles_without_remark(&self, invoice: usize) -> bool {
        self.remarks_on(invoice).next().is_none()
    }

    /// Has all that was ordered come and been invoiced, without any difference?
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.differences.is_empty()
    }
}
