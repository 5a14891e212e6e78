//! Damage, loss and theft: declared, followed step by step, ended.

pub mod declare;
pub mod end;
pub mod show;
pub mod step;
