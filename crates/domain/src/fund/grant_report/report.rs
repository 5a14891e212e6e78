//! The report itself: rows in, totals, percentages, balance and sentence out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::layout::{LayoutLine, LineKind, ReportLayout, ReportTotal};
use super::{Percentage, ReportRow, ReportSection};
use crate::Euros;
use crate::fund::Amount;

/// What was planned and what was done, of one row or of a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Figures {
    /// Prévision.
    pub planned: Euros,
    /// Réalisation.
    pub realised: Euros,
}

crate::vocabulary! {
    /// A column of the form.
    ReportColumn {
        /// Prévision.
        Planned = "planned",
        /// Réalisation.
        Realised = "realised",
    }
}

/// A grant's financial report: the figures of every row, nothing where none is given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<ReportRow, Figures>", into = "BTreeMap<ReportRow, Figures>")]
pub struct GrantFinancialReport {
    rows: BTreeMap<ReportRow, Figures>,
}

/// Why there is no such report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReportFault {
    /// A row is planned below nothing. Realised may be: credit notes alone came that year.
    #[error("{row} is planned below nothing")]
    NegativePlan {
        /// Which row.
        row: ReportRow,
    },
    /// A figure beyond what a form's amount may be.
    #[error("{row} is too large")]
    TooLarge {
        /// Which row.
        row: ReportRow,
    },
}

/// What does not balance. A report is handed in without any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "imbalance", rename_all = "snake_case")]
pub enum ReportImbalance {
    /// Charges and income come to different totals.
    Totals {
        /// In which column.
        column: ReportColumn,
        /// Total of the charges.
        charges: Euros,
        /// Total of the income.
        produits: Euros,
    },
    /// Contributions in kind (87) were not all used (86), or more than there were.
    InKind {
        /// In which column.
        column: ReportColumn,
        /// Total of 86.
        uses: Euros,
        /// Total of 87.
        contributions: Euros,
    },
    /// A part ("dont …") is more than its row.
    PartOverWhole {
        /// In which column.
        column: ReportColumn,
        /// The part's row.
        part: ReportRow,
        /// Its figure.
        amount: Euros,
        /// The figure of its row.
        whole: Euros,
    },
}

/// A line as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportLine {
    /// The form's line.
    pub line: LayoutLine,
    /// Its figures; none on a heading.
    pub figures: Option<Figures>,
    /// Realised of planned, with one decimal; none where nothing was planned.
    pub percent: Option<Percentage>,
}

/// What the grant is of the income.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrantShare {
    /// The grant.
    pub grant: Amount,
    /// Total of the income.
    pub produits: Euros,
    /// Its share, with two decimals; none where there is no income.
    pub share: Option<Percentage>,
}

impl Figures {
    /// The figure of a column.
    #[must_use]
    pub const fn of(self, column: ReportColumn) -> Euros {
        match column {
            ReportColumn::Planned => self.planned,
            ReportColumn::Realised => self.realised,
        }
    }

    /// Realised of planned, with one decimal; none where nothing was planned.
    #[must_use]
    pub fn percent(self) -> Option<Percentage> {
        Percentage::of(self.realised, self.planned, 1)
    }
}

impl GrantFinancialReport {
    /// A report of these rows; a row that is not there has nothing.
    ///
    /// # Errors
    /// When a row is planned below nothing, or is too large.
    pub fn new(rows: BTreeMap<ReportRow, Figures>) -> Result<Self, ReportFault> {
        let limit = -Euros::MOST_CENTS..=Euros::MOST_CENTS;
        for (row, figures) in &rows {
            if figures.planned.is_negative() {
                return Err(ReportFault::NegativePlan { row: *row });
            }
            if ![figures.planned, figures.realised].iter().all(|one| limit.contains(&one.cents())) {
                return Err(ReportFault::TooLarge { row: *row });
            }
        }
        let mut rows = rows;
        rows.retain(|_, figures| *figures != Figures::default());
        Ok(Self { rows })
    }

    /// The figures of a row.
    #[must_use]
    pub fn row(&self, row: ReportRow) -> Figures {
        self.rows.get(&row).copied().unwrap_or_default()
    }

    /// The sum of a section, parts of rows not counted again.
    #[must_use]
    pub fn section(&self, section: ReportSection) -> Figures {
        self.sum(|row| row.section() == section && row.part_of().is_none())
    }

    fn sum(&self, wanted: impl Fn(ReportRow) -> bool) -> Figures {
        let add = |sum: Figures, figures: &Figures| {
            // Fewer than a hundred rows, each within a form's amount.
            let plus = |a: Euros, b: Euros| Euros::from_cents(a.cents() + b.cents());
            Figures {
                planned: plus(sum.planned, figures.planned),
                realised: plus(sum.realised, figures.realised),
            }
        };
        let rows = self.rows.iter().filter(|(row, _)| wanted(**row)).map(|(_, figures)| figures);
        rows.fold(Figures::default(), add)
    }

    /// The lines of both sides of the form, charges then income, as they are printed.
    #[must_use]
    pub fn lines(&self, layout: &ReportLayout) -> (Vec<ReportLine>, Vec<ReportLine>) {
        use ReportSection::{Charges, InKindContributions, InKindUses, Produits};
        let side = |lines: &[LayoutLine], own, in_kind| {
            lines.iter().map(|line| self.printed(line, own, in_kind)).collect()
        };
        (
            side(layout.charges, Charges, InKindUses),
            side(layout.produits, Produits, InKindContributions),
        )
    }

    fn printed(&self, line: &LayoutLine, own: ReportSection, in_kind: ReportSection) -> ReportLine {
        let counts = |row: ReportRow| row.part_of().is_none();
        let figures = match line.kind {
            LineKind::Heading => None,
            LineKind::Account(rows) => Some(self.sum(|row| rows.contains(&row) && counts(row))),
            LineKind::Row(row) | LineKind::SubRow(row) | LineKind::OfWhich(row) => {
                Some(self.row(row))
            }
            LineKind::Total(ReportTotal::Side) => Some(self.section(own)),
            LineKind::Total(ReportTotal::SideWithInKind) => {
                Some(self.sum(|row| [own, in_kind].contains(&row.section()) && counts(row)))
            }
        };
        ReportLine { line: *line, figures, percent: figures.and_then(Figures::percent) }
    }

    /// What does not balance, planned first.
    #[must_use]
    pub fn imbalances(&self) -> Vec<ReportImbalance> {
        let mut found = Vec::new();
        for column in ReportColumn::ALL.iter().copied() {
            let total = |section| self.section(section).of(column);
            let (charges, produits) =
                (total(ReportSection::Charges), total(ReportSection::Produits));
            if charges != produits {
                found.push(ReportImbalance::Totals { column, charges, produits });
            }
            let (uses, contributions) =
                (total(ReportSection::InKindUses), total(ReportSection::InKindContributions));
            if uses != contributions {
                found.push(ReportImbalance::InKind { column, uses, contributions });
            }
            for part in ReportRow::ALL.iter().copied() {
                let Some(whole) = part.part_of() else { continue };
                let (amount, whole) = (self.row(part).of(column), self.row(whole).of(column));
                if amount > whole {
                    found.push(ReportImbalance::PartOverWhole { column, part, amount, whole });
                }
            }
        }
        found
    }

    /// What a grant is of the income of a column: the figures of the sentence under the table.
    #[must_use]
    pub fn share_of(&self, grant: Amount, column: ReportColumn) -> GrantShare {
        let produits = self.section(ReportSection::Produits).of(column);
        GrantShare { grant, produits, share: Percentage::of(grant.euros(), produits, 2) }
    }
}

impl GrantShare {
    /// The form's sentence with its figures; none where there is no income to compare with.
    #[must_use]
    pub fn sentence(&self, layout: &ReportLayout) -> Option<String> {
        let share = self.share?.to_string();
        Some(layout.sentence.replace("{grant}", &self.grant.to_string()).replace("{share}", &share))
    }
}

impl TryFrom<BTreeMap<ReportRow, Figures>> for GrantFinancialReport {
    type Error = ReportFault;
    fn try_from(rows: BTreeMap<ReportRow, Figures>) -> Result<Self, ReportFault> {
        Self::new(rows)
    }
}

impl From<GrantFinancialReport> for BTreeMap<ReportRow, Figures> {
    fn from(report: GrantFinancialReport) -> Self {
        report.rows
    }
}

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
