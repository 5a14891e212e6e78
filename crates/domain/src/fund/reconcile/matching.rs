//! The reconciliation itself.

use std::collections::BTreeMap;

use super::{BudgetCodes, Explanation, PaymentNumber, PaymentOrderRow, RowDifference};
use crate::Euros;

crate::vocabulary! {
    /// What is left to do about a row.
    RowStatus {
        /// Nothing: both lists agree.
        Equal = "equal",
        /// Nothing: its differences are explained.
        Explained = "explained",
        /// Somebody must say why it differs, or put it right.
        Open = "open",
    }
}

/// One payment order of either list, or of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciledRow {
    /// Ours.
    pub ours: Option<PaymentOrderRow>,
    /// The accounting software's.
    pub theirs: Option<PaymentOrderRow>,
    /// What differs; nothing when they are equal.
    pub differences: Vec<RowDifference>,
    /// The explanation of exactly these differences.
    pub explanation: Option<Explanation>,
}

/// What both lists come to on one set of budget codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeTotals {
    /// The codes.
    pub codes: BudgetCodes,
    /// Ours.
    pub ours: Euros,
    /// The accounting software's.
    pub theirs: Euros,
}

/// Both lists, row by row and by budget codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    rows: Vec<ReconciledRow>,
    totals: Vec<CodeTotals>,
    stale: Vec<Explanation>,
}

/// Why lists are not reconciled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReconcileRefused {
    /// A row's amount is beyond what a form's amount may be.
    #[error("{number}: too large")]
    RowTooLarge {
        /// The payment order's number.
        number: PaymentNumber,
    },
    /// A total leaves the range of 64-bit cents.
    #[error("too large")]
    TooLarge,
}

/// Reconciles our payment orders of a fiscal year with the accounting software's, by their numbers. The
/// result goes by number and does not depend on the order of what is given.
///
/// # Errors
/// When an amount or a total is too large.
pub fn reconcile(
    ours: &[PaymentOrderRow],
    theirs: &[PaymentOrderRow],
    explanations: &[Explanation],
) -> Result<Reconciliation, ReconcileRefused> {
    let too_large = |row: &&PaymentOrderRow| row.amount.cents().unsigned_abs() > MOST;
    if let Some(row) = ours.iter().chain(theirs).find(too_large) {
        return Err(ReconcileRefused::RowTooLarge { number: row.number.clone() });
    }
    let mut numbers: BTreeMap<&PaymentNumber, [Vec<&PaymentOrderRow>; 2]> = BTreeMap::new();
    for (side, rows) in [ours, theirs].into_iter().enumerate() {
        for row in rows {
            numbers.entry(&row.number).or_default()[side].push(row);
        }
    }
    let mut rows = Vec::new();
    for [mut ours, mut theirs] in numbers.into_values() {
        ours.sort();
        theirs.sort();
        rows.extend(pairs(ours, theirs));
    }
    let mut stale = explanations.to_vec();
    for row in &mut rows {
        let of_row = |one: &Explanation| {
            Some(one.number()) == row.number() && one.differences() == row.differences
        };
        row.explanation = stale.iter().position(of_row).map(|at| stale.remove(at));
    }
    Ok(Reconciliation { rows, totals: totals(ours, theirs)?, stale })
}

const MOST: u64 = Euros::MOST_CENTS.unsigned_abs();

/// The rows of one number, each with the one that is most like it; what has none stays alone.
fn pairs<'a>(
    mut ours: Vec<&'a PaymentOrderRow>,
    mut theirs: Vec<&'a PaymentOrderRow>,
) -> Vec<ReconciledRow> {
    type Alike = fn(&PaymentOrderRow, &PaymentOrderRow) -> bool;
    let steps: [Alike; 5] = [
        |a, b| a.codes == b.codes && a.amount == b.amount && a.date == b.date,
        |a, b| a.codes == b.codes && a.amount == b.amount,
        |a, b| a.codes == b.codes,
        |a, b| a.amount == b.amount,
        |_, _| true,
    ];
    let mut rows = Vec::new();
    for alike in steps {
        ours.retain(|own| {
            let Some(at) = theirs.iter().position(|their| alike(own, their)) else { return true };
            rows.push(compared(own, theirs.remove(at)));
            false
        });
    }
    let alone = |ours: Option<&PaymentOrderRow>, theirs: Option<&PaymentOrderRow>, difference| {
        let (ours, theirs) = (ours.cloned(), theirs.cloned());
        ReconciledRow { ours, theirs, differences: vec![difference], explanation: None }
    };
    let here = |row: &PaymentOrderRow| RowDifference::OnlyHere { amount: row.amount };
    let there = |row: &PaymentOrderRow| RowDifference::OnlyThere { amount: row.amount };
    rows.extend(ours.into_iter().map(|row| alone(Some(row), None, here(row))));
    rows.extend(theirs.into_iter().map(|row| alone(None, Some(row), there(row))));
    rows.sort_by(|a, b| (&a.ours, &a.theirs).cmp(&(&b.ours, &b.theirs)));
    rows
}

/// What differs between two rows of one number.
fn compared(ours: &PaymentOrderRow, theirs: &PaymentOrderRow) -> ReconciledRow {
    let mut differences = Vec::new();
    if ours.amount != theirs.amount {
        // Both are within a form's amount.
        let by = Euros::from_cents(theirs.amount.cents() - ours.amount.cents());
        differences.push(RowDifference::AmountDiffers {
            ours: ours.amount,
            theirs: theirs.amount,
            by,
        });
    }
    if let (Some(ours), Some(theirs)) = (ours.date, theirs.date)
        && ours != theirs
    {
        differences.push(RowDifference::DatedDifferently { ours, theirs });
    }
    if ours.codes != theirs.codes {
        let (ours, theirs) = (ours.codes.clone(), theirs.codes.clone());
        differences.push(RowDifference::CodesDiffer { ours, theirs });
    }
    let (ours, theirs) = (Some(ours.clone()), Some(theirs.clone()));
    ReconciledRow { ours, theirs, differences, explanation: None }
}

/// Both lists' sums by budget codes.
fn totals(
    ours: &[PaymentOrderRow],
    theirs: &[PaymentOrderRow],
) -> Result<Vec<CodeTotals>, ReconcileRefused> {
    let mut sums: BTreeMap<&BudgetCodes, [Euros; 2]> = BTreeMap::new();
    for (side, rows) in [ours, theirs].into_iter().enumerate() {
        for row in rows {
            let sum = &mut sums.entry(&row.codes).or_default()[side];
            *sum = sum.checked_add(row.amount).ok_or(ReconcileRefused::TooLarge)?;
        }
    }
    let total = |(codes, [ours, theirs]): (&BudgetCodes, [Euros; 2])| CodeTotals {
        codes: codes.clone(),
        ours,
        theirs,
    };
    Ok(sums.into_iter().map(total).collect())
}

impl ReconciledRow {
    /// Its number.
    #[must_use]
    pub fn number(&self) -> Option<&PaymentNumber> {
        self.ours.as_ref().or(self.theirs.as_ref()).map(|row| &row.number)
    }

    /// What is left to do about it.
    #[must_use]
    pub fn status(&self) -> RowStatus {
        if self.differences.is_empty() {
            RowStatus::Equal
        } else if self.explanation.is_some() {
            RowStatus::Explained
        } else {
            RowStatus::Open
        }
    }
}

impl CodeTotals {
    /// Theirs less ours; nothing when it leaves the range of 64-bit cents.
    #[must_use]
    pub fn gap(&self) -> Option<Euros> {
        self.theirs.checked_sub(self.ours)
    }
}

impl Reconciliation {
    /// Every row, by number.
    #[must_use]
    pub fn rows(&self) -> &[ReconciledRow] {
        &self.rows
    }

    /// What both lists come to, by budget codes.
    #[must_use]
    pub fn totals(&self) -> &[CodeTotals] {
        &self.totals
    }

    /// Explanations of differences that are there no more, or are others by now.
    #[must_use]
    pub fn stale(&self) -> &[Explanation] {
        &self.stale
    }

    /// The rows that somebody must look at.
    pub fn open(&self) -> impl Iterator<Item = &ReconciledRow> {
        self.rows.iter().filter(|row| row.status() == RowStatus::Open)
    }

    /// Is nothing left open?
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.open().next().is_none()
    }
}
