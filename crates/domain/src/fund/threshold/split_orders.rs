//! Orders that are each under a threshold and together over it, within a few days.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;

use super::{ProcurementThreshold, PurchaseFamily, in_force};
use crate::Euros;
use crate::fund::Amount;
use crate::ids::CommitmentId;

/// An order as far as a split can be seen in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedOrder {
    /// The commitment it was placed under.
    pub id: CommitmentId,
    /// What it is counted with.
    pub family: PurchaseFamily,
    /// What tells its supplier from others: a SIREN, or a name where there is none.
    pub supplier: String,
    /// The day it was placed.
    pub day: Date,
    /// Its amount without tax.
    pub net: Amount,
}

/// Orders of one family that a threshold would have caught together. It is a question to the authorising
/// officer, not a fault: needs may come up one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitOrders<'a> {
    /// Their family.
    pub family: &'a PurchaseFamily,
    /// The threshold that none of them reaches and all of them do.
    pub threshold: &'a ProcurementThreshold,
    /// Which, by day.
    pub orders: Vec<&'a PlacedOrder>,
    /// What they come to without tax.
    pub total: Euros,
    /// Are they all of one supplier?
    pub same_supplier: bool,
}

/// Points out orders of one family, placed at most `window_days` days apart, that are each below a
/// threshold and together reach it. The threshold is one in force on the first order's day; of groups
/// one within the other, only the largest is told. What is found goes by family, by first day, by the
/// threshold's amount, whatever the order of what is given.
#[must_use]
pub fn split_orders<'a>(
    orders: &'a [PlacedOrder],
    window_days: u16,
    rows: &'a [ProcurementThreshold],
) -> Vec<SplitOrders<'a>> {
    let mut families: BTreeMap<&PurchaseFamily, Vec<&PlacedOrder>> = BTreeMap::new();
    for order in orders {
        families.entry(&order.family).or_default().push(order);
    }
    let mut found: Vec<SplitOrders> = Vec::new();
    for (family, mut placed) in families {
        placed.sort_by_key(|order| (order.day, order.id));
        let mut ends = Vec::new();
        for (at, first) in placed.iter().enumerate() {
            let last_day = first.day.saturating_add(Span::new().days(i64::from(window_days)));
            for threshold in in_force(rows, first.day) {
                let below = |order: &PlacedOrder| order.net.euros() < threshold.net();
                let window = placed[at..].iter().take_while(|order| order.day <= last_day);
                let group: Vec<_> = window.copied().filter(|order| below(order)).collect();
                let total = total(&group);
                let (true, true, Some(last)) =
                    (below(first), total >= threshold.net(), group.last())
                else {
                    continue;
                };
                // A group that ends like one that started before is a part of it.
                if ends.contains(&(threshold, last.id)) {
                    continue;
                }
                ends.push((threshold, last.id));
                let same_supplier = group.iter().all(|order| order.supplier == first.supplier);
                found.push(SplitOrders { family, threshold, orders: group, total, same_supplier });
            }
        }
    }
    found
}

/// What orders come to; amounts are above zero, so a sum out of range is the largest there is.
fn total(orders: &[&PlacedOrder]) -> Euros {
    Euros::from_cents(
        orders.iter().fold(0, |sum: i64, order| sum.saturating_add(order.net.cents())),
    )
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use jiff::civil::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::super::bundled_thresholds;
    use super::*;

    fn order(id: u128, family: &str, supplier: &str, day: Date, euros: i64) -> PlacedOrder {
        PlacedOrder {
            id: CommitmentId(Uuid::from_u128(id)),
            family: PurchaseFamily::parse(family).unwrap(),
            supplier: supplier.to_owned(),
            day,
            net: Amount::from_cents(euros * 100).unwrap(),
        }
    }

    /// What was found: the threshold and the total in euros, the ids, and whether of one supplier.
    fn found(orders: &[PlacedOrder], window: u16) -> Vec<(i64, i64, Vec<u128>, bool)> {
        let rows = bundled_thresholds();
        let ids = |one: &SplitOrders| one.orders.iter().map(|order| order.id.0.as_u128()).collect();
        let euros = |amount: Euros| amount.cents() / 100;
        let told = |one: &SplitOrders| {
            (euros(one.threshold.net()), euros(one.total), ids(one), one.same_supplier)
        };
        split_orders(orders, window, &rows).iter().map(told).collect()
    }

    #[test]
    fn orders_that_together_reach_a_threshold_are_told() {
        let day = date(2026, 5, 4);
        let orders = [
            order(1, "tablettes", "A", day, 24_000),
            order(2, "tablettes", "A", day.saturating_add(30.days()), 1_000),
            order(3, "livres", "A", day, 24_000),
        ];
        assert_eq!(found(&orders, 30), [(25_000, 25_000, vec![1, 2], true)]);
        // A day further apart, a euro less, or another family: nothing.
        assert_eq!(found(&orders, 29), []);
        let mut less = orders.clone();
        less[1].net = Amount::from_cents(99_999).unwrap();
        assert_eq!(found(&less, 30), []);
        let mut two = orders.clone();
        two[1].supplier = "B".to_owned();
        assert_eq!(found(&two, 30), [(25_000, 25_000, vec![1, 2], false)]);
    }

    #[test]
    fn an_order_over_the_threshold_is_no_part_of_a_split() {
        let day = date(2026, 5, 4);
        let orders = [order(1, "x", "A", day, 25_000), order(2, "x", "A", day, 24_000)];
        assert_eq!(found(&orders, 30), []);
        let orders = [order(1, "x", "A", day, 35_000), order(2, "x", "A", day, 25_000)];
        assert_eq!(found(&orders, 30), [(60_000, 60_000, vec![1, 2], true)]);
    }

    #[test]
    fn the_threshold_is_the_first_days() {
        let orders = |day: Date| {
            [
                order(1, "x", "A", day, 26_000),
                order(2, "x", "A", day.saturating_add(2.days()), 26_000),
            ]
        };
        let told = (40_000, 52_000, vec![1, 2], true);
        assert_eq!(found(&orders(date(2026, 3, 31)), 30), [told]);
        assert_eq!(found(&orders(date(2026, 4, 1)), 30), []);
    }

    #[test]
    fn of_groups_one_within_the_other_the_largest_is_told() {
        let day = date(2026, 5, 4);
        let orders: Vec<_> = (0..4_u8)
            .map(|n| {
                order(n.into(), "x", "A", day.saturating_add((i32::from(n) * 10).days()), 13_000)
            })
            .collect();
        assert_eq!(found(&orders, 100), [(25_000, 52_000, vec![0, 1, 2, 3], true)]);
        let chain = [(0, 1), (1, 2), (2, 3)].map(|(a, b)| (25_000, 26_000, vec![a, b], true));
        assert_eq!(found(&orders, 10), chain);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// The order of the rows changes nothing; what is told is below, together at least the threshold,
        /// and within the window; and two orders that make a split are never missed.
        #[test]
        fn every_split_is_told_once(
            placed in prop::collection::vec((0..90_i32, 1..50_000_i64, 0..2_u8), 0..12),
            window in 0..60_u16,
        ) {
            let orders: Vec<_> = placed
                .iter()
                .zip(0..)
                .map(|((day, euros, family), id)| {
                    let day = date(2026, 2, 15).saturating_add(day.days());
                    order(id, ["x", "y"][usize::from(*family)], "A", day, *euros)
                })
                .collect();
            let rows = bundled_thresholds();
            let told = split_orders(&orders, window, &rows);
            let mut reversed = orders.clone();
            reversed.reverse();
            prop_assert_eq!(&split_orders(&reversed, window, &rows), &told);
            let far = |a: Date, b: Date| a.until(b).unwrap().get_days().abs() > i32::from(window);
            for group in &told {
                prop_assert!(group.orders.len() >= 2 && group.total >= group.threshold.net());
                prop_assert!(group.orders.iter().all(|one| one.net.euros() < group.threshold.net()));
                prop_assert!(!far(group.orders[0].day, group.orders[group.orders.len() - 1].day));
            }
            for one in &orders {
                for other in orders.iter().filter(|other| (one.day, one.id) < (other.day, other.id)) {
                    let sum = total(&[one, other]);
                    let split = |row: &&ProcurementThreshold| {
                        let below = one.net.max(other.net).euros() < row.net();
                        below && sum >= row.net() && one.family == other.family
                    };
                    for row in in_force(&rows, one.day).into_iter().filter(split) {
                        let holds = |group: &SplitOrders| {
                            group.threshold == row && [one, other].iter().all(|it| group.orders.contains(it))
                        };
                        prop_assert!(far(one.day, other.day) || told.iter().any(holds));
                    }
                }
            }
        }
    }
}
