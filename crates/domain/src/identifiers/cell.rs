//! What a spreadsheet does to a number that was only ever a name (`domain.md` §5.8, point 4).

/// The text inside `="…"`, the wrapping that keeps a spreadsheet from reading digits as a number;
/// any other text comes back trimmed and otherwise untouched.
#[must_use]
pub fn unwrap_formula(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('=')
        .map(str::trim_start)
        .and_then(|rest| rest.strip_prefix('"'))
        .and_then(|rest| rest.strip_suffix('"'))
        .map_or(text, str::trim)
}

/// Is this a number in scientific notation, as `8,93301E+18` or `8.93e+18`? Its last digits are lost
/// for good.
///
/// Without a `+`, a decimal mark is needed: `12E45` may be an honest serial number.
#[must_use]
pub fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.trim().split_once(['E', 'e']) else {
        return false;
    };
    let (signed, exponent) = match exponent.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, exponent),
    };
    let (whole, decimals) = match mantissa.split_once([',', '.']) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (mantissa, None),
    };
    are_digits(whole) && are_digits(exponent) && decimals.map_or(signed, are_digits)
}

/// One digit or more, and nothing else.
pub(crate) fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The text without the marks people put between groups of digits.
pub(crate) fn without_separators(text: &str) -> String {
    text.chars()
        .filter(|c| {
            !c.is_whitespace()
                && !matches!(c, '-' | '.' | '/' | '\u{2010}'..='\u{2015}' | '\u{200b}' | '\u{feff}')
        })
        .collect()
}

/// Zeros and nothing else.
pub(crate) fn are_zeros(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'0')
}

/// Why a cell does not hold the digits it should.
pub(crate) enum NoDigits {
    Empty,
    ScientificNotation,
    NotDigits,
}

/// The digits of a number, with or without separators or `="…"`.
pub(crate) fn digits(text: &str) -> Result<String, NoDigits> {
    let text = unwrap_formula(text);
    if text.is_empty() {
        return Err(NoDigits::Empty);
    }
    if is_scientific(text) {
        return Err(NoDigits::ScientificNotation);
    }
    let digits = without_separators(text);
    if are_digits(&digits) { Ok(digits) } else { Err(NoDigits::NotDigits) }
}

/// Gives an identifier's reasons the three that every number has.
macro_rules! number_error {
    ($error:ident) => {
        impl From<$crate::identifiers::cell::NoDigits> for $error {
            fn from(why: $crate::identifiers::cell::NoDigits) -> Self {
                use $crate::identifiers::cell::NoDigits;
                match why {
                    NoDigits::Empty => Self::Empty,
                    NoDigits::ScientificNotation => Self::ScientificNotation,
                    NoDigits::NotDigits => Self::NotDigits,
                }
            }
        }
    };
}
pub(crate) use number_error;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_unwrapped() {
        for (written, read) in [
            ("=\"6A\"", "6A"),
            (" = \" 6A \" ", "6A"),
            ("6A", "6A"),
            ("=6A", "=6A"),
            ("=\"", "=\""),
        ] {
            assert_eq!(unwrap_formula(written), read, "{written}");
        }
    }

    #[test]
    fn scientific_notation_is_seen() {
        for damaged in ["8,93301E+18", "8.93E+18", "8,93e+18", "9E+18", " 3,56938E+14 ", "8.93E18"]
        {
            assert!(is_scientific(damaged), "{damaged}");
        }
        for sound in [
            "",
            "E",
            "0750655E",
            "12E45",
            "893301E",
            "E+18",
            "8,E+18",
            "A8.9E+18",
            "356938035643809",
        ] {
            assert!(!is_scientific(sound), "{sound}");
        }
    }
}
