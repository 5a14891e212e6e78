//! People: households, guardians, children, and the words of their schools.

pub mod class_level;
pub mod scheme;
pub mod school_level;
