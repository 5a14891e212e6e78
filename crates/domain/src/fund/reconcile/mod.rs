//! Our payment orders against the accounting software's (Op@le or GFC), which is the master.
//!
//! Every row of one fiscal year is matched by its number (mandat, or demande de paiement). A difference is
//! told with its figures, and stays open until somebody explains that very difference.

mod difference;
mod matching;
mod row;

pub use difference::{Explanation, ExplanationFault, RowDifference};
pub use matching::{
    CodeTotals, ReconcileRefused, ReconciledRow, Reconciliation, RowStatus, reconcile,
};
pub use row::{AccountSystem, BudgetCodes, NotAPaymentNumber, PaymentNumber, PaymentOrderRow};

#[cfg(test)]
mod tests;
