//! The typed rows of the directory.

use domain::identifiers::{CommuneCode, CommuneCodeError, Uai, UaiError, UaiWarning};
use serde::{Deserialize, Serialize};

/// A school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryRow {
    /// The line of the file where the row begins.
    pub line: u64,
    /// Its national number, where the list tells it.
    pub uai: Option<Uai>,
    /// Its name.
    pub name: String,
    /// The name of its commune, as written; INSEE's where only the code is.
    pub commune: String,
    /// Its commune, or its arrondissement in Paris, Lyon and Marseille, where the list tells it.
    pub commune_code: Option<CommuneCode>,
    /// What was repaired or looks odd; the row stands.
    pub warnings: Vec<DirectoryWarning>,
}

/// What a person should know of a row that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DirectoryWarning {
    /// Of the school's number.
    Uai(UaiWarning),
    /// The commune's code had lost its leading zero; it was given back.
    CommuneRepaired {
        /// The code as taken in.
        commune: CommuneCode,
    },
}

impl From<UaiWarning> for DirectoryWarning {
    fn from(warning: UaiWarning) -> Self {
        Self::Uai(warning)
    }
}

/// Why a row of the directory is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DirectoryRowError {
    /// The school's number cannot be one.
    #[error("UAI: {0}")]
    Uai(UaiError),
    /// The commune's code cannot be one: whether the school is in one of the communes cannot be told.
    #[error("commune: {0}")]
    Commune(CommuneCodeError),
    /// No name.
    #[error("no name")]
    MissingName,
    /// No commune.
    #[error("no commune")]
    MissingCommune,
    /// A service, an information centre: the directory lists more than schools.
    #[error("{kind:?} is no school")]
    NotASchool {
        /// What the directory says it is.
        kind: String,
    },
    /// More filled cells than titles: a separator inside a text has shifted the columns.
    #[error("{found} cells for {expected} titles")]
    TooManyCells {
        /// How many titles the file has.
        expected: usize,
        /// How many cells the row has.
        found: usize,
    },
}
