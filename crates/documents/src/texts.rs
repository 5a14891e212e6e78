//! The words of the papers that families read: plain files, one per language, that a town can edit.

mod fault;
mod file;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use serde::Serialize;

pub use fault::{TextFault, TextProblem};

/// The section of a text file that every language has in full.
pub(crate) const ESSENTIALS: &str = "essentials";

/// The language of the law and of whoever signs for the lender.
const FRENCH: &str = "fr";

/// The text files, as they are built in.
const BUILT_IN: &[(&str, &str)] = &[
    (FRENCH, include_str!("../../../templates/documents/texts/fr.toml")),
    ("en", include_str!("../../../templates/documents/texts/en.toml")),
    ("ar", include_str!("../../../templates/documents/texts/ar.toml")),
    ("ta", include_str!("../../../templates/documents/texts/ta.toml")),
    ("es", include_str!("../../../templates/documents/texts/es.toml")),
    ("pt", include_str!("../../../templates/documents/texts/pt.toml")),
    ("tr", include_str!("../../../templates/documents/texts/tr.toml")),
    ("ro", include_str!("../../../templates/documents/texts/ro.toml")),
    ("ru", include_str!("../../../templates/documents/texts/ru.toml")),
    ("uk", include_str!("../../../templates/documents/texts/uk.toml")),
    ("ps", include_str!("../../../templates/documents/texts/ps.toml")),
    ("fa", include_str!("../../../templates/documents/texts/fa.toml")),
    ("zh", include_str!("../../../templates/documents/texts/zh.toml")),
    ("bn", include_str!("../../../templates/documents/texts/bn.toml")),
    ("so", include_str!("../../../templates/documents/texts/so.toml")),
    ("ti", include_str!("../../../templates/documents/texts/ti.toml")),
    ("sq", include_str!("../../../templates/documents/texts/sq.toml")),
];

/// A language by its code (ISO 639): two or three small letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Language(String);

impl Language {
    /// Reads a code such as `ar`; nothing if it cannot be one.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let right =
            (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase());
        right.then(|| Self(code.to_owned()))
    }

    /// French.
    #[must_use]
    pub fn french() -> Self {
        Self(FRENCH.to_owned())
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Which way a script runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

/// The words of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Which language.
    pub language: Language,
    /// What its speakers call it.
    pub name: String,
    /// What it is called in French, without a capital.
    pub name_in_french: String,
    /// Which way it runs.
    pub direction: Direction,
    /// Its script (ISO 15924): `Latn`, `Arab`…
    pub script: String,
    /// The speaker who checked it and the day, as written in the file; nothing until somebody did.
    pub checked: Option<(String, String)>,
    /// How it writes a day in digits: `{day}/{month}/{year}`.
    pub date: String,
    /// Sentence by key, `section.key`.
    pub(crate) sentences: BTreeMap<String, String>,
}

impl Text {
    /// Every letter it needs drawn.
    pub(crate) fn letters(&self) -> String {
        self.sentences.values().map(String::as_str).chain([self.name.as_str()]).collect()
    }

    /// The sentence of a key, `section.key`.
    #[must_use]
    pub fn sentence(&self, key: &str) -> Option<&str> {
        self.sentences.get(key).map(String::as_str)
    }
}

/// All languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextBook {
    texts: BTreeMap<Language, Text>,
}

impl TextBook {
    /// The texts as they come with the program.
    ///
    /// # Errors
    /// [`TextFault`] when a built-in file is wrong, which a test excludes.
    pub fn built_in() -> Result<Self, TextFault> {
        let files: Vec<_> = Self::files().map(|(name, text)| (name, text.to_owned())).collect();
        Self { texts: BTreeMap::new() }.with(&files)
    }

    /// The files that come with the program, by their names, to be copied and edited.
    pub fn files() -> impl Iterator<Item = (String, &'static str)> {
        BUILT_IN.iter().map(|(code, text)| (format!("{code}.toml"), *text))
    }

    /// The built-in texts, with what the files of a folder say instead, sentence by sentence; a file of
    /// another language adds it. A text whose words were changed is no longer checked, unless the file says
    /// who checked it.
    ///
    /// # Errors
    /// [`TextFault`] with everything that is wrong in the folder's files.
    pub fn load(folder: &Path) -> Result<Self, TextFault> {
        Self::built_in()?.with(&file::read_folder(folder)?)
    }

    fn with(mut self, files: &[(String, String)]) -> Result<Self, TextFault> {
        let mut problems = Vec::new();
        // What the program knows to print: a file of French sentences cannot add to it.
        let model = self.texts.get(&Language::french()).cloned();
        for (name, text) in files {
            match file::read(name, text, &self.texts) {
                Ok(text) => {
                    self.texts.insert(text.language.clone(), text);
                }
                Err(mut found) => problems.append(&mut found),
            }
        }
        if let Some(model) = model.as_ref().or_else(|| self.texts.get(&Language::french())) {
            problems.extend(self.texts.values().flat_map(|text| file::compare(text, model)));
        }
        if problems.is_empty() { Ok(self) } else { Err(TextFault { problems }) }
    }

    /// The words of a language.
    #[must_use]
    pub fn text(&self, language: &Language) -> Option<&Text> {
        self.texts.get(language)
    }

    /// All texts, French among them.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.texts.values()
    }

    /// Has a language all the words of these sections?
    #[must_use]
    pub fn is_whole(&self, language: &Language, sections: &[&str]) -> bool {
        let keys = |language: &Language| -> BTreeSet<&str> {
            let text = self.texts.get(language);
            let keys = text.into_iter().flat_map(|text| text.sentences.keys().map(String::as_str));
            keys.filter(|key| sections.iter().any(|section| in_section(key, section))).collect()
        };
        keys(&Language::french()).is_subset(&keys(language))
    }
}

fn in_section(key: &str, section: &str) -> bool {
    key.split_once('.').is_some_and(|(before, _)| before == section)
}
