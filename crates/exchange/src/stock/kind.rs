//! What suppliers and donors call a tablet, a laptop, a phone, a 4G key, a SIM card, a printer.

use domain::identifiers::names::matching_key;
use domain::stock::ItemKind;

/// The kind that the first telling word names: `Tablette 4G` is a tablet and `Clé 4G` is not. A USB
/// key, or `portable`, which is a phone as well as a computer, are none.
pub(super) fn read(text: &str) -> Option<ItemKind> {
    let key = matching_key(text);
    let words: Vec<&str> = key.split(' ').collect();
    words.iter().find_map(|word| match *word {
        "tablette" | "tablettes" | "tablet" | "tablets" | "ipad" | "tab" => Some(ItemKind::Tablet),
        "ordinateur" | "ordinateurs" | "pc" | "laptop" | "laptops" | "chromebook" | "notebook"
        | "ord" => Some(ItemKind::Laptop),
        "telephone" | "telephones" | "smartphone" | "smartphones" | "phone" | "mobile" | "tel" => {
            Some(ItemKind::Phone)
        }
        "4g" | "5g" | "4g5g" | "routeur" | "hotspot" | "mifi" => Some(ItemKind::Hotspot),
        "sim" | "sims" | "esim" => Some(ItemKind::Sim),
        "imprimante" | "imprimantes" | "printer" => Some(ItemKind::Printer),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_kinds() {
        for (written, kind) in [
            ("Tablette", Some(ItemKind::Tablet)),
            ("tablette 4G", Some(ItemKind::Tablet)),
            ("iPad", Some(ItemKind::Tablet)),
            ("PC portable", Some(ItemKind::Laptop)),
            ("Ordinateur", Some(ItemKind::Laptop)),
            ("Téléphone portable", Some(ItemKind::Phone)),
            ("SMARTPHONE", Some(ItemKind::Phone)),
            ("Clé 4G", Some(ItemKind::Hotspot)),
            ("CLE-4G", Some(ItemKind::Hotspot)),
            ("Routeur Wi-Fi", Some(ItemKind::Hotspot)),
            ("hotspot", Some(ItemKind::Hotspot)),
            ("laptop", Some(ItemKind::Laptop)),
            ("portable", None),
            ("clé USB", None),
            ("carte SIM", Some(ItemKind::Sim)),
            ("Carte SIM 4G", Some(ItemKind::Sim)),
            ("Imprimante laser", Some(ItemKind::Printer)),
            ("trottinette", None),
        ] {
            assert_eq!(read(written), kind, "{written}");
        }
    }
}
