//! Reading whole tables out, page by page, for files of any length.
//!
//! A page begins where the last one ended (`(cite, key) > …`, by an index of its own), so that the
//! hundredth costs as much as the first, and no more than a page is ever in memory. Each page is read by
//! itself, outside any transaction: a person who downloads slowly must not hold a connection, nor keep
//! the database from tidying up. So each row is right at the moment its page was read; what was entered
//! since the first page may be in a later one.

pub mod decisions;
pub mod families;
pub mod fund;
pub mod items;
pub mod journal;
pub mod loans;
pub mod log;
pub mod waiting;

/// Rows read at once.
const ROWS: u64 = 500;

/// Some rows, and where to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportPage<R, K> {
    /// The rows; there may be none before the end.
    pub rows: Vec<R>,
    /// The key to give for the next page; none at the end.
    pub next: Option<K>,
}

impl<R, K> ExportPage<R, K> {
    /// The page after `read` keys of the table, the last of which is `last`.
    fn of(rows: Vec<R>, read: usize, last: Option<K>) -> Self {
        let whole = read as u64 == ROWS;
        Self { rows, next: last.filter(|_| whole) }
    }
}
