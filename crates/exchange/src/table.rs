//! From a grid to a table: which row holds the titles, which rows stand below them
//! (`domain.md` §5.8, points 2 and 4).
//!
//! In a text, the separator is sniffed or said by a `sep=;` line. Titles may stand under lines of
//! presentation; a closing total is passed over.

use std::ops::Range;

use domain::identifiers::names::matching_key;

use crate::grid::{Builder, Grid, Row, Source};
use crate::reading::FileError;
use crate::records::Records;
use crate::text::Decoded;

/// Titles stand within so many rows from the top.
pub(crate) const TITLES_WITHIN: usize = 30;

/// How many of these folded titles are known.
pub(crate) type Score<'a> = &'a dyn Fn(&[String]) -> usize;

/// Titles and the rows below them.
#[derive(Debug, Clone)]
pub struct Table<'g> {
    grid: &'g Grid,
    /// Titles as [`matching_key`] folds them, so that accents, case, hyphens and leading spaces are one.
    pub titles: Vec<String>,
    rows: Range<usize>,
}

impl<'g> Table<'g> {
    /// The table under the row at this place, without a closing total; without titles, every row is data
    /// and no column has a title.
    #[must_use]
    pub fn under(grid: &'g Grid, titles_at: Option<usize>) -> Self {
        let mut table = Self::whole(grid, titles_at);
        let rows = &mut table.rows;
        if rows.end > rows.start && grid.row(rows.end - 1).is_some_and(is_total) {
            rows.end -= 1;
        }
        table
    }

    /// The same with every row, totals or not.
    #[must_use]
    pub fn whole(grid: &'g Grid, titles_at: Option<usize>) -> Self {
        let mut titles = titles_at.and_then(|at| grid.row(at)).map(folded).unwrap_or_default();
        while titles.last().is_some_and(String::is_empty) {
            titles.pop();
        }
        if titles_at.is_none() {
            let widest = grid.rows(0..grid.len()).map(|row| row.len()).max().unwrap_or(0);
            titles = vec![String::new(); widest];
        }
        let rows = titles_at.map_or(0, |at| at + 1)..grid.len();
        Self { grid, titles, rows }
    }

    /// The rows below the titles.
    pub fn rows(&self) -> impl Iterator<Item = Row<'g>> + use<'g> {
        let (grid, width) = (self.grid, self.titles.len());
        self.rows.clone().filter_map(move |at| grid.row(at)).map(move |row| row.under(width))
    }

    /// Is there no row below the titles?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// The place of the row whose titles `score` likes best, if it likes any.
pub(crate) fn best_titles(grid: &Grid, score: Score<'_>) -> Option<usize> {
    let mut best = (0, None);
    for (at, row) in grid.rows(0..TITLES_WITHIN.min(grid.len())).enumerate() {
        let known = score(&folded(row));
        if known > best.0 {
            best = (known, Some(at));
        }
    }
    best.1
}

/// The place of the row that looks most like titles where none is known: the first of the widest.
pub(crate) fn likely_titles(grid: &Grid) -> usize {
    let filled = |row: Row<'_>| row.cells().filter(|cell| !cell.is_empty()).count();
    let head = || grid.rows(0..TITLES_WITHIN.min(grid.len())).map(filled);
    let widest = head().max().unwrap_or(0);
    head().position(|count| count == widest).unwrap_or(0)
}

/// The grid of a text, under the separator that `score` likes best; where it likes none, under the one
/// that parts the first rows most evenly.
///
/// # Errors
/// [`FileError::UnclosedQuote`], [`FileError::TooLarge`].
pub(crate) fn grid_of_text(decoded: &Decoded, score: Score<'_>) -> Result<Grid, FileError> {
    let (declared, text, skipped) = declared_separator(&decoded.text);
    let candidates: &[u8] = declared.as_ref().map_or(b";,\t", std::slice::from_ref);
    let mut best: Option<(usize, usize, u8)> = None;
    for separator in candidates {
        let head = records(text, *separator, skipped, decoded, TITLES_WITHIN)?.0;
        let known = best_titles(&head, score)
            .and_then(|at| head.row(at))
            .map_or(0, |row| score(&folded(row)));
        let rank = (known, evenness(&head));
        if best.is_none_or(|(known, even, _)| rank > (known, even)) {
            best = Some((rank.0, rank.1, *separator));
        }
    }
    let separator = best.map_or(b';', |(_, _, separator)| separator);
    match records(text, separator, skipped, decoded, usize::MAX)? {
        (_, Some(line)) => Err(FileError::UnclosedQuote { line }),
        (grid, None) => Ok(grid),
    }
}

/// How many of the first rows have the same number of cells, of those that have several; times that
/// number.
fn evenness(head: &Grid) -> usize {
    let widths: Vec<usize> =
        head.rows(0..head.len()).map(|row| row.len()).filter(|width| *width > 1).collect();
    let shared = |width: &usize| widths.iter().filter(|other| *other == width).count() * width;
    widths.iter().map(shared).max().unwrap_or(0)
}

/// `sep=;` on the first line: the separator it says, what follows, and how many lines were skipped.
fn declared_separator(text: &str) -> (Option<u8>, &str, u64) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim_matches('"').to_ascii_lowercase();
    match first.strip_prefix("sep=").map(str::as_bytes) {
        Some([separator @ (b';' | b',' | b'\t' | b'|'), ..]) => (Some(*separator), rest, 1),
        _ => (None, text, 0),
    }
}

/// The records that are not blank, at most `most`, and the line of the first that swallows others.
fn records(
    text: &str,
    separator: u8,
    skipped: u64,
    decoded: &Decoded,
    most: usize,
) -> Result<(Grid, Option<u64>), FileError> {
    let mut reader = Records::of(text, separator, skipped);
    let mut builder = Builder::new();
    let mut raw = csv::StringRecord::new();
    let mut broken = None;
    while builder.len() < most
        && let Some(place) = reader.read(&mut raw)
    {
        for cell in &raw {
            builder.cell(cell)?;
        }
        builder.end_row(place.line);
        if broken.is_none() && place.swallows_rows(&raw, true) {
            broken = Some(place.line);
        }
    }
    let source = Source::Text { encoding: decoded.encoding, separator };
    Ok((builder.finish(source), broken))
}

fn folded(row: Row<'_>) -> Vec<String> {
    row.cells().map(matching_key).collect()
}

/// `Total;90`: few cells, and the first says so. Someone named Total has a first name and a birth date.
fn is_total(row: Row<'_>) -> bool {
    let mut filled = row.cells().filter(|cell| !cell.is_empty());
    let Some(first) = filled.next() else {
        return false;
    };
    let key = matching_key(first);
    let says_total = key.split(' ').any(|word| matches!(word, "total" | "totaux"));
    says_total
        && filled.all(|cell| cell.bytes().any(|byte| byte.is_ascii_digit()) && cell.len() < 12)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Encoding;

    fn knows(titles: &[String]) -> usize {
        titles.iter().filter(|title| matches!(title.as_str(), "nom" | "prenom" | "cycle")).count()
    }

    fn grid(text: &str) -> Result<Grid, FileError> {
        grid_of_text(&Decoded { text: text.to_owned(), encoding: Encoding::Utf8 }, &knows)
    }

    fn table(text: &str) -> Vec<(u64, String)> {
        let grid = grid(text).unwrap();
        let table = Table::under(&grid, Some(best_titles(&grid, &knows).unwrap()));
        let cells = |row: Row<'_>| {
            (0..table.titles.len()).map(|at| row.cell(at)).collect::<Vec<_>>().join("|")
        };
        table.rows().map(|row| (row.line, cells(row))).collect()
    }

    #[test]
    fn separators_and_presentation() {
        let rows = vec![(2, "A|B|C".to_owned())];
        assert_eq!(table("Nom;Prénom; Cycle\nA;B;C\n"), rows);
        assert_eq!(table("NOM,PRENOM,CYCLE\nA,B,C"), rows);
        assert_eq!(table("nom\tprénom\tcycle\nA\tB\tC\n"), rows);
        assert_eq!(table("\"Nom\";\"Prénom\";\"Cycle\"\n\"A\";\"B\";=\"C\"\n\n;;\n;;;\n"), rows);
        assert_eq!(table("sep=|\nNom|Prénom|Cycle\nA|B|C"), vec![(3, "A|B|C".to_owned())]);
        assert_eq!(table("\"sep=;\"\nNom;Prénom;Cycle\nA;B;C"), vec![(3, "A|B|C".to_owned())]);
        let presented = "École Jules-Ferry, Toulouse, liste, du jour\n\nÉdité le 3 mai\nNom;Prénom;Cycle\n\nA;B;C\n";
        assert_eq!(table(presented), vec![(6, "A|B|C".to_owned())]);
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let text = "Nom;Prénom\nA;\"deux\nlignes\"\n\n\nB;b\n;\nC;c\nTotal : 3\n";
        assert_eq!(
            table(text),
            vec![(2, "A|deux\nlignes".into()), (6, "B|b".into()), (8, "C|c".into())]
        );
    }

    #[test]
    fn totals_end_a_table_and_people_named_so_do_not() {
        assert_eq!(table("Nom;Prénom\nA;a\n;TOTAL;\n").len(), 1);
        assert_eq!(table("Nom;Prénom\nTotal;Jeanne\n").len(), 1);
        assert_eq!(table("Nom;Prénom\nTotal;12\n").len(), 0);
    }

    #[test]
    fn widths() {
        let grid = grid("Nom;Prénom;;\nA;B;;;;\nA\nA;B;C;D\n").unwrap();
        let table = Table::under(&grid, Some(0));
        assert_eq!(table.titles, ["nom", "prenom"]);
        let overflows: Vec<_> = table.rows().map(|row| row.overflow).collect();
        assert_eq!(overflows, [None, None, Some(4)]);
    }

    #[test]
    fn a_quotation_mark_left_open_swallows_nothing_in_silence() {
        for text in
            ["Nom;Prénom;Cycle\nA;\"B;C\nD;E;F\n", "Nom;Prénom;Cycle\nA;\"B;C\nD;E;F\nG;\"H;I\n"]
        {
            assert_eq!(grid(text), Err(FileError::UnclosedQuote { line: 2 }), "{text}");
        }
        assert_eq!(table("Nom;Prénom\nA;5\" de haut\nB;b\n").len(), 2);
    }

    #[test]
    fn where_no_title_is_known_the_grid_is_still_there() {
        for (text, separator) in
            [("A;B\nC;D\n", b';'), ("A,B\nC,D\n", b','), ("Liste\nA\tB\tC\nD\tE, F\tG\n", b'\t')]
        {
            let grid = grid(text).unwrap();
            assert_eq!(best_titles(&grid, &knows), None);
            assert_eq!(grid.source, Source::Text { encoding: Encoding::Utf8, separator }, "{text}");
        }
        let grid = grid("Liste du jour\nQui;Quoi;Quand\nA;B;\n").unwrap();
        assert_eq!(likely_titles(&grid), 1);
        let bare = Table::under(&grid, None);
        assert_eq!((bare.titles.len(), bare.rows().count()), (3, 3));
    }
}
