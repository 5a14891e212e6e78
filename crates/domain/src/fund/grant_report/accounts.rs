//! Which row of the form each category of spending goes into.

use std::collections::BTreeMap;

use super::{ReportRow, ReportSection};
use crate::Euros;
use crate::fund::{Category, Spending};

/// A cité's mapping of what it spends on to rows: the default of [`default_row`], but where it says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountMap {
    said: BTreeMap<Spending, ReportRow>,
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
    /// Sends a category, or one of the cité's own, into another row.
    ///
    /// # Errors
    /// When the row is no charge.
    pub fn with(mut self, on: impl Into<Spending>, row: ReportRow) -> Result<Self, NotACharge> {
        if row.section() != ReportSection::Charges {
            return Err(NotACharge { row });
        }
        self.said.insert(on.into(), row);
        Ok(self)
    }

    /// The row of what was spent: that of the cité's own category where it has one, else that of the
    /// category above.
    #[must_use]
    pub fn row(&self, on: impl Into<Spending>) -> ReportRow {
        let on = on.into();
        let above = Spending::from(on.category);
        let said = self.said.get(&on).or_else(|| self.said.get(&above));
        said.copied().unwrap_or_else(|| default_row(on.category))
    }

    /// What was spent, by row. Nothing when a sum leaves the range of 64-bit cents.
    #[must_use]
    pub fn by_row(
        &self,
        spent: impl IntoIterator<Item = (Spending, Euros)>,
    ) -> Option<BTreeMap<ReportRow, Euros>> {
        let mut rows: BTreeMap<ReportRow, Euros> = BTreeMap::new();
        for (on, amount) in spent {
            let sum = rows.entry(self.row(on)).or_default();
            *sum = sum.checked_add(amount)?;
        }
        Some(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::OwnCategoryId;

    #[test]
    fn spending_goes_into_the_default_rows_unless_a_cite_says_otherwise() {
        let spent = |map: &AccountMap| {
            let each = Category::ALL.iter();
            let each = each.map(|category| ((*category).into(), Euros::from_cents(100)));
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
        let back = own.with(Category::Connection, ReportRow::BankingAndOther).unwrap();
        assert_eq!(spent(&back), expected);
    }

    #[test]
    fn a_cite_s_own_category_goes_where_the_one_above_goes_until_it_is_sent_elsewhere() {
        let own = OwnCategoryId(uuid::Uuid::from_u128(1));
        let writing = Spending { category: Category::Service, own: Some(own) };
        let default = AccountMap::default();
        assert_eq!(default.row(writing), ReportRow::Fees);
        let above = default.with(Category::Service, ReportRow::Rentals).unwrap();
        assert_eq!(above.row(writing), ReportRow::Rentals);
        let sent = above.with(writing, ReportRow::Publicity).unwrap();
        assert_eq!(sent.row(writing), ReportRow::Publicity);
        assert_eq!(sent.row(Category::Service), ReportRow::Rentals);
        let spent =
            [(writing, Euros::from_cents(5)), (Category::Service.into(), Euros::from_cents(7))];
        let rows = sent.by_row(spent).unwrap();
        assert_eq!(rows[&ReportRow::Publicity].cents() + rows[&ReportRow::Rentals].cents(), 12);
    }

    #[test]
    fn spending_is_no_income() {
        let row = ReportRow::State;
        let with = AccountMap::default().with(Category::Media, row);
        assert_eq!(with, Err(NotACharge { row }));
        let most = [(Category::Media.into(), Euros::from_cents(i64::MAX)); 2];
        assert_eq!(AccountMap::default().by_row(most), None);
    }
}
