//! What can go wrong: a refusal is an answer, a failure is a fault.

use sea_orm::DbErr;

/// A fault of the machine or of the stored data; a person can only be shown a reference.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The database did not do as told.
    #[error("database: {0}")]
    Database(#[from] DbErr),
    /// A stored row breaks a rule of its type.
    #[error("inconsistent row in {table} ({id}): {problem}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The row's key, as text.
        id: String,
        /// What was found.
        problem: String,
    },
    /// A value could not be written as JSON.
    #[error("json: {0}")]
    Json(#[from] serde_json::Error),
}

impl Failure {
    /// A stored row that cannot become a value.
    #[expect(clippy::needless_pass_by_value, reason = "callers pass what they have at hand")]
    pub(crate) fn row(table: &'static str, id: impl ToString, problem: impl ToString) -> Self {
        Self::Inconsistent { table, id: id.to_string(), problem: problem.to_string() }
    }
}

/// Why a verb did not happen.
#[derive(Debug, thiserror::Error)]
pub enum VerbError<R> {
    /// A rule says no; nothing was changed.
    #[error("refused")]
    Refused(R),
    /// This form id was already carried out with other content; nothing was changed.
    #[error("the same id with other content")]
    OtherContent,
    /// A fault; nothing was changed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl<R> VerbError<R> {
    /// The same, with the refusal that a larger verb makes of this one.
    pub(crate) fn because<S>(self, larger: impl FnOnce(R) -> S) -> VerbError<S> {
        match self {
            Self::Refused(why) => VerbError::Refused(larger(why)),
            Self::OtherContent => VerbError::OtherContent,
            Self::Failed(failure) => VerbError::Failed(failure),
        }
    }
}

impl<R> From<DbErr> for VerbError<R> {
    fn from(error: DbErr) -> Self {
        Self::Failed(Failure::Database(error))
    }
}

/// Is this a violation of one of these columns' uniqueness?
///
/// `SQLite` names the columns (`table.a, table.b`), `PostgreSQL` the constraint: callers give both.
pub(crate) fn breaks_unique(error: &DbErr, constraint: &str, columns: &str) -> bool {
    match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(text)) => {
            text.contains(constraint) || text.contains(columns)
        }
        _ => false,
    }
}
