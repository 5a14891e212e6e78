//! Under-equipped families in the schools of a case: invented names, ARCEP's fictitious numbers.

use anyhow::Result;
use domain::identifiers::Msisdn;
use domain::ids::SchoolId;
use domain::people::address::Address;
use domain::people::equipment::{Connection, Equipment};
use domain::people::language::ContactLanguage;
use domain::people::priority::PriorityReason;
use domain::stock::Level;
use jiff::civil::{Date, date};
use store::{HomeState, NewChild, NewGuardian, NewHousehold, School};

use super::Filling;

const FAMILY_NAMES: &[&str] = &[
    "Abadie",
    "Amrani",
    "Barthès",
    "Benali",
    "Castel",
    "Cissé",
    "Da Costa",
    "Delmas",
    "Diallo",
    "Estève",
    "Fofana",
    "Garrigues",
    "Haddad",
    "Ibanez",
    "Jammes",
    "Kaya",
    "Lafforgue",
    "Mansouri",
    "Marty",
    "Nguyen",
    "Ould",
    "Pujol",
    "Quéré",
    "Rajendran",
    "Saïdi",
    "Sanchez",
    "Traoré",
    "Urbain",
    "Vidal",
    "Yildiz",
    "Zidane-Roux",
    "D'Hauteville",
];
const FIRST_NAMES: &[&str] = &[
    "Adam", "Aïcha", "Alice", "Anaïs", "Bilal", "Chloé", "David", "Élise", "Fatou", "Gabriel",
    "Hana", "Inès", "Jules", "Kenza", "Léa", "Lina", "Malik", "Manon", "Nina", "Noé", "Océane",
    "Paul", "Rayan", "Sarah", "Téo", "Yanis", "Zoé",
];
const STREETS: &[&str] = &[
    "rue des Acacias",
    "allée des Merles",
    "place des Jardins",
    "avenue du Lac",
    "impasse des Vignes",
    "rue du Moulin",
];

/// (label, age at the end of the year)
pub type Grades = &'static [(&'static str, u32)];

/// A school: its name, its level, its grades.
pub type SchoolOfCase = (&'static str, Level, Grades);

/// Where the families of a case are.
pub struct Town {
    /// The commune of its schools and families.
    pub commune: &'static str,
    /// Its postal code.
    pub postal_code: &'static str,
    /// How many families.
    pub families: u32,
    /// Its schools.
    pub schools: &'static [SchoolOfCase],
    /// The school of each child in ten, by place.
    pub places: [usize; 10],
}

/// The note's 250 families of Toulouse: it counted those with children in primary school; older siblings
/// share the home.
pub const TOULOUSE: Town = Town {
    commune: "Toulouse",
    postal_code: "31100",
    families: 250,
    schools: SCHOOLS,
    places: [0, 1, 1, 1, 2, 2, 3, 3, 4, 5],
};

const SCHOOLS: &[SchoolOfCase] = &[
    ("École maternelle des Tilleuls", Level::Maternelle, &[("MS", 5), ("GS", 6)]),
    (
        "École élémentaire Jean-Moulin",
        Level::Elementaire,
        &[("CP", 7), ("CE1", 8), ("CE2", 9), ("CM1", 10), ("CM2", 11)],
    ),
    ("École élémentaire du Lac", Level::Elementaire, &[("CP", 7), ("CE2", 9), ("CM2", 11)]),
    ("Collège des Violettes", Level::College, &[("6e", 12), ("5e", 13), ("4e", 14), ("3e", 15)]),
    ("Collège de la Garonne", Level::College, &[("6e", 12), ("3e", 15)]),
    ("Lycée des Pyrénées", Level::Lycee, &[("2de", 16), ("1re", 17), ("Tle", 18)]),
];

/// Schools, then families, each with the needs that follow from what it has.
pub async fn fill(filling: &mut Filling<'_>, town: &Town) -> Result<Vec<SchoolId>> {
    let mut schools = Vec::new();
    for (name, _, _) in town.schools {
        let school = School {
            id: filling.dice.id(),
            name: (*name).into(),
            uai: None,
            commune: town.commune.into(),
        };
        filling.store.create_school(&school, filling.agent, filling.now).await?;
        schools.push(school.id);
    }
    for number in 0..town.families {
        let family = family(filling, town, number, &schools)?;
        filling.store.create_household(&family, filling.agent, filling.now, filling.today).await?;
    }
    Ok(schools)
}

fn family(
    filling: &mut Filling<'_>,
    town: &Town,
    number: u32,
    schools: &[SchoolId],
) -> Result<NewHousehold> {
    let dice = &mut filling.dice;
    let name = *dice.pick(FAMILY_NAMES);
    let guardian = NewGuardian {
        family_name: name.into(),
        first_name: (*dice.pick(FIRST_NAMES)).into(),
        // ARCEP keeps 06 39 98 xx xx for fiction.
        mobile: Some(Msisdn::parse(&format!("06 39 98 {:02} {:02}", number / 100, number % 100))?),
        phone: None,
        email: None,
    };
    let count = 1 + dice.below(4);
    let mut children: Vec<NewChild> = Vec::new();
    for _ in 0..count {
        let child = child(filling, town, name, schools);
        if children.iter().all(|known| known.first_name != child.first_name) {
            children.push(child);
        }
    }
    let dice = &mut filling.dice;
    Ok(NewHousehold {
        id: dice.id(),
        guardians: vec![guardian],
        children,
        address: Address {
            street: format!("{} {}", 1 + number % 90, dice.pick(STREETS)),
            postal_code: town.postal_code.into(),
            commune: town.commune.into(),
        },
        state: HomeState {
            equipment: if dice.percent(40) { Equipment::None } else { Equipment::SmartphoneOnly },
            connection: match dice.below(10) {
                0..2 => Connection::None,
                2..4 => Connection::Limited,
                _ => Connection::Good,
            },
            accepts_loan: dice.percent(95),
            accepts_refurbished: dice.percent(80),
            in_qpv: dice.percent(70),
            lost_contact: dice.percent(8),
            language: ContactLanguage::French,
            priority: dice.percent(12).then_some(PriorityReason::SchoolReport),
        },
    })
}

fn child(
    filling: &mut Filling<'_>,
    town: &Town,
    family_name: &str,
    schools: &[SchoolId],
) -> NewChild {
    let dice = &mut filling.dice;
    let at = town.places[usize::try_from(dice.below(10)).unwrap_or_default()];
    let (_, level, grades) = town.schools[at];
    let (label, age) = *dice.pick(grades);
    NewChild {
        family_name: family_name.into(),
        first_name: (*dice.pick(FIRST_NAMES)).into(),
        birth: birth(filling.today, age, filling.dice.below(365)),
        school: schools[at],
        level,
        grade_label: label.into(),
        class_name: format!("{label} A"),
    }
}

/// A day in the year in which the child turned `age`.
fn birth(today: Date, age: u32, day: u32) -> Date {
    let year = today.year() - i16::try_from(age).unwrap_or_default();
    let first = date(year, 1, 1);
    first.saturating_add(jiff::Span::new().days(i64::from(day)))
}
