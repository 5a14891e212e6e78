//! Columns of PINs and PUKs, as operators send them with their cards: the page that asks what a column
//! says shows its title and not its codes. No such column is taken in.

use domain::identifiers::names::matching_key;
use exchange::Grid;

/// Rows among which the titles stand.
const TITLES: usize = 20;

/// Shown instead of a code.
const HIDDEN: &str = "••••";

/// The places of the columns that hold codes, by what any of the first rows calls them.
pub(super) fn places(grid: &Grid) -> Vec<usize> {
    let mut places = Vec::new();
    for row in grid.rows(0..TITLES.min(grid.len())) {
        places.extend(
            row.cells().enumerate().filter(|(_, cell)| names_a_code(cell)).map(|(at, _)| at),
        );
    }
    places
}

/// `PIN`, `Code PUK`, `PUK1`: a title of codes.
fn names_a_code(cell: &str) -> bool {
    let key = matching_key(cell);
    key.split(' ')
        .any(|word| matches!(word.trim_end_matches(|c: char| c.is_ascii_digit()), "pin" | "puk"))
}

/// A cell as it may be shown: what has a digit is hidden in a column of codes.
pub(super) fn shown(at: usize, cell: &str, places: &[usize], most: usize) -> String {
    let is_code = places.contains(&at) && !names_a_code(cell);
    if is_code && cell.chars().any(|c| c.is_ascii_digit()) {
        HIDDEN.to_owned()
    } else {
        cell.chars().take(most).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_codes_and_nothing_else() {
        for title in ["PIN", "Code PIN", "PUK1", "puk 2", "Code PUK"] {
            assert!(names_a_code(title), "{title}");
        }
        for title in ["Pinson", "ICCID", "4829", ""] {
            assert!(!names_a_code(title), "{title}");
        }
        assert_eq!(shown(1, "71359264", &[1], 30), HIDDEN);
        assert_eq!(shown(0, "71359264", &[1], 30), "71359264");
        assert_eq!(shown(1, "PUK1", &[1], 30), "PUK1");
    }
}
