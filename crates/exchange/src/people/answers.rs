//! What a school writes of a home: its equipment, its connection, the family's language.

use domain::identifiers::names::matching_key;
use domain::people::equipment::{Connection, Equipment};
use domain::people::language::ContactLanguage;

use crate::yes;

/// An answer, or the word that is none.
pub(super) type Answer<T> = Result<Option<T>, String>;

/// What there is to work on: in words, or by whether something is needed.
pub(super) fn equipment(told: Option<&str>, needed: Option<&str>) -> Answer<Equipment> {
    if let Some(text) = told {
        return match matching_key(text).as_str() {
            "inconnu" | "ne sait pas" | "nsp" => Ok(None),
            "aucun" | "rien" | "aucun appareil" | "pas d appareil" | "sans" | "none" => {
                Ok(Some(Equipment::None))
            }
            "smartphone"
            | "telephone"
            | "smartphone seul"
            | "smartphone seulement"
            | "telephone seul"
            | "telephone seulement"
            | "smartphone only" => Ok(Some(Equipment::SmartphoneOnly)),
            "partage" | "appareil partage" | "a partager" | "insuffisant" | "un pour plusieurs"
            | "shared" => Ok(Some(Equipment::Shared)),
            "suffisant" | "equipe" | "equipee" | "enough" | "un par enfant" => {
                Ok(Some(Equipment::Enough))
            }
            "" => Ok(None),
            _ => match yes::read(text) {
                Some(true) => Ok(Some(Equipment::Enough)),
                Some(false) => Ok(Some(Equipment::None)),
                None => Err(text.to_owned()),
            },
        };
    }
    need(needed, Equipment::None, Equipment::Enough)
}

/// How the home reaches the network: in words, or by whether a way to it is needed.
pub(super) fn connection(told: Option<&str>, needed: Option<&str>) -> Answer<Connection> {
    if let Some(text) = told {
        return match matching_key(text).as_str() {
            "inconnu" | "ne sait pas" | "nsp" | "" => Ok(None),
            "aucune" | "aucun" | "rien" | "sans" | "pas d acces" | "none" => {
                Ok(Some(Connection::None))
            }
            "limitee"
            | "limite"
            | "telephone"
            | "forfait"
            | "forfait telephone"
            | "mauvaise"
            | "partage de connexion"
            | "limited" => Ok(Some(Connection::Limited)),
            "bonne" | "box" | "fibre" | "adsl" | "wifi" | "wi fi" | "good" => {
                Ok(Some(Connection::Good))
            }
            _ => match yes::read(text) {
                Some(true) => Ok(Some(Connection::Good)),
                Some(false) => Ok(Some(Connection::None)),
                None => Err(text.to_owned()),
            },
        };
    }
    need(needed, Connection::None, Connection::Good)
}

fn need<T>(needed: Option<&str>, yes: T, no: T) -> Answer<T> {
    match needed.map(|text| (text, yes::read(text))) {
        None => Ok(None),
        Some((_, Some(true))) => Ok(Some(yes)),
        Some((_, Some(false))) => Ok(Some(no)),
        Some((text, None)) => Err(text.to_owned()),
    }
}

/// A language of contact, by its code or its French name.
pub(super) fn language(text: &str) -> Option<ContactLanguage> {
    use ContactLanguage as L;
    let key = matching_key(text);
    if let Ok(language) = key.parse() {
        return Some(language);
    }
    Some(match key.as_str() {
        "francais" => L::French,
        "anglais" => L::English,
        "arabe" => L::Arabic,
        "espagnol" => L::Spanish,
        "italien" => L::Italian,
        "portugais" => L::Portuguese,
        "roumain" => L::Romanian,
        "russe" => L::Russian,
        "ukrainien" => L::Ukrainian,
        "turc" => L::Turkish,
        "albanais" => L::Albanian,
        "persan" | "dari" | "farsi" => L::Persian,
        "pachto" | "pashto" => L::Pashto,
        "ourdou" => L::Urdu,
        "bengali" => L::Bengali,
        "tamoul" => L::Tamil,
        "chinois" | "mandarin" => L::Chinese,
        "vietnamien" => L::Vietnamese,
        "soninke" => L::Soninke,
        "bambara" => L::Bambara,
        "somali" => L::Somali,
        "tigrigna" | "tigrinya" => L::Tigrinya,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_what_a_home_has() {
        assert_eq!(equipment(Some("Aucun"), None), Ok(Some(Equipment::None)));
        assert_eq!(equipment(Some("non"), None), Ok(Some(Equipment::None)));
        assert_eq!(equipment(Some("Smartphone seul"), None), Ok(Some(Equipment::SmartphoneOnly)));
        assert_eq!(equipment(None, Some("X")), Ok(Some(Equipment::None)));
        assert_eq!(equipment(None, Some("non")), Ok(Some(Equipment::Enough)));
        assert_eq!(equipment(None, None), Ok(None));
        assert_eq!(equipment(Some("une vieille tour"), None), Err("une vieille tour".into()));
        assert_eq!(connection(Some("Partage de connexion"), None), Ok(Some(Connection::Limited)));
        assert_eq!(connection(Some("oui"), None), Ok(Some(Connection::Good)));
        assert_eq!(connection(None, Some("peut-être")), Err("peut-être".into()));
        assert_eq!(language("Français"), Some(ContactLanguage::French));
        assert_eq!(language("ta"), Some(ContactLanguage::Tamil));
        assert_eq!(language("klingon"), None);
    }
}
