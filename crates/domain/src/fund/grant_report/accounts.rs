//! Which row of the form each category of spending goes into.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ReportRow, ReportSection};
use crate::Euros;
use crate::fund::Category;

/// A cité's mapping of categories to rows: the default of [`default_row`], but where it says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<Category, ReportRow>", into = "BTreeMap<Category, ReportRow>")]
pub struct AccountMap {
    own: BTreeMap<Category, ReportRow>,
}

/// Spending can only go into a row of charges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{row} is no row of charges")]
pub struct NotACharge {
    /// The row that was given.
    pub row: ReportRow,
}

/// Where a category goes unless a cité says otherwise (`domain.md` §2.7, mapping for this product).
/// Devices are under the threshold of fixed assets, so they are supplies; the form has no row for
/// telecommunications.
#[must_use]
pub const fn default_row(category: Category) -> ReportRow {
    match category {
        Category::Equipment | Category::Other => ReportRow::OtherSupplies,
        Category::Connection => ReportRow::BankingAndOther,
        Category::Interpreting | Category::Service => ReportRow::Fees,
        Category::Media => ReportRow::Publicity,
    }
}

impl AccountMap {
    /// Sends a category into another row.
    ///
    /// # Errors
    /// When the row is no charge.
    pub fn with(mut self, category: Category, row: ReportRow) -> Result<Self, NotACharge> {
        if row.section() != ReportSection::Charges {
            return Err(NotACharge { row });
        }
        if row == default_row(category) {
            self.own.remove(&category);
        } else {
            self.own.insert(category, row);
        }
        Ok(self)
    }

    /// The row of a category.
    #[must_use]
    pub fn row(&self, category: Category) -> ReportRow {
        self.own.get(&category).copied().unwrap_or_else(|| default_row(category))
    }

    /// What was spent, by row. Nothing when a sum leaves the range of 64-bit cents.
    #[must_use]
    pub fn by_row(
        &self,
        spent: impl IntoIterator<Item = (Category, Euros)>,
    ) -> Option<BTreeMap<ReportRow, Euros>> {
        let mut rows: BTreeMap<ReportRow, Euros> = BTreeMap::new();
        for (category, amount) in spent {
            let sum = rows.entry(self.row(category)).or_default();
            *sum = sum.checked_add(amount)?;
        }
        Some(rows)
    }
}

impl TryFrom<BTreeMap<Category, ReportRow>> for AccountMap {
    type Error = NotACharge;
    fn try_from(rows: BTreeMap<Category, ReportRow>) -> Result<Self, NotACharge> {
        rows.into_iter().try_fold(Self::default(), |map, (category, row)| map.with(category, row))
    }
}

impl From<AccountMap> for BTreeMap<Category, ReportRow> {
    fn from(map: AccountMap) -> Self {
        map.own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spending_goes_into_the_default_rows_unless_a_cite_says_otherwise() {
        let spent = |map: &AccountMap| {
            let each = Category::ALL.iter().map(|category| (*category, Euros::from_cents(100)));
            let rows = map.by_row(each).unwrap();
            rows.into_iter().map(|(row, sum)| (row.code(), sum.cents())).collect::<Vec<_>>()
        };
        let default = AccountMap::default();
        let expected =
            [("60.other", 200), ("62.fees", 200), ("62.publicity", 100), ("62.other", 100)];
        assert_eq!(spent(&default), expected);
        let own = default.clone().with(Category::Connection, ReportRow::Rentals).unwrap();
        assert_eq!(own.row(Category::Connection), ReportRow::Rentals);
        assert_eq!(spent(&own).iter().map(|(_, sum)| sum).sum::<i64>(), 600);
        let kept = serde_json::to_string(&own).unwrap();
        assert_eq!(kept, r#"{"connection":"61.rentals"}"#);
        assert_eq!(serde_json::from_str::<AccountMap>(&kept).unwrap(), own);
        let back = own.with(Category::Connection, ReportRow::BankingAndOther).unwrap();
        assert_eq!(back, default);
    }

    #[test]
    fn spending_is_no_income() {
        let row = ReportRow::State;
        let with = AccountMap::default().with(Category::Media, row);
        assert_eq!(with, Err(NotACharge { row }));
        assert!(serde_json::from_str::<AccountMap>(r#"{"media":"74.state"}"#).is_err());
        assert!(serde_json::from_str::<AccountMap>(r#"{"media":"860"}"#).is_err());
        let most = [(Category::Media, Euros::from_cents(i64::MAX)); 2];
        assert_eq!(AccountMap::default().by_row(most), None);
    }
}
