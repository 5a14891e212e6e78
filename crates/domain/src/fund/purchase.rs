//! What money may buy: categories of spending, the terms of a line, the catalogue.

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::grant_report::ReportRow;
use crate::ids::OwnCategoryId;
use crate::stock::{ItemKind, LotCondition, Restriction};

crate::vocabulary! {
    /// What is bought, as funders tell their money apart (`domain.md` §1, lines 60 and 65): what a line
    /// may pay is said in these, and a cité keeps its own categories under them.
    Category {
        /// Computers, tablets, telephones, printers.
        Equipment = "equipment",
        /// Subscriptions and 4G keys.
        Connection = "connection",
        /// Interpreting for families.
        Interpreting = "interpreting",
        /// Speakers and educational support.
        Service = "service",
        /// Radio, print, video.
        Media = "media",
        /// Anything else.
        Other = "other",
    }
}

/// A category that a cité keeps itself, under one of the program's: what is asked for in it is paid by the lines
/// that pay the one above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnCategory {
    /// Its id.
    pub id: OwnCategoryId,
    /// The category above.
    pub under: Category,
    /// What the cité calls it; once in a cité, whatever the case.
    pub label: String,
    /// Where its spending goes in the financial report; nothing: where that of the category above goes.
    pub row: Option<ReportRow>,
    /// A homogeneous family of purchases by itself; if not, it is counted with the category above.
    pub family: bool,
    /// Named by nothing new.
    pub retired: bool,
}

/// What an amount is spent on: a category, and which of the cité's own under it, where one was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Spending {
    /// The program's category.
    pub category: Category,
    /// The cité's own.
    pub own: Option<OwnCategoryId>,
}

impl From<Category> for Spending {
    fn from(category: Category) -> Self {
        Self { category, own: None }
    }
}

impl Spending {
    /// What an order buys: what it says itself, in the cité's own category where the agreement names one
    /// under the same; else what was agreed; [`Category::Other`] where neither says.
    #[must_use]
    pub fn ordered(order: Option<Category>, agreed: Option<Self>) -> Self {
        match (order, agreed) {
            (None, agreed) => agreed.unwrap_or_else(|| Category::Other.into()),
            (Some(category), Some(agreed)) if agreed.category == category => agreed,
            (Some(category), _) => category.into(),
        }
    }
}

/// The flexibility of a line that is spent last.
pub const MOST_FLEXIBILITY: u8 = 99;

/// What a line's money may buy, and for whom. Empty lists restrict nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTerms {
    /// Only these categories.
    #[serde(default)]
    pub categories: Vec<Category>,
    /// Only for these needs.
    #[serde(default)]
    pub restriction: Restriction,
    /// 0 to 99: of two lines that may both pay, the lower is spent first.
    #[serde(default)]
    pub flexibility: u8,
}

impl LineTerms {
    /// May its money buy this?
    #[must_use]
    pub fn allows(&self, category: Category) -> bool {
        self.categories.is_empty() || self.categories.contains(&category)
    }
}

/// Something that can be ordered at a known price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// What it is called, once in a cité's catalogue.
    pub label: String,
    /// What one unit is.
    pub kind: ItemKind,
    /// What it counts as.
    pub category: Category,
    /// New or prepared again.
    pub condition: LotCondition,
    /// One unit, taxes and the months of its plan included.
    pub price: Amount,
    /// If it is ordered at all, at least so many; 0: any number.
    pub minimum_order: u32,
}

/// No order of a single thing is larger.
pub const MOST_ORDERED: u32 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::{Category, Spending};
    use crate::ids::OwnCategoryId;

    #[test]
    fn an_order_keeps_the_cite_s_own_category_unless_it_buys_something_else() {
        let own = OwnCategoryId(uuid::Uuid::from_u128(7));
        let agreed = Spending { category: Category::Service, own: Some(own) };
        assert_eq!(Spending::ordered(None, Some(agreed)), agreed);
        assert_eq!(Spending::ordered(Some(Category::Service), Some(agreed)), agreed);
        let media = Spending::ordered(Some(Category::Media), Some(agreed));
        assert_eq!(media, Category::Media.into());
        assert_eq!(Spending::ordered(None, None), Category::Other.into());
    }
}
