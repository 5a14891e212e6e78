//! Which database, and the key beside it.

pub mod address;
mod key_file;

use std::path::PathBuf;

use anyhow::{Context as _, Error, Result, anyhow, bail};
use store::{ErasureFile, OpenError, Reached, Schema, SecretKey, Store};

use address::{quoted, shown};

/// The database that is served when none is named.
const DEFAULT: &str = "sqlite://cartable.db";

/// Where the database is.
#[derive(Debug, Clone, clap::Args)]
pub struct Place {
    /// Adresse de la base : sqlite://fichier.db ou postgres://… (variable CARTABLE_DATABASE ; par défaut sqlite://cartable.db).
    #[arg(
        long,
        env = "CARTABLE_DATABASE",
        value_name = "ADRESSE",
        default_value = DEFAULT,
        hide_default_value = true,
        hide_env = true
    )]
    pub database: String,
    /// Fichier de la clé secrète (variable CARTABLE_KEY_FILE ; par défaut à côté de la base).
    #[arg(long, env = "CARTABLE_KEY_FILE", value_name = "FICHIER", hide_env = true)]
    pub key_file: Option<PathBuf>,
}

impl Place {
    /// Opens the database to serve it: makes it and its key at the first start, upgrades an older one.
    pub async fn open(&self) -> Result<Store> {
        self.made(self.reached().await?).await
    }

    /// Opens the database to add to it: makes it at the first start, but leaves an older one to whoever
    /// serves it.
    pub async fn open_for_accounts(&self) -> Result<Store> {
        let reached = self.reached().await?;
        if reached.schema() == Schema::Older {
            return Err(self.told(OpenError::Older));
        }
        self.made(reached).await
    }

    /// Opens a database that must be there already: nothing is made, nothing is upgraded.
    pub async fn open_existing(&self) -> Result<Store> {
        let reached = self.reached().await?;
        let refusal = match reached.schema() {
            Schema::Current => None,
            Schema::Absent => Some(OpenError::Absent),
            Schema::Empty | Schema::Foreign => Some(OpenError::Foreign),
            Schema::Older => Some(OpenError::Older),
            Schema::Newer => Some(OpenError::Newer),
        };
        if let Some(refusal) = refusal {
            return Err(self.told(refusal));
        }
        let found = key_file::find(&self.key_place(), false, &shown(&self.database))?;
        let opened = reached.open_as_it_is(found.key).await.map_err(|error| self.told(error))?;
        Ok(opened.with_erasures(self.erasures()))
    }

    /// The options that lead to the same database and key, each after a space.
    pub fn options(&self) -> String {
        let mut options = String::new();
        if self.database != DEFAULT {
            options.push_str(&format!(" --database {}", quoted(&shown(&self.database))));
        }
        if let Some(file) = &self.key_file {
            options.push_str(&format!(" --key-file {}", quoted(&file.to_string_lossy())));
        }
        options
    }

    /// The address, safe to be read by others.
    pub fn shown(&self) -> String {
        shown(&self.database)
    }

    async fn reached(&self) -> Result<Reached> {
        if let Some(complaint) = address::complaint(&self.database) {
            bail!("{complaint}");
        }
        Reached::at(&self.database).await.map_err(|error| self.told(error))
    }

    async fn made(&self, reached: Reached) -> Result<Store> {
        match reached.schema() {
            Schema::Foreign => return Err(self.told(OpenError::Foreign)),
            Schema::Newer => return Err(self.told(OpenError::Newer)),
            Schema::Absent | Schema::Empty | Schema::Older | Schema::Current => {}
        }
        let path = self.key_place();
        let found = key_file::find(&path, reached.may_take_a_new_key(), &self.shown())?;
        let opened = reached.open(found.key).await;
        // Another node was first, or nothing was opened: a key that goes with nothing would mislead.
        if found.made && matches!(opened, Err(OpenError::OtherKey | OpenError::Connect(_))) {
            std::fs::remove_file(&path).with_context(|| {
                format!("La clé {} ne sert à rien et ne s'efface pas.", path.display())
            })?;
        }
        let opened = opened.map_err(|error| self.told(error))?;
        Ok(opened.with_erasures(self.erasures()))
    }

    /// The key, if its file is there: nothing is made.
    pub fn key(&self) -> Result<Option<SecretKey>> {
        key_file::read(&self.key_place())
    }

    /// The list of the forgotten, beside the key.
    pub fn erasures(&self) -> ErasureFile {
        ErasureFile::at(self.key_place().with_extension("effacements"))
    }

    /// Refuses unless nothing is at the address yet.
    pub async fn must_be_empty(&self) -> Result<()> {
        let reached = self.reached().await?;
        let file = store::sqlite_file(&self.database);
        match reached.schema() {
            Schema::Absent => Ok(()),
            // A file that is there is somebody's, even without a table.
            Schema::Empty if file.is_none() => Ok(()),
            _ => Err(self.not_empty()),
        }
    }

    /// What is said of a place that is not empty.
    pub fn not_empty(&self) -> Error {
        anyhow!(
            "{} n'est pas vide : une restauration ne recouvre rien. Nommez par --database une base qui \
             n'existe pas encore (sqlite://…), ou une base neuve, sans aucune table de Cartable \
             (postgres://…). Rien n'est restauré.",
            self.shown()
        )
    }

    /// Where the key is.
    pub fn key_place(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| key_file::default_place(&self.database))
    }

    /// What a person is told of a database that does not open.
    pub fn told(&self, error: OpenError) -> Error {
        let base = self.shown();
        match error {
            OpenError::UnknownScheme => anyhow!("L'adresse {base} ne nomme pas de base."),
            OpenError::Connect(_) => Error::new(error).context(format!(
                "La base {base} ne s'ouvre pas. Vérifiez son adresse et qu'elle est joignable."
            )),
            OpenError::Migrate(_) => Error::new(error).context(format!(
                "La base {base} n'a pas pu être mise au format de cette version. Elle est comme avant."
            )),
            OpenError::Absent => anyhow!(
                "Il n'y a pas de base à l'adresse {base}. Vérifiez --database ; rien n'a été créé."
            ),
            OpenError::Foreign => anyhow!(
                "La base {base} n'est pas une base de Cartable. Vérifiez --database ; rien n'y a été changé."
            ),
            OpenError::Older => anyhow!(
                "La base {base} date d'une version antérieure de Cartable. Lancez d'abord « cartable serve », \
                 qui la met à jour ; rien n'y a été changé."
            ),
            OpenError::Newer => anyhow!(
                "La base {base} a été faite par une version plus récente de Cartable. Installez cette \
                 version ; rien n'y a été changé."
            ),
            OpenError::OtherKey => anyhow!(
                "La clé secrète {} n'est pas celle de la base {base}. Rapportez-y le fichier *.key de cette \
                 base, ou dites où il est par --key-file. Rien n'a été changé.",
                self.key_place().display()
            ),
        }
    }
}
