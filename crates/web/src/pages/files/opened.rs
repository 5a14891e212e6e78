//! A staged file as the pages see it: itself, how it is read, and the school it is of.

use domain::ids::ImportId;
use domain::people::census::ImportKind;
use exchange::FileError;
use store::{Import, ImportState, School};

use crate::error::PageError;
use crate::intake::{ReadFile, Reader, Settings};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::census::SchoolNames;

/// A file of the asker's cité.
#[derive(Clone)]
pub(super) struct Opened {
    pub import: Import,
    pub bytes: Vec<u8>,
    pub settings: Settings,
    pub names: SchoolNames,
    school: Option<School>,
}

impl Opened {
    /// The file, or 404.
    pub async fn of(app: &AppState, who: &Who, id: ImportId) -> Result<Self, PageError> {
        let found = app.store.import(id, who.by()).await?;
        let (import, bytes) = found.ok_or(PageError::NotFound)?;
        let schools = app.store.schools(who.by()).await?;
        let names = schools.iter().map(|school| (school.id, school.name.clone())).collect();
        let school = schools.into_iter().find(|school| Some(school.id) == import.school);
        let settings = Settings::kept(&import.settings);
        Ok(Self { import, bytes, settings, names, school })
    }

    /// Is it still to be decided?
    pub fn waits(&self) -> bool {
        self.import.state == ImportState::Staged
    }

    /// Its rows.
    pub fn read(&self, app: &AppState) -> Result<ReadFile, FileError> {
        let reader = Reader {
            kind: self.import.kind,
            settings: &self.settings,
            school: self.school.as_ref().and_then(|school| school.uai.as_ref()),
            today: app.clock.today(),
        };
        reader.read(&self.bytes)
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

/// Where its things can be seen once they are in.
pub(super) const fn where_next(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Pupils | ImportKind::Guardians | ImportKind::Needs => "/familles",
        ImportKind::Items | ImportKind::Sims | ImportKind::Donations => "/materiel",
    }
}
