//! A staged file as the pages see it: what it is, how it is read, and the school it is of. Its bytes are
//! fetched only by whoever reads them.

use domain::ids::ImportId;
use domain::people::census::ImportKind;
use exchange::FileError;
use jiff::civil::Date;
use store::{Import, ImportState, School};

use crate::error::PageError;
use crate::intake::{ReadFile, Reader, Recognised, Settings, recognise};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::census::SchoolNames;

/// A file of the asker's cité.
#[derive(Clone)]
pub(super) struct Opened {
    pub import: Import,
    pub settings: Settings,
    pub names: SchoolNames,
    school: Option<School>,
}

impl Opened {
    /// The file, or 404.
    pub async fn of(app: &AppState, who: &Who, id: ImportId) -> Result<Self, PageError> {
        let import = app.store.import(id, who.by()).await?.ok_or(PageError::NotFound)?;
        let schools = app.store.schools(who.by()).await?;
        let names = schools.iter().map(|school| (school.id, school.name.clone())).collect();
        let school = schools.into_iter().find(|school| Some(school.id) == import.school);
        let settings = Settings::kept(&import.settings);
        Ok(Self { import, settings, names, school })
    }

    /// Is it still to be decided?
    pub fn waits(&self) -> bool {
        self.import.state == ImportState::Staged
    }

    /// Its rows, read from its bytes.
    pub fn read(&self, bytes: &[u8], today: Date) -> Result<ReadFile, FileError> {
        let reader = Reader {
            kind: self.import.kind,
            settings: &self.settings,
            school: self.school.as_ref().and_then(|school| school.uai.as_ref()),
            today,
        };
        reader.read(bytes)
    }

    /// It, opened as these settings say, and before anything is said of its columns.
    pub async fn recognised(
        &self,
        app: &AppState,
        who: &Who,
        settings: Settings,
    ) -> Result<Result<Recognised, FileError>, PageError> {
        let bytes = app.store.import_content(self.import.id, who.by()).await?;
        beside(move || recognise(&bytes.unwrap_or_default(), &settings)).await
    }

    /// The school's name; blank if it is of none.
    pub fn school(&self) -> &str {
        self.school.as_ref().map_or("", |school| school.name.as_str())
    }

    /// Where it is looked at.
    pub fn path(&self) -> String {
        format!("/fichiers/{}", self.import.id)
    }
}

/// Opens a file beside the requests, which a long one would hold up.
pub(super) async fn beside<T: Send + 'static>(
    open: impl FnOnce() -> T + Send + 'static,
) -> Result<T, PageError> {
    tokio::task::spawn_blocking(open).await.map_err(PageError::fault)
}

/// Where its things can be seen once they are in.
pub(super) const fn where_next(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Pupils | ImportKind::Guardians | ImportKind::Needs => "/familles",
        ImportKind::Items | ImportKind::Sims | ImportKind::Donations => "/materiel",
        ImportKind::Schools => "/recensement",
    }
}
