//! `/recensement/{import}`: what a file would do, then what it did.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::ids::ImportId;
use domain::people::census::{ImportKind, Tally};
use exchange::Encoding;
use store::{DryRun, Import, ImportState};

use super::decide::refusal;
use super::lines::{Group, Shown, askable, first_group, rows};
use super::read::{ReadFile, read};
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::census::SchoolNames;
use crate::wording::files::file_error;
use crate::wording::{French as _, Label as _};

/// The dry run.
#[derive(Template, WebTemplate)]
#[template(path = "pages/census/dry_run.html")]
struct DryRunPage {
    page: Page,
    form: Form,
    import: Import,
    school: String,
    encodings: Vec<Choice>,
    encoding: Option<Encoding>,
    preview: Vec<String>,
    tally: Tally,
    warnings: usize,
    digest: String,
    askable: Vec<Shown>,
    group: Group,
    rows: Vec<Shown>,
    paging: Paging,
}

/// The file can no longer be read as asked.
#[derive(Template, WebTemplate)]
#[template(path = "pages/census/unreadable.html")]
struct Unreadable {
    page: Page,
    form: Form,
    import: Import,
    encodings: Vec<Choice>,
}

/// What became of it.
#[derive(Template, WebTemplate)]
#[template(path = "pages/census/done.html")]
struct Done {
    page: Page,
    import: Import,
    school: String,
    tally: Tally,
}

/// Shows what a staged file would do, or what another did.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    Path(id): Path<ImportId>,
    form: Form,
) -> Result<Response, PageError> {
    show(&app, &who, page, paging, id, form).await
}

/// The page, after whatever the form has to say.
pub(super) async fn show(
    app: &AppState,
    who: &Who,
    page: Page,
    paging: Paging,
    id: ImportId,
    mut form: Form,
) -> Result<Response, PageError> {
    let (import, bytes) = app.store.import(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let names = names(app, who).await?;
    let school = names.get(&import.school).cloned().unwrap_or_default();
    if import.state != ImportState::Staged {
        let tally = import.result.unwrap_or_default();
        return Ok(Done { page, import, school, tally }.into_response());
    }
    let encodings = choices(Encoding::ALL);
    let file = match read(import.kind, &bytes, encoding(&form), app.clock.today()) {
        Ok(file) => file,
        Err(error) => {
            form.refuse("encodage", file_error(&error));
            return Ok(again(Unreadable { page, form, import, encodings }));
        }
    };
    let run = dry_run(app, who, id, &file).await?;
    let group = form.value("voir").parse().unwrap_or_else(|_| first_group(&run));
    let mut rows = rows(group, &run, &file, &names);
    let paging = paging.of(rows.len() as u64);
    let skipped = usize::try_from(paging.offset()).unwrap_or(usize::MAX).min(rows.len());
    rows = rows
        .into_iter()
        .skip(skipped)
        .take(usize::try_from(paging.limit()).unwrap_or(usize::MAX))
        .collect();
    let moved = form.error("empreinte").is_some();
    let shown = DryRunPage {
        page,
        school,
        encodings,
        encoding: file.encoding,
        preview: file.preview,
        tally: run.tally,
        warnings: file.warnings.len(),
        askable: askable(&run, &names),
        digest: run.digest,
        group,
        rows,
        paging,
        form,
        import,
    };
    Ok(if moved { refused(shown) } else { shown.into_response() })
}

async fn dry_run(
    app: &AppState,
    who: &Who,
    id: ImportId,
    file: &ReadFile,
) -> Result<DryRun, PageError> {
    let run = app.store.dry_run(id, &file.file, who.by()).await;
    run.map_err(|error| PageError::of_verb(error, refusal))
}

async fn names(app: &AppState, who: &Who) -> Result<SchoolNames, PageError> {
    let schools = app.store.schools(who.by()).await?;
    Ok(schools.into_iter().map(|school| (school.id, school.name)).collect())
}

/// The encoding asked for; none lets the file say.
pub(super) fn encoding(form: &Form) -> Option<Encoding> {
    form.value("encodage").parse().ok()
}

impl DryRunPage {
    fn nothing_to_do(&self) -> bool {
        self.tally.new + self.tally.updated == 0 && self.askable.is_empty()
    }

    fn title(&self) -> &'static str {
        match self.group {
            Group::New => "Lignes nouvelles",
            Group::Updated => "Lignes modifiées",
            Group::Unchanged => "Lignes inchangées",
            Group::Conflict if self.askable.is_empty() => "Lignes laissées de côté",
            Group::Conflict => "Autres lignes laissées de côté",
            Group::Rejected => "Lignes rejetées",
            Group::Warnings => "Remarques",
        }
    }

    fn link(&self, group: &str) -> String {
        format!(
            "/recensement/{}?voir={group}&encodage={}#lignes",
            self.import.id,
            self.encoding.map_or("", Encoding::code)
        )
    }

    fn waits_for_pupils(&self) -> bool {
        self.import.kind == ImportKind::Guardians
            && self.tally.new + self.tally.updated + self.tally.unchanged == 0
    }
}
