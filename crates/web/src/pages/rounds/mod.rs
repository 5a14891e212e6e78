//! Rounds of allocation: the rule set, the plans, their explanations, what is set aside.

pub mod adopt;
mod counterfactuals;
pub mod decide;
pub mod explain;
pub mod list;
pub mod money;
pub mod paper;
pub(crate) mod pictures;
pub mod plan;
pub mod propose;
pub mod reservations;
pub mod rules;
pub mod rules_edit;
pub mod show;
pub(crate) mod trial;
pub mod waiting;
pub mod what_if;

use crate::error::PageError;
use crate::state::AppState;
use crate::who::{Who, sees_families};
use crate::wording::rounds::Names;

/// A field for a number, one of as many as there are lots or lines.
pub(crate) struct NumberField {
    name: String,
    label: String,
    hint: String,
}

/// What the ids that a plan names are called.
pub(crate) async fn names(app: &AppState, who: &Who) -> Result<Names, PageError> {
    Ok(app.store.named_parts(who.by().cite).await?.into())
}
