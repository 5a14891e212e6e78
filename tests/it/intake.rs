//! From bytes to tables and back: files generated with the traps of `domain.md` §5.8 mixed at random.

use std::collections::BTreeSet;

use domain::Seat;
use domain::ids::{ImportId, SchoolId};
use domain::people::census::ImportKind;
use exchange::{Encoding, FileKind, recognise};
use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::school;
use store::testing::{Fresh, rows};
use store::{By, CensusFile, ConfirmImport, Rows, StageImport, Store, on_both};
use uuid::Uuid;
use web::intake::{Reader, Settings};

/// A list of pupils as a school system writes it, before anything is done to it.
fn pupils() -> impl Strategy<Value = Vec<String>> {
    const NAMES: [&str; 5] = ["MARTIN", "D'HAENE", "LE GOFF", "BÉNAC", "DA SILVA"];
    const FIRST: [&str; 4] = ["Zoé", "Léo", "Jean-Baptiste", "Anaïs"];
    const CLASSES: [&str; 3] = ["CE1 A", "CM2 Mme Œillet", "CP"];
    let row = (0..5_usize, 0..4_usize, 1..28_u8, 0..3_usize, any::<bool>());
    vec(row, 1..12).prop_map(|rows| {
        let title = "Nom élève;Prénom élève;Date naissance;Niveau;Libellé classe;Cp1;Commune1";
        let line = |(name, first, day, class, home): (usize, usize, u8, usize, bool)| {
            let level = &CLASSES[class][..CLASSES[class].len().min(3)];
            let home = if home { "31100;Toulouse" } else { ";" };
            let (name, first, class) = (NAMES[name], FIRST[first], CLASSES[class]);
            format!("{name};{first};{day:02}/05/2017;{};{class};{home}", level.trim())
        };
        std::iter::once(title.to_owned()).chain(rows.into_iter().map(line)).collect()
    })
}

/// What a spreadsheet or a person does to a list.
#[derive(Debug, Clone)]
struct Traps {
    separator: char,
    ending: &'static str,
    encoding: usize,
    said: bool,
    titles_above: bool,
    total: bool,
    blanks: bool,
    wrapping: usize,
    iso_dates: bool,
}

fn traps() -> impl Strategy<Value = Traps> {
    let signs = (0..3_usize, 0..3_usize, 0..4_usize, 0..3_usize);
    let rest = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (signs, rest).prop_map(
        |((separator, ending, encoding, wrapping), (said, above, total, blanks, iso))| Traps {
            separator: [';', ',', '\t'][separator],
            ending: ["\n", "\r\n", "\r"][ending],
            encoding,
            said,
            titles_above: above,
            total,
            blanks,
            wrapping,
            iso_dates: iso,
        },
    )
}

impl Traps {
    fn applied(&self, lines: &[String]) -> Vec<u8> {
        let mut text: Vec<String> = Vec::new();
        if self.said {
            text.push(format!("sep={}", self.separator));
        }
        if self.titles_above {
            text.extend(["École Zola".to_owned(), String::new(), "Liste du 25/11/2026".to_owned()]);
        }
        for line in lines {
            let cells: Vec<String> = line.split(';').map(|cell| self.cell(cell)).collect();
            text.push(cells.join(&self.separator.to_string()));
            if self.blanks {
                text.push(self.separator.to_string().repeat(3));
            }
        }
        if self.total {
            text.push(format!("Total{}{}", self.separator, lines.len() - 1));
        }
        let text = text.join(self.ending) + self.ending;
        match self.encoding {
            0 => text.into_bytes(),
            1 => format!("\u{feff}{text}").into_bytes(),
            2 => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
            _ => text
                .chars()
                .map(|c| if c == 'Œ' { 0x8c } else { u8::try_from(u32::from(c)).unwrap() })
                .collect(),
        }
    }

    fn cell(&self, cell: &str) -> String {
        let cell = match cell.split('/').collect::<Vec<_>>().as_slice() {
            [day, month, year] if self.iso_dates => format!("{year}-{month}-{day}"),
            _ => cell.to_owned(),
        };
        match self.wrapping {
            0 => cell,
            1 => format!("\"{cell}\""),
            _ => format!("=\"{cell}\""),
        }
    }
}

fn read(bytes: &[u8]) -> CensusFile {
    let settings = Settings::default();
    let today = date(2026, 11, 25);
    let reader = Reader { kind: ImportKind::Pupils, settings: &settings, school: None, today };
    let read = reader.read(bytes).unwrap();
    assert!(read.rejected.is_empty(), "{:?}", read.rejected);
    read.file
}

/// The rows without the lines they stand on.
fn people(file: &CensusFile) -> Vec<String> {
    let Rows::Pupils(pupils) = &file.rows else { panic!("{file:?}") };
    let told = |pupil: &store::Pupil| format!("{:?}", store::Pupil { line: 0, ..pupil.clone() });
    pupils.iter().map(told).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_is_done_to_a_list_its_rows_are_the_same((lines, traps) in (pupils(), traps())) {
        let plain = lines.join("\n") + "\n";
        let bytes = traps.applied(&lines);
        prop_assert_eq!(recognise(&bytes), Ok(FileKind::Pupils));
        prop_assert_eq!(people(&read(&bytes)), people(&read(plain.as_bytes())));
    }
}

async fn take(
    store: &Store,
    n: u128,
    file: &CensusFile,
    school: SchoolId,
    by: By,
) -> (ImportId, store::DryRun) {
    let id = ImportId(Uuid::from_u128(7_000 + n));
    let kind = ImportKind::Pupils;
    let new = StageImport {
        id,
        kind,
        school: Some(school),
        file_name: "l.csv",
        content: b"x",
        settings: "{}",
    };
    store.stage_import(&new, by, start()).await.unwrap();
    let shown = store.dry_run(id, file, by).await.unwrap();
    let accepted = BTreeSet::new();
    let order = ConfirmImport { id, file, accepted: &accepted, shown: &shown.digest };
    store.confirm_import(&order, by, start()).await.unwrap();
    (id, shown)
}

async fn tables(fresh: &Fresh) -> Vec<String> {
    rows(&fresh.store, &["households", "guardians", "children", "needs"]).await
}

on_both! {
    async fn a_list_twice_changes_nothing_and_taken_back_it_never_was(fresh) {
        let mut runner = TestRunner::deterministic();
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        for round in 0..10 {
            let (lines, one, other) = (pupils(), traps(), traps()).new_tree(&mut runner).unwrap().current();
            let before = tables(&fresh).await;
            let (id, _) = take(&fresh.store, round * 10, &read(&one.applied(&lines)), school, by).await;
            let filled = tables(&fresh).await;
            let (_, again) = take(&fresh.store, round * 10 + 1, &read(&other.applied(&lines)), school, by).await;
            assert_eq!((again.tally.new, again.tally.updated), (0, 0), "{one:?} {other:?}");
            assert_eq!(tables(&fresh).await, filled);
            fresh.store.undo_import(id, by, start()).await.unwrap();
            assert_eq!(tables(&fresh).await, before, "{one:?}");
            if round % 2 == 0 {
                take(&fresh.store, round * 10 + 2, &read(&other.applied(&lines)), school, by).await;
            }
        }
    }
}

#[test]
fn settings_are_kept_as_they_were_said() {
    let settings = Settings {
        encoding: Some(Encoding::Iso885915),
        class: Some("4B".into()),
        mapping: Some(exchange::Mapping {
            titles_line: Some(3),
            columns: vec![None, Some(exchange::Column::FullName)],
        }),
        ..Settings::default()
    };
    assert_eq!(Settings::kept(&settings.to_text()), settings);
    assert_eq!(Settings::kept("{}"), Settings::default());
    assert_eq!(Settings::kept("not json"), Settings::default());
}
