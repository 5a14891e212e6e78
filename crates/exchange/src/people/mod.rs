//! What schools send of pupils, guardians and needs: ONDE's lists, SIECLE's, Pronote's, or lists typed by
//! hand (`domain.md` §5.2 to §5.4), once a mapping says what their columns are.

mod answers;
pub(crate) mod cells;
mod full_name;
pub(crate) mod guardians;
mod needs;
mod needs_list;
pub(crate) mod pupils;
mod rows;

pub use guardians::{guardians, read_guardians};
pub use needs::needs;
pub use needs_list::{needs_list, needs_list_mapping};
pub use pupils::{PupilDefaults, pupils, read_pupils};
pub use rows::{
    Address, Civility, GuardianChild, GuardianRow, NeedRow, PersonRow, PhoneLine, Phones, PupilRow,
    RowError, RowWarning,
};
