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
    let by = who.by();
    let items = app.store.catalogue(by).await?.into_iter();
    let lines = app.store.fund_lines(by).await?.into_iter();
    let schools = app.store.schools(by).await?.into_iter();
    Ok(Names {
        lots: app.store.lot_labels(by).await?,
        items: items.map(|item| (item.id, item.offered.label)).collect(),
        lines: lines.map(|line| (line.id, line.label)).collect(),
        schools: schools.map(|school| (school.id, school.name)).collect(),
    })
}
