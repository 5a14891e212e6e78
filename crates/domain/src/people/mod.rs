//! People: households, guardians, children, and the words of their schools.

pub mod school_level;
