//! Which database, and the key beside it.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use store::{SecretKey, Store};
use web::{Clock, Mint};

/// Where the database is.
#[derive(Debug, Clone, clap::Args)]
pub struct Place {
    /// Adresse de la base : sqlite://fichier.db ou postgres://…
    #[arg(long, env = "CARTABLE_DATABASE", default_value = "sqlite://cartable.db")]
    pub database: String,
    /// Fichier de la clé secrète ; par défaut à côté de la base.
    #[arg(long, env = "CARTABLE_KEY_FILE")]
    pub key_file: Option<PathBuf>,
}

impl Place {
    /// Opens the database, making the key at the first start.
    pub async fn open(&self) -> Result<Store> {
        let key = self.key()?;
        Store::open(&self.database, key).await.with_context(|| {
            format!(
                "La base {} ne s'ouvre pas. Vérifiez son adresse et qu'elle est joignable.",
                shown(&self.database)
            )
        })
    }

    /// Opens a database that must be there already: nothing is made.
    pub async fn open_existing(&self) -> Result<Store> {
        if let Some(file) = sqlite_file(&self.database)
            && !Path::new(file).exists()
        {
            anyhow::bail!("Il n'y a pas de base dans {file}.");
        }
        self.open().await
    }

    fn key(&self) -> Result<SecretKey> {
        let path = self.key_file.clone().unwrap_or_else(|| default_key_file(&self.database));
        match fs::read(&path) {
            Ok(bytes) => {
                let bytes: [u8; 32] = bytes.try_into().ok().with_context(|| {
                    format!(
                        "Le fichier de clé {} est abîmé : il doit faire 32 octets.",
                        path.display()
                    )
                })?;
                Ok(SecretKey::new(bytes))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let bytes = Mint::new(Clock::system()).bytes::<32>();
                write_secret(&path, &bytes).with_context(|| {
                    format!("La clé secrète ne peut pas être écrite dans {}.", path.display())
                })?;
                Ok(SecretKey::new(bytes))
            }
            Err(error) => Err(error)
                .with_context(|| format!("La clé secrète {} ne se lit pas.", path.display())),
        }
    }
}

/// Beside the file for `SQLite`, in the working folder otherwise.
fn default_key_file(database: &str) -> PathBuf {
    sqlite_file(database)
        .map_or_else(|| PathBuf::from("cartable.key"), |file| PathBuf::from(format!("{file}.key")))
}

/// The path of a `SQLite` address.
fn sqlite_file(database: &str) -> Option<&str> {
    let rest = database.strip_prefix("sqlite:")?;
    rest.strip_prefix("//").unwrap_or(rest).split('?').next()
}

/// Readable by the owner alone.
fn write_secret(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}

/// The address without its password.
fn shown(database: &str) -> String {
    match (database.split_once("://"), database.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => database.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{default_key_file, shown};

    #[test]
    fn the_key_lives_beside_the_file() {
        assert_eq!(default_key_file("sqlite://cartable.db").to_str(), Some("cartable.db.key"));
        assert_eq!(default_key_file("sqlite:///srv/c.db?mode=rwc").to_str(), Some("/srv/c.db.key"));
        assert_eq!(default_key_file("postgres://town/c").to_str(), Some("cartable.key"));
    }

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(shown("postgres://agent:secret@town/c"), "postgres://…@town/c");
    }
}
