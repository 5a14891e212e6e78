//! A file written beside its place, then put there whole; nothing is left of one that broke off.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tempfile::NamedTempFile;
use web::exports::Sink;

/// A file on its way.
pub(super) struct File {
    place: PathBuf,
    beside: NamedTempFile,
}

/// Says what is wrong with the place named, before the database is opened.
pub(super) fn complaint(place: &Path) -> Result<()> {
    if place.symlink_metadata().is_ok() {
        bail!(
            "{} existe déjà et n'a pas été remplacé. Donnez un autre nom, ou déplacez ce fichier.",
            place.display()
        );
    }
    let folder = folder(place);
    if !folder.is_dir() {
        bail!("Le dossier {} n'existe pas : créez-le, ou donnez-en un autre.", folder.display());
    }
    Ok(())
}

fn folder(place: &Path) -> &Path {
    place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

impl File {
    /// Begins a file that only its owner may read, as it may hold names; put in place, it stays so.
    pub(super) fn create(place: &Path) -> Result<Self> {
        let folder = folder(place);
        let beside =
            tempfile::Builder::new().prefix(".cartable-").suffix(".part").tempfile_in(folder);
        let beside = beside
            .with_context(|| format!("Le dossier {} ne se laisse pas écrire.", folder.display()))?;
        Ok(Self { place: place.to_owned(), beside })
    }

    /// Gives it its name, unless something has taken it meanwhile.
    pub(super) fn put_in_place(self) -> Result<()> {
        self.beside.as_file().sync_all()?;
        self.beside.persist_noclobber(&self.place)?;
        // The name too is to be there after a power cut; where a folder cannot be opened, it will be soon.
        if let Ok(folder) = OpenOptions::new().read(true).open(folder(&self.place)) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Sink for File {
    async fn take(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        self.beside.write_all(&bytes)
    }
}
