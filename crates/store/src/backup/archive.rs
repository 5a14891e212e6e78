//! Reading a backup back, trusting nothing in it: every entry is expected, every size and digest is
//! the manifest's. Nothing is ever unpacked to a file.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read, Seek};

use migrations::{Migrator, MigratorTrait};
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::manifest::{FORMAT, LARGEST_MANIFEST, MANIFEST, Manifest, TableEntry, entry_name};
use super::tables::kept;

/// No line is longer: a row holds one imported file of 50 MB at most, in hexadecimal digits.
const LONGEST_LINE: u64 = 256 * 1024 * 1024;

/// Why a file cannot be restored from.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// It is no archive, or the end of it is missing.
    #[error("not an archive, or not the whole of it: {0}")]
    Unreadable(String),
    /// The manifest is missing or says nothing that is understood.
    #[error("no manifest: {0}")]
    Manifest(String),
    /// A later version made it.
    #[error("made by version {program}, schema {schema}")]
    Newer {
        /// The program's version.
        program: String,
        /// Its schema's last step, or its format.
        schema: String,
    },
    /// An entry's name leads out of the archive.
    #[error("the entry {0} leads out of the archive")]
    LeadsOut(String),
    /// An entry that no backup has.
    #[error("the entry {0} is unknown")]
    Unknown(String),
    /// An entry is there twice, or two entries share bytes.
    #[error("an entry is repeated")]
    Repeated,
    /// An entry is missing.
    #[error("the entry {0} is missing")]
    Missing(String),
    /// An entry is larger or smaller, declared or unpacked, than the manifest says.
    #[error("the entry {0} has not the size that the manifest says")]
    Size(String),
    /// An entry's digest or number of rows is not what the manifest says.
    #[error("the entry {0} is not what the manifest says")]
    Altered(String),
    /// A row cannot be read.
    #[error("{table}, row {row}: {problem}")]
    Row {
        /// The table.
        table: String,
        /// The row, from 1.
        row: u64,
        /// What is wrong.
        problem: String,
    },
}

/// A backup, open and found to be whole.
pub struct Archive<R> {
    zip: ZipArchive<R>,
    manifest: Manifest,
}

impl<R> std::fmt::Debug for Archive<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").field("made_at", &self.manifest.made_at).finish_non_exhaustive()
    }
}

impl<R: Read + Seek> Archive<R> {
    /// Opens a backup and checks all of it: its entries, their sizes, digests and numbers of rows.
    ///
    /// # Errors
    /// [`ArchiveError`].
    pub fn open(file: R) -> Result<Self, ArchiveError> {
        let mut zip = ZipArchive::new(file).map_err(unreadable)?;
        if zip.has_duplicate_names() {
            return Err(ArchiveError::Repeated);
        }
        let manifest = manifest(&mut zip)?;
        entries(&zip, &manifest)?;
        if zip.has_overlapping_entries().map_err(unreadable)? {
            return Err(ArchiveError::Repeated);
        }
        let mut archive = Self { zip, manifest };
        for at in 0..archive.manifest.tables.len() {
            let mut lines = archive.lines(at)?;
            while lines.next_line()?.is_some() {}
        }
        Ok(archive)
    }

    /// What it says of itself.
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// How many steps of the schema it needs.
    pub(super) fn steps(&self) -> Option<u32> {
        let steps = Migrator::migrations();
        let at = steps.iter().position(|step| step.name() == self.manifest.schema)?;
        u32::try_from(at + 1).ok()
    }

    /// The lines of a table, by its place in the manifest.
    pub(super) fn lines(&mut self, at: usize) -> Result<Lines<'_, R>, ArchiveError> {
        let table = &self.manifest.tables[at];
        let name = entry_name(&table.name);
        let entry =
            self.zip.by_name(&name).map_err(|error| ArchiveError::Unreadable(error.to_string()))?;
        if entry.size() != table.bytes {
            return Err(ArchiveError::Size(name));
        }
        // One byte more than there may be: whoever unpacks to more is caught, and no further.
        let reader = BufReader::new(entry.take(table.bytes.saturating_add(1)));
        Ok(Lines { table, reader, rows: 0, bytes: 0, digest: Sha256::new(), line: Vec::new() })
    }
}

/// The lines of one table, measured as they are read.
pub(super) struct Lines<'a, R: Read> {
    table: &'a TableEntry,
    reader: BufReader<std::io::Take<zip::read::ZipFile<'a, R>>>,
    rows: u64,
    bytes: u64,
    digest: Sha256,
    line: Vec<u8>,
}

impl<R: Read> Lines<'_, R> {
    /// The table that they are of.
    pub(super) const fn table(&self) -> &TableEntry {
        self.table
    }

    /// The next line; nothing once all was read and is what the manifest says.
    pub(super) fn next_line(&mut self) -> Result<Option<&[u8]>, ArchiveError> {
        let name = entry_name(&self.table.name);
        self.line.clear();
        let read = (&mut self.reader).take(LONGEST_LINE).read_until(b'\n', &mut self.line);
        let read = read.map_err(|error| ArchiveError::Unreadable(format!("{name}: {error}")))?;
        self.bytes += read as u64;
        if self.bytes > self.table.bytes {
            return Err(ArchiveError::Size(name));
        }
        if read > 0 {
            if self.line.pop() != Some(b'\n') {
                return Err(ArchiveError::Altered(name));
            }
            self.digest.update(&self.line);
            self.digest.update(b"\n");
            self.rows += 1;
            return Ok(Some(&self.line));
        }
        if self.bytes != self.table.bytes {
            return Err(ArchiveError::Size(name));
        }
        let digest = hex::encode(std::mem::take(&mut self.digest).finalize());
        if self.rows != self.table.rows || digest != self.table.sha256 {
            return Err(ArchiveError::Altered(name));
        }
        Ok(None)
    }

    /// The row being read, from 1.
    pub(super) const fn row(&self) -> u64 {
        self.rows
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
fn unreadable(error: zip::result::ZipError) -> ArchiveError {
    ArchiveError::Unreadable(error.to_string())
}

fn manifest<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Result<Manifest, ArchiveError> {
    let entry = zip.by_name(MANIFEST).map_err(|error| ArchiveError::Manifest(error.to_string()))?;
    if entry.size() > LARGEST_MANIFEST {
        return Err(ArchiveError::Size(MANIFEST.to_owned()));
    }
    let mut text = Vec::new();
    let read = entry
        .take(LARGEST_MANIFEST + 1)
        .read_to_end(&mut text)
        .map_err(|error| ArchiveError::Unreadable(format!("{MANIFEST}: {error}")))?;
    if read as u64 > LARGEST_MANIFEST {
        return Err(ArchiveError::Size(MANIFEST.to_owned()));
    }
    // The format first: a later one may say the rest in other words.
    #[derive(serde::Deserialize)]
    struct Version {
        format: u32,
        program: String,
    }
    let wrong = |error: serde_json::Error| ArchiveError::Manifest(error.to_string());
    let version: Version = serde_json::from_slice(&text).map_err(wrong)?;
    if version.format != FORMAT {
        let schema = format!("format {}", version.format);
        return Err(ArchiveError::Newer { program: version.program, schema });
    }
    let manifest: Manifest = serde_json::from_slice(&text).map_err(wrong)?;
    if !Migrator::migrations().iter().any(|step| step.name() == manifest.schema) {
        let Manifest { program, schema, .. } = manifest;
        return Err(ArchiveError::Newer { program, schema });
    }
    Ok(manifest)
}

/// Exactly the manifest and its tables, each known and once.
fn entries<R: Read + Seek>(zip: &ZipArchive<R>, manifest: &Manifest) -> Result<(), ArchiveError> {
    let mut expected = BTreeSet::from([MANIFEST.to_owned()]);
    for table in &manifest.tables {
        if kept(&table.name).is_none() {
            return Err(ArchiveError::Unknown(table.name.clone()));
        }
        if !expected.insert(entry_name(&table.name)) {
            return Err(ArchiveError::Repeated);
        }
    }
    for name in zip.file_names() {
        let name = name.map_err(unreadable)?.into_owned();
        let leads_out = name.starts_with(['/', '\\'])
            || name.split(['/', '\\']).any(|part| part == ".." || part.ends_with(':'));
        if leads_out {
            return Err(ArchiveError::LeadsOut(name));
        }
        if !expected.remove(&name) {
            return Err(ArchiveError::Unknown(name));
        }
    }
    match expected.pop_first() {
        Some(missing) => Err(ArchiveError::Missing(missing)),
        None => Ok(()),
    }
}
