//! What a file would do: the reckoning that a dry run shows and a confirmation repeats.

use std::collections::BTreeSet;

use domain::ids::{ImportId, SchoolId};
use domain::people::address::Address;
use domain::people::census::{
    GuardianEntry, Line, NeedEntry, PupilEntry, Tally, take_guardians, take_pupils, tally,
};
use domain::people::register::{Register, person_key};
use domain::stock::Level;
use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::base::error::Failure;
use crate::base::key::SecretKey;
use crate::intake::schools::SchoolEntry;
use crate::intake::stock::StockFile;

/// A pupil as a file names them. The date of birth is sealed on the way in and kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pupil {
    /// The file's line.
    pub line: u64,
    /// Family name.
    pub family_name: String,
    /// First name.
    pub first_name: String,
    /// Date of birth.
    pub birth: Date,
    /// Stage of schooling.
    pub level: Level,
    /// Normalised year; may be blank.
    pub grade_label: String,
    /// Class; may be blank.
    pub class_name: String,
    /// Home, as far as the file says.
    pub address: Address,
}

/// The rows of an imported file that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    /// Of the pupils' file.
    Pupils(Vec<Pupil>),
    /// Of the guardians' file.
    Guardians(Vec<GuardianEntry>),
    /// Of a file that holds both.
    Families {
        /// The pupils.
        pupils: Vec<Pupil>,
        /// Their guardians, each with the date of birth of every child named, where the file tells it.
        guardians: Vec<(GuardianEntry, Vec<Option<Date>>)>,
    },
    /// Of a list of needs.
    Needs {
        /// What it says.
        entries: Vec<NeedEntry>,
        /// The day on which needs are opened.
        today: Date,
    },
    /// Of a list of things.
    Stock(StockFile),
    /// Of a list of schools.
    Schools(Vec<SchoolEntry>),
}

/// A file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CensusFile {
    /// What could be read.
    pub rows: Rows,
    /// How many rows could not.
    pub rejected: usize,
}

/// What a file would do to the register as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DryRun {
    /// Line by line, in the file's order.
    pub lines: Vec<Line>,
    /// The counts.
    pub tally: Tally,
    /// A fingerprint of all of it: what is confirmed is what was shown.
    pub digest: String,
}

/// The seal of a birth date: of this name only, so that equal dates of two children do not show.
pub(crate) fn seal_birth(key: &SecretKey, match_key: &str, birth: Date) -> String {
    key.seal(&format!("birth|{match_key}|{birth}"))
}

pub(super) fn reckon(
    register: &mut Register,
    key: &SecretKey,
    import: ImportId,
    school: SchoolId,
    file: &CensusFile,
    accepted: &BTreeSet<u64>,
) -> Result<DryRun, Failure> {
    let mut take = |pupils: &[Pupil]| {
        let entries: Vec<PupilEntry> = pupils.iter().map(|pupil| entry(key, pupil)).collect();
        take_pupils(register, import, school, &entries, accepted)
    };
    let lines = match &file.rows {
        Rows::Pupils(pupils) => take(pupils),
        Rows::Guardians(entries) => take_guardians(register, import, school, entries),
        Rows::Families { pupils, guardians } => {
            let mut lines = take(pupils);
            let guardians: Vec<GuardianEntry> =
                guardians.iter().map(|(entry, births)| sealed(key, entry, births)).collect();
            lines.extend(take_guardians(register, import, school, &guardians));
            lines
        }
        Rows::Needs { .. } | Rows::Stock(_) | Rows::Schools(_) => Vec::new(),
    };
    shown(lines, file.rejected)
}

/// Lines with their counts, and the fingerprint of all of it.
pub(super) fn shown(lines: Vec<Line>, rejected: usize) -> Result<DryRun, Failure> {
    let tally = tally(&lines, rejected);
    #[derive(Serialize)]
    struct Shown<'a>(&'a [Line], &'a Tally);
    let mut shown = Hashing(Sha256::new());
    serde_json::to_writer(&mut shown, &Shown(&lines, &tally))?;
    Ok(DryRun { lines, tally, digest: hex::encode(shown.0.finalize()) })
}

/// Hashes what is written: a long file's lines are never all text at once.
struct Hashing(Sha256);

impl std::io::Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A guardian whose children carry the seal of their date of birth, as the register keeps it.
fn sealed(key: &SecretKey, entry: &GuardianEntry, births: &[Option<Date>]) -> GuardianEntry {
    let mut entry = entry.clone();
    for (child, birth) in entry.children.iter_mut().zip(births) {
        let match_key = person_key(&child.family_name, &child.first_name);
        child.birth_seal = birth.map(|birth| seal_birth(key, &match_key, birth));
    }
    entry
}

fn entry(key: &SecretKey, pupil: &Pupil) -> PupilEntry {
    PupilEntry {
        line: pupil.line,
        family_name: pupil.family_name.clone(),
        first_name: pupil.first_name.clone(),
        birth_year: pupil.birth.year(),
        birth_seal: seal_birth(
            key,
            &person_key(&pupil.family_name, &pupil.first_name),
            pupil.birth,
        ),
        level: pupil.level,
        grade_label: pupil.grade_label.clone(),
        class_name: pupil.class_name.clone(),
        address: pupil.address.clone(),
    }
}
