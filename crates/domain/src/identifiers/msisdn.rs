use serde::{Deserialize, Serialize};

use super::{cell, text_value};

/// A telephone number in E.164 (`+33639981234`), from any of the ways French people write one.
///
/// Overseas numbers are written like the others at home (`0690…`) but have country codes of their own.
/// A foreign number is kept as it is: for some families it is the only one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Msisdn(String);

/// Why a text is no telephone number of a person or of a SIM card.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MsisdnError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// A spreadsheet has rounded it; the digits cannot be recovered.
    #[error("written in scientific notation: digits are lost")]
    ScientificNotation,
    /// Something other than digits, separators and an international prefix.
    #[error("not made of digits only")]
    NotDigits,
    /// Nine digits that lack only their leading zero, lost in a spreadsheet.
    #[error("the leading zero is missing: {proposed}?")]
    LeadingZeroLost {
        /// The same with its zero.
        proposed: Msisdn,
    },
    /// Too few or too many digits.
    #[error("{found} digits instead of 10")]
    Length {
        /// How many digits were found, the national zero included.
        found: usize,
    },
    /// 08 or 00: a service, not a person.
    #[error("a service number, not a person's")]
    Service,
}

/// National prefixes with a country code of their own. Longest first: 063998, reserved by the ARCEP for
/// fiction, is metropolitan while the rest of 0639 is Mayotte.
const TERRITORIES: [(&str, &str); 18] = [
    ("063998", "33"),
    ("0590", "590"),
    ("0690", "590"),
    ("0691", "590"),
    ("0976", "590"),
    ("0594", "594"),
    ("0694", "594"),
    ("0980", "594"),
    ("0596", "596"),
    ("0696", "596"),
    ("0697", "596"),
    ("0978", "596"),
    ("0262", "262"),
    ("0263", "262"),
    ("0269", "262"),
    ("0639", "262"),
    ("0692", "262"),
    ("0693", "262"),
];

/// Country codes whose numbers are written nationally with a leading 0.
const CODES: [&str; 5] = ["33", "590", "594", "596", "262"];

impl Msisdn {
    /// Reads `06 39 98 12 34`, `06.39…`, `+33 (0)6…`, `0033 6…`, `33639981234`, overseas numbers, the
    /// 14 digits of a machine's line (`0700…`), and foreign numbers that begin with + or 00.
    ///
    /// # Errors
    /// The first reason found why the text is no telephone number.
    pub fn parse(text: &str) -> Result<Self, MsisdnError> {
        let text = cell::unwrap_formula(text);
        if text.is_empty() {
            return Err(MsisdnError::Empty);
        }
        if cell::is_scientific(text) {
            return Err(MsisdnError::ScientificNotation);
        }
        let compact = cell::without_separators(text).replace("(0)", "").replace(['(', ')'], "");
        let international = compact.strip_prefix('+').or_else(|| compact.strip_prefix("00"));
        let digits = international.unwrap_or(&compact);
        if !cell::are_digits(digits) {
            return Err(MsisdnError::NotDigits);
        }
        match international {
            Some(digits) => from_international(digits),
            None => from_written(digits),
        }
    }

    /// The number in E.164, with its `+`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is written at home, `06 39 98 12 34`; a foreign number stays in E.164.
    #[must_use]
    pub fn national(&self) -> String {
        let Some(digits) = self.home_digits() else {
            return self.0.clone();
        };
        let mut written = String::new();
        for (position, digit) in digits.chars().enumerate() {
            if position > 0 && position % 2 == 0 {
                written.push(' ');
            }
            written.push(digit);
        }
        written
    }

    /// A French mobile, metropolitan or overseas: a text message may reach it.
    #[must_use]
    pub fn is_mobile(&self) -> bool {
        self.home_digits()
            .is_some_and(|digits| digits.starts_with("06") || digits.starts_with("07"))
    }

    fn home_digits(&self) -> Option<String> {
        let digits = self.0.strip_prefix('+')?;
        home_part(digits).map(|subscriber| format!("0{subscriber}"))
    }
}

/// The subscriber's digits after a French country code, if it is one.
fn home_part(digits: &str) -> Option<&str> {
    CODES.iter().find_map(|code| digits.strip_prefix(code))
}

fn from_international(digits: &str) -> Result<Msisdn, MsisdnError> {
    match home_part(digits) {
        Some(subscriber) => {
            from_national(&format!("0{}", subscriber.strip_prefix('0').unwrap_or(subscriber)))
        }
        None if digits.starts_with('0') => Err(MsisdnError::Service),
        None if !(8..=15).contains(&digits.len()) => {
            Err(MsisdnError::Length { found: digits.len() })
        }
        None => Ok(Msisdn(format!("+{digits}"))),
    }
}

fn from_written(digits: &str) -> Result<Msisdn, MsisdnError> {
    // Operators list their cards as 33639981234; nothing national has 11 digits.
    if digits.len() == 11 && digits.starts_with("33") {
        return from_international(digits);
    }
    if digits.len() == 9 && !digits.starts_with('0') {
        return Err(match from_national(&format!("0{digits}")) {
            Ok(proposed) => MsisdnError::LeadingZeroLost { proposed },
            Err(reason) => reason,
        });
    }
    if digits.starts_with('0') {
        from_national(digits)
    } else {
        Err(MsisdnError::Length { found: digits.len() })
    }
}

/// `digits` begins with the national 0.
fn from_national(digits: &str) -> Result<Msisdn, MsisdnError> {
    let machine = digits.starts_with("0700") && digits.len() == 14;
    if digits.len() != 10 && !machine {
        return Err(MsisdnError::Length { found: digits.len() });
    }
    if digits.starts_with("08") || digits.starts_with("00") {
        return Err(MsisdnError::Service);
    }
    let code = TERRITORIES
        .iter()
        .find(|(prefix, _)| digits.starts_with(prefix))
        .map_or("33", |(_, code)| code);
    Ok(Msisdn(format!("+{code}{}", &digits[1..])))
}

text_value!(Msisdn, MsisdnError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_ways_of_writing() {
        for written in [
            "06 39 98 12 34",
            "06.39.98.12.34",
            "0639981234",
            "06-39-98-12-34",
            "06/39/98/12/34",
            "+33 (0)6 39 98 12 34",
            "+33 6 39 98 12 34",
            "0033 6 39 98 12 34",
            "33639981234",
            "+33 06 39 98 12 34",
            "06\u{a0}39\u{202f}98 12 34",
            "=\"0639981234\"",
        ] {
            let number = Msisdn::parse(written).unwrap();
            assert_eq!(number.as_str(), "+33639981234", "{written}");
            assert_eq!(number.national(), "06 39 98 12 34");
            assert!(number.is_mobile());
        }
    }

    #[test]
    fn landlines_overseas_machines_and_abroad() {
        for (written, value, national, mobile) in [
            ("01 99 00 12 34", "+33199001234", "01 99 00 12 34", false),
            ("05 36 49 12 34", "+33536491234", "05 36 49 12 34", false),
            ("0690 12 34 56", "+590690123456", "06 90 12 34 56", true),
            ("+33 690 12 34 56", "+590690123456", "06 90 12 34 56", true),
            ("0694123456", "+594694123456", "06 94 12 34 56", true),
            ("0697123456", "+596697123456", "06 97 12 34 56", true),
            ("0262123456", "+262262123456", "02 62 12 34 56", false),
            ("0639123456", "+262639123456", "06 39 12 34 56", true),
            ("07000123456789", "+337000123456789", "07 00 01 23 45 67 89", true),
            ("+213 551 23 45 67", "+213551234567", "+213551234567", false),
            ("00380 50 123 4567", "+380501234567", "+380501234567", false),
        ] {
            let number = Msisdn::parse(written).unwrap();
            assert_eq!(
                (number.as_str(), number.national().as_str(), number.is_mobile()),
                (value, national, mobile),
                "{written}"
            );
            assert_eq!(Msisdn::parse(number.as_str()).unwrap(), number, "{written} read back");
            assert_eq!(
                Msisdn::parse(&number.national()).unwrap(),
                number,
                "{written} read back from its display"
            );
        }
    }

    #[test]
    fn the_numbers_kept_for_fiction_and_those_of_each_territory() {
        // ARCEP, decision 2018-0881: 06 39 98 is metropolitan though 0639 is Mayotte's.
        for fiction in ["063998", "019900", "026191", "035301", "046571", "053649"] {
            let number = Msisdn::parse(&format!("{fiction}1234")).unwrap();
            assert_eq!(number.as_str(), format!("+33{}1234", &fiction[1..]), "{fiction}");
        }
        for (prefix, code) in [
            ("0690", "590"),
            ("0691", "590"),
            ("0694", "594"),
            ("0696", "596"),
            ("0697", "596"),
            ("0692", "262"),
            ("0693", "262"),
            ("0639", "262"),
        ] {
            let number = Msisdn::parse(&format!("{prefix}123456")).unwrap();
            assert_eq!(number.as_str(), format!("+{code}{}123456", &prefix[1..]), "{prefix}");
            assert!(number.is_mobile(), "{prefix}");
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        let proposed = Msisdn::parse("0639981234").unwrap();
        for (written, reason) in [
            ("", MsisdnError::Empty),
            ("6,39981E+08", MsisdnError::ScientificNotation),
            ("liste rouge", MsisdnError::NotDigits),
            ("+", MsisdnError::NotDigits),
            ("639981234", MsisdnError::LeadingZeroLost { proposed }),
            ("06 39 98 12", MsisdnError::Length { found: 8 }),
            ("06 39 98 12 34 5", MsisdnError::Length { found: 11 }),
            ("+1234", MsisdnError::Length { found: 4 }),
            ("0899 12 34 56", MsisdnError::Service),
        ] {
            assert_eq!(Msisdn::parse(written), Err(reason), "{written}");
        }
    }
}
