use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use super::{cell, text_value};

crate::vocabulary! {
    /// Which list of priority neighbourhoods a code is from.
    QpvGeneration {
        /// The list of 2015: `QP093028`.
        Of2015 = "2015",
        /// The list of 2024: `QN07501M`.
        Of2024 = "2024",
    }
}

crate::vocabulary! {
    /// What the list of 2024 did to the contour of a neighbourhood; the last letter of its code.
    QpvContour {
        /// N: there was none here.
        New = "new",
        /// M: there was one, with another contour.
        Modified = "modified",
        /// I: the contour of 2015.
        Identical = "identical",
    }
}

/// The code of a quartier prioritaire: `QP`, a département on three characters and three digits on the
/// list of 2015; `QN`, a département, two digits and the letter of its contour on that of 2024.
///
/// Both are read for good: a family of 2023 lived in a neighbourhood of the old list. A code says by
/// itself when it was in force (décrets 2014-1750, 2023-1314 and, overseas, 2024-1212).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QpvCode(String);

/// Why a text is no code of a priority neighbourhood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QpvCodeError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// Neither `QP` and six characters nor `QN` and six.
    #[error("neither QP, département and number nor QN, département, number and N, M or I")]
    Format,
    /// One character short: the zero before a département of two characters is missing.
    #[error("the zero before the département is missing: {proposed}?")]
    LeadingZeroLost {
        /// The same with its zero.
        proposed: QpvCode,
    },
    /// The three characters name no département or territory.
    #[error("names no département")]
    Departement,
}

impl QpvCode {
    /// Reads a code of either list, in either case, with or without separators or `="…"`.
    ///
    /// # Errors
    /// The first reason found why the text is no such code.
    pub fn parse(text: &str) -> Result<Self, QpvCodeError> {
        let code = cell::without_separators(cell::unwrap_formula(text)).to_ascii_uppercase();
        if code.is_empty() {
            return Err(QpvCodeError::Empty);
        }
        if !code.is_ascii() || !(code.starts_with("QP") || code.starts_with("QN")) {
            return Err(QpvCodeError::Format);
        }
        let (list, rest) = code.split_at(2);
        if rest.len() == 5 {
            let whole = Self::parse(&format!("{list}0{rest}"));
            return Err(whole.map_or(QpvCodeError::Format, |proposed| {
                QpvCodeError::LeadingZeroLost { proposed }
            }));
        }
        let Some((departement, number)) = rest.split_at_checked(3) else {
            return Err(QpvCodeError::Format);
        };
        let sound = match number.strip_suffix(['N', 'M', 'I']) {
            Some(number) => list == "QN" && number.len() == 2 && cell::are_digits(number),
            None => list == "QP" && number.len() == 3 && cell::are_digits(number),
        };
        if !sound {
            return Err(QpvCodeError::Format);
        }
        if is_departement(departement) { Ok(Self(code)) } else { Err(QpvCodeError::Departement) }
    }

    /// The eight characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The list it is from.
    #[must_use]
    pub fn generation(&self) -> QpvGeneration {
        if self.0.starts_with("QP") { QpvGeneration::Of2015 } else { QpvGeneration::Of2024 }
    }

    /// What the list of 2024 did to its contour; `None` on the list of 2015.
    #[must_use]
    pub fn contour(&self) -> Option<QpvContour> {
        match self.0.as_bytes().last() {
            Some(b'N') => Some(QpvContour::New),
            Some(b'M') => Some(QpvContour::Modified),
            Some(b'I') => Some(QpvContour::Identical),
            _ => None,
        }
    }

    /// The first and the last day in force; no last day yet for the list of 2024. Overseas the lists
    /// changed a year later.
    #[must_use]
    pub fn in_force(&self) -> (Date, Option<Date>) {
        let overseas = self.0[2..].starts_with('9');
        let changed = if overseas { 2025 } else { 2024 };
        match self.generation() {
            QpvGeneration::Of2015 => (date(2015, 1, 1), Some(date(changed - 1, 12, 31))),
            QpvGeneration::Of2024 => (date(changed, 1, 1), None),
        }
    }

    /// Was it in force on this day?
    #[must_use]
    pub fn is_valid_on(&self, day: Date) -> bool {
        let (first, last) = self.in_force();
        first <= day && last.is_none_or(|last| day <= last)
    }
}

/// 001 to 095 without 020, 02A and 02B, 971 to 978, 984 to 989.
fn is_departement(departement: &str) -> bool {
    match departement.parse::<u32>() {
        Ok(number) => matches!(number, 1..=19 | 21..=95 | 971..=978 | 984..=989),
        Err(_) => matches!(departement, "02A" | "02B"),
    }
}

text_value!(QpvCode, QpvCodeError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_generations() {
        for (written, value, generation, contour) in [
            ("QP093028", "QP093028", QpvGeneration::Of2015, None),
            ("qp02a001", "QP02A001", QpvGeneration::Of2015, None),
            ("QP 974 012", "QP974012", QpvGeneration::Of2015, None),
            ("QN07501M", "QN07501M", QpvGeneration::Of2024, Some(QpvContour::Modified)),
            ("=\"QN03112I\"", "QN03112I", QpvGeneration::Of2024, Some(QpvContour::Identical)),
            ("qn02b01n", "QN02B01N", QpvGeneration::Of2024, Some(QpvContour::New)),
        ] {
            let code = QpvCode::parse(written).unwrap();
            let found = (code.as_str(), code.generation(), code.contour());
            assert_eq!(found, (value, generation, contour), "{written}");
        }
    }

    #[test]
    fn in_force_until_the_next_list() {
        let last_of_2023 = date(2023, 12, 31);
        let first_of_2024 = date(2024, 1, 1);
        let first_of_2025 = date(2025, 1, 1);
        for (code, on_last_of_2023, on_first_of_2024, on_first_of_2025) in [
            ("QP031012", true, false, false),
            ("QN03112I", false, true, true),
            ("QP974012", true, true, false),
            ("QN97412M", false, false, true),
        ] {
            let code = QpvCode::parse(code).unwrap();
            assert_eq!(code.is_valid_on(last_of_2023), on_last_of_2023, "{code}");
            assert_eq!(code.is_valid_on(first_of_2024), on_first_of_2024, "{code}");
            assert_eq!(code.is_valid_on(first_of_2025), on_first_of_2025, "{code}");
            assert!(!code.is_valid_on(date(2014, 12, 31)), "{code}");
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        let proposed =
            |code: &str| QpvCodeError::LeadingZeroLost { proposed: QpvCode::parse(code).unwrap() };
        for (written, reason) in [
            ("", QpvCodeError::Empty),
            ("Bellefontaine", QpvCodeError::Format),
            ("QP", QpvCodeError::Format),
            ("QX093028", QpvCodeError::Format),
            ("QP0930281", QpvCodeError::Format),
            ("QP09302I", QpvCodeError::Format),
            ("QN075010", QpvCodeError::Format),
            ("QN07501X", QpvCodeError::Format),
            ("QPé9302", QpvCodeError::Format),
            ("QP93028", proposed("QP093028")),
            ("QN7501M", proposed("QN07501M")),
            ("QP096001", QpvCodeError::Departement),
            ("QP020001", QpvCodeError::Departement),
            ("QN97901N", QpvCodeError::Departement),
        ] {
            assert_eq!(QpvCode::parse(written), Err(reason), "{written}");
        }
    }
}
