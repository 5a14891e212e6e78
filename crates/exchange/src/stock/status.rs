//! Where an item stood in the register that is left (Snipe-IT, GLPI, a spreadsheet).

use domain::identifiers::names::matching_key;

/// Has the item left for good? Then it is not taken in.
pub(super) fn is_gone(status: &str) -> bool {
    let key = matching_key(status);
    key.split(' ').any(|word| {
        matches!(
            word,
            "archived"
                | "archive"
                | "archivee"
                | "lost"
                | "stolen"
                | "perdu"
                | "perdue"
                | "vole"
                | "volee"
                | "rebut"
                | "reforme"
                | "reformee"
                | "disposed"
                | "detruit"
                | "detruite"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::is_gone;

    #[test]
    fn what_has_left_for_good() {
        for gone in ["Archived", "Lost/Stolen", "Mis au rebut", "Perdue", "Réformé"] {
            assert!(is_gone(gone), "{gone}");
        }
        for there in ["Ready to Deploy", "Deployed", "En stock", "Pending", "Broken"] {
            assert!(!is_gone(there), "{there}");
        }
    }
}
