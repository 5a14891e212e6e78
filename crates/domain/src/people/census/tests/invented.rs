//! Invented schools: few names, births, streets and numbers, written in several ways, so that they meet in
//! every way.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::super::*;
use crate::ids::SchoolId;
use crate::people::register::Register;

const NAMES: [[&str; 3]; 5] = [
    ["MARTIN", "Martin", "Mar-tin"],
    ["D'HAENE", "Dhaene", "d’Haene"],
    ["DIALLO", "Diallo", "DIALLO "],
    ["N'DIAYE-MÜLLER", "Ndiaye Muller", "n’diaye müller"],
    ["St-EXUPÉRY", "Saint Exupery", "SAINTE EXUPERY"],
];
const FIRST: [[&str; 2]; 5] = [
    ["Léa", "LEA"],
    ["Jean-Baptiste", "Jeanbaptiste"],
    ["Awa", "AWA"],
    ["Noé", "noe"],
    ["Inès", "Ines"],
];
const STREETS: [[&str; 2]; 4] = [
    ["12, av. des Acacias", "12 AVENUE DES ACACIAS"],
    ["3 rue des Lilas", "3, rue des lilas"],
    ["9 bd Haut", "9 boulevard haut"],
    ["", ""],
];
const CLASSES: [&str; 4] = ["", "CE1 A", "ce1 a", "CM2 B"];

/// Splitmix64: the same numbers everywhere and always.
pub struct Dice(u64);

impl Dice {
    pub fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % sides as u64) as usize
    }

    pub fn once_in(&mut self, sides: usize) -> bool {
        self.below(sides) == 0
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    fn shuffle<T>(&mut self, rows: &mut [T]) {
        for at in (1..rows.len()).rev() {
            rows.swap(at, self.below(at + 1));
        }
    }
}

/// How many different things a town has: in a small one all meet all.
pub struct Town {
    pub dice: Dice,
    names: usize,
    first: usize,
    births: usize,
    numbers: usize,
}

impl Town {
    pub fn new(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let (names, first) = (1 + dice.below(5), 1 + dice.below(5));
        let (births, numbers) = (1 + dice.below(4), 1 + dice.below(6));
        Self { dice, names, first, births, numbers }
    }

    fn name(&mut self) -> (String, String) {
        let (name, first) = (self.dice.below(self.names), self.dice.below(self.first));
        (self.dice.pick(&NAMES[name]).to_string(), self.dice.pick(&FIRST[first]).to_string())
    }

    fn address(&mut self) -> Address {
        let pair = self.dice.below(STREETS.len());
        let street = self.dice.pick(&STREETS[pair]).to_string();
        let known = !street.is_empty() || self.dice.once_in(4);
        let (postal_code, commune) = match (known, self.dice.below(4)) {
            (false, _) => ("", ""),
            (true, 0) => ("", "Toulouse"),
            (true, 1) => ("31200", "TOULOUSE"),
            (true, _) => ("31100", "Toulouse"),
        };
        Address { street, postal_code: postal_code.into(), commune: commune.into() }
    }

    fn number(&mut self, one_in: usize) -> Option<Msisdn> {
        let nth = self.dice.below(self.numbers);
        let told = self.dice.once_in(one_in);
        told.then(|| Msisdn::parse(&format!("06399800{nth:02}")).unwrap())
    }

    fn pupil(&mut self) -> PupilEntry {
        let (family_name, first_name) = self.name();
        let birth = self.dice.below(self.births);
        PupilEntry {
            line: 0,
            family_name,
            first_name,
            birth_year: 2015 + birth as i16,
            birth_seal: format!("seal {birth}"),
            level: *self.dice.pick(&[Level::Maternelle, Level::Elementaire]),
            grade_label: (*self.dice.pick(&["CE1", "CM2", ""])).into(),
            class_name: (*self.dice.pick(&CLASSES)).into(),
            address: self.address(),
        }
    }

    fn child(&mut self) -> NamedChild {
        let (family_name, first_name) = self.name();
        let usage_name = self.dice.once_in(5).then(|| self.name().0);
        NamedChild {
            family_name,
            usage_name,
            first_name,
            class_name: (*self.dice.pick(&CLASSES)).into(),
            birth_seal: None,
        }
    }

    fn guardian(&mut self) -> GuardianEntry {
        let (family_name, first_name) = self.name();
        let children = (0..1 + self.dice.below(3)).map(|_| self.child()).collect();
        let (mobile, phone) = (self.number(2), self.number(5));
        let email = self.dice.once_in(4).then(|| format!("{}@exemple.fr", self.dice.below(3)));
        let address = self.address();
        GuardianEntry { line: 0, family_name, first_name, address, mobile, phone, email, children }
    }
}

pub enum File {
    Pupils(Vec<PupilEntry>),
    Guardians(Vec<GuardianEntry>),
}

impl File {
    pub fn new(town: &mut Town) -> Self {
        let rows = 1 + town.dice.below(14);
        if town.dice.once_in(2) {
            Self::Pupils((0..rows).map(|_| town.pupil()).collect())
        } else {
            Self::Guardians((0..rows).map(|_| town.guardian()).collect())
        }
    }

    pub fn shuffled(mut self, dice: &mut Dice) -> Self {
        match &mut self {
            Self::Pupils(rows) => dice.shuffle(rows),
            Self::Guardians(rows) => dice.shuffle(rows),
        }
        self
    }

    pub fn numbered(mut self) -> Self {
        match &mut self {
            Self::Pupils(rows) => (2..).zip(rows).for_each(|(line, row)| row.line = line),
            Self::Guardians(rows) => (2..).zip(rows).for_each(|(line, row)| row.line = line),
        }
        self
    }

    pub fn take(&self, register: &mut Register, import: ImportId, dice: &mut Dice) -> Vec<Line> {
        let school = SchoolId(Uuid::from_u128(1 + dice.below(2) as u128));
        let accepted: BTreeSet<u64> = (2..16).filter(|_| dice.once_in(3)).collect();
        match self {
            Self::Pupils(rows) => take_pupils(register, import, school, rows, &accepted),
            Self::Guardians(rows) => take_guardians(register, import, school, rows),
        }
    }
}
