//! Rounds of allocation: the rule set, the plans, their explanations, what is set aside.

pub mod adopt;
pub mod explain;
pub mod list;
pub mod plan;
pub mod reservations;
pub mod rules;
pub mod rules_edit;
pub mod show;
pub mod waiting;

use crate::who::sees_families;
