use serde::{Deserialize, Serialize};

use super::{cell, text_value};

/// INSEE's code of a commune, or of an arrondissement of Paris, Lyon or Marseille: a département on two
/// characters (2A and 2B in Corsica) and three digits, or 97 or 98 and three digits overseas.
///
/// It is no postal code, though most look alike: a commune has several, a postal code several communes.
/// Whether a commune of this code exists is for the table of communes to say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommuneCode(String);

/// Why a text is no code of a commune.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommuneCodeError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// A spreadsheet has rounded it; the digits cannot be recovered.
    #[error("written in scientific notation: digits are lost")]
    ScientificNotation,
    /// Neither five digits nor 2A or 2B and three digits.
    #[error("not five digits, nor 2A or 2B and three digits")]
    Format,
    /// Four digits that lack only their leading zero, lost in a spreadsheet.
    #[error("the leading zero is missing: {proposed}?")]
    LeadingZeroLost {
        /// The same with its zero.
        proposed: CommuneCode,
    },
    /// A postal code and no INSEE code: it ends with 000 (00 overseas), or begins with 20 as in Corsica,
    /// whose communes are in 2A or 2B.
    #[error("this is a postal code, not INSEE's code")]
    PostalCode,
    /// It begins with the number of no département or territory.
    #[error("begins with no département")]
    Departement,
}

/// A city's own code, and the codes of its arrondissements.
const CITIES: [(&str, u32, u32); 3] =
    [("75056", 75_101, 75_120), ("69123", 69_381, 69_389), ("13055", 13_201, 13_216)];

impl CommuneCode {
    /// Reads a commune's code in either case, with or without separators or `="…"`.
    ///
    /// # Errors
    /// The first reason found why the text is no code of a commune.
    pub fn parse(text: &str) -> Result<Self, CommuneCodeError> {
        let text = cell::unwrap_formula(text);
        if cell::is_scientific(text) {
            return Err(CommuneCodeError::ScientificNotation);
        }
        let code = cell::without_separators(text).to_ascii_uppercase();
        if code.is_empty() {
            return Err(CommuneCodeError::Empty);
        }
        if code.len() == 4 && cell::are_digits(&code) {
            return Err(Self::parse(&format!("0{code}"))
                .map_or(CommuneCodeError::Format, |proposed| CommuneCodeError::LeadingZeroLost {
                    proposed,
                }));
        }
        let Some((departement, number)) = split(&code) else {
            return Err(CommuneCodeError::Format);
        };
        if departement == "20" || cell::are_zeros(number) {
            return Err(CommuneCodeError::PostalCode);
        }
        if !is_departement(departement) {
            return Err(CommuneCodeError::Departement);
        }
        Ok(Self(code))
    }

    /// The five characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The département or territory: `31`, `2A`, `974`.
    #[must_use]
    pub fn departement(&self) -> &str {
        split(&self.0).map_or(&self.0, |(departement, _)| departement)
    }

    /// The commune that an arrondissement of Paris, Lyon or Marseille is a part of; `None` for a commune.
    #[must_use]
    pub fn city(&self) -> Option<Self> {
        let number = self.0.parse().ok()?;
        let city = CITIES.iter().find(|(_, first, last)| (*first..=*last).contains(&number));
        city.map(|(code, _, _)| Self((*code).to_owned()))
    }
}

/// Département and number, if there are five characters of the right kind.
fn split(code: &str) -> Option<(&str, &str)> {
    let overseas = code.starts_with("97") || code.starts_with("98");
    let (departement, number) = code.split_at_checked(if overseas { 3 } else { 2 })?;
    let digits = cell::are_digits(departement) || matches!(departement, "2A" | "2B");
    (code.len() == 5 && digits && cell::are_digits(number)).then_some((departement, number))
}

/// 01 to 95 without 20, 2A and 2B, 971 to 978, 984 to 989.
fn is_departement(departement: &str) -> bool {
    match departement.parse::<u32>() {
        Ok(number) => matches!(number, 1..=19 | 21..=95 | 971..=978 | 984..=989),
        Err(_) => true,
    }
}

text_value!(CommuneCode, CommuneCodeError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_writings() {
        for (written, value, departement) in [
            ("31555", "31555", "31"),
            ("2a004", "2A004", "2A"),
            (" 2B033 ", "2B033", "2B"),
            ("=\"01004\"", "01004", "01"),
            ("97411", "97411", "974"),
            ("97801", "97801", "978"),
            ("98818", "98818", "988"),
            ("75056", "75056", "75"),
        ] {
            let code = CommuneCode::parse(written).unwrap();
            assert_eq!((code.as_str(), code.departement()), (value, departement), "{written}");
            assert_eq!(code.city(), None, "{written}");
        }
    }

    #[test]
    fn arrondissements_are_parts_of_their_city() {
        for (part, city) in [
            ("75101", "75056"),
            ("75120", "75056"),
            ("69381", "69123"),
            ("69389", "69123"),
            ("13201", "13055"),
            ("13216", "13055"),
        ] {
            let city = CommuneCode::parse(city).unwrap();
            assert_eq!(CommuneCode::parse(part).unwrap().city(), Some(city), "{part}");
        }
        for beyond in ["75121", "69390", "13217", "75100"] {
            assert_eq!(CommuneCode::parse(beyond).unwrap().city(), None, "{beyond}");
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        let proposed = CommuneCode::parse("01001").unwrap();
        for (written, reason) in [
            ("", CommuneCodeError::Empty),
            ("3,1555E+04", CommuneCodeError::ScientificNotation),
            ("1001", CommuneCodeError::LeadingZeroLost { proposed }),
            ("1000", CommuneCodeError::Format),
            ("Toulouse", CommuneCodeError::Format),
            ("315555", CommuneCodeError::Format),
            ("2C004", CommuneCodeError::Format),
            ("é155", CommuneCodeError::Format),
            ("31000", CommuneCodeError::PostalCode),
            ("97400", CommuneCodeError::PostalCode),
            ("20090", CommuneCodeError::PostalCode),
            ("96001", CommuneCodeError::Departement),
            ("97901", CommuneCodeError::Departement),
            ("00155", CommuneCodeError::Departement),
            ("99100", CommuneCodeError::Departement),
        ] {
            assert_eq!(CommuneCode::parse(written), Err(reason), "{written}");
        }
    }
}
