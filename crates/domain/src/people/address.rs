//! Postal addresses, and whether two writings are one place.

use serde::{Deserialize, Serialize};

use crate::identifiers::names::matching_key;

/// A postal address as far as it is known; any part may be blank.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Address {
    /// Number, street and what goes with them, on one line.
    pub street: String,
    /// Five digits.
    pub postal_code: String,
    /// Town, as written.
    pub commune: String,
}

impl Address {
    /// Is nothing known?
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.street.is_empty() && self.postal_code.is_empty() && self.commune.is_empty()
    }

    /// Do both name one place?
    #[must_use]
    pub fn same_place(&self, other: &Self) -> bool {
        self.key().same_place(&other.key())
    }

    /// The address as it is compared; to be made once where it is compared with many.
    #[must_use]
    pub fn key(&self) -> AddressKey {
        AddressKey {
            street: street_key(&self.street),
            postal_code: self.postal_code.clone(),
            commune: matching_key(&self.commune),
        }
    }
}

/// An address as it is compared: accents, capitals and abbreviations count for nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AddressKey {
    street: String,
    postal_code: String,
    commune: String,
}

impl AddressKey {
    /// Do both name one place? A street is needed on both sides; a missing postal code or town
    /// contradicts nothing.
    #[must_use]
    pub fn same_place(&self, other: &Self) -> bool {
        let agree = |one: &str, two: &str| one.is_empty() || two.is_empty() || one == two;
        !self.street.is_empty()
            && self.street == other.street
            && agree(&self.postal_code, &other.postal_code)
            // One postal code may hold several towns, and one town several writings.
            && (!self.postal_code.is_empty() && !other.postal_code.is_empty()
                || agree(&self.commune, &other.commune))
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = [self.postal_code.as_str(), self.commune.as_str()].join(" ");
        let parts: Vec<&str> = [self.street.as_str(), place.trim()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        f.write_str(&parts.join(", "))
    }
}

fn street_key(street: &str) -> String {
    let key = matching_key(street);
    let words: Vec<&str> = key.split(' ').map(full_word).collect();
    words.join(" ")
}

fn full_word(word: &str) -> &str {
    match word {
        "av" | "ave" => "avenue",
        "bd" | "bld" | "boul" => "boulevard",
        "r" => "rue",
        "pl" => "place",
        "all" => "allee",
        "imp" => "impasse",
        "ch" | "che" => "chemin",
        "rte" => "route",
        "res" => "residence",
        "bat" => "batiment",
        "appt" | "apt" => "appartement",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(street: &str, postal_code: &str, commune: &str) -> Address {
        Address { street: street.into(), postal_code: postal_code.into(), commune: commune.into() }
    }

    #[test]
    fn writings_of_one_place_meet_and_two_places_do_not() {
        let home = at("12, av. des Acacias", "31100", "Toulouse");
        assert!(home.same_place(&at("12 AVENUE DES ACACIAS", "31100", "TOULOUSE CEDEX")));
        assert!(home.same_place(&at("12 avenue des acacias", "", "Toulouse")));
        assert!(!home.same_place(&at("12 avenue des acacias", "", "Muret")));
        assert!(!home.same_place(&at("14 avenue des Acacias", "31100", "Toulouse")));
        assert!(!home.same_place(&at("12 avenue des Acacias", "31200", "Toulouse")));
        assert!(!at("", "31100", "Toulouse").same_place(&at("", "31100", "Toulouse")));
    }
}
