//! What was done on the fund's lines, in its order, and the figures that it makes at any moment
//! (`domain.md` §2.2, §2.6): nothing but a sum over what was done before.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::LineCents;
use crate::Euros;
use crate::ids::{AgreementId, CommitmentId, FundLineId};

crate::vocabulary! {
    /// What is done on a line.
    LedgerAct {
        /// A funder's letter; below nothing for a reduction.
        Notified = "notified",
        /// Money received.
        Received = "received",
        /// Money that came from another year.
        CarriedIn = "carried_in",
        /// Money that went to another year.
        CarriedOut = "carried_out",
        /// Money given back to the funder.
        Repaid = "repaid",
        /// The troïka agreed.
        Agreed = "agreed",
        /// Money set aside for a request; below nothing when it is released.
        Reserved = "reserved",
        /// An order (engagement).
        Committed = "committed",
        /// More money for an order.
        Complemented = "complemented",
        /// An order given up: what was not settled is free again; below nothing.
        Cancelled = "cancelled",
        /// What came is certified (service fait).
        Certified = "certified",
        /// An invoice; below nothing for a credit note.
        Invoiced = "invoiced",
        /// A debt recognised (liquidation); below nothing for a credit note.
        Settled = "settled",
        /// A payment order.
        PaymentOrdered = "payment_ordered",
        /// A debt that the accountant sent back; below nothing.
        Rejected = "rejected",
        /// A debt that the accountant paid.
        Paid = "paid",
        /// The line is closed.
        Closed = "closed",
    }
}

/// One act on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Its place in the journal.
    pub seq: i64,
    /// When it was written there.
    pub at: Timestamp,
    /// The day of its document; none where the act is its own document.
    pub on: Option<Date>,
    /// What was done.
    pub act: LedgerAct,
    /// On which line.
    pub line: FundLineId,
    /// Of how much.
    pub amount: Euros,
    /// By how much it moved the line's sums.
    pub moved: LineCents,
    /// The number of its document.
    pub number: String,
    /// The supplier or the funder; may be empty.
    pub party: String,
    /// What it is about; may be empty.
    pub object: String,
    /// Under which agreement.
    pub agreement: Option<AgreementId>,
    /// On which order.
    pub commitment: Option<CommitmentId>,
}

/// The figures of a line at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LedgerFigures {
    /// Its seven sums.
    pub sums: LineCents,
    /// Received in cash.
    pub received: Euros,
    /// Agreed by the troïka, and neither ordered nor set aside.
    pub agreed: Euros,
    /// Of what is ordered: certified, and its invoice awaited.
    pub delivered: Euros,
    /// Paid by the accountant.
    pub paid: Euros,
}

/// What is counted of one agreement or one order.
#[derive(Debug, Default)]
struct Count {
    line: Option<FundLineId>,
    left: i64,
    open: i64,
}

/// The figures of each line after these acts, which are in the order of the journal. Nothing when a sum
/// leaves the range of 64-bit cents.
#[must_use]
pub fn figures<'a>(
    acts: impl IntoIterator<Item = &'a LedgerEntry>,
) -> Option<BTreeMap<FundLineId, LedgerFigures>> {
    let mut lines: BTreeMap<FundLineId, LedgerFigures> = BTreeMap::new();
    let mut agreements: BTreeMap<AgreementId, Count> = BTreeMap::new();
    let mut orders: BTreeMap<CommitmentId, Count> = BTreeMap::new();
    let mut closed = BTreeSet::new();
    for one in acts {
        let line = lines.entry(one.line).or_default();
        line.sums = line.sums.checked_add(one.moved)?;
        let plus = |sum: Euros| sum.checked_add(one.amount);
        match one.act {
            LedgerAct::Received => line.received = plus(line.received)?,
            LedgerAct::Paid => line.paid = plus(line.paid)?,
            LedgerAct::Closed => drop(closed.insert(one.line)),
            _ => {}
        }
        let held = one.moved.open.checked_add(one.moved.settled)?;
        if let Some(agreement) = one.agreement {
            let count = agreements.entry(agreement).or_default();
            count.line = Some(one.line);
            let agreed = if one.act == LedgerAct::Agreed { one.amount.cents() } else { 0 };
            let taken = held.checked_add(one.moved.reserved)?;
            count.left = count.left.checked_add(agreed)?.checked_sub(taken)?;
        }
        if let Some(order) = one.commitment {
            let count = orders.entry(order).or_default();
            count.line = Some(one.line);
            count.open = count.open.checked_add(one.moved.open)?;
            let came = match one.act {
                LedgerAct::Certified => one.amount.cents(),
                LedgerAct::Invoiced => one.amount.cents().checked_neg()?,
                _ => 0,
            };
            count.left = count.left.checked_add(came)?;
        }
    }
    for count in agreements.values().filter(|count| count.left > 0) {
        let line = count.line.filter(|line| !closed.contains(line));
        if let Some(line) = line.and_then(|line| lines.get_mut(&line)) {
            line.agreed = line.agreed.checked_add(Euros::from_cents(count.left))?;
        }
    }
    for count in orders.values() {
        let awaited = count.left.min(count.open).max(0);
        if let Some(line) = count.line.and_then(|line| lines.get_mut(&line)) {
            line.delivered = line.delivered.checked_add(Euros::from_cents(awaited))?;
        }
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn entry(act: LedgerAct, cents: i64, moved: LineCents) -> LedgerEntry {
        LedgerEntry {
            seq: 1,
            at: Timestamp::UNIX_EPOCH,
            on: None,
            act,
            line: FundLineId(Uuid::from_u128(1)),
            amount: Euros::from_cents(cents),
            moved,
            number: String::new(),
            party: String::new(),
            object: String::new(),
            agreement: Some(AgreementId(Uuid::from_u128(2))),
            commitment: None,
        }
    }

    fn on_order(act: LedgerAct, cents: i64, moved: LineCents) -> LedgerEntry {
        let commitment = Some(CommitmentId(Uuid::from_u128(3)));
        LedgerEntry { commitment, ..entry(act, cents, moved) }
    }

    fn after(acts: &[LedgerEntry]) -> LedgerFigures {
        figures(acts).unwrap().remove(&FundLineId(Uuid::from_u128(1))).unwrap()
    }

    /// Agreed for 100, ordered for 90 in two parts, the first invoiced and paid.
    fn life() -> Vec<LedgerEntry> {
        let none = LineCents::default();
        let open = |open| LineCents { open, ..none };
        vec![
            entry(LedgerAct::Notified, 500, LineCents { notified: 500, ..none }),
            entry(LedgerAct::Received, 200, none),
            entry(LedgerAct::Agreed, 100, none),
            on_order(LedgerAct::Committed, 90, open(90)),
            on_order(LedgerAct::Certified, 60, none),
            on_order(LedgerAct::Invoiced, 60, none),
            on_order(LedgerAct::Settled, 60, LineCents { open: -60, settled: 60, ..none }),
            on_order(LedgerAct::Certified, 30, none),
            on_order(LedgerAct::Paid, 60, none),
            on_order(LedgerAct::Cancelled, -30, open(-30)),
            entry(LedgerAct::Closed, 0, none),
        ]
    }

    #[test]
    fn the_figures_of_a_moment_are_the_sum_of_what_was_done_before() {
        let life = life();
        let told = |many: usize| {
            let figures = after(&life[..many]);
            let [received, agreed, delivered, paid] =
                [figures.received, figures.agreed, figures.delivered, figures.paid]
                    .map(Euros::cents);
            (figures.sums.available(), received, agreed, delivered, paid)
        };
        assert_eq!(told(3), (500, 200, 100, 0, 0));
        assert_eq!(told(4), (410, 200, 10, 0, 0));
        assert_eq!(told(5), (410, 200, 10, 60, 0), "certified, its invoice awaited");
        assert_eq!(told(7), (410, 200, 10, 0, 0), "settled is no more awaited");
        assert_eq!(told(9), (410, 200, 10, 30, 60));
        assert_eq!(told(10), (440, 200, 40, 0, 60), "what is given up awaits nothing");
        assert_eq!(told(11), (440, 200, 0, 0, 60), "nothing more is ordered on a closed line");
    }

    #[test]
    fn what_is_set_aside_for_a_request_is_not_told_twice() {
        let aside = |reserved| LineCents { reserved, ..LineCents::default() };
        let mut acts = vec![
            entry(LedgerAct::Reserved, 80, aside(80)),
            entry(LedgerAct::Agreed, 80, LineCents::default()),
        ];
        assert_eq!(after(&acts).agreed, Euros::ZERO);
        let turned = LineCents { reserved: -80, open: 75, ..LineCents::default() };
        acts.push(on_order(LedgerAct::Committed, 75, turned));
        assert_eq!(after(&acts).agreed.cents(), 5);
    }

    #[test]
    fn sums_never_wrap() {
        let most = LineCents { notified: i64::MAX, ..LineCents::default() };
        let acts = [entry(LedgerAct::Notified, 1, most), entry(LedgerAct::Notified, 1, most)];
        assert_eq!(figures(&acts), None);
    }
}
