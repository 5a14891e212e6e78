//! What is wrong with text files, told in French to whoever edits them.

use std::fmt;

/// All that is wrong with a set of text files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFault {
    /// One a sentence or file, in the order of the files.
    pub problems: Vec<TextProblem>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextProblem {
    /// The folder or a file in it cannot be read.
    Unreadable {
        /// Which.
        path: String,
        /// What the machine says.
        cause: String,
    },
    /// The file's name is no language code.
    NoLanguage {
        /// The file.
        file: String,
    },
    /// The file is not TOML, or has something else than sentences in it.
    Malformed {
        /// The file.
        file: String,
        /// What is wrong, and where.
        cause: String,
    },
    /// A line that says what the language is (`name`, `dir`, …) is missing or wrong.
    Heading {
        /// The file.
        file: String,
        /// The line's name.
        key: &'static str,
    },
    /// A sentence that no paper uses: most often a slip of the keyboard.
    Unknown {
        /// The language's code.
        language: String,
        /// `section.key`.
        key: String,
    },
    /// A sentence that every language must have.
    Missing {
        /// The language's code.
        language: String,
        /// `section.key`.
        key: String,
    },
    /// The sentence does not have the places in braces that the French one has.
    Places {
        /// The language's code.
        language: String,
        /// `section.key`.
        key: String,
        /// What French has, such as `{due}`.
        expected: String,
    },
}

impl fmt::Display for TextProblem {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, cause } => write!(to, "{path} ne se lit pas ({cause})."),
            Self::NoLanguage { file } => write!(
                to,
                "{file}\u{a0}: le nom du fichier doit être un code de langue, comme «\u{a0}ar.toml\u{a0}»."
            ),
            Self::Malformed { file, cause } => {
                write!(to, "{file}\u{a0}: le fichier n’est pas bien écrit ({cause}).")
            }
            Self::Heading { file, key } => write!(
                to,
                "{file}\u{a0}: la ligne «\u{a0}{key}\u{a0}» manque en tête du fichier, ou n’est pas bien écrite."
            ),
            Self::Unknown { language, key } => write!(
                to,
                "{language}.toml\u{a0}: aucun papier n’a de phrase «\u{a0}{key}\u{a0}». Vérifiez le nom de la ligne et sa \
                 section."
            ),
            Self::Missing { language, key } => {
                write!(to, "{language}.toml\u{a0}: la phrase «\u{a0}{key}\u{a0}» manque.")
            }
            Self::Places { language, key, expected } => write!(
                to,
                "{language}.toml\u{a0}: la phrase «\u{a0}{key}\u{a0}» doit contenir {expected}, comme en français, et rien \
                 d’autre entre accolades."
            ),
        }
    }
}

impl fmt::Display for TextFault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told: Vec<String> = self.problems.iter().map(ToString::to_string).collect();
        to.write_str(&told.join("\n"))
    }
}

impl std::error::Error for TextFault {}
