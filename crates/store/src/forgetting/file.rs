//! The list of the forgotten kept outside the database, beside its key: what a lost database takes with
//! it would come back with a backup made before.
//!
//! One line a person, ids and instants only, append-only: each node writes what it forgets, and is
//! brought up to date from the table at every start and every backup.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::list::Forgotten;

/// What the file says to whoever opens it.
const HEADING: &str = "# Familles effacées du registre : des identifiants, aucun nom. \
    Une restauration en a besoin pour ne ramener personne ; à garder avec la clé secrète.\n";

/// The file.
#[derive(Debug, Clone)]
pub struct ErasureFile(PathBuf);

/// Why the list cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ErasureFileError {
    /// The file cannot be read or written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// A line says nothing that is understood.
    #[error("line {line}: {problem}")]
    Line {
        /// Its number, from 1.
        line: usize,
        /// What is wrong.
        problem: &'static str,
    },
}

impl ErasureFile {
    /// The list in this file, there or not.
    #[must_use]
    pub const fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Everyone on the list; nothing when there is no such file.
    ///
    /// # Errors
    /// When it cannot be read or a line of it is not understood. The end of a line cut short is left
    /// out: the table still has it.
    pub fn read(&self) -> Result<Option<Vec<Forgotten>>, ErasureFileError> {
        let text = match std::fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let whole = &text[..whole_lines(&text)];
        let mut list = Vec::new();
        for (nth, line) in whole.lines().enumerate() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            let one = line.parse();
            list.push(one.map_err(|problem| ErasureFileError::Line { line: nth + 1, problem })?);
        }
        Ok(Some(list))
    }

    /// Adds whoever is not on the list yet, and makes the file where there is none; how many were added.
    ///
    /// # Errors
    /// When it cannot be read, understood or written.
    pub fn complete(&self, forgotten: &[Forgotten]) -> Result<usize, ErasureFileError> {
        let known = self.read()?;
        let fresh = known.is_none();
        let known: BTreeSet<_> =
            known.unwrap_or_default().into_iter().map(|one| one.household).collect();
        let missing: Vec<_> =
            forgotten.iter().filter(|one| !known.contains(&one.household)).collect();
        if missing.is_empty() && !fresh {
            return Ok(0);
        }
        let mut text = if fresh { HEADING.to_owned() } else { String::new() };
        for one in &missing {
            text.push_str(&format!("{one}\n"));
        }
        let mut file = self.open()?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        Ok(missing.len())
    }

    /// Open for appending, after the last whole line; readable by its owner alone.
    fn open(&self) -> std::io::Result<File> {
        let mut options = OpenOptions::new();
        options.create(true).append(true).read(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&self.0)?;
        let text = std::io::read_to_string(&mut file)?;
        let whole = whole_lines(&text);
        if whole < text.len() {
            file.set_len(whole as u64)?;
        }
        file.seek(SeekFrom::End(0))?;
        Ok(file)
    }
}

/// Up to where the lines are whole.
fn whole_lines(text: &str) -> usize {
    text.rfind('\n').map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::{ErasureFile, ErasureFileError};

    const ONE: &str = "household 00000000-0000-0000-0000-000000000001 2026-09-01T08:00:00Z\n";
    const TWO: &str = "household 00000000-0000-0000-0000-000000000002 2026-09-02T08:00:00Z\n";

    #[test]
    fn the_list_grows_only_by_whom_it_lacks_and_heals_a_line_cut_short() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c.effacements");
        let file = ErasureFile::at(path.clone());
        assert!(file.read().unwrap().is_none());
        assert_eq!(file.complete(&[]).unwrap(), 0);
        assert_eq!(file.read().unwrap(), Some(Vec::new()));
        let (one, two) = (ONE.trim().parse().unwrap(), TWO.trim().parse().unwrap());
        assert_eq!(file.complete(&[one]).unwrap(), 1);
        let mut torn = std::fs::read_to_string(&path).unwrap();
        torn.push_str(&TWO[..30]);
        std::fs::write(&path, torn).unwrap();
        assert_eq!(file.read().unwrap(), Some(vec![one]));
        assert_eq!(file.complete(&[one, two]).unwrap(), 1);
        assert!(std::fs::read_to_string(&path).unwrap().ends_with(&format!("{ONE}{TWO}")));
        assert_eq!(file.complete(&[two, one]).unwrap(), 0);
    }

    #[test]
    fn a_line_that_is_not_understood_is_told_by_its_number() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c.effacements");
        for wrong in ["household x 2026-09-01T08:00:00Z\n", "household\n", "Dupont\n"] {
            std::fs::write(&path, format!("{ONE}{wrong}")).unwrap();
            let refused = ErasureFile::at(path.clone()).read().unwrap_err();
            assert!(matches!(refused, ErasureFileError::Line { line: 2, .. }), "{refused}");
        }
    }
}
