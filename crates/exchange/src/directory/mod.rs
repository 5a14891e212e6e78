//! The open directory of schools, `fr-en-annuaire-education` (`domain.md` §5.6): the schools of some
//! communes, by UAI. The file is the town's to download; it is not part of the program.

mod kind;
mod read;
mod rows;

pub use kind::{EducationPriority, SchoolKind};
pub use read::{Directory, read_directory};
pub use rows::{DirectoryRow, DirectoryRowError, DirectoryWarning};
