//! From text to a table: what spreadsheets and people do to a CSV (`domain.md` §5.8, points 2 and 4).
//!
//! The separator is sniffed or said by a `sep=;` line; titles may stand under lines of presentation;
//! blank rows and a closing total are passed over; `="…"` is unwrapped; every row keeps the line it
//! begins on.

use domain::identifiers::cell::unwrap_formula;
use domain::identifiers::names::matching_key;
use unicode_normalization::UnicodeNormalization;

use crate::reading::FileError;
use crate::records::Records;

/// Titles and rows. Every row has exactly as many cells as there are titles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Titles as [`matching_key`] folds them, so that accents, case, hyphens and leading spaces are one.
    pub titles: Vec<String>,
    /// The rows below the titles.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file where the row begins; the first line is 1.
    pub line: u64,
    /// Trimmed, unwrapped, NFC.
    pub cells: Vec<String>,
    /// How many cells the row really has, if some beyond the titles are filled in.
    pub overflow: Option<usize>,
}

impl Row {
    /// The cell at a column, `None` if blank or if there is no such column.
    #[must_use]
    pub fn get(&self, column: Option<usize>) -> Option<&str> {
        column.and_then(|at| self.cells.get(at)).map(String::as_str).filter(|cell| !cell.is_empty())
    }
}

/// Titles stand within so many non-blank rows from the top.
const TITLES_WITHIN: usize = 30;

/// Reads a table whose titles are the row that `score` likes best, under the separator it likes best.
///
/// `score` is given folded titles and answers how many it knows; 0 everywhere means no titles.
///
/// # Errors
/// [`FileError::NoHeader`], [`FileError::UnclosedQuote`].
pub fn read(text: &str, score: &dyn Fn(&[String]) -> usize) -> Result<Table, FileError> {
    let (declared, text, skipped) = declared_separator(text);
    let candidates: &[u8] = declared.as_ref().map_or(b";,\t", std::slice::from_ref);
    let mut best: Option<(usize, usize, u8)> = None;
    for separator in candidates {
        let head = records(text, *separator, skipped, TITLES_WITHIN);
        for (at, record) in head.iter().enumerate() {
            let known = score(&folded(&record.cells));
            if known > best.map_or(0, |(most, _, _)| most) {
                best = Some((known, at, *separator));
            }
        }
    }
    let (_, at, separator) = best.ok_or(FileError::NoHeader)?;
    let mut records = records(text, separator, skipped, usize::MAX);
    if let Some(broken) = records.iter().find(|record| record.swallows) {
        return Err(FileError::UnclosedQuote { line: broken.line });
    }
    let rows = records.split_off(at + 1);
    let mut titles = records.pop().map(|record| folded(&record.cells)).unwrap_or_default();
    while titles.last().is_some_and(String::is_empty) {
        titles.pop();
    }
    let mut rows: Vec<Row> = rows.into_iter().map(|record| row(record, titles.len())).collect();
    if rows.last().is_some_and(is_total) {
        rows.pop();
    }
    Ok(Table { titles, rows })
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

struct Record {
    line: u64,
    cells: Vec<String>,
    /// A quotation mark left open has taken in the rows that follow.
    swallows: bool,
}

/// The non-blank records, at most `most`.
fn records(text: &str, separator: u8, skipped: u64, most: usize) -> Vec<Record> {
    let mut reader = Records::of(text, separator, skipped);
    let mut found = Vec::new();
    let mut raw = csv::StringRecord::new();
    while found.len() < most
        && let Some(place) = reader.read(&mut raw)
    {
        let cells: Vec<String> = raw.iter().map(clean).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            let swallows = place.swallows_rows(&raw, true);
            found.push(Record { line: place.line, swallows, cells });
        }
    }
    found
}

fn clean(cell: &str) -> String {
    unwrap_formula(cell).trim_matches('\u{feff}').nfc().collect()
}

fn folded(cells: &[String]) -> Vec<String> {
    cells.iter().map(|cell| matching_key(cell)).collect()
}

fn row(record: Record, width: usize) -> Row {
    let mut cells = record.cells;
    let overflow = cells.iter().skip(width).any(|cell| !cell.is_empty()).then_some(cells.len());
    cells.resize(width, String::new());
    Row { line: record.line, cells, overflow }
}

/// `Total;90`: few cells, and the first says so. Someone named Total has a first name and a birth date.
fn is_total(row: &Row) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_empty());
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

    fn knows(titles: &[String]) -> usize {
        titles.iter().filter(|title| matches!(title.as_str(), "nom" | "prenom" | "cycle")).count()
    }

    fn table(text: &str) -> Vec<(u64, String)> {
        let table = read(text, &knows).unwrap();
        table.rows.into_iter().map(|row| (row.line, row.cells.join("|"))).collect()
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
        let table = read("Nom;Prénom;;\nA;B;;;;\nA\nA;B;C;D\n", &knows).unwrap();
        assert_eq!(table.titles, ["nom", "prenom"]);
        let widths: Vec<_> = table.rows.iter().map(|row| (row.cells.len(), row.overflow)).collect();
        assert_eq!(widths, [(2, None), (2, None), (2, Some(4))]);
    }

    #[test]
    fn a_quotation_mark_left_open_swallows_nothing_in_silence() {
        for text in
            ["Nom;Prénom;Cycle\nA;\"B;C\nD;E;F\n", "Nom;Prénom;Cycle\nA;\"B;C\nD;E;F\nG;\"H;I\n"]
        {
            assert_eq!(read(text, &knows), Err(FileError::UnclosedQuote { line: 2 }), "{text}");
        }
        assert_eq!(table("Nom;Prénom\nA;5\" de haut\nB;b\n").len(), 2);
    }

    #[test]
    fn no_titles() {
        assert_eq!(read("A;B\nC;D\n", &knows), Err(FileError::NoHeader));
    }
}
