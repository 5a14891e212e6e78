//! Lists of schools; above all the open directory, `fr-en-annuaire-education` (`domain.md` §5.6), of which
//! a town wants the schools of some communes. The file is the town's to download; it is not part of the
//! program.

mod communes;
mod read;
mod rows;

pub use communes::Communes;
pub use read::{Directory, schools};
pub use rows::{DirectoryRow, DirectoryRowError, DirectoryWarning};
