//! ONDE, the State's register of primary schools: pupils and guardians, as CSV (`domain.md` §5.2).

mod cells;
pub(crate) mod guardians;
pub(crate) mod pupils;
mod rows;

pub use guardians::read_guardians;
pub use pupils::read_pupils;
pub use rows::{
    Address, Civility, GuardianChild, GuardianRow, PhoneLine, Phones, PupilRow, RowError,
    RowWarning,
};
