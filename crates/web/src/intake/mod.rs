//! From a file's bytes, and what a person said of it, to the rows that the registers compare. The pages of
//! `/fichiers` and the command `cartable import` read alike.

pub mod by_hand;
pub mod parts;
mod people;
mod recognise;
pub mod schools;
mod settings;
mod stock;

use domain::identifiers::Uai;
use domain::people::census::ImportKind;
use exchange::{FileError, FileKind, Grid, Mapping, Opened, Source, open};
use jiff::civil::Date;
use store::CensusFile;

pub use recognise::{Recognised, proposed_kind, recognise};
pub use settings::Settings;

/// A file that could be read.
#[derive(Debug, Clone)]
pub struct ReadFile {
    /// Where its cells come from; none for SIECLE's exports.
    pub source: Option<Source>,
    /// Its rows.
    pub file: CensusFile,
    /// Lines that cannot be taken in, and why, in French.
    pub rejected: Vec<(u64, String)>,
    /// What was repaired or left out of lines that can, in French.
    pub warnings: Vec<(u64, String)>,
    /// A few names, those with accents first: they tell whether the encoding is right.
    pub preview: Vec<String>,
}

/// What a file is read for.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    /// What it holds.
    pub kind: ImportKind,
    /// How it is to be read.
    pub settings: &'a Settings,
    /// The school's number, if it has one: an export of another school is refused.
    pub school: Option<&'a Uai>,
    /// The day.
    pub today: Date,
}

/// The kind of table that an import of this kind is read from.
#[must_use]
pub const fn file_kind(kind: ImportKind) -> FileKind {
    match kind {
        ImportKind::Pupils => FileKind::Pupils,
        ImportKind::Guardians => FileKind::Guardians,
        ImportKind::Needs => FileKind::Needs,
        ImportKind::Items | ImportKind::Sims | ImportKind::Donations => FileKind::Stock,
        ImportKind::Schools => FileKind::Schools,
    }
}

impl Reader<'_> {
    /// Reads a file.
    ///
    /// # Errors
    /// [`FileError`] if nothing of the file can be read as asked.
    pub fn read(&self, bytes: &[u8]) -> Result<ReadFile, FileError> {
        match open(bytes, &self.settings.opening())? {
            Opened::Siecle(siecle) if self.kind == ImportKind::Pupils => {
                people::siecle(self, &siecle)
            }
            Opened::Siecle(_) => Err(FileError::WrongKind {
                expected: file_kind(self.kind),
                found: FileKind::Pupils,
            }),
            Opened::Grid(grid) => {
                let mapping = self.mapping(&grid)?;
                match self.kind {
                    ImportKind::Pupils => people::pupils(self, &grid, &mapping),
                    ImportKind::Guardians => people::guardians(&grid, &mapping),
                    ImportKind::Needs => people::needs(self, &grid, &mapping),
                    ImportKind::Items | ImportKind::Sims | ImportKind::Donations => {
                        stock::read(self, &grid, &mapping)
                    }
                    ImportKind::Schools => schools::read(self, &grid, &mapping),
                }
            }
        }
    }

    /// The mapping a person gave, or the one that the titles propose.
    fn mapping(&self, grid: &Grid) -> Result<Mapping, FileError> {
        match &self.settings.mapping {
            Some(mapping) => Ok(mapping.clone()),
            None => grid.mapping(file_kind(self.kind)),
        }
    }
}

/// Names shown of a file.
const SHOWN_NAMES: usize = 6;

/// A few names of a file, those with accents before the others.
#[derive(Default)]
struct Preview {
    accented: Vec<String>,
    plain: Vec<String>,
}

impl Preview {
    fn add(&mut self, name: String) {
        let held = if name.is_ascii() { &mut self.plain } else { &mut self.accented };
        if held.len() < SHOWN_NAMES && !held.contains(&name) {
            held.push(name);
        }
    }

    fn names(self) -> Vec<String> {
        let mut names = self.accented;
        names.extend(self.plain);
        names.truncate(SHOWN_NAMES);
        names
    }
}
