//! The fund: lines, agreements, commitments.

pub mod agreement;
pub mod agreements;
pub mod before_convention;
pub mod catalogue;
pub mod commit;
pub mod commitment;
pub mod convention;
pub mod conventions;
pub mod delivery;
pub mod invoice;
pub mod line;
pub mod list;
pub mod new_line;
pub mod order_lines;
pub mod settings;
pub mod settlement;
pub mod terms;
pub mod year_end;
