//! The list of the forgotten: opaque ids and instants.

use domain::ids::HouseholdId;
use jiff::Timestamp;
use sea_orm::{EntityTrait, QueryOrder};
use uuid::Uuid;

use super::file::{ErasureFile, ErasureFileError};
use crate::Store;
use crate::base::error::Failure;
use crate::base::journal::Subject;
use crate::entities::forgotten;

/// Someone who was forgotten, by an id that says nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Forgotten {
    /// The household.
    pub household: HouseholdId,
    /// When it was forgotten.
    pub at: Timestamp,
}

/// Why the list outside the database is not up to date.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// The table could not be read.
    #[error(transparent)]
    Failed(#[from] Failure),
    /// The file could not be read or written.
    #[error(transparent)]
    File(#[from] ErasureFileError),
}

impl std::fmt::Display for Forgotten {
    /// One line of the list kept outside the database.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", Subject::Household, self.household, self.at)
    }
}

impl std::str::FromStr for Forgotten {
    type Err = &'static str;

    fn from_str(line: &str) -> Result<Self, Self::Err> {
        let mut words = line.split_whitespace();
        if words.next() != Some(Subject::Household.code()) {
            return Err("no known subject");
        }
        let id = words.next().and_then(|word| word.parse::<Uuid>().ok()).ok_or("no id")?;
        let at = words.next().and_then(|word| word.parse().ok()).ok_or("no instant")?;
        if words.next().is_some() {
            return Err("more than three words");
        }
        Ok(Self { household: HouseholdId(id), at })
    }
}

impl Store {
    /// From now on, who is forgotten is also written in this file.
    #[must_use]
    pub fn with_erasures(mut self, file: ErasureFile) -> Self {
        self.erasures = Some(file);
        self
    }

    /// Writes in the file whoever the table holds and it does not; how many those were.
    ///
    /// # Errors
    /// When the database fails, or the file cannot be read, understood or written.
    pub async fn complete_erasures(&self) -> Result<usize, NotWritten> {
        match &self.erasures {
            Some(file) => Ok(file.complete(&self.forgotten().await?)?),
            None => Ok(0),
        }
    }

    /// After a forgetting that is committed: what the file then lacks, the next start brings.
    pub(super) async fn note_erasures(&self) {
        if let Err(error) = self.complete_erasures().await {
            tracing::error!("the list of the forgotten was not written: {error}");
        }
    }

    /// Everyone who was forgotten, whatever the cité, the earliest first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn forgotten(&self) -> Result<Vec<Forgotten>, Failure> {
        let rows = forgotten::Entity::find()
            .order_by_asc(forgotten::Column::ForgottenAt)
            .order_by_asc(forgotten::Column::SubjectId)
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|row| match row.subject.parse() {
                Ok(Subject::Household) => Ok(Forgotten {
                    household: HouseholdId(row.subject_id),
                    at: row.forgotten_at.timestamp(),
                }),
                _ => Err(Failure::row("forgotten", row.subject_id, "no household")),
            })
            .collect()
    }
}
