//! What a school says of its pupils' homes without an account: the list of a class, links to fill it in,
//! and what is handed in by one. Nothing here writes to the register: a hand-in is a staged file, which
//! an agent looks at, confirms and can take back like any other.

pub(crate) mod answer;
pub(crate) mod give;
pub(crate) mod roll;
