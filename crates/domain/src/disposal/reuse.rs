//! The rate of reuse that the law asks for: décret n° 2023-266 of 12 April 2023, articles 1 to 3.
//!
//! Of the computing and telephone equipment under ten years old that leaves in a year, so much has to be
//! used again: handed to a public body, sold, or given. What is older goes to recycling and is out of the
//! count. So is here what was given back to its donor (it was never the town's), what was lost or stolen
//! (nothing left), and a SIM card alone (no equipment). What is of an unknown age is told apart: it is
//! counted by nobody's guess.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Destination;
use crate::stock::ItemKind;

/// From how many years on a device is out of the count.
pub const OLD_AFTER: i16 = 10;

/// The share that has to be used again of what leaves in `year`, in percent; nothing before 2023.
#[must_use]
pub const fn objective(year: i16) -> Option<u32> {
    match year {
        ..=2022 => None,
        2023 => Some(25),
        2024 => Some(35),
        2025.. => Some(50),
    }
}

/// How old an item is that leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgeClass {
    /// Under ten years: it counts.
    Young,
    /// Ten years or more.
    Old,
    /// Nobody knows.
    Unknown,
}

/// How old an item first used in `first_year` is on the day it leaves, by whole calendar years.
#[must_use]
pub fn age_class(first_year: Option<i16>, left_on: Date) -> AgeClass {
    match first_year {
        None => AgeClass::Unknown,
        Some(year) if left_on.year() - year < OLD_AFTER => AgeClass::Young,
        Some(_) => AgeClass::Old,
    }
}

/// An item that left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftItem {
    /// What it was.
    pub kind: ItemKind,
    /// Where it went.
    pub destination: Destination,
    /// The day of the act.
    pub act_on: Date,
    /// The year it was first used.
    pub first_year: Option<i16>,
}

/// What left in a calendar year, each item in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReuseYear {
    /// The year of the acts.
    pub year: i16,
    /// Under ten years old, used again.
    pub reused: u64,
    /// Under ten years old, recycled.
    pub recycled: u64,
    /// Ten years old or more.
    pub old: u64,
    /// Of an age nobody knows.
    pub unknown: u64,
    /// Given back, lost or stolen, or a SIM card alone.
    pub outside: u64,
}

impl ReuseYear {
    /// The share used again, in tenths of a percent, rounded down: a goal nearly reached is not reached.
    /// Nothing when nothing counts.
    #[must_use]
    pub const fn per_mille(&self) -> Option<u64> {
        (self.reused * 1_000).checked_div(self.reused + self.recycled)
    }

    /// Is the year's goal reached? Nothing when there is none, or nothing to count.
    #[must_use]
    pub fn reached(&self) -> Option<bool> {
        Some(self.per_mille()? >= u64::from(objective(self.year)?) * 10)
    }

    /// Everything that left.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.reused + self.recycled + self.old + self.unknown + self.outside
    }
}

/// What left, year by year, the latest first.
#[must_use]
pub fn reuse_by_year(left: impl IntoIterator<Item = LeftItem>) -> Vec<ReuseYear> {
    let mut years: BTreeMap<i16, ReuseYear> = BTreeMap::new();
    for item in left {
        let year = item.act_on.year();
        let counts = years.entry(year).or_insert(ReuseYear { year, ..ReuseYear::default() });
        *place(counts, item) += 1;
    }
    years.into_values().rev().collect()
}

fn place(counts: &mut ReuseYear, item: LeftItem) -> &mut u64 {
    let again = match item.destination {
        Destination::PublicBody | Destination::Domaines | Destination::Association => true,
        Destination::Recycled => false,
        Destination::BackToDonor | Destination::WrittenOff => return &mut counts.outside,
    };
    match (item.kind, age_class(item.first_year, item.act_on)) {
        (ItemKind::Sim, _) => &mut counts.outside,
        (_, AgeClass::Old) => &mut counts.old,
        (_, AgeClass::Unknown) => &mut counts.unknown,
        (_, AgeClass::Young) if again => &mut counts.reused,
        (_, AgeClass::Young) => &mut counts.recycled,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn left(destination: Destination, year: i16, first_year: Option<i16>) -> LeftItem {
        LeftItem { kind: ItemKind::Laptop, destination, act_on: date(year, 6, 1), first_year }
    }

    #[test]
    fn a_quarter_then_a_third_then_half() {
        let goals = [2022, 2023, 2024, 2025, 2031].map(objective);
        assert_eq!(goals, [None, Some(25), Some(35), Some(50), Some(50)]);
    }

    #[test]
    fn ten_years_old_is_out_of_the_count_and_no_age_is_guessed() {
        assert_eq!(age_class(Some(2017), date(2026, 12, 31)), AgeClass::Young);
        assert_eq!(age_class(Some(2016), date(2026, 1, 1)), AgeClass::Old);
        assert_eq!(age_class(None, date(2026, 1, 1)), AgeClass::Unknown);
    }

    #[test]
    fn each_item_stands_in_one_place_of_its_year() {
        use Destination::{Association, BackToDonor, Domaines, PublicBody, Recycled, WrittenOff};
        let new = Some(2020);
        let card = LeftItem { kind: ItemKind::Sim, ..left(Recycled, 2026, new) };
        let all = [
            left(PublicBody, 2026, new),
            left(Domaines, 2026, new),
            left(Association, 2026, new),
            left(Recycled, 2026, new),
            left(Recycled, 2026, new),
            left(Recycled, 2026, new),
            left(Association, 2026, Some(2016)),
            left(Recycled, 2026, None),
            left(BackToDonor, 2026, new),
            left(WrittenOff, 2026, new),
            card,
            left(Recycled, 2024, new),
        ];
        let years = reuse_by_year(all);
        let expected =
            ReuseYear { year: 2026, reused: 3, recycled: 3, old: 1, unknown: 1, outside: 3 };
        assert_eq!(years, [expected, ReuseYear { year: 2024, recycled: 1, ..Default::default() }]);
        assert_eq!(years.iter().map(ReuseYear::total).sum::<u64>(), all.len() as u64);
        assert_eq!((years[0].per_mille(), years[0].reached()), (Some(500), Some(true)));
        assert_eq!((years[1].per_mille(), years[1].reached()), (Some(0), Some(false)));
    }

    #[test]
    fn a_goal_nearly_reached_is_not_reached() {
        let year = ReuseYear { year: 2026, reused: 999, recycled: 1_000, ..Default::default() };
        assert_eq!((year.per_mille(), year.reached()), (Some(499), Some(false)));
        let none = ReuseYear { year: 2026, old: 3, ..Default::default() };
        assert_eq!((none.per_mille(), none.reached()), (None, None));
        let before = ReuseYear { year: 2022, reused: 3, ..Default::default() };
        assert_eq!(before.reached(), None);
    }
}
