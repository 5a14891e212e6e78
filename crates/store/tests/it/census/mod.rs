//! Families: imports, households, needs.

mod households;
mod imports;
mod long_files;
pub mod properties;

use std::collections::BTreeSet;

use domain::identifiers::Msisdn;
use domain::ids::{ImportId, SchoolId};
use domain::people::address::Address;
use domain::people::census::{GuardianEntry, ImportKind, NamedChild, Tally};
use domain::stock::Level;
use jiff::civil::date;
use store::testing::builders::cites::start;
use store::testing::{Fresh, rows};
use store::{
    By, CensusFile, ConfirmImport, ImportRefused, Pupil, Rows, StageImport, Store, VerbError,
};
use uuid::Uuid;

pub fn pupil(line: u64, name: &str, first: &str, day: i8, class: &str) -> Pupil {
    Pupil {
        line,
        family_name: name.into(),
        first_name: first.into(),
        birth: date(2017, 5, day),
        level: Level::Elementaire,
        grade_label: "CE1".into(),
        class_name: class.into(),
        address: Address::default(),
    }
}

pub fn guardian(
    line: u64,
    name: &str,
    street: &str,
    mobile: &str,
    children: &[(&str, &str)],
) -> GuardianEntry {
    GuardianEntry {
        line,
        family_name: name.into(),
        first_name: "Dominique".into(),
        address: Address {
            street: street.into(),
            postal_code: "31100".into(),
            commune: "Toulouse".into(),
        },
        mobile: Some(Msisdn::parse(mobile).unwrap()),
        phone: None,
        email: None,
        children: children
            .iter()
            .map(|(family_name, first_name)| NamedChild {
                family_name: (*family_name).into(),
                usage_name: None,
                first_name: (*first_name).into(),
                class_name: String::new(),
                birth_seal: None,
            })
            .collect(),
    }
}

pub fn pupils(rows: Vec<Pupil>) -> CensusFile {
    CensusFile { rows: Rows::Pupils(rows), rejected: 0 }
}

pub fn guardians(rows: Vec<GuardianEntry>) -> CensusFile {
    CensusFile { rows: Rows::Guardians(rows), rejected: 0 }
}

/// Stages a file under the number `n`.
pub async fn stage(
    store: &Store,
    n: u128,
    file: &CensusFile,
    school: SchoolId,
    by: By,
) -> ImportId {
    let id = ImportId(Uuid::from_u128(5_000 + n));
    let kind = match file.rows {
        Rows::Pupils(_) => ImportKind::Pupils,
        Rows::Guardians(_) => ImportKind::Guardians,
        Rows::Families { .. } => ImportKind::Pupils,
        Rows::Needs { .. } => ImportKind::Needs,
        Rows::Stock(_) => ImportKind::Items,
        Rows::Schools(_) => ImportKind::Schools,
    };
    let new = StageImport {
        id,
        kind,
        school: Some(school),
        file_name: "CSVExtraction.csv",
        content: b"born 04/05/2017",
        settings: "{}",
    };
    store.stage_import(&new, by, start()).await.unwrap();
    id
}

/// Stages, looks, confirms.
pub async fn take(store: &Store, n: u128, file: &CensusFile, school: SchoolId, by: By) -> Tally {
    let id = stage(store, n, file, school, by).await;
    let shown = store.dry_run(id, file, by).await.unwrap();
    let tally = confirm(store, id, file, &[], &shown.digest, by).await.unwrap();
    assert_eq!(tally, shown.tally, "what is confirmed is what was shown");
    tally
}

pub async fn confirm(
    store: &Store,
    id: ImportId,
    file: &CensusFile,
    accepted: &[u64],
    shown: &str,
    by: By,
) -> Result<Tally, VerbError<ImportRefused>> {
    let accepted: BTreeSet<u64> = accepted.iter().copied().collect();
    store.confirm_import(&ConfirmImport { id, file, accepted: &accepted, shown }, by, start()).await
}

/// Every row of the families' tables.
pub async fn dump(fresh: &Fresh) -> Vec<String> {
    rows(&fresh.store, &["schools", "households", "guardians", "children", "needs"]).await
}
