//! The communes of France by INSEE's code, by postal code, by name.
//!
//! The table is part of the program's text and searched where it stands; only the index of postal codes is
//! made, on first use, in some milliseconds.

use std::sync::LazyLock;

use domain::identifiers::names::matching_key;
use domain::identifiers::{CommuneCode, PostalCode};

const COMMUNES: &str = include_str!("communes.txt");
const FORMER: &str = include_str!("former_communes.txt");

/// A commune, or an arrondissement of Paris, Lyon or Marseille ([`CommuneCode::city`] tells which).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commune {
    /// INSEE's code.
    pub code: CommuneCode,
    /// Its name, as INSEE writes it.
    pub name: &'static str,
    /// Its postal codes; it may share each with other communes.
    pub postal_codes: Vec<PostalCode>,
}

/// The commune or arrondissement of this code.
#[must_use]
pub fn commune(code: &CommuneCode) -> Option<Commune> {
    line_from(COMMUNES, code.as_str()).and_then(read)
}

/// The commune that a former commune of this code is in today.
#[must_use]
pub fn successor(code: &CommuneCode) -> Option<Commune> {
    let (_, now) = line_from(FORMER, code.as_str())?.split_once(';')?;
    commune(&CommuneCode::parse(now).ok()?)
}

/// The communes that a postal code serves, by code; in the three great cities, the city and then its
/// arrondissement.
#[must_use]
pub fn of_postal_code(code: &PostalCode) -> Vec<Commune> {
    static INDEX: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
        let mut index: Vec<_> = COMMUNES
            .lines()
            .flat_map(|line| postal_codes(line).map(move |postal| (postal, line)))
            .collect();
        index.sort_unstable();
        index
    });
    let first = INDEX.partition_point(|(postal, _)| *postal < code.as_str());
    let same = INDEX[first..].iter().take_while(|(postal, _)| *postal == code.as_str());
    same.filter_map(|(_, line)| read(line)).collect()
}

/// The communes of a département (`31`, `2A`, `974`) whose name is this one, however it is typed. More than
/// one only where INSEE gives one name twice; none for a former name.
#[must_use]
pub fn named(departement: &str, name: &str) -> Vec<Commune> {
    let wanted = matching_key(name);
    let start = start_of(COMMUNES, departement);
    let lines = COMMUNES[start..].lines().take_while(|line| line.starts_with(departement));
    lines.filter_map(read).filter(|commune| matching_key(commune.name) == wanted).collect()
}

fn read(line: &'static str) -> Option<Commune> {
    let (code, rest) = line.split_once(';')?;
    let (name, _) = rest.split_once(';')?;
    let postal_codes = postal_codes(line).filter_map(|code| PostalCode::parse(code).ok()).collect();
    Some(Commune { code: CommuneCode::parse(code).ok()?, name, postal_codes })
}

fn postal_codes(line: &'static str) -> impl Iterator<Item = &'static str> {
    let listed = line.rsplit_once(';').map_or("", |(_, listed)| listed);
    listed.split(',').filter(|code| !code.is_empty())
}

/// The line that begins with a code and a semicolon, in a table sorted by code.
fn line_from(table: &'static str, code: &str) -> Option<&'static str> {
    let line = table[start_of(table, code)..].lines().next()?;
    line.strip_prefix(code)?.starts_with(';').then_some(line)
}

/// Where the first line stands that is not before `key`: a binary search for line starts.
fn start_of(table: &str, key: &str) -> usize {
    let bytes = table.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let after = bytes[start..].iter().position(|byte| *byte == b'\n');
        let end = after.map_or(bytes.len(), |length| start + length + 1);
        let head = &bytes[start..end.min(start + key.len())];
        if head < key.as_bytes() {
            low = end;
        } else {
            high = start;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> CommuneCode {
        CommuneCode::parse(text).unwrap()
    }

    #[test]
    fn every_line_is_sound_and_found() {
        let mut before = "";
        let mut count = 0;
        for line in COMMUNES.lines() {
            let read = read(line).unwrap_or_else(|| panic!("{line}"));
            assert!(before < read.code.as_str() || before.is_empty(), "{line}");
            assert_eq!(read.postal_codes.len(), postal_codes(line).count(), "{line}");
            assert_eq!(commune(&read.code).as_ref(), Some(&read), "{line}");
            before = line.split(';').next().unwrap();
            count += 1;
        }
        assert!((34_500..36_000).contains(&count), "{count} lines");
        let mut before = "";
        for line in FORMER.lines() {
            let (then, now) = line.split_once(';').unwrap();
            // Codes from before Corsica was parted in two are as postal codes.
            if let Ok(then) = CommuneCode::parse(then) {
                assert_eq!(commune(&then), None, "{line}");
                assert_eq!(successor(&then), commune(&code(now)), "{line}");
            }
            assert!(commune(&code(now)).is_some() && before < then, "{line}");
            before = then;
        }
    }

    #[test]
    fn by_code() {
        let toulouse = commune(&code("31555")).unwrap();
        assert_eq!(toulouse.name, "Toulouse");
        assert_eq!(toulouse.postal_codes.first().map(PostalCode::as_str), Some("31000"));
        for (known, name) in [
            ("01001", "L'Abergement-Clémenciat"),
            ("2A004", "Ajaccio"),
            ("75056", "Paris"),
            ("75120", "Paris 20e Arrondissement"),
            ("97411", "Saint-Denis"),
            ("98818", "Nouméa"),
        ] {
            assert_eq!(commune(&code(known)).map(|commune| commune.name), Some(name), "{known}");
        }
        for unknown in ["01999", "31999", "98999", "01003"] {
            assert_eq!(commune(&code(unknown)), None, "{unknown}");
        }
        assert_eq!(successor(&code("01340")).map(|now| now.code), Some(code("01015")));
        assert_eq!(successor(&code("31555")), None);
    }

    #[test]
    fn by_postal_code() {
        let names = |postal: &str| {
            let found = of_postal_code(&PostalCode::parse(postal).unwrap());
            found.into_iter().map(|commune| commune.name).collect::<Vec<_>>()
        };
        assert_eq!(names("31100"), ["Toulouse"]);
        assert_eq!(names("75020"), ["Paris", "Paris 20e Arrondissement"]);
        assert!(names("31700").contains(&"Blagnac") && names("31700").len() > 1);
        assert_eq!(names("98999"), [""; 0]);
    }

    #[test]
    fn by_name_within_a_departement() {
        let codes = |departement: &str, name: &str| {
            let found = named(departement, name);
            found.into_iter().map(|commune| commune.code.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(codes("31", "TOULOUSE"), ["31555"]);
        assert_eq!(codes("93", "st denis"), ["93066"]);
        assert_eq!(codes("974", "Saint-Denis"), ["97411"]);
        assert_eq!(codes("2A", "ajaccio"), ["2A004"]);
        assert_eq!(codes("31", "Paris"), [""; 0]);
        assert_eq!(codes("00", "Toulouse"), [""; 0]);
        assert_eq!(codes("", "Toulouse"), ["31555"]);
    }
}
