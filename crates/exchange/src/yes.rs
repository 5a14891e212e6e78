//! Yes and no as people write them (`domain.md` §5.8, point 3).

use domain::identifiers::names::matching_key;

/// `Oui`, `O`, `X`, `1`, `vrai` are yes; `Non`, `N`, `0`, `faux` are no; a blank is neither.
pub(crate) fn read(text: &str) -> Option<bool> {
    match matching_key(text).as_str() {
        "oui" | "o" | "x" | "1" | "vrai" | "true" | "yes" | "y" | "ok" => Some(true),
        "non" | "n" | "0" | "faux" | "false" | "no" => Some(false),
        _ if matches!(text.trim(), "✓" | "✔" | "☑" | "☒") => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn writings_of_yes_and_no() {
        for yes in ["Oui", "OUI", "o", "X", "x", "1", "VRAI", "✔"] {
            assert_eq!(read(yes), Some(true), "{yes}");
        }
        for no in ["Non", "n", "0", "Faux"] {
            assert_eq!(read(no), Some(false), "{no}");
        }
        for neither in ["", "?", "peut-être", "2"] {
            assert_eq!(read(neither), None, "{neither}");
        }
    }
}
