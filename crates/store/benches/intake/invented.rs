//! Invented families, always the same, as ONDE writes them: siblings in several classes, parents apart,
//! surnames that many bear.

use std::fmt::Write;

/// The two files of a school.
pub struct Files {
    pub pupils: Vec<u8>,
    pub guardians: Vec<u8>,
}

const PUPILS: &str = "Nom Elève;Nom d'usage Elève;Prénom Elève;Date naissance;Sexe;Adresse1;Cp1;\
    Commune1;Pays1;Adresse2;Cp2;Commune2;Pays2; Cycle;Niveau;Classe;Attestation fournie\n";
const GUARDIANS: &str = "Civilité Responsable;Nom usage responsable;Nom responsable;Prénom responsable;\
    Adresse responsable;CP responsable;Commune responsable;Pays;Courriel;Téléphone domicile;\
    Téléphone travail;Téléphone portable;\
    Nom d'usage enfant;Nom de famille enfant;Prénom enfant;Classes enfants;\
    Nom d'usage enfant;Nom de famille enfant;Prénom enfant;Classes enfants;\
    Nom d'usage enfant;Nom de famille enfant;Prénom enfant;Classes enfants\n";

const BEGIN: [&str; 24] = [
    "BAR", "CHE", "DU", "FAU", "GAR", "HA", "JOU", "KEI", "LA", "MAR", "NDI", "OU", "PE", "QUE",
    "RO", "SAI", "TRAO", "UR", "VI", "WEI", "YIL", "ZE", "BENA", "DIAL",
];
const MIDDLE: [&str; 16] =
    ["", "BA", "CA", "DE", "FI", "GO", "LE", "LI", "MA", "NÉ", "PI", "RA", "SÉ", "TI", "VO", "ZA"];
const END: [&str; 12] =
    ["RD", "TIN", "LLO", "UX", "RÉ", "NE", "SSI", "DJI", "GUE", "MAZ", "NY", "CHON"];
const FIRST: [&str; 40] = [
    "Léa",
    "Hugo",
    "Inès",
    "Noé",
    "Awa",
    "Oumar",
    "Chloé",
    "Jean-Baptiste",
    "Mariam",
    "Ibrahim",
    "Éloïse",
    "Yanis",
    "Lina",
    "Adam",
    "Jade",
    "Louis",
    "Emma",
    "Gabriel",
    "Rose",
    "Raphaël",
    "Anna",
    "Arthur",
    "Mila",
    "Jules",
    "Sofia",
    "Maël",
    "Nour",
    "Rayan",
    "Zoé",
    "Ethan",
    "Camille",
    "Sacha",
    "Agathe",
    "Nolan",
    "Salomé",
    "Amir",
    "Élise",
    "Tom",
    "Fatou",
    "Ismaël",
];
const STREETS: [&str; 12] = [
    "rue des Lilas",
    "avenue de Foix",
    "impasse du Lac",
    "place Abbal",
    "rue de Kiev",
    "allée des Figuiers",
    "boulevard Haut",
    "chemin Vert",
    "rue Basse",
    "route d’Auriac",
    "rue de la Reynerie",
    "résidence du Parc",
];

/// Splitmix64: the same families everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % sides as u64) as usize
    }

    fn pick(&mut self, of: &[&'static str]) -> &'static str {
        of[self.below(of.len())]
    }

    /// One in eight bears one of a dozen names.
    fn surname(&mut self) -> String {
        if self.below(8) == 0 {
            return format!("{}{}", BEGIN[0], self.pick(&END));
        }
        let middle = [self.pick(&MIDDLE), self.pick(&MIDDLE)].concat();
        format!("{}{middle}{}", self.pick(&BEGIN), self.pick(&END))
    }

    fn address(&mut self) -> String {
        let (number, street) = (1 + self.below(120), self.pick(&STREETS));
        format!("{number} {street};31{}00;Toulouse;FRANCE", 1 + self.below(5))
    }
}

struct Child {
    first: &'static str,
    class: String,
}

/// The files of a school of so many pupils, its lines in no order.
pub fn files(pupils: usize) -> Files {
    let mut dice = Dice(3);
    let (mut rows, mut parents) = (Lines::default(), Lines::default());
    let mut family = 0;
    while rows.len() < pupils {
        let (name, home) = (dice.surname(), dice.address());
        let size = (1 + dice.below(3)).min(pupils - rows.len());
        let children: Vec<Child> =
            (0..size).map(|_| child(&mut dice, &name, &home, &mut rows.text)).collect();
        children.iter().for_each(|_| rows.end());
        guardians(&mut dice, family, &name, &home, &children, &mut parents);
        family += 1;
    }
    Files {
        pupils: rows.shuffled(PUPILS, &mut dice),
        guardians: parents.shuffled(GUARDIANS, &mut dice),
    }
}

/// The pupils' file alone, its lines by family: nothing but the file is held in memory.
pub fn long_file(pupils: usize) -> Vec<u8> {
    let (mut dice, mut text) = (Dice(5), PUPILS.to_owned());
    let (mut name, mut home) = (dice.surname(), dice.address());
    for nth in 0..pupils {
        if nth.is_multiple_of(2) {
            (name, home) = (dice.surname(), dice.address());
        }
        child(&mut dice, &name, &home, &mut text);
    }
    text.into_bytes()
}

fn child(dice: &mut Dice, name: &str, home: &str, text: &mut String) -> Child {
    let year = dice.below(5);
    let level = ["CM2", "CM1", "CE2", "CE1", "CP"][year];
    let child = Child { first: dice.pick(&FIRST), class: format!("{level} {}", dice.below(160)) };
    let (month, day) = (1 + dice.below(12), 1 + dice.below(28));
    let _ = writeln!(
        text,
        "{name};;{};{day:02}/{month:02}/{};F;{home};;;;;CYCLE III;{level};{};Non",
        child.first,
        2015 + year,
        child.class,
    );
    child
}

/// One to three who answer for the children; every seventh family lives apart.
fn guardians(
    dice: &mut Dice,
    family: usize,
    name: &str,
    home: &str,
    children: &[Child],
    lines: &mut Lines,
) {
    let other = dice.address();
    for nth in 0..1 + dice.below(2) {
        let number = family * 3 + nth;
        let (civility, surname) =
            if nth == 0 { ("Mme", name.to_owned()) } else { ("M.", dice.surname()) };
        let home = if nth == 1 && family.is_multiple_of(7) { &other } else { home };
        let first = dice.pick(&FIRST);
        let text = &mut lines.text;
        let _ = write!(text, "{civility};;{surname};{first};{home};");
        let mail =
            if number.is_multiple_of(3) { format!("f{number}@example.org") } else { String::new() };
        let _ = write!(
            text,
            "{mail};;;06 {:02} {:02} {:02} {:02}",
            number / 1_000_000 % 100,
            number / 10_000 % 100,
            number / 100 % 100,
            number % 100
        );
        for nth in 0..3 {
            let _ = match children.get(nth) {
                Some(child) => write!(text, ";;{name};{};{}", child.first, child.class),
                None => write!(text, ";;;;"),
            };
        }
        text.push('\n');
        lines.end();
    }
}

/// Lines, and where each ends.
#[derive(Default)]
struct Lines {
    text: String,
    count: usize,
}

impl Lines {
    fn len(&self) -> usize {
        self.count
    }

    fn end(&mut self) {
        self.count += 1;
    }

    fn shuffled(self, titles: &str, dice: &mut Dice) -> Vec<u8> {
        let mut lines: Vec<&str> = self.text.lines().collect();
        for at in (1..lines.len()).rev() {
            lines.swap(at, dice.below(at + 1));
        }
        format!("{titles}{}\n", lines.join("\n")).into_bytes()
    }
}
