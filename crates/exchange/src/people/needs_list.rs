//! A list of needs as Cartable writes it from answers given on a page or typed from paper: the reader
//! of [`super::needs`] takes it back, row for row.

use domain::people::census::NeedEntry;
use domain::people::equipment::{Connection, Equipment};

use super::cells::on_one_line;
use crate::columns::Mapping;
use crate::reading::Column;

const TITLES: [&str; 7] = [
    "Nom",
    "Prénom",
    "Classe",
    "Équipement à la maison",
    "Connexion à la maison",
    "Signalé par l’école",
    "Repère Cartable",
];

/// What the columns of [`needs_list`] say: nobody has to be asked.
#[must_use]
pub fn needs_list_mapping() -> Mapping {
    let columns = [
        Column::FamilyName,
        Column::FirstName,
        Column::Class,
        Column::Equipment,
        Column::Connection,
        Column::Prioritised,
        Column::PupilMark,
    ];
    Mapping { titles_line: Some(1), columns: columns.into_iter().map(Some).collect() }
}

/// The entries as a text in UTF-8, one line each below the titles, in the same order.
///
/// Every cell is quoted: a name may hold a semicolon. Usage names, birth dates, languages and what a
/// family accepts are not written: nobody asks a school for them here.
#[must_use]
pub fn needs_list(entries: &[NeedEntry]) -> Vec<u8> {
    let mut text = line(&TITLES);
    for entry in entries {
        let (pupil, told) = (entry.pupil, entry.answers);
        let pupil = pupil.map(|pupil| pupil.to_string()).unwrap_or_default();
        text += &line(&[
            &entry.family_name,
            &entry.first_name,
            &entry.class_name,
            told.equipment.map_or("", equipment),
            told.connection.map_or("", connection),
            if told.prioritised { "oui" } else { "" },
            &pupil,
        ]);
    }
    text.into_bytes()
}

fn line(cells: &[&str]) -> String {
    // One row is one line, so that lines are counted as they are read.
    let quoted = cells.iter().map(|cell| format!("\"{}\"", on_one_line(cell).replace('"', "\"\"")));
    quoted.collect::<Vec<_>>().join(";") + "\n"
}

const fn equipment(equipment: Equipment) -> &'static str {
    match equipment {
        Equipment::Unknown => "",
        Equipment::None => "aucun",
        Equipment::SmartphoneOnly => "smartphone seul",
        Equipment::Shared => "partagé",
        Equipment::Enough => "suffisant",
    }
}

const fn connection(connection: Connection) -> &'static str {
    match connection {
        Connection::Unknown => "",
        Connection::None => "aucune",
        Connection::Limited => "limitée",
        Connection::Good => "bonne",
    }
}
