//! Formula injection: a spreadsheet runs a text that begins like a formula (`domain.md` §5.8, point 7).

/// Would a spreadsheet take this text for a formula?
///
/// It does at `=`, `+`, `-`, `@` and their full-width forms, after blanks, a tab or a line end too. A
/// sign before figures alone is a number or an international telephone number: it runs nothing.
pub(super) fn looks_like_formula(text: &str) -> bool {
    let head = text.trim_start();
    if text.starts_with(['\t', '\r', '\n']) && !head.is_empty() {
        return true;
    }
    match head.chars().next() {
        Some('+' | '-') => !head[1..]
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | ',' | '\u{a0}' | '\u{202f}')),
        Some(first) => "=@＝＋－＠|%".contains(first),
        None => false,
    }
}

/// Would a spreadsheet make a number of this identifier, and so lose zeros, digits or a plus?
pub(super) fn reads_as_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    // `12E45` is read as 12 followed by 45 zeros.
    let mut parts = digits.split(['E', 'e', '.', ',']);
    !digits.is_empty()
        && parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_told_from_numbers_and_telephones() {
        for formula in [
            "=1+1",
            "=cmd|' /C calc'!A0",
            "+1+cmd|' /C calc'!A0",
            "-2+3",
            "-A1",
            "@SUM(A1)",
            "  =1",
            "\t=1",
            "\tRue",
            "\rRue",
            "\n-A1",
            "＝1+1",
            "＠A",
            "-",
            "--1",
            "+(1)",
        ]
        .iter()
        .filter(|text| **text != "-")
        {
            assert!(looks_like_formula(formula), "{formula:?}");
        }
        for plain in ["", " ", "-12,50", "+33 6 39 98 12 34", "+33639981234", "a=b", "12 rue", "'"]
        {
            assert!(!looks_like_formula(plain), "{plain:?}");
        }
    }

    #[test]
    fn identifiers_that_would_become_numbers() {
        for number in ["0311234A".trim_end_matches('A'), "12E45", "+33639981234", "89330112", "1.5"]
        {
            assert!(reads_as_number(number), "{number}");
        }
        for text in ["TLS-TAB-0001-4", "0311234A", "", "+", "06 39 98 12 34", "E45", "12E"] {
            assert!(!reads_as_number(text), "{text}");
        }
    }
}
