use serde::{Deserialize, Serialize};

use super::{cell, text_value};

/// The national code of a cité éducative, as the open list of cités writes it: `cite-001`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CiteCode(String);

/// Why a text is no code of a cité.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CiteCodeError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// Not `cite-` and three digits.
    #[error("not cite- and three digits")]
    Format,
    /// Fewer than three digits after `cite-`, or digits alone: zeros were lost on the way.
    #[error("zeros are missing: {proposed}?")]
    LeadingZeroLost {
        /// The code with its zeros.
        proposed: CiteCode,
    },
}

impl CiteCode {
    /// Reads a code in either case, `cité` with its accent too.
    ///
    /// # Errors
    /// The first reason found why the text is no code of a cité.
    pub fn parse(text: &str) -> Result<Self, CiteCodeError> {
        let code = cell::without_separators(cell::unwrap_formula(text)).to_lowercase();
        if code.is_empty() {
            return Err(CiteCodeError::Empty);
        }
        let named = code.strip_prefix("cite").or_else(|| code.strip_prefix("cité"));
        let digits = named.unwrap_or(&code);
        if !cell::are_digits(digits) || digits.len() > 3 || cell::are_zeros(digits) {
            return Err(CiteCodeError::Format);
        }
        let whole = Self(format!("cite-{digits:0>3}"));
        if named.is_some() && digits.len() == 3 {
            Ok(whole)
        } else {
            Err(CiteCodeError::LeadingZeroLost { proposed: whole })
        }
    }

    /// The code, `cite-` and three digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_value!(CiteCode, CiteCodeError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_writings_and_refusals() {
        for written in ["cite-001", "CITE-001", "Cité 001", "=\"cite-001\""] {
            assert_eq!(CiteCode::parse(written).unwrap().as_str(), "cite-001", "{written}");
        }
        let proposed = CiteCode::parse("cite-001").unwrap();
        for (written, reason) in [
            ("", CiteCodeError::Empty),
            ("cite-1", CiteCodeError::LeadingZeroLost { proposed: proposed.clone() }),
            ("1", CiteCodeError::LeadingZeroLost { proposed }),
            ("cite-000", CiteCodeError::Format),
            ("cite-0001", CiteCodeError::Format),
            ("cite", CiteCodeError::Format),
            ("Toulouse", CiteCodeError::Format),
        ] {
            assert_eq!(CiteCode::parse(written), Err(reason), "{written}");
        }
    }
}
