//! A surname and a first name in one cell, as Pronote writes them: `DA SILVA COSTA Emma`
//! (`domain.md` §5.4).

/// A full name in two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parted {
    pub family_name: String,
    pub first_name: String,
    /// Nothing told where one ends.
    pub guessed: bool,
}

/// Words of lower case that begin a surname.
const PARTICLES: [&str; 12] =
    ["de", "du", "des", "la", "le", "van", "von", "der", "den", "el", "ben", "bel"];

/// Parts a full name: capitals first, then the first name. Where all is in capitals, or nothing is, one
/// word is taken as the part that is most often one word: the first name, or the surname.
///
/// `None` if there is but one word.
pub(super) fn part(text: &str) -> Option<Parted> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() < 2 {
        return None;
    }
    let mut capitals = 0;
    while let Some(word) = words.get(capitals) {
        let particle = is_particle(word)
            && words.get(capitals + 1).is_some_and(|next| is_capital(next) || is_particle(next));
        if !is_capital(word) && !particle {
            break;
        }
        capitals += 1;
    }
    let (at, guessed) = match capitals {
        0 => (1, true),
        all if all == words.len() => (words.len() - 1, true),
        some => (some, false),
    };
    let (family, first) = words.split_at(at);
    Some(Parted { family_name: family.join(" "), first_name: first.join(" "), guessed })
}

/// `D'HAENE`, `SAINT-MARTIN`, `O’NEILL`; `d'ARTAGNAN` too: an elided particle is no first name.
fn is_capital(word: &str) -> bool {
    let word = word
        .strip_prefix("d'")
        .or_else(|| word.strip_prefix("d’"))
        .or_else(|| word.strip_prefix("l'"))
        .unwrap_or(word);
    word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase)
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_then_the_first_name() {
        for (written, family, first, guessed) in [
            ("DA SILVA COSTA Emma", "DA SILVA COSTA", "Emma", false),
            ("D'HAENE Marie", "D'HAENE", "Marie", false),
            ("NOIRET Jean Baptiste", "NOIRET", "Jean Baptiste", false),
            ("SAINT-MARTIN  Zoé", "SAINT-MARTIN", "Zoé", false),
            ("de LA TOUR Paul", "de LA TOUR", "Paul", false),
            ("d’ARTAGNAN Charles", "d’ARTAGNAN", "Charles", false),
            ("ÉTIENNE Éric", "ÉTIENNE", "Éric", false),
            ("DA SILVA EMMA", "DA SILVA", "EMMA", true),
            ("Martin Léa", "Martin", "Léa", true),
            ("van der BERG Anna", "van der BERG", "Anna", false),
        ] {
            let parted = part(written).unwrap();
            assert_eq!(
                (parted.family_name.as_str(), parted.first_name.as_str(), parted.guessed),
                (family, first, guessed),
                "{written}"
            );
        }
        assert_eq!((part("MARTIN"), part("")), (None, None));
    }
}
