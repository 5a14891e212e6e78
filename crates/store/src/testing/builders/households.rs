//! Families with their needs.

use domain::ids::{HouseholdId, SchoolId};
use domain::people::address::Address;
use domain::people::equipment::{Connection, Equipment};
use domain::people::language::ContactLanguage;
use domain::stock::Level;
use jiff::civil::date;
use uuid::Uuid;

use super::cites::start;
use crate::{By, HomeState, NewChild, NewGuardian, NewHousehold, School, Store};

/// The school of the builders' children; made on first use in a cité.
///
/// # Panics
/// When the store refuses.
pub async fn school(store: &Store, by: By) -> SchoolId {
    let id = SchoolId(Uuid::from_u128(by.cite.0.as_u128() * 1_000 + 7));
    let school =
        School { id, name: "École Jean-Zay".into(), uai: None, commune: "Toulouse".into() };
    // Known already, perhaps since an earlier version, whose forms no longer answer the same.
    if store.schools(by).await.expect("schools").iter().all(|known| known.id != id) {
        store.create_school(&school, by, start()).await.expect("a school");
    }
    id
}

/// What a household has when nothing is known, but for equipment and connection.
#[must_use]
pub const fn home(equipment: Equipment, connection: Connection) -> HomeState {
    HomeState {
        equipment,
        connection,
        accepts_loan: true,
        accepts_refurbished: true,
        in_qpv: false,
        lost_contact: false,
        language: ContactLanguage::French,
        priority: None,
    }
}

/// The family `n`: one guardian, one child in CE1.
#[must_use]
pub fn family(
    n: u128,
    school: SchoolId,
    equipment: Equipment,
    connection: Connection,
) -> NewHousehold {
    NewHousehold {
        id: HouseholdId(Uuid::from_u128(70_000 + n)),
        guardians: vec![NewGuardian {
            family_name: format!("Essai{n}"),
            first_name: "Camille".into(),
            mobile: format!("063998{:04}", n % 10_000).parse().ok(),
            phone: None,
            email: None,
        }],
        children: vec![NewChild {
            family_name: format!("Essai{n}"),
            first_name: "Sacha".into(),
            birth: date(2018, 3, 4),
            school,
            level: Level::Elementaire,
            grade_label: "CE1".into(),
            class_name: "CE1 A".into(),
        }],
        address: Address {
            street: format!("{n} rue de l'Essai"),
            postal_code: "31100".into(),
            commune: "Toulouse".into(),
        },
        state: home(equipment, connection),
    }
}

/// Enters the family `n`, which has nothing: one open need of a device, one of a connection.
///
/// # Panics
/// When the store refuses.
pub async fn in_need(store: &Store, n: u128, by: By) -> HouseholdId {
    let school = school(store, by).await;
    let new = family(n, school, Equipment::None, Connection::None);
    store.create_household(&new, by, start(), date(2026, 9, 1)).await.expect("a household");
    new.id
}
