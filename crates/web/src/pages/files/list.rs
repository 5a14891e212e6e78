//! `/fichiers`: the files that came in, and the form to send one.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::{ImportId, SchoolId};
use domain::people::census::ImportKind;
use exchange::FileError;
use store::{Import, SavedMapping, School, StageImport, StageRefused, VerbError};
use uuid::Uuid;

use super::opened::beside;
use crate::error::PageError;
use crate::form::{Choice, Form, Upload, UploadedFile, choices};
use crate::intake::{Recognised, Settings, file_kind, proposed_kind, recognise};
use crate::page::{Page, again, see_other, see_other_saying};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::files::file_error;
use crate::wording::{French as _, Label as _};

/// The list and the form.
#[derive(Template, WebTemplate)]
#[template(path = "pages/files/list.html")]
pub struct Files {
    page: Page,
    form: Form,
    schools: Vec<Choice>,
    kinds: Vec<Choice>,
    names: BTreeMap<SchoolId, String>,
    imports: Vec<Import>,
    mappings: Vec<SavedMapping>,
    paging: Paging,
}

impl Files {
    async fn of(
        app: &AppState,
        who: &Who,
        page: Page,
        form: Form,
        paging: Paging,
    ) -> Result<Self, PageError> {
        let schools = app.store.schools(who.by()).await?;
        let (imports, total) = app.store.imports(paging.offset(), paging.limit(), who.by()).await?;
        Ok(Self {
            page,
            form,
            kinds: choices(ImportKind::ALL),
            names: schools.iter().map(|school| (school.id, school.name.clone())).collect(),
            schools: schools
                .into_iter()
                .map(|school| Choice::new(school.id, school.name))
                .collect(),
            imports,
            mappings: app.store.mappings(who.by()).await?,
            paging: paging.of(total),
        })
    }

    fn school(&self, import: &Import) -> &str {
        import.school.and_then(|school| self.names.get(&school)).map_or("–", String::as_str)
    }
}

/// Shows the list and the form.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<Files, PageError> {
    let form = Form::empty().with("id", app.mint.id::<ImportId>());
    Files::of(&app, &who, page, form, paging).await
}

/// Keeps the file if it can be opened, and goes on to what it would do.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    mut upload: Upload,
) -> Result<Response, PageError> {
    let id: ImportId = upload.form.hidden("id")?;
    let kind: Option<Option<ImportKind>> = upload.form.optional_choice("kind", "Type de fichier");
    let school: Option<Option<SchoolId>> = upload.form.optional_choice("school", "École");
    let file = upload.file("file").and_then(|first| together(&upload, first));
    let mut form = upload.form;
    let (Some(kind), Some(school), Some(file)) = (kind, school, file) else {
        return Ok(again(Files::of(&app, &who, page, form, paging).await?));
    };
    let prepared = match prepare(&app, &who, kind, file).await? {
        Ok(prepared) => prepared,
        Err(refusal) => {
            form.refuse(refusal.field, refusal.sentence);
            return Ok(again(Files::of(&app, &who, page, form, paging).await?));
        }
    };
    let school = school.filter(|_| prepared.kind.is_of_a_school());
    if prepared.kind.is_of_a_school() && school.is_none() {
        form.refuse("school", "« École » : dites de quelle école vient ce fichier.");
        return Ok(again(Files::of(&app, &who, page, form, paging).await?));
    }
    let new = StageImport {
        id,
        kind: prepared.kind,
        school,
        file_name: &prepared.file.name,
        content: &prepared.file.bytes,
        settings: &prepared.settings.to_text(),
    };
    match app.store.stage_import(&new, who.by(), app.clock.now()).await {
        Err(VerbError::Refused(StageRefused::UnknownSchool)) => {
            form.refuse("school", "« École » : choisissez une des écoles proposées.");
            Ok(again(Files::of(&app, &who, page, form, paging).await?))
        }
        Err(error) => Err(PageError::of_verb(error, |_| {
            "Ce fichier dépasse 50 Mo : une liste n’en fait jamais autant. Vérifiez que c’est le bon fichier.".to_owned()
        })),
        Ok(()) => Ok(see_other(&format!("/fichiers/{id}"))),
    }
}

/// Several files chosen together become one archive: SIECLE's pupils and guardians.
fn together(upload: &Upload, first: UploadedFile) -> Option<UploadedFile> {
    let all: Vec<(&str, &[u8])> = upload
        .files
        .iter()
        .filter(|(field, _)| field == "file")
        .map(|(_, file)| (file.name.as_str(), file.bytes.as_slice()))
        .collect();
    if all.len() < 2 {
        return Some(first);
    }
    let name = all.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" + ");
    Some(UploadedFile { name, bytes: exchange::bundle(&all)? })
}

/// A file ready to be kept.
struct Prepared {
    file: UploadedFile,
    kind: ImportKind,
    settings: Settings,
}

/// A field of the form and what is wrong with it.
struct Refusal {
    field: &'static str,
    sentence: String,
}

/// What the file is, and how it is to be read: by a mapping kept for the same titles, if there is one.
async fn prepare(
    app: &AppState,
    who: &Who,
    said: Option<ImportKind>,
    file: UploadedFile,
) -> Result<Result<Prepared, Refusal>, PageError> {
    let refused =
        |error: &FileError| Ok(Err(Refusal { field: "file", sentence: file_error(error) }));
    let mut settings = Settings {
        label: file.name.rsplit_once('.').map(|(stem, _)| stem.chars().take(80).collect()),
        ..Settings::default()
    };
    let as_it_came = settings.clone();
    let (found, file) = beside(move || (recognise(&file.bytes, &as_it_came), file)).await?;
    let found = match found {
        Ok(found) => found,
        Err(error) => return refused(&error),
    };
    let Some(kind) = said.or_else(|| proposed_kind(&found)) else {
        return Ok(Err(Refusal {
            field: "kind",
            sentence: "« Type de fichier » : les titres de colonnes ne disent pas ce que contient ce fichier. Choisissez-le dans la liste ; vous direz ensuite ce que contient chaque colonne.".to_owned(),
        }));
    };
    if kind == ImportKind::Schools {
        settings.communes = communes(&app.store.schools(who.by()).await?);
    }
    let grid = match found {
        Recognised::Table(grid) => grid,
        Recognised::Siecle if kind == ImportKind::Pupils => {
            return Ok(Ok(Prepared { file, kind, settings }));
        }
        Recognised::Siecle => {
            let (expected, found) = (file_kind(kind), exchange::FileKind::Pupils);
            return refused(&FileError::WrongKind { expected, found });
        }
    };
    let mapping = match grid.mapping(file_kind(kind)) {
        Ok(mapping) => mapping,
        Err(FileError::NoHeader) => grid.blank_mapping(file_kind(kind)),
        Err(error) => return refused(&error),
    };
    if grid.is_empty_under(&mapping) {
        return refused(&FileError::NoRow);
    }
    let (_, titles) = grid.titles(&mapping);
    let kept = app.store.mapping_for(kind, &titles, who.by()).await?;
    let columns = kept.as_ref().and_then(|kept| serde_json::from_str(&kept.columns).ok());
    settings.taken_from = kept.filter(|_| columns.is_some()).map(|kept| kept.name);
    settings.mapping = Some(match columns {
        Some(columns) => exchange::Mapping { columns, ..mapping },
        None => mapping,
    });
    Ok(Ok(Prepared { file, kind, settings }))
}

/// Where the cité has schools: of the country's directory, those are the communes that are wanted.
fn communes(schools: &[School]) -> Option<String> {
    let communes: BTreeSet<&str> = schools.iter().map(|school| school.commune.as_str()).collect();
    (!communes.is_empty()).then(|| communes.into_iter().collect::<Vec<_>>().join(", "))
}

/// Forgets a kept mapping.
pub async fn forget_mapping(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    _form: Form,
) -> Result<Response, PageError> {
    if app.store.forget_mapping(id, who.by(), app.clock.now()).await? {
        Ok(see_other_saying("/fichiers", "Correspondance oubliée."))
    } else {
        Err(PageError::NotFound)
    }
}
