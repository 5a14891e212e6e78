//! The families of one cité as a value: what an imported file is compared with, and what it becomes.

mod change;
mod index;
mod people;
mod records;
#[cfg(test)]
mod tests;
mod unite;

pub use change::{Contacts, Schooling};
pub use people::{Orphan, Register, Touched, Was};
pub use records::{ChildRecord, GuardianRecord, HouseholdRecord, person_key};
pub use unite::United;
