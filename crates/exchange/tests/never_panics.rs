//! No bytes make a reader panic, and rows are neither invented nor lost to a changed byte.

#[allow(dead_code)]
mod support;

use domain::stock::ItemKind;
use exchange::directory::{Communes, schools};
use exchange::people::{read_guardians, read_pupils};
use exchange::statement::read_statement;
use exchange::stock::read_stock;
use exchange::{Encoding, FileError, FileKind, Opened, Opening, decode, open, recognise};
use proptest::prelude::*;
use support::{TODAY, fixture};

const FIXTURES: [&str; 11] = [
    "directory/schools.csv",
    "onde/pupils_a.csv",
    "onde/pupils_b.csv",
    "onde/guardians.csv",
    "statement/gfc.csv",
    "statement/opale.csv",
    "statement/traps.csv",
    "stock/delivery.csv",
    "stock/traps.csv",
    "stock/sim_list.txt",
    "wrong/open_quote.csv",
];

const TITLES: [&str; 5] = [
    "Nom élève;Prénom élève;Date naissance;Niveau;Cp1",
    "Nom responsable;Prénom responsable;Téléphone portable;Courriel;Nom enfant;Prénom enfant",
    "Type;N° de série;IMEI;ICCID;Numéro",
    "N° mandat;Bordereau;Date;Service;Fournisseur;N° facture;Montant TTC",
    "identifiant_de_l_etablissement;nom_etablissement;code_commune",
];

/// Reads the bytes as everything, in every encoding; answers how many rows came out at most.
fn read_as_everything(bytes: &[u8]) -> usize {
    let _ = recognise(bytes);
    let mut most = 0;
    for encoding in Encoding::ALL.iter().copied().map(Some).chain([None]) {
        let _ = decode(bytes, encoding);
        most =
            most.max(read_pupils(bytes, encoding, TODAY).map_or(0, |reading| reading.rows.len()));
        most = most.max(read_guardians(bytes, encoding).map_or(0, |reading| reading.rows.len()));
        most = most.max(
            read_stock(bytes, encoding, Some(ItemKind::Tablet))
                .map_or(0, |reading| reading.rows.len()),
        );
        most = most.max(read_statement(bytes, encoding).map_or(0, |reading| reading.rows.len()));
        most = most.max(directory_rows(bytes, encoding).unwrap_or(0));
    }
    most
}

fn directory_rows(bytes: &[u8], encoding: Option<Encoding>) -> Result<usize, FileError> {
    let how = Opening { encoding, sheet: None };
    let Opened::Grid(grid) = open(bytes, &how)? else { return Ok(0) };
    let mapping = grid.mapping(FileKind::Schools)?;
    Ok(schools(&grid, &mapping, &Communes::listed("31555"))?.schools.rows.len())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_as_everything(&bytes);
    }

    #[test]
    fn arbitrary_rows_under_good_titles(titles in prop::sample::select(&TITLES), rows in "[;\",\t\n\r=0-9A-Zéœ' /+.-]{0,300}") {
        let text = format!("{titles}\n{rows}");
        prop_assert!(read_as_everything(text.as_bytes()) <= text.split(['\n', '\r']).count());
    }

    #[test]
    fn mutated_fixtures(which in 0..FIXTURES.len(), changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3u8), 1..12)) {
        let mut bytes = fixture(FIXTURES[which]);
        for (at, byte, change) in changes {
            let at = at.index(bytes.len());
            match change {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => bytes.truncate(at.max(1)),
            }
        }
        read_as_everything(&bytes);
    }
}
