//! Procurement thresholds: a dated table, how far a total is from them, and orders that look split.
//!
//! Amounts are without tax (HT), and purchases are counted by homogeneous family (`domain.md` §2.5). The
//! authorising officer answers for the count: everything here is told, nothing is blocked.

mod family;
mod split_orders;
mod standing;
mod table;

pub use family::{NotAFamily, PurchaseFamily};
pub use split_orders::{PlacedOrder, SplitOrders, split_orders};
pub use standing::{ThresholdLevel, ThresholdStanding, WARN_AT_PERCENT, standing};
pub use table::{
    BUNDLED_THRESHOLDS, ProcurementThreshold, ThresholdFault, ThresholdKind, bundled_thresholds,
    in_force,
};
