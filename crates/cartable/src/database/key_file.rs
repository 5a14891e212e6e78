//! The secret key's file, beside the database.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use store::SecretKey;
use web::{Clock, Mint};

/// A key, and whether its file was made just now.
pub struct Found {
    /// The key.
    pub key: SecretKey,
    /// Was there none before?
    pub made: bool,
}

/// Beside the file for `SQLite`, in the working folder otherwise.
pub fn default_place(database: &str) -> PathBuf {
    store::sqlite_file(database).map_or_else(
        || PathBuf::from("cartable.key"),
        |file| {
            let mut beside = file.into_os_string();
            beside.push(".key");
            beside.into()
        },
    )
}

/// Reads the key; makes one when there is none and `may_make` says that nothing was sealed yet.
pub fn find(path: &Path, may_make: bool, database: &str) -> Result<Found> {
    match fs::read(path) {
        Ok(bytes) => Ok(Found { key: of_bytes(bytes, path)?, made: false }),
        Err(error) if error.kind() == ErrorKind::NotFound && may_make => make(path),
        Err(error) if error.kind() == ErrorKind::NotFound => bail!(
            "La base {database} a déjà sa clé secrète, et le fichier {} n'est pas là. \
             Rapportez-y le fichier *.key de cette base (il se sauvegarde à part), ou dites où il est \
             par --key-file. Rien n'a été créé.",
            path.display()
        ),
        Err(error) => {
            Err(error).with_context(|| format!("La clé secrète {} ne se lit pas.", path.display()))
        }
    }
}

/// Reads the key; nothing when there is no such file.
pub fn read(path: &Path) -> Result<Option<SecretKey>> {
    match fs::read(path) {
        Ok(bytes) => of_bytes(bytes, path).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => {
            Err(error).with_context(|| format!("La clé secrète {} ne se lit pas.", path.display()))
        }
    }
}

fn of_bytes(bytes: Vec<u8>, path: &Path) -> Result<SecretKey> {
    let bytes: [u8; 32] = bytes.try_into().ok().with_context(|| {
        format!(
            "Le fichier de clé {} est abîmé : il doit faire 32 octets. Rapportez-en une copie intacte.",
            path.display()
        )
    })?;
    Ok(SecretKey::new(bytes))
}

/// Whole or not at all, readable by its owner alone; of two programs that start together one is first.
fn make(path: &Path) -> Result<Found> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let bytes = Mint::new(Clock::system()).bytes::<32>();
    let written = || -> std::io::Result<bool> {
        let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
        file.write_all(&bytes)?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(path) {
            Ok(_) => Ok(true),
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error.error),
        }
    };
    let made = written().with_context(|| {
        format!("La clé secrète ne peut pas être écrite dans {}.", path.display())
    })?;
    if made {
        return Ok(Found { key: SecretKey::new(bytes), made });
    }
    let theirs = fs::read(path)
        .with_context(|| format!("La clé secrète {} ne se lit pas.", path.display()))?;
    Ok(Found { key: of_bytes(theirs, path)?, made })
}

#[cfg(test)]
mod tests {
    use super::{default_place, find};

    #[test]
    fn the_key_lives_beside_the_file() {
        assert_eq!(default_place("sqlite://cartable.db").to_str(), Some("cartable.db.key"));
        assert_eq!(default_place("sqlite:///srv/c.db?mode=rwc").to_str(), Some("/srv/c.db.key"));
        assert_eq!(default_place("sqlite:///srv/a%20b.db").to_str(), Some("/srv/a b.db.key"));
        assert_eq!(default_place("postgres://town/c").to_str(), Some("cartable.key"));
    }

    #[test]
    fn a_key_is_made_only_where_one_may_be_and_only_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("c.key");
        let refused = find(&path, false, "sqlite://c").err().expect("refused").to_string();
        assert!(refused.contains("--key-file") && !path.exists(), "{refused}");
        assert!(find(&path, true, "sqlite://c").expect("made").made);
        let kept = std::fs::read(&path).expect("a file");
        assert!(!find(&path, true, "sqlite://c").expect("read").made);
        assert_eq!(std::fs::read(&path).expect("a file"), kept);
        std::fs::write(&path, "court").expect("writes");
        let refused = find(&path, true, "sqlite://c").err().expect("refused").to_string();
        assert!(refused.contains("abîmé"), "{refused}");
    }
}
