//! `/fichiers/{import}/colonnes`: what the columns of a file say, and what all its rows share.

mod said;
mod secret;

use std::collections::BTreeSet;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::ids::ImportId;
use domain::people::census::ImportKind;
use domain::stock::{ItemKind, LotCondition};
use exchange::{Encoding, Grid, Mapping, Source};
use store::{Import, SaveMapping};
use uuid::Uuid;

use said::{column_label, filled, missing, missing_sentence, refuse_twice, said, shared};

use super::opened::Opened;
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::intake::{Recognised, Settings, file_kind};
use crate::page::{Page, again, see_other};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::files::{file_error, import_refused};
use crate::wording::{Label as _, capital};

/// Rows of the file shown above the columns.
const SHOWN_ROWS: usize = 8;
/// Values shown beside a column.
const SHOWN_VALUES: usize = 3;

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/files/columns.html")]
struct ColumnsPage {
    page: Page,
    form: Form,
    import: Import,
    id: Uuid,
    source: Source,
    encodings: Vec<Choice>,
    head: Vec<(u64, Vec<String>)>,
    columns: Vec<ColumnShown>,
    says: Vec<Choice>,
    kinds: Vec<Choice>,
    conditions: Vec<Choice>,
    missing: Vec<&'static str>,
}

/// One column.
struct ColumnShown {
    at: usize,
    title: String,
    values: String,
}

/// Shows the columns.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<ImportId>,
) -> Result<Response, PageError> {
    let opened = Opened::of(&app, &who, id).await?;
    if !opened.waits() {
        return Ok(see_other(&opened.path()));
    }
    let as_kept = opened.settings.clone();
    let Ok(Recognised::Table(grid)) = opened.recognised(&app, &who, as_kept).await? else {
        return Ok(see_other(&opened.path()));
    };
    let form = filled(&opened.settings, &mapping(&opened, &grid));
    let id = app.mint.uuid();
    Ok(shown(opened, &grid, page, form, id).into_response())
}

/// Keeps what the columns say, or opens the file another way.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<ImportId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let save: Uuid = form.hidden("id")?;
    let opened = Opened::of(&app, &who, id).await?;
    let mut settings = opened.settings.clone();
    settings.encoding = form.value("encodage").parse().ok();
    settings.sheet = Some(form.value("feuille").to_owned()).filter(|sheet| !sheet.is_empty());
    let grid = match opened.recognised(&app, &who, settings.clone()).await? {
        Ok(Recognised::Table(grid)) => grid,
        Ok(Recognised::Siecle) => return Ok(see_other(&opened.path())),
        Err(error) => {
            form.refuse("encodage", file_error(&error));
            let as_kept = opened.settings.clone();
            let Ok(Recognised::Table(grid)) = opened.recognised(&app, &who, as_kept).await? else {
                return Ok(see_other(&opened.path()));
            };
            return Ok(again(shown(opened, &grid, page, form, save)));
        }
    };
    let titles_line = form.value("titres").trim().parse().ok();
    let kind = file_kind(opened.import.kind);
    let here = opened.path();
    if form.ticked("relire") {
        settings.mapping = Some(grid.mapping_from(kind, titles_line));
        keep(&app, &who, &opened, &settings).await?;
        return Ok(see_other(&format!("{here}/colonnes")));
    }
    let width = grid.mapping_from(kind, titles_line).columns.len();
    let said = |at: usize| form.value(&format!("colonne.{at}")).parse().ok();
    let mapping = Mapping { titles_line, columns: (0..width).map(said).collect() };
    refuse_twice(&mut form, opened.import.kind, &mapping);
    shared(&mut form, opened.import.kind, &mut settings);
    let name = form.optional_text("nom", "Nom de la correspondance", 80);
    let missing = missing(opened.import.kind, &mapping, &settings, grid.len());
    if !missing.is_empty() {
        form.refuse("colonne.0", missing_sentence(opened.import.kind, &missing));
    }
    if form.has_errors() {
        return Ok(again(shown(opened, &grid, page, form, save)));
    }
    if let Some(Some(name)) = name {
        let columns = serde_json::to_string(&mapping.columns).map_err(PageError::fault)?;
        let (_, titles) = grid.titles(&mapping);
        let new = SaveMapping {
            id: save,
            kind: opened.import.kind,
            name: &name,
            titles: &titles,
            columns: &columns,
        };
        app.store
            .save_mapping(&new, who.by(), app.clock.now())
            .await
            .map_err(|error| PageError::of_verb(error, |never| match never {}))?;
        settings.taken_from = Some(name);
    }
    settings.mapping = Some(mapping);
    keep(&app, &who, &opened, &settings).await?;
    Ok(see_other(&here))
}

async fn keep(
    app: &AppState,
    who: &Who,
    opened: &Opened,
    settings: &Settings,
) -> Result<(), PageError> {
    // What was accepted was accepted of other rows.
    let nothing = BTreeSet::new();
    let text = settings.to_text();
    let kept =
        app.store.settle_import(opened.import.id, &text, &nothing, who.by(), app.clock.now());
    kept.await.map_err(|error| PageError::of_verb(error, import_refused))
}

fn mapping(opened: &Opened, grid: &Grid) -> Mapping {
    let kind = file_kind(opened.import.kind);
    let proposed = || grid.mapping(kind).unwrap_or_else(|_| grid.blank_mapping(kind));
    opened.settings.mapping.clone().unwrap_or_else(proposed)
}

fn shown(opened: Opened, grid: &Grid, page: Page, form: Form, id: Uuid) -> ColumnsPage {
    let kind = file_kind(opened.import.kind);
    let titles_line = form.value("titres").trim().parse().ok();
    let mapping = grid.mapping_from(kind, titles_line);
    let (titles, _) = grid.titles(&mapping);
    let below = titles_line.and_then(|line| grid.place_of(line)).map_or(0, |at| at + 1);
    let codes = secret::places(grid);
    let values = |at: usize| {
        let rows = grid.rows(below..grid.len().min(below + 200));
        let filled = rows.map(|row| row.cell(at)).filter(|cell| !cell.is_empty());
        let some: Vec<String> =
            filled.take(SHOWN_VALUES).map(|cell| secret::shown(at, cell, &codes, 40)).collect();
        some.join(" · ")
    };
    let columns = (0..mapping.columns.len()).map(|at| ColumnShown {
        at,
        title: titles.get(at).cloned().unwrap_or_default(),
        values: values(at),
    });
    let head = grid.rows(0..SHOWN_ROWS.min(grid.len())).map(|row| {
        let cells = row.cells().take(8).enumerate();
        (row.line, cells.map(|(at, cell)| secret::shown(at, cell, &codes, 30)).collect())
    });
    let told = said(&form, mapping.columns.len());
    let missing = missing(opened.import.kind, &told, &opened.settings, grid.len());
    ColumnsPage {
        page,
        id,
        source: grid.source.clone(),
        encodings: choices(Encoding::ALL),
        head: head.collect(),
        columns: columns.collect(),
        says: kind.columns().into_iter().map(|it| Choice::new(it, capital(it.label()))).collect(),
        kinds: choices(ItemKind::ALL),
        conditions: choices(LotCondition::ALL),
        missing: missing.iter().map(column_label).collect(),
        form,
        import: opened.import,
    }
}

impl ColumnsPage {
    fn is_text(&self) -> bool {
        matches!(self.source, Source::Text { .. })
    }

    fn sheets(&self) -> Vec<Choice> {
        match &self.source {
            Source::Workbook { sheets, .. } => {
                sheets.iter().map(|sheet| Choice::new(sheet, sheet.clone())).collect()
            }
            Source::Text { .. } => Vec::new(),
        }
    }

    fn read_as(&self) -> String {
        match &self.source {
            Source::Text { encoding, .. } => encoding.label().to_owned(),
            Source::Workbook { sheet, .. } => sheet.clone(),
        }
    }

    fn name(&self, at: &usize) -> String {
        format!("colonne.{at}")
    }

    fn is_chosen(&self, at: &usize, value: &str) -> bool {
        self.form.value(&self.name(at)) == value
    }

    fn error(&self, at: &usize) -> Option<&str> {
        self.form.error(&self.name(at))
    }
}
