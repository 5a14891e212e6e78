//! Printing: the press is shared, the work is done beside the requests.

use axum::response::Response;
use documents::{Imprint, Language, Paper, Press, render};

use crate::error::PageError;
use crate::form::Choice;
use crate::page::file;
use crate::wording::capital;

/// The language beside French: none, or one that the machine has a font for.
#[derive(Debug, Clone, Default)]
pub struct Beside(Option<Language>);

impl Beside {
    /// The language itself.
    #[must_use]
    pub const fn language(&self) -> Option<&Language> {
        self.0.as_ref()
    }

    /// The language of a code, if it is offered; French alone otherwise.
    ///
    /// # Errors
    /// When the built-in words are wrong, which a test excludes.
    pub fn of(code: &str) -> Result<Self, PageError> {
        let press = Press::shared().map_err(PageError::fault)?;
        let found = press.offered().find(|text| text.language.code() == code);
        Ok(Self(found.map(|text| text.language.clone())))
    }
}

/// The languages offered beside French, and why others are not.
///
/// # Errors
/// When the built-in words are wrong, which a test excludes.
pub fn languages() -> Result<(Vec<Choice>, Vec<String>), PageError> {
    let press = Press::shared().map_err(PageError::fault)?;
    let offered = press.offered().filter(|text| text.language.code() != "fr");
    let offered = offered
        .map(|text| Choice::new(text.language.code(), capital(&text.name_in_french)))
        .collect();
    let missing = press.not_offered().map(ToString::to_string).collect();
    Ok((offered, missing))
}

/// Prints a paper, French beside the other language.
///
/// # Errors
/// When it cannot be set, which no content of the register can cause.
pub async fn print<P: Paper + Send + 'static>(
    paper: P,
    beside: Beside,
    imprint: Imprint,
    name: &str,
) -> Result<Response, PageError> {
    let bytes = tokio::task::spawn_blocking(move || match &beside.0 {
        None => render(&paper, &imprint),
        Some(language) => Press::shared()?.render(&paper, Some(language), &imprint),
    });
    let bytes = bytes.await.map_err(PageError::fault)?.map_err(PageError::fault)?;
    Ok(file(bytes, "application/pdf", &format!("{name}.pdf"), true))
}
