//! What a count of families may show to whom (`domain.md` §4.5, invariant 9).
//!
//! A hidden count is hidden at zero too: "nobody" is also something said of a few families. Sums are
//! made of shown cells only, so that no subtraction gives a hidden one back.

use serde::Serialize;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// The count itself.
    Exact(u64),
    /// Hidden: below this threshold.
    Under(u64),
    /// A part of a known whole, hidden because too few are outside it: this many at least.
    AtLeast(u64),
    /// Hidden with a cell beside it, which would be found by subtraction otherwise.
    Withheld,
}

impl Shown {
    /// May it be read as it is?
    #[must_use]
    pub const fn is_exact(self) -> bool {
        matches!(self, Self::Exact(_))
    }
}

/// Shows a count of families, or hides it.
#[must_use]
pub const fn disclose(count: u64, audience: Audience) -> Shown {
    if count < audience.least() { Shown::Under(audience.least()) } else { Shown::Exact(count) }
}

/// Shows a part of a whole that is shown too: neither the part nor what is left of the whole may be
/// too small.
#[must_use]
pub const fn disclose_part(part: u64, whole: u64, audience: Audience) -> Shown {
    let least = audience.least();
    if part >= least && whole.saturating_sub(part) < least {
        return Shown::AtLeast(whole.saturating_sub(least - 1));
    }
    disclose(part, audience)
}

/// Cells and what they add up to, for one reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosedRow {
    /// Each cell.
    pub cells: Vec<Shown>,
    /// Their sum, unless it would give a hidden cell back.
    pub total: Option<u64>,
}

/// Shows a row of counts of families. A cell that is hidden alone hides the smallest other one with
/// it, since the sum may be known from elsewhere; the total is shown only if every cell is.
#[must_use]
pub fn disclose_row(counts: &[u64], audience: Audience) -> DisclosedRow {
    let mut cells: Vec<Shown> = counts.iter().map(|count| disclose(*count, audience)).collect();
    let shown = |cell: &Shown| cell.is_exact();
    if cells.iter().filter(|cell| !shown(cell)).count() == 1 {
        let open = counts.iter().zip(&cells).enumerate().filter(|(_, (_, cell))| shown(cell));
        if let Some((place, _)) = open.min_by_key(|(_, (count, _))| **count) {
            cells[place] = Shown::Withheld;
        }
    }
    let whole = cells.iter().all(shown);
    DisclosedRow { total: whole.then(|| counts.iter().sum()), cells }
}

/// The sum of the cells that are shown: says nothing that the cells do not.
#[must_use]
pub fn sum_of_shown(cells: impl IntoIterator<Item = Shown>) -> u64 {
    cells.into_iter().map(|cell| if let Shown::Exact(count) = cell { count } else { 0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::{Audience, Shown, disclose, disclose_part, disclose_row, sum_of_shown};

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
    fn a_row_with_a_hidden_cell_has_no_total_and_never_one_hidden_cell_alone() {
        assert_eq!(disclose_row(&[40, 5, 12], Audience::Inside).total, Some(57));
        let row = disclose_row(&[40, 0, 12], Audience::Inside);
        assert_eq!(row.cells, [Shown::Exact(40), Shown::Under(5), Shown::Withheld]);
        assert_eq!(row.total, None);
        let row = disclose_row(&[40, 0, 3], Audience::Inside);
        assert_eq!(row.cells, [Shown::Exact(40), Shown::Under(5), Shown::Under(5)]);
        assert_eq!(disclose_row(&[3], Audience::Inside).cells, [Shown::Under(5)]);
    }

    /// Whoever knows the sum of a row still cannot tell a hidden cell from its neighbours.
    #[test]
    fn the_sum_of_a_row_gives_no_hidden_cell_back() {
        for a in 0..9 {
            for b in 0..9 {
                for c in 0..9 {
                    let row = disclose_row(&[a, b, c], Audience::Inside);
                    let hidden = row.cells.iter().filter(|cell| !cell.is_exact()).count();
                    assert_ne!(hidden, 1, "{a} {b} {c}: {row:?}");
                }
            }
        }
    }

    #[test]
    fn a_part_hides_what_is_left_of_its_whole() {
        let part = |part| disclose_part(part, 100, Audience::Inside);
        assert_eq!(part(4), Shown::Under(5));
        assert_eq!(part(95), Shown::Exact(95));
        for few_left in 96..=100 {
            assert_eq!(part(few_left), Shown::AtLeast(96), "nobody left is few left too");
        }
        assert_eq!(disclose_part(3, 7, Audience::Inside), Shown::Under(5));
        assert_eq!(disclose_part(6, 7, Audience::Inside), Shown::AtLeast(3));
    }

    #[test]
    fn a_total_gives_no_hidden_cell_back() {
        let cells = [40, 3, 12].map(|count| disclose(count, Audience::Outside));
        assert_eq!(sum_of_shown(cells), 52);
    }
}
