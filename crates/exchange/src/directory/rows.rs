//! The typed rows of the directory.

use domain::identifiers::{CommuneCode, CommuneCodeError, Uai, UaiError, UaiWarning};
use serde::{Deserialize, Serialize};

use super::{EducationPriority, SchoolKind};

/// A school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryRow {
    /// The line of the file where the row begins.
    pub line: u64,
    /// Its national number.
    pub uai: Uai,
    /// Its name.
    pub name: String,
    /// The name of its commune, as written.
    pub commune: String,
    /// Its commune, or its arrondissement in Paris, Lyon and Marseille.
    pub commune_code: CommuneCode,
    /// What it is.
    pub kind: SchoolKind,
    /// Whether it is in éducation prioritaire.
    pub priority: Option<EducationPriority>,
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
    /// A quotation mark left open has taken in rows that follow.
    #[error("a quotation mark is not closed")]
    UnclosedQuote,
}
