//! What a person says once of a file: how it is opened, what its columns are, what all its rows share.

use domain::stock::{ItemKind, LotCondition};
use exchange::{Encoding, Mapping, Opening};
use serde::{Deserialize, Serialize};

/// How a file is to be read; kept with it until it is confirmed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The encoding of a text; none lets the bytes say.
    pub encoding: Option<Encoding>,
    /// The sheet of a workbook; none takes the first that has known titles.
    pub sheet: Option<String>,
    /// What the columns say; none takes what their titles propose.
    pub mapping: Option<Mapping>,
    /// The name of the kept mapping that was taken, to be told.
    pub taken_from: Option<String>,
    /// The class of pupils whose row tells none.
    pub class: Option<String>,
    /// What things are whose row does not say.
    pub item_kind: Option<ItemKind>,
    /// What the lot of new things is called.
    pub label: Option<String>,
    /// The condition new things came in.
    pub condition: Option<LotCondition>,
    /// Who gave the things whose row does not say.
    pub donor: Option<String>,
    /// The communes whose schools are wanted, as a person lists them; none wants them all.
    pub communes: Option<String>,
}

impl Settings {
    /// The settings kept with a file; the defaults where they cannot be read any more.
    #[must_use]
    pub fn kept(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// As they are kept.
    #[must_use]
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{}".to_owned())
    }

    /// How the file is opened.
    #[must_use]
    pub fn opening(&self) -> Opening {
        Opening { encoding: self.encoding, sheet: self.sheet.clone() }
    }
}
