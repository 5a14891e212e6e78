use serde::{Deserialize, Serialize};

use super::{cell, text_value};

/// The number of a book's edition: 978 or 979 and ten digits, the last the check of EAN-13 (ISO 2108).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Isbn13(String);

/// Why a text is no ISBN of 13 digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Isbn13Error {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// A spreadsheet has rounded it (`9,78207E+12`); the digits cannot be recovered.
    #[error("written in scientific notation: digits are lost")]
    ScientificNotation,
    /// Something other than digits and separators.
    #[error("not made of digits only")]
    NotDigits,
    /// The ten characters of a book from before 2007, sound by their own check.
    #[error("an ISBN of ten characters: {proposed}?")]
    OfTen {
        /// The same book's number of 13 digits.
        proposed: Isbn13,
    },
    /// Neither 13 digits nor a sound number of ten.
    #[error("{found} digits instead of 13")]
    Length {
        /// How many digits were found.
        found: usize,
    },
    /// A bar code of another trade: it does not begin with 978 or 979.
    #[error("does not begin with 978 or 979")]
    Prefix,
    /// The check digit disagrees: a digit is wrong.
    #[error("the check digit does not agree")]
    CheckDigit,
}

impl Isbn13 {
    /// Reads an ISBN, with or without `ISBN` before it, separators or `="…"`.
    ///
    /// # Errors
    /// The first reason found why the text is no ISBN of 13 digits.
    pub fn parse(text: &str) -> Result<Self, Isbn13Error> {
        let text = cell::unwrap_formula(text);
        let lettered = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("isbn"));
        let text = if lettered { text[4..].trim_start_matches([':', ' ', '\u{a0}']) } else { text };
        if let Some(proposed) = of_ten(&cell::without_separators(text)) {
            return Err(Isbn13Error::OfTen { proposed });
        }
        let digits = cell::digits(text)?;
        match digits.len() {
            13 if !(digits.starts_with("978") || digits.starts_with("979")) => {
                Err(Isbn13Error::Prefix)
            }
            13 if ean_check(&digits[..12]) == digits[12..] => Ok(Self(digits)),
            13 => Err(Isbn13Error::CheckDigit),
            found => Err(Isbn13Error::Length { found }),
        }
    }

    /// The 13 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The check digit of EAN-13 after these twelve: weights 1 and 3 in turn.
fn ean_check(twelve: &str) -> String {
    let weights = [1, 3].into_iter().cycle();
    let sum: u32 =
        twelve.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    ((10 - sum % 10) % 10).to_string()
}

/// The number of 13 digits of a sound number of ten: nine digits and a check modulo 11, X for ten.
fn of_ten(code: &str) -> Option<Isbn13> {
    let (nine, check) = code.split_at_checked(9)?;
    let check = match check {
        "X" | "x" => 10,
        digit if digit.len() == 1 => digit.parse::<u32>().ok()?,
        _ => return None,
    };
    if !cell::are_digits(nine) {
        return None;
    }
    let sum: u32 = nine
        .bytes()
        .zip((2..=10).rev())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let twelve = format!("978{nine}");
    let whole = format!("{twelve}{}", ean_check(&twelve));
    (sum + check).is_multiple_of(11).then_some(Isbn13(whole))
}

text_value!(Isbn13, Isbn13Error);
cell::number_error!(Isbn13Error);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_writings() {
        for (written, value) in [
            ("9782070612758", "9782070612758"),
            ("978-2-07-061275-8", "9782070612758"),
            ("ISBN 978-2-07-061275-8", "9782070612758"),
            ("isbn: 9782070612758", "9782070612758"),
            ("=\"9791032702840\"", "9791032702840"),
        ] {
            assert_eq!(Isbn13::parse(written).unwrap().as_str(), value, "{written}");
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        let proposed = Isbn13::parse("9782070612758").unwrap();
        for (written, reason) in [
            ("", Isbn13Error::Empty),
            ("ISBN", Isbn13Error::Empty),
            ("9,78207E+12", Isbn13Error::ScientificNotation),
            ("978207061275X", Isbn13Error::NotDigits),
            ("2-07-061275-9", Isbn13Error::OfTen { proposed }),
            ("2-07-061275-8", Isbn13Error::Length { found: 10 }),
            ("978207061275", Isbn13Error::Length { found: 12 }),
            ("3760123456789", Isbn13Error::Prefix),
            ("9782070612759", Isbn13Error::CheckDigit),
        ] {
            assert_eq!(Isbn13::parse(written), Err(reason), "{written}");
        }
    }
}
