//! Reminding families without e-mail: who, by what means, and who is left alone.

pub mod contact;
pub mod list;
pub mod remind;
