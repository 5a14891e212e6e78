//! One year of schooling, and the words that name it in a label (`domain.md` §5.7).

use crate::stock::Level;

crate::vocabulary! {
    /// One year of schooling.
    ClassLevel {
        /// Toute petite section.
        Tps = "TPS",
        /// Petite section.
        Ps = "PS",
        /// Moyenne section.
        Ms = "MS",
        /// Grande section.
        Gs = "GS",
        /// Cours préparatoire.
        Cp = "CP",
        /// Cours élémentaire, first year.
        Ce1 = "CE1",
        /// Cours élémentaire, second year.
        Ce2 = "CE2",
        /// Cours moyen, first year.
        Cm1 = "CM1",
        /// Cours moyen, second year.
        Cm2 = "CM2",
        /// Sixième.
        Sixieme = "6e",
        /// Cinquième.
        Cinquieme = "5e",
        /// Quatrième.
        Quatrieme = "4e",
        /// Troisième, prépa-métiers included.
        Troisieme = "3e",
        /// Seconde, every way.
        Seconde = "2de",
        /// Première, every way.
        Premiere = "1re",
        /// Terminale, every way.
        Terminale = "Tle",
        /// CAP, either year.
        Cap = "CAP",
        /// After the baccalauréat.
        Superieur = "post-bac",
    }
}

impl ClassLevel {
    /// The stage of schooling this year belongs to.
    #[must_use]
    pub const fn level(self) -> Level {
        match self {
            Self::Tps | Self::Ps | Self::Ms | Self::Gs => Level::Maternelle,
            Self::Cp | Self::Ce1 | Self::Ce2 | Self::Cm1 | Self::Cm2 => Level::Elementaire,
            Self::Sixieme | Self::Cinquieme | Self::Quatrieme | Self::Troisieme => Level::College,
            Self::Seconde | Self::Premiere | Self::Terminale | Self::Cap => Level::Lycee,
            Self::Superieur => Level::Superieur,
        }
    }
}

const PHRASES: [(&str, &str); 9] = [
    ("toute petite section", "tps"),
    ("tres petite section", "tps"),
    ("petite section", "ps"),
    ("moyenne section", "ms"),
    ("grande section", "gs"),
    ("cours preparatoire", "cp"),
    ("cours elementaire", "ce"),
    ("cours moyen", "cm"),
    ("post bac", "bts"),
];

/// Every year named in a folded label, in its order, repeats included.
pub(super) fn years_in(label: &str) -> Vec<ClassLevel> {
    let mut text = label.to_owned();
    for (phrase, code) in PHRASES {
        text = text.replace(phrase, code);
    }
    let words: Vec<&str> = text.split(' ').collect();
    let mut years = Vec::new();
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        at += 1;
        let next = words.get(at).and_then(|next| next.chars().next()).filter(char::is_ascii_digit);
        // `CE 1`, `cours élémentaire 1ère année`: the year is the next word's first digit.
        if let ("ce" | "cm", Some(year)) = (word, next) {
            years.extend(primary(&format!("{word}{year}")));
            at += 1;
        } else {
            years.extend(primary(word));
            years.extend(secondary(word, words.len() == 1));
        }
    }
    years
}

/// `cp`, `ce1b`, `psmsgs`: codes one after another, then at most one letter or digit of the class.
fn primary(word: &str) -> Vec<ClassLevel> {
    const CODES: [(&str, ClassLevel); 9] = [
        ("tps", ClassLevel::Tps),
        ("ps", ClassLevel::Ps),
        ("ms", ClassLevel::Ms),
        ("gs", ClassLevel::Gs),
        ("cp", ClassLevel::Cp),
        ("ce1", ClassLevel::Ce1),
        ("ce2", ClassLevel::Ce2),
        ("cm1", ClassLevel::Cm1),
        ("cm2", ClassLevel::Cm2),
    ];
    let mut rest = word;
    let mut years = Vec::new();
    while let Some((after, year)) =
        CODES.iter().find_map(|(code, year)| rest.strip_prefix(code).map(|rest| (rest, *year)))
    {
        years.push(year);
        rest = after;
    }
    if rest.chars().nth(1).is_some() {
        years.clear();
    }
    years
}

/// `6e`, `6eme3`, `6b`, `2nde`, `1re`, `tle`, `cap`, `bts`, and the same in words.
fn secondary(word: &str, alone: bool) -> Option<ClassLevel> {
    let year = match word {
        "sixieme" => ClassLevel::Sixieme,
        "cinquieme" => ClassLevel::Cinquieme,
        "quatrieme" => ClassLevel::Quatrieme,
        "troisieme" => ClassLevel::Troisieme,
        "seconde" | "2nde" | "2nd" | "2de" | "2e" => ClassLevel::Seconde,
        "premiere" | "1ere" | "1re" => ClassLevel::Premiere,
        "terminale" | "term" | "tle" | "tale" => ClassLevel::Terminale,
        "cap" | "cap1" | "cap2" | "1cap" | "2cap" | "tcap" => ClassLevel::Cap,
        "bts" | "bts1" | "bts2" | "1bts" | "2bts" | "cpge" | "bachelor" | "licence" => {
            ClassLevel::Superieur
        }
        _ if word.starts_with("2gt") => ClassLevel::Seconde,
        _ if word.starts_with("1stmg") => ClassLevel::Premiere,
        _ if word.starts_with("tstmg") => ClassLevel::Terminale,
        _ => return lower_secondary(word, alone),
    };
    Some(year)
}

fn lower_secondary(word: &str, alone: bool) -> Option<ClassLevel> {
    let mut characters = word.chars();
    let year = match characters.next()? {
        '6' => ClassLevel::Sixieme,
        '5' => ClassLevel::Cinquieme,
        '4' => ClassLevel::Quatrieme,
        '3' => ClassLevel::Troisieme,
        _ => return None,
    };
    let rest = characters.as_str();
    let ordinal = ["ieme", "eme", "e"].iter().find_map(|ordinal| rest.strip_prefix(ordinal));
    let named = match ordinal {
        Some(class) => class.chars().count() <= 2,
        None if rest.is_empty() => alone,
        None => {
            matches!(rest, "pm" | "segpa")
                || (rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_alphabetic()))
        }
    };
    named.then_some(year)
}
