//! School levels as schools write them: `6ème`, `6EME B`, `CE1/CE2`, `2nde GT`, `PS MS GS`
//! (`domain.md` §5.7).

use crate::identifiers::names::matching_key;
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

/// The year, or the neighbouring years of a mixed class, that a label names: never empty, all of one
/// stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolLevel {
    first: ClassLevel,
    others: Vec<ClassLevel>,
}

/// Why a label names no level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SchoolLevelError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// No known year is named; the teacher's name alone, or a scheme such as ULIS.
    #[error("names no known level")]
    Unknown,
    /// A class across two stages, as `GS/CP`: the pupil's own level is needed.
    #[error("goes from {first} to {last}")]
    SpansStages {
        /// The youngest stage named.
        first: Level,
        /// The oldest stage named.
        last: Level,
    },
}

impl SchoolLevel {
    /// Reads the years named anywhere in a level or class label, whatever stands around them.
    ///
    /// # Errors
    /// [`SchoolLevelError`]: nothing written, no year named, or years of two stages.
    pub fn parse(label: &str) -> Result<Self, SchoolLevelError> {
        let label = matching_key(&label.replace('°', "e"));
        if label.is_empty() {
            return Err(SchoolLevelError::Empty);
        }
        let mut years = years_in(&label);
        years.sort_unstable();
        years.dedup();
        let (Some(first), Some(last)) = (years.first().copied(), years.last().copied()) else {
            return Err(SchoolLevelError::Unknown);
        };
        if first.level() != last.level() {
            return Err(SchoolLevelError::SpansStages { first: first.level(), last: last.level() });
        }
        years.remove(0);
        Ok(Self { first, others: years })
    }

    /// The stage of schooling.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.first.level()
    }

    /// The normalised label: `6e`, `CE1/CE2`.
    #[must_use]
    pub fn label(&self) -> String {
        let mut label = self.first.code().to_owned();
        for other in &self.others {
            label.push('/');
            label.push_str(other.code());
        }
        label
    }
}

const PHRASES: [(&str, &str); 8] = [
    ("toute petite section", "tps"),
    ("tres petite section", "tps"),
    ("petite section", "ps"),
    ("moyenne section", "ms"),
    ("grande section", "gs"),
    ("cours preparatoire", "cp"),
    ("cours elementaire", "ce"),
    ("cours moyen", "cm"),
];

fn years_in(label: &str) -> Vec<ClassLevel> {
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
    fn labels_of_every_stage() {
        for (written, level, label) in [
            ("PS", Level::Maternelle, "PS"),
            ("PS MS GS", Level::Maternelle, "PS/MS/GS"),
            ("MSGS", Level::Maternelle, "MS/GS"),
            ("TPS/PS Mme Abadie", Level::Maternelle, "TPS/PS"),
            ("Grande section", Level::Maternelle, "GS"),
            ("CP", Level::Elementaire, "CP"),
            ("CPB", Level::Elementaire, "CP"),
            ("cours préparatoire", Level::Elementaire, "CP"),
            ("CE 1", Level::Elementaire, "CE1"),
            ("Cours élémentaire 1ère année", Level::Elementaire, "CE1"),
            ("CE1/CE2", Level::Elementaire, "CE1/CE2"),
            ("CM2-CM1 Mme X", Level::Elementaire, "CM1/CM2"),
            ("6ème", Level::College, "6e"),
            ("6EME", Level::College, "6e"),
            ("6e", Level::College, "6e"),
            ("6ᵉ", Level::College, "6e"),
            ("6° 2", Level::College, "6e"),
            ("6E1", Level::College, "6e"),
            ("6B", Level::College, "6e"),
            ("6e SEGPA", Level::College, "6e"),
            ("Troisième", Level::College, "3e"),
            ("3e prépa-métiers", Level::College, "3e"),
            ("2nde GT", Level::Lycee, "2de"),
            ("2DE", Level::Lycee, "2de"),
            ("2GT3", Level::Lycee, "2de"),
            ("1ère G", Level::Lycee, "1re"),
            ("1RE STMG", Level::Lycee, "1re"),
            ("Tle pro", Level::Lycee, "Tle"),
            ("CAP1", Level::Lycee, "CAP"),
            ("BTS", Level::Superieur, "post-bac"),
        ] {
            let read =
                SchoolLevel::parse(written).unwrap_or_else(|reason| panic!("{written}: {reason}"));
            assert_eq!((read.level(), read.label().as_str()), (level, label), "{written}");
            assert_eq!(
                SchoolLevel::parse(&read.label()).is_ok(),
                label != "post-bac",
                "{written} read back"
            );
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        for written in
            ["Classe de M Machin", "ULIS école", "UPE2A", "601", "Mme Martin", "CM", "??"]
        {
            assert!(
                matches!(
                    SchoolLevel::parse(written),
                    Err(SchoolLevelError::Unknown | SchoolLevelError::Empty)
                ),
                "{written}"
            );
        }
        assert_eq!(SchoolLevel::parse("  "), Err(SchoolLevelError::Empty));
        let spans =
            SchoolLevelError::SpansStages { first: Level::Maternelle, last: Level::Elementaire };
        assert_eq!(SchoolLevel::parse("CP/GS"), Err(spans));
    }

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
