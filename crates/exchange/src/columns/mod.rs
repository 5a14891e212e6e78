//! What the columns of a table say: proposed from their titles, corrected by a person, kept for the
//! next file of the same titles.

mod kinds;
mod statement;
mod titles;

use serde::{Deserialize, Serialize};

use crate::reading::{Column, FileError, FileKind};
use crate::table::Table;

pub(crate) use titles::column;

/// What each column of a table says, in the order of the columns; `None` is left unread.
///
/// Some columns may stand several times: those of a guardian's children, and those of a pupil's
/// guardians. A group ends where one of its columns comes again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The line that holds the titles; without one, every row is data.
    pub titles_line: Option<u64>,
    /// What each column says.
    pub columns: Vec<Option<Column>>,
}

impl Column {
    /// May the column stand several times, as one of a group?
    #[must_use]
    pub const fn repeats_in(self, kind: FileKind) -> bool {
        match kind {
            FileKind::Guardians => matches!(
                self,
                Self::ChildName | Self::ChildUsageName | Self::ChildFirstName | Self::ChildClass
            ),
            FileKind::Pupils => self.is_guardians(),
            FileKind::Needs
            | FileKind::Stock
            | FileKind::Schools
            | FileKind::Teachers
            | FileKind::Statement => false,
        }
    }

    /// Does it tell of a guardian?
    pub(crate) const fn is_guardians(self) -> bool {
        matches!(
            self,
            Self::GuardianName
                | Self::GuardianUsageName
                | Self::GuardianFirstName
                | Self::GuardianFullName
                | Self::Email
                | Self::Mobile
                | Self::HomePhone
                | Self::WorkPhone
        )
    }
}

impl Mapping {
    /// What the titles of a table seem to say. A column that says the same as one before it is left
    /// unread, unless it may repeat.
    #[must_use]
    pub fn proposed(kind: FileKind, titles: &[String], titles_line: Option<u64>) -> Self {
        let mut columns: Vec<Option<Column>> = Vec::with_capacity(titles.len());
        for title in titles {
            let said = column(kind, title, titles)
                .filter(|column| column.repeats_in(kind) || !columns.contains(&Some(*column)));
            columns.push(said);
        }
        Self { titles_line, columns }
    }

    /// The columns that a file of this kind needs and does not have.
    #[must_use]
    pub fn missing(&self, kind: FileKind) -> Vec<Column> {
        let has = |column: &Column| self.columns.contains(&Some(*column));
        let needed = kinds::needed(kind).iter().filter(|(_, any)| !any.iter().any(has));
        needed.map(|(column, _)| *column).collect()
    }

    /// Where a column stands, the first time.
    #[must_use]
    pub fn place(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|said| *said == Some(column))
    }

    /// The groups of columns that `of` takes: one ends where one of its columns comes again.
    pub(crate) fn groups(&self, of: impl Fn(Column) -> bool) -> Vec<Vec<(Column, usize)>> {
        let mut groups: Vec<Vec<(Column, usize)>> = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let Some(column) = column.filter(|column| of(*column)) else { continue };
            match groups.last_mut().filter(|group| group.iter().all(|(said, _)| *said != column)) {
                Some(group) => group.push((column, at)),
                None => groups.push(vec![(column, at)]),
            }
        }
        groups
    }

    /// The table this mapping reads, when all that is needed is there.
    pub(crate) fn table<'g>(
        &self,
        kind: FileKind,
        grid: &'g crate::grid::Grid,
        given: &[Column],
    ) -> Result<Table<'g>, FileError> {
        let mut missing = self.missing(kind);
        missing.retain(|column| !given.contains(column));
        if !missing.is_empty() {
            return Err(FileError::MissingColumns(missing));
        }
        let titles_at = self.titles_line.and_then(|line| grid.place_of(line));
        // An accounting system prints totals between rows too, and pays suppliers named Total: its reader
        // tells them apart.
        let table = match kind {
            FileKind::Statement => Table::whole(grid, titles_at),
            _ => Table::under(grid, titles_at),
        };
        if table.is_empty() { Err(FileError::NoRow) } else { Ok(table) }
    }
}
