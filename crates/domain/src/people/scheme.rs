//! Schemes that a register of equipment has no business knowing (`domain.md` §4.2).

use crate::identifiers::names::matching_key;

/// The class's label without the name of a scheme: UPE2A says that a child came from abroad and ULIS
/// that a child is disabled, so neither may be kept (`domain.md` §4.2). `None` if nothing is left.
#[must_use]
pub fn class_label_without_scheme(label: &str) -> Option<String> {
    let has_scheme = label.split([' ', '/', '-']).any(names_scheme);
    let words: Vec<String> = label
        .split_whitespace()
        // `ULIS école`: what is left of the scheme's own name would still tell.
        .filter(|word| {
            !(has_scheme && matches!(matching_key(word).as_str(), "ecole" | "college" | "lycee"))
        })
        .map(|word| word.split_inclusive(['/', '-']).filter(|part| !names_scheme(part)).collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    let text = words.join(" ");
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | '(' | ')'));
    (!matching_key(text).is_empty()).then(|| text.to_owned())
}

fn names_scheme(word: &str) -> bool {
    const SCHEMES: [&str; 10] =
        ["ulis", "upe2a", "segpa", "erea", "clis", "clin", "itep", "ime", "nsa", "rased"];
    let key = matching_key(word).replace(' ', "");
    let bare = key.trim_start_matches(|c: char| c.is_ascii_digit());
    SCHEMES.iter().any(|scheme| {
        bare.strip_prefix(scheme)
            .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()) || rest == "nsa")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_not_kept() {
        for (written, kept) in [
            ("CM1 Mme Abadie", Some("CM1 Mme Abadie")),
            ("CE1/CE2", Some("CE1/CE2")),
            ("CM1-CM2 ULIS", Some("CM1-CM2")),
            ("ULIS école", None),
            ("CM1 - Mme Abadie", Some("CM1 - Mme Abadie")),
            ("ULIS", None),
            ("UPE2A-NSA", None),
            ("6SEGPA", None),
            ("6e SEGPA 2", Some("6e 2")),
            ("Maxime", Some("Maxime")),
            ("  ", None),
        ] {
            assert_eq!(class_label_without_scheme(written).as_deref(), kept, "{written}");
        }
    }
}
