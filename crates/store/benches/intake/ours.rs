//! Our way: what the program does with a file, from its bytes to its rows.

use std::collections::BTreeSet;
use std::fmt;
use std::time::{Duration, Instant};

use domain::Seat;
use domain::ids::{ImportId, SchoolId};
use domain::people::address::Address;
use domain::people::census::{GuardianEntry, ImportKind, NamedChild};
use exchange::people::{self, GuardianRow, PupilRow};
use jiff::civil::{Date, date};
use store::testing::Fresh;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::school;
use store::{By, CensusFile, ConfirmImport, Pupil, Rows, StageImport};
use uuid::Uuid;

use crate::invented::Files;

const TODAY: Date = date(2026, 9, 1);

/// How long each part took, for both files.
#[derive(Debug, Default)]
pub struct Times {
    stage: Duration,
    read: Duration,
    dry_run: Duration,
    confirm: Duration,
    /// The end of the fingerprints of what the dry runs showed.
    pub shown: String,
}

impl Times {
    pub fn total(&self) -> Duration {
        self.stage + self.read + self.dry_run + self.confirm
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [stage, read, dry_run, confirm] =
            [self.stage, self.read, self.dry_run, self.confirm].map(|part| part.as_secs_f64());
        write!(f, "stage {stage:.3}, read {read:.3}, dry run {dry_run:.3}, confirm {confirm:.3}")
    }
}

/// Stages, reads, shows and confirms the pupils' file, then the guardians'. As on the pages and by the
/// command, a file is read once and reckoned twice: to be shown, and again to be confirmed.
pub async fn take(fresh: &Fresh, files: &Files) -> Times {
    let by = seated(&fresh.store, 0, Seat::TownAgent).await;
    let school = school(&fresh.store, by).await;
    let mut times = Times::default();
    for (nth, bytes) in [&files.pupils, &files.guardians].into_iter().enumerate() {
        let kind = [ImportKind::Pupils, ImportKind::Guardians][nth];
        let id = ImportId(Uuid::from_u128(9_000 + nth as u128));
        let clock = Instant::now();
        stage(fresh, id, kind, school, bytes, by).await;
        times.stage += clock.elapsed();
        let clock = Instant::now();
        let file = read(kind, bytes);
        times.read += clock.elapsed();
        let clock = Instant::now();
        let shown = fresh.store.dry_run(id, &file, by).await.expect("a dry run");
        times.dry_run += clock.elapsed();
        assert!(shown.tally.conflict * 20 < shown.lines.len(), "{:?}", shown.tally);
        assert_eq!(shown.tally.rejected, 0, "the bench's own file");
        let clock = Instant::now();
        let accepted = BTreeSet::new();
        let order = ConfirmImport { id, file: &file, accepted: &accepted, shown: &shown.digest };
        fresh.store.confirm_import(&order, by, start()).await.expect("a confirmed file");
        times.confirm += clock.elapsed();
        times.shown += &shown.digest[..16];
    }
    times
}

pub async fn stage(
    fresh: &Fresh,
    id: ImportId,
    kind: ImportKind,
    school: SchoolId,
    content: &[u8],
    by: By,
) {
    let new = StageImport {
        id,
        kind,
        school: Some(school),
        file_name: "CSVExtraction.csv",
        content,
        settings: "{}",
    };
    fresh.store.stage_import(&new, by, start()).await.expect("a staged file");
}

pub fn read(kind: ImportKind, bytes: &[u8]) -> CensusFile {
    let (rows, rejected) = match kind {
        ImportKind::Pupils => {
            let reading = people::read_pupils(bytes, None, TODAY).expect("pupils");
            let rejected = reading.rejected().count();
            (Rows::Pupils(reading.into_accepted().map(pupil).collect()), rejected)
        }
        ImportKind::Guardians => {
            let reading = people::read_guardians(bytes, None).expect("guardians");
            let rejected = reading.rejected().count();
            (Rows::Guardians(reading.into_accepted().map(guardian).collect()), rejected)
        }
        other => unreachable!("the bench has no {other}"),
    };
    CensusFile { rows, rejected }
}

fn pupil(row: PupilRow) -> Pupil {
    Pupil {
        line: row.line,
        family_name: row.family_name,
        first_name: row.first_name,
        birth: row.birth,
        level: row.level,
        grade_label: row.level_label.unwrap_or_default(),
        class_name: row.class_name.unwrap_or_default(),
        address: address(row.address),
    }
}

fn guardian(row: GuardianRow) -> GuardianEntry {
    let children = row.children.into_iter().map(|child| NamedChild {
        family_name: child.family_name,
        usage_name: child.usage_name,
        first_name: child.first_name,
        class_name: child.class_name.unwrap_or_default(),
        birth_seal: None,
    });
    GuardianEntry {
        line: row.line,
        family_name: row.family_name,
        first_name: row.first_name,
        address: address(row.address),
        mobile: row.phones.mobile,
        phone: row.phones.home,
        email: row.email,
        children: children.collect(),
    }
}

fn address(address: Option<people::Address>) -> Address {
    address.map_or_else(Address::default, |known| Address {
        street: known.street.unwrap_or_default(),
        postal_code: known.postal_code.unwrap_or_default(),
        commune: known.commune.unwrap_or_default(),
    })
}
