//! What a count of families may show to whom (`domain.md` §4.5, invariant 9).
//!
//! A hidden count is hidden at zero too: "nobody" is also something said of a few families. Sums are
//! made of shown cells only, so that no subtraction gives a hidden one back.

/// Who will read a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Donors, national coordination, the press: nothing under 11.
    Outside,
    /// The troïka and the préfecture: nothing under 5.
    Inside,
}

impl Audience {
    /// The least count it may read.
    #[must_use]
    pub const fn least(self) -> u64 {
        match self {
            Self::Outside => 11,
            Self::Inside => 5,
        }
    }
}

/// A count as its reader may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The count itself.
    Exact(u64),
    /// Hidden: below this threshold.
    Under(u64),
}

/// Shows a count of families, or hides it.
#[must_use]
pub const fn disclose(count: u64, audience: Audience) -> Shown {
    if count < audience.least() { Shown::Under(audience.least()) } else { Shown::Exact(count) }
}

/// Cells and what they add up to, for one reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosedRow {
    /// Each cell.
    pub cells: Vec<Shown>,
    /// Their sum, unless it would give a hidden cell back.
    pub total: Option<u64>,
}

/// Shows a row of counts of families: its total only if every cell is shown.
#[must_use]
pub fn disclose_row(counts: &[u64], audience: Audience) -> DisclosedRow {
    let cells: Vec<Shown> = counts.iter().map(|count| disclose(*count, audience)).collect();
    let whole = cells.iter().all(|cell| matches!(cell, Shown::Exact(_)));
    DisclosedRow { total: whole.then(|| counts.iter().sum()), cells }
}

/// The sum of the cells that are shown: says nothing that the cells do not.
#[must_use]
pub fn sum_of_shown(cells: impl IntoIterator<Item = Shown>) -> u64 {
    cells.into_iter().map(|cell| if let Shown::Exact(count) = cell { count } else { 0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::{Audience, Shown, disclose, disclose_row, sum_of_shown};

    #[test]
    fn few_families_are_hidden_even_none() {
        for count in 0..11 {
            assert_eq!(disclose(count, Audience::Outside), Shown::Under(11));
        }
        assert_eq!(disclose(11, Audience::Outside), Shown::Exact(11));
        assert_eq!(disclose(4, Audience::Inside), Shown::Under(5));
        assert_eq!(disclose(5, Audience::Inside), Shown::Exact(5));
    }

    #[test]
    fn a_row_with_a_hidden_cell_has_no_total() {
        assert_eq!(disclose_row(&[40, 5, 12], Audience::Inside).total, Some(57));
        let row = disclose_row(&[40, 0, 12], Audience::Inside);
        assert_eq!(row.cells, [Shown::Exact(40), Shown::Under(5), Shown::Exact(12)]);
        assert_eq!(row.total, None);
    }

    #[test]
    fn a_total_gives_no_hidden_cell_back() {
        let cells = [40, 3, 12].map(|count| disclose(count, Audience::Outside));
        assert_eq!(sum_of_shown(cells), 52);
    }
}
