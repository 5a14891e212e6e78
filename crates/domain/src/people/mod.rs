//! People: households, guardians, children, and the words of their schools.

pub mod address;
pub mod census;
pub mod class_level;
pub mod equipment;
pub mod language;
pub mod priority;
pub mod referral;
pub mod register;
pub mod rollover;
pub mod scheme;
pub mod school_level;
