//! Why a paper could not be made, and why a language is not offered.

use std::fmt;

use crate::fonts::NoFont;
use crate::texts::{Language, TextFault};

/// Why a paper could not be made; but for the language, each is a fault of this crate, not of whoever asked.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// No font here draws the language.
    #[error("{0}")]
    NotOffered(NotOffered),
    /// No text file is in this language.
    #[error("no text in {0}")]
    UnknownLanguage(Language),
    /// The built-in text files are wrong.
    #[error(transparent)]
    Texts(#[from] TextFault),
    /// The values cannot be handed to a template.
    #[error("values of {template}: {cause}")]
    Values {
        /// The template's file name.
        template: &'static str,
        /// What could not be represented.
        cause: serde_json::Error,
    },
    /// The template does not compile with these values.
    #[error("template {template}: {messages}")]
    Template {
        /// The template's file name.
        template: &'static str,
        /// The compiler's messages.
        messages: String,
    },
    /// The pages were set but the file could not be written.
    #[error("writing {template}: {messages}")]
    Export {
        /// The template's file name.
        template: &'static str,
        /// The writer's messages.
        messages: String,
    },
}

/// A language that papers cannot be printed in here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotOffered {
    /// Which.
    pub language: Language,
    /// What it is called in French.
    pub name_in_french: String,
    /// What no font here draws.
    pub why: NoFont,
}

impl fmt::Display for NotOffered {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, code, letters) = (&self.name_in_french, &self.language, &self.why.letters);
        write!(
            to,
            "{name} ({code})\u{a0}: aucune police installée ne dessine toute cette écriture (par exemple"
        )?;
        for letter in letters.chars().take(3) {
            write!(to, " U+{:04X}", u32::from(letter))?;
        }
        match self.why.package {
            Some(package) => write!(to, "). Installez le paquet {package}, puis recommencez."),
            None => write!(to, "). Installez-en une, ou nommez son dossier par CARTABLE_FONTS."),
        }
    }
}
