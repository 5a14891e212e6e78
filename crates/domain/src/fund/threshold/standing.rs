//! How far a year's purchases of one family are from each threshold.

use super::ProcurementThreshold;
use crate::Euros;

/// The percent of a threshold at which it is time to warn.
pub const WARN_AT_PERCENT: i64 = 80;

crate::vocabulary! {
    /// Where a total stands.
    ThresholdLevel {
        /// Under [`WARN_AT_PERCENT`] of it.
        Below = "below",
        /// At that share of it or more, and still under it.
        Near = "near",
        /// At its amount or over.
        Reached = "reached",
    }
}

/// A total against one threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThresholdStanding<'a> {
    /// The threshold.
    pub threshold: &'a ProcurementThreshold,
    /// Where the total stands.
    pub level: ThresholdLevel,
    /// What is left before it is reached; nothing once it is.
    pub left: Euros,
}

/// Where a total without tax stands against each of these thresholds, in their order.
#[must_use]
pub fn standing<'a>(
    total_net: Euros,
    thresholds: &[&'a ProcurementThreshold],
) -> Vec<ThresholdStanding<'a>> {
    let total = i128::from(total_net.cents());
    let against = |threshold: &&'a ProcurementThreshold| {
        let net = i128::from(threshold.net().cents());
        let level = if total >= net {
            ThresholdLevel::Reached
        } else if total * 100 >= net * i128::from(WARN_AT_PERCENT) {
            ThresholdLevel::Near
        } else {
            ThresholdLevel::Below
        };
        // Credit notes alone leave more than the whole threshold.
        let left = i64::try_from((net - total).max(0)).unwrap_or(i64::MAX);
        ThresholdStanding { threshold, level, left: Euros::from_cents(left) }
    };
    thresholds.iter().map(against).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::{bundled_thresholds, in_force};
    use super::*;

    #[test]
    fn a_warning_comes_at_eighty_percent() {
        let rows = bundled_thresholds();
        let rows = in_force(&rows, date(2026, 5, 4));
        let at = |cents| {
            let found = standing(Euros::from_cents(cents), &rows);
            found.iter().map(|one| (one.level, one.left.cents())).collect::<Vec<_>>()
        };
        use ThresholdLevel::{Below, Near, Reached};
        let (written, dispensed, formalised) = (2_500_000, 6_000_000, 21_600_000);
        assert_eq!(at(0), [(Below, written), (Below, dispensed), (Below, formalised)]);
        assert_eq!(at(1_999_999)[0], (Below, 500_001));
        assert_eq!(at(2_000_000)[0], (Near, 500_000));
        assert_eq!(at(2_499_999)[0], (Near, 1));
        assert_eq!(at(2_500_000)[0], (Reached, 0));
        assert_eq!(at(4_800_000), [(Reached, 0), (Near, 1_200_000), (Below, 16_800_000)]);
        assert_eq!(at(-100)[0], (Below, 2_500_100));
        assert_eq!(at(i64::MIN)[0], (Below, i64::MAX));
        assert_eq!(at(i64::MAX)[2], (Reached, 0));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// What is left is what takes the total to the threshold, and more spending never lowers a level.
        #[test]
        fn what_is_left_reaches_it(total in 0..30_000_000_i64, more in 0..10_000_000_i64) {
            let rows = bundled_thresholds();
            let rows = in_force(&rows, date(2026, 5, 4));
            let before = standing(Euros::from_cents(total), &rows);
            let after = standing(Euros::from_cents(total + more), &rows);
            for (before, after) in before.iter().zip(&after) {
                prop_assert!(before.level <= after.level);
                let reached = total + before.left.cents();
                prop_assert!(reached >= before.threshold.net().cents());
                prop_assert_eq!(before.left == Euros::ZERO, before.level == ThresholdLevel::Reached);
                prop_assert_eq!(after.level == ThresholdLevel::Reached, more >= before.left.cents());
            }
        }
    }
}
