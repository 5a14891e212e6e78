//! The verbs, on both databases.

mod seats;
