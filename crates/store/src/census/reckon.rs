//! What a file would do: the reckoning that a dry run shows and a confirmation repeats.

use std::collections::BTreeSet;

use domain::ids::{ImportId, SchoolId};
use domain::people::address::Address;
use domain::people::census::{
    GuardianEntry, Line, PupilEntry, Tally, take_guardians, take_pupils, tally,
};
use domain::people::register::{Register, person_key};
use domain::stock::Level;
use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::base::error::Failure;
use crate::base::key::SecretKey;

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
pub(super) fn seal_birth(key: &SecretKey, match_key: &str, birth: Date) -> String {
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
    let lines = match &file.rows {
        Rows::Pupils(pupils) => {
            let entries: Vec<PupilEntry> = pupils.iter().map(|pupil| entry(key, pupil)).collect();
            take_pupils(register, import, school, &entries, accepted)
        }
        Rows::Guardians(entries) => take_guardians(register, import, school, entries),
    };
    let tally = tally(&lines, file.rejected);
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
