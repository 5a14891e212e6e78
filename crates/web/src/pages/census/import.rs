//! `/recensement/{import}`: what a file would do, then what it did.

use std::collections::BTreeSet;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::ids::ImportId;
use domain::people::census::{ImportKind, Line, Tally, Verdict};
use exchange::Encoding;
use store::{ConfirmImport, DryRun, Import, ImportRefused, ImportState, VerbError};

use super::read::{ReadFile, read};
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::page::{Page, again, refused, see_other_saying};
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::census::{SchoolNames, change, conflict, note, row_error, row_warning};
use crate::wording::files::file_error;
use crate::wording::{French as _, Label as _, count};

/// Lines that a person may accept, at most, on one page; the others wait for the next file.
const MOST_ACCEPTED: usize = 150;

domain::vocabulary! {
    /// Which lines are shown.
    Group {
        /// People who enter.
        New = "nouveaux",
        /// People who change.
        Updated = "modifies",
        /// People who stay as they are.
        Unchanged = "inchanges",
        /// Lines left aside.
        Conflict = "conflits",
        /// Lines that cannot be read.
        Rejected = "rejets",
        /// What was repaired or left out.
        Warnings = "remarques",
    }
}

/// A line as it is shown.
#[derive(Debug, Clone)]
struct Shown {
    line: u64,
    who: String,
    sentences: Vec<String>,
}

/// The dry run.
#[derive(Template, WebTemplate)]
#[template(path = "pages/census/dry_run.html")]
struct DryRunPage {
    page: Page,
    form: Form,
    import: Import,
    school: String,
    encodings: Vec<Choice>,
    encoding: Encoding,
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

async fn show(
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
    let group = form.value("voir").parse().unwrap_or_else(|_| first_group(&run.tally));
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

/// Takes the file in, as it was shown.
pub async fn confirm(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    Path(id): Path<ImportId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let (import, bytes) = app.store.import(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let here = format!("/recensement/{id}");
    if import.state == ImportState::Applied {
        return Ok(see_other_saying(&here, "Ce fichier est déjà enregistré."));
    }
    let Ok(file) = read(import.kind, &bytes, encoding(&form), app.clock.today()) else {
        return show(&app, &who, page, paging, id, form).await;
    };
    let accepted: BTreeSet<u64> =
        form.values("accepter").into_iter().filter_map(|line| line.parse().ok()).collect();
    let digest = form.value("empreinte").to_owned();
    let order = ConfirmImport { id, file: &file.file, accepted: &accepted, shown: &digest };
    match app.store.confirm_import(&order, who.by(), app.clock.now()).await {
        Ok(tally) => {
            let changed = (tally.new + tally.updated) as u64;
            let sentence = if changed == 0 {
                "Fichier enregistré : rien n’a changé dans le registre.".to_owned()
            } else {
                format!(
                    "Fichier enregistré : {}.",
                    count(changed, "ligne prise en compte", "lignes prises en compte")
                )
            };
            Ok(see_other_saying(&here, &sentence))
        }
        Err(VerbError::Refused(ImportRefused::Moved)) => {
            form.refuse(
                "empreinte",
                "Le registre a changé depuis que cette page a été affichée : rien n’a été enregistré. Voici ce que le fichier ferait maintenant ; relisez, puis confirmez.",
            );
            show(&app, &who, page, paging, id, form).await
        }
        Err(error) => Err(PageError::of_verb(error, refusal)),
    }
}

/// Gives the file up.
pub async fn give_up(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<ImportId>,
    _form: Form,
) -> Result<Response, PageError> {
    match app.store.drop_import(id, who.by(), app.clock.now()).await {
        Ok(()) => {
            Ok(see_other_saying("/recensement", "Fichier abandonné : rien n’en a été gardé."))
        }
        Err(VerbError::Refused(ImportRefused::Unknown)) => Err(PageError::NotFound),
        Err(error) => Err(PageError::of_verb(error, refusal)),
    }
}

fn refusal(reason: ImportRefused) -> String {
    match reason {
        ImportRefused::Unknown => "Ce fichier n’existe pas.",
        ImportRefused::Applied => {
            "Ce fichier est déjà enregistré : il ne peut plus être abandonné."
        }
        ImportRefused::Dropped => "Ce fichier a été abandonné. Envoyez-le de nouveau.",
        ImportRefused::Moved => "Le registre a changé : rouvrez la page du fichier.",
    }
    .to_owned()
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
fn encoding(form: &Form) -> Option<Encoding> {
    form.value("encodage").parse().ok()
}

const fn first_group(tally: &Tally) -> Group {
    if tally.conflict > 0 {
        Group::Conflict
    } else if tally.rejected > 0 {
        Group::Rejected
    } else if tally.new > 0 {
        Group::New
    } else if tally.updated > 0 {
        Group::Updated
    } else {
        Group::Unchanged
    }
}

fn rows(group: Group, run: &DryRun, file: &ReadFile, names: &SchoolNames) -> Vec<Shown> {
    let untold =
        |line: u64, sentence: String| Shown { line, who: String::new(), sentences: vec![sentence] };
    match group {
        Group::Rejected => {
            file.rejected.iter().map(|(line, error)| untold(*line, row_error(error))).collect()
        }
        Group::Warnings => file
            .warnings
            .iter()
            .map(|(line, warning)| untold(*line, row_warning(warning)))
            .collect(),
        _ => run
            .lines
            .iter()
            .filter(|line| group_of(line) == group)
            .map(|line| shown(line, names))
            .collect(),
    }
}

const fn group_of(line: &Line) -> Group {
    match line.verdict {
        Verdict::New => Group::New,
        Verdict::Updated(_) => Group::Updated,
        Verdict::Unchanged => Group::Unchanged,
        Verdict::Conflict(_) => Group::Conflict,
    }
}

fn shown(line: &Line, names: &SchoolNames) -> Shown {
    let mut sentences = match &line.verdict {
        Verdict::Updated(changes) => changes.iter().map(|one| change(one, names)).collect(),
        Verdict::Conflict(reason) => vec![conflict(reason, names)],
        Verdict::New | Verdict::Unchanged => Vec::new(),
    };
    if !matches!(line.verdict, Verdict::Conflict(_)) {
        sentences.extend(line.notes.iter().map(note));
    }
    Shown { line: line.line, who: line.who.clone(), sentences }
}

/// The conflicts that a person may decide.
fn askable(run: &DryRun, names: &SchoolNames) -> Vec<Shown> {
    let lines = run.lines.iter();
    let askable = lines.filter(
        |line| matches!(&line.verdict, Verdict::Conflict(reason) if reason.can_be_accepted()),
    );
    askable.take(MOST_ACCEPTED).map(|line| shown(line, names)).collect()
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
            Group::Conflict => "Lignes laissées de côté",
            Group::Rejected => "Lignes rejetées",
            Group::Warnings => "Remarques",
        }
    }

    fn link(&self, group: &str) -> String {
        format!("?voir={group}&encodage={}#lignes", self.encoding)
    }

    fn waits_for_pupils(&self) -> bool {
        self.import.kind == ImportKind::Guardians
            && self.tally.new + self.tally.updated + self.tally.unchanged == 0
    }
}
