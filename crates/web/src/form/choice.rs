//! What a list, a group of radio buttons or of checkboxes offers.

use crate::wording::{Label, capital};

/// One answer offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    /// An answer: `Choice::new(line.id, &line.name)`.
    #[must_use]
    pub fn new(value: impl std::fmt::Display, label: impl Into<String>) -> Self {
        Self { value: value.to_string(), label: label.into() }
    }
}

/// The values of a closed vocabulary as answers: `choices(ItemKind::ALL)`.
#[must_use]
pub fn choices<T: Label + std::fmt::Display>(values: &[T]) -> Vec<Choice> {
    values.iter().map(|value| Choice::new(value, capital(value.label()))).collect()
}
