//! `/fichiers/{import}`: what a file would do, then what it did.

use std::collections::BTreeSet;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::ids::ImportId;
use domain::people::census::{ImportKind, Tally};
use exchange::{FileError, Source};
use store::{Import, ImportRefused, ImportState, VerbError};

use super::lines::{Bulk, Group, Shown, askable, bulks, first_group, rows};
use super::look::{NotLooked, look, taking};
use super::opened::{Opened, where_next};
use crate::error::PageError;
use crate::form::Form;
use crate::page::{Page, refused, see_other};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::files::{file_error, import_refused};
use crate::wording::{French as _, Label as _};
use crate::work::{Phase, Waited};

/// The dry run.
#[derive(Template, WebTemplate)]
#[template(path = "pages/files/dry_run.html")]
struct DryRunPage {
    page: Page,
    form: Form,
    import: Import,
    school: String,
    source: Option<Source>,
    taken_from: Option<String>,
    preview: Vec<String>,
    tally: Tally,
    warnings: usize,
    digest: String,
    askable: Vec<Shown>,
    bulks: Vec<Bulk>,
    accepted: BTreeSet<u64>,
    group: Group,
    rows: Vec<Shown>,
    paging: Paging,
}

/// The file can no longer be read as asked.
#[derive(Template, WebTemplate)]
#[template(path = "pages/files/unreadable.html")]
struct Unreadable {
    page: Page,
    import: Import,
    sentence: String,
}

/// It is being read or taken in.
#[derive(Template, WebTemplate)]
#[template(path = "pages/files/underway.html")]
struct Underway {
    page: Page,
    import: Import,
    phase: Phase,
}

/// What became of it.
#[derive(Template, WebTemplate)]
#[template(path = "pages/files/done.html")]
struct Done {
    page: Page,
    import: Import,
    school: String,
    tally: Tally,
    can_undo: bool,
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
    let opened = Opened::of(app, who, id).await?;
    let school = opened.school().to_owned();
    if !opened.waits() {
        let tally = opened.import.result.unwrap_or_default();
        let can_undo = app.store.can_undo(id, who.by()).await?;
        return Ok(Done { page, import: opened.import, school, tally, can_undo }.into_response());
    }
    match taking(app, id).await {
        Some(Waited::Underway(phase)) => {
            return Ok(Underway::of(page, opened, phase).into_response());
        }
        // The page that began it was left: its end is told to whoever comes back.
        Some(Waited::Done(ended)) if ended.is_err() && form.error("empreinte").is_none() => {
            form.refuse("empreinte", not_taken(ended.as_ref()));
        }
        _ => {}
    }
    let looked = match look(app, who, &opened, !form.value("lu").is_empty()).await? {
        Waited::Done(looked) => looked,
        Waited::Underway(phase) => return Ok(Underway::of(page, opened, phase).into_response()),
        Waited::Broken => return Err(PageError::fault("reading a file broke")),
    };
    let (file, run) = match looked.as_ref() {
        Ok(looked) => (&looked.file, &looked.run),
        Err(why) => return not_looked(page, opened, why),
    };
    let group = form.value("voir").parse().unwrap_or_else(|_| first_group(run));
    let all = rows(group, run, file, &opened.names);
    let paging = paging.of(all.len() as u64);
    let moved = form.error("empreinte").is_some();
    let shown = DryRunPage {
        page,
        school,
        source: file.source.clone(),
        taken_from: opened.settings.taken_from,
        preview: file.preview.clone(),
        tally: run.tally,
        warnings: file.warnings.len(),
        askable: askable(run, &opened.names),
        bulks: bulks(run),
        accepted: opened.import.accepted.clone(),
        digest: run.digest.clone(),
        group,
        rows: paging.cut(all.into_iter()),
        paging,
        form,
        import: opened.import,
    };
    Ok(if moved { refused(shown) } else { shown.into_response() })
}

fn not_looked(page: Page, opened: Opened, why: &NotLooked) -> Result<Response, PageError> {
    match why {
        NotLooked::File(FileError::MissingColumns(_) | FileError::NoHeader | FileError::NoRow) => {
            Ok(see_other(&format!("{}/colonnes", opened.path())))
        }
        NotLooked::File(error) => {
            let sentence = file_error(error);
            Ok(Unreadable { page, import: opened.import, sentence }.into_response())
        }
        NotLooked::Refused(why) => Err(PageError::refused(import_refused(*why))),
        NotLooked::Fault(fault) => Err(PageError::fault(fault)),
    }
}

fn not_taken(ended: &Result<Tally, VerbError<ImportRefused>>) -> String {
    match ended {
        Err(VerbError::Refused(why)) => import_refused(*why),
        _ => "L’enregistrement n’a pas abouti : rien n’a été enregistré. Recommencez.".to_owned(),
    }
}

impl Underway {
    fn of(page: Page, opened: Opened, phase: Phase) -> Self {
        Self { page, import: opened.import, phase }
    }

    fn is_past(&self, phase: &str) -> bool {
        phase.parse().is_ok_and(|phase: Phase| phase < self.phase)
    }

    fn is_now(&self, phase: &str) -> bool {
        phase == self.phase.code()
    }

    fn megabytes(&self) -> String {
        format!("{} Mo", (self.import.bytes / 100_000) as f64 / 10.0).replace('.', ",")
    }
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
        format!("/fichiers/{}?voir={group}#lignes", self.import.id)
    }

    fn is_accepted(&self, line: &u64) -> bool {
        self.accepted.contains(line) || self.form.is_chosen("accepter", &line.to_string())
    }

    /// How the file was opened, in words.
    fn source(&self) -> String {
        match &self.source {
            None => "export XML de SIECLE".to_owned(),
            Some(Source::Text { encoding, .. }) => format!("texte lu en {}", encoding.label()),
            Some(Source::Workbook { sheet, .. }) => format!("classeur, feuille « {sheet} »"),
        }
    }

    fn waits_for_pupils(&self) -> bool {
        self.import.kind == ImportKind::Guardians
            && self.tally.new + self.tally.updated + self.tally.unchanged == 0
    }
}

impl Done {
    fn next(&self) -> &'static str {
        where_next(self.import.kind)
    }
}
