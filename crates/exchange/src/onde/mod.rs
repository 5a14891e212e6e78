//! ONDE, the State's register of primary schools: pupils and guardians, as CSV (`domain.md` §5.2).

mod rows;

pub use rows::{
    Address, Civility, GuardianChild, GuardianRow, PhoneLine, Phones, PupilRow, RowError,
    RowWarning,
};
