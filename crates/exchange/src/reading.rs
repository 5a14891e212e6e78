//! What every reader answers: rows that are right, rows that are refused with their line, or one reason
//! why the file as a whole cannot be read.

use serde::{Deserialize, Serialize};

use crate::text::Encoding;

/// The rows of a file, in its order, each right or refused; nothing is left out in silence but blank
/// rows and a closing total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading<Row, Reason> {
    /// How the bytes were read; to be shown with a preview, since accents tell whether it is right.
    pub encoding: Encoding,
    /// One outcome per row.
    pub rows: Vec<Result<Row, Rejected<Reason>>>,
}

impl<Row, Reason> Reading<Row, Reason> {
    /// The rows that are right.
    pub fn accepted(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter_map(|row| row.as_ref().ok())
    }

    /// The rows that are refused.
    pub fn rejected(&self) -> impl Iterator<Item = &Rejected<Reason>> {
        self.rows.iter().filter_map(|row| row.as_ref().err())
    }
}

/// A row that cannot be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected<Reason> {
    /// The line of the file where the row begins; the file's first line is 1.
    pub line: u64,
    /// Why.
    pub reason: Reason,
}

domain::vocabulary! {
    /// The files this crate can tell apart by their header.
    FileKind {
        /// ONDE's list of pupils (élèves).
        Pupils = "pupils",
        /// ONDE's list of guardians (responsables).
        Guardians = "guardians",
        /// ONDE's list of teachers (enseignants): recognised in order to be refused by name.
        Teachers = "teachers",
        /// A delivery of devices or SIM cards.
        Stock = "stock",
    }
}

domain::vocabulary! {
    /// What a column says, whatever its title: used to name those that are missing.
    Column {
        /// A pupil's family name.
        FamilyName = "family_name",
        /// A pupil's first name.
        FirstName = "first_name",
        /// A pupil's date of birth.
        BirthDate = "birth_date",
        /// A pupil's level or, failing that, class.
        Level = "level",
        /// A guardian's name.
        GuardianName = "guardian_name",
        /// A guardian's first name.
        GuardianFirstName = "guardian_first_name",
        /// A child's name, in the guardians' file.
        ChildName = "child_name",
        /// A child's first name, in the guardians' file.
        ChildFirstName = "child_first_name",
        /// What an item is.
        Kind = "kind",
        /// A serial number, an IMEI or an ICCID: one of them at least.
        Identifier = "identifier",
        /// A school's name, in the directory of schools.
        SchoolName = "school_name",
        /// INSEE's code of a school's commune, in the directory of schools.
        SchoolCommune = "school_commune",
    }
}

domain::vocabulary! {
    /// What the first bytes of a file that is not text say it is.
    Binary {
        /// A spreadsheet in a ZIP archive: XLSX or ODS, or any other ZIP.
        Zip = "zip",
        /// A spreadsheet of the old binary kind (XLS).
        OldSpreadsheet = "old_spreadsheet",
        /// A PDF.
        Pdf = "pdf",
        /// A picture.
        Picture = "picture",
        /// Something else.
        Other = "other",
    }
}

/// Why nothing of a file can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileError {
    /// No byte, or nothing but blanks.
    #[error("the file is empty")]
    Empty,
    /// The bytes are not text.
    #[error("the file is not text ({0})")]
    NotText(Binary),
    /// The bytes are text, but not in the encoding that was asked for.
    #[error("the file is not in {0}")]
    NotIn(Encoding),
    /// A quotation mark opened on this line is not closed, so that rows would be swallowed.
    #[error("a quotation mark opened on line {line} is not closed")]
    UnclosedQuote {
        /// The line of the row that holds it.
        line: u64,
    },
    /// No line looks like the titles of a known file.
    #[error("no line holds known column titles")]
    NoHeader,
    /// The titles are there, but some that are needed are not.
    #[error("columns are missing: {0:?}")]
    MissingColumns(Vec<Column>),
    /// A known file, but not the one asked for.
    #[error("this is a {found} file, not a {expected} file")]
    WrongKind {
        /// The kind asked for.
        expected: FileKind,
        /// The kind its titles say.
        found: FileKind,
    },
    /// Titles and no row below.
    #[error("no row below the titles")]
    NoRow,
}
