//! The fund: lines, agreements, commitments.

pub mod agreement;
pub mod agreements;
pub mod catalogue;
pub mod commit;
pub mod commitment;
pub mod line;
pub mod list;
pub mod new_line;
pub mod terms;
