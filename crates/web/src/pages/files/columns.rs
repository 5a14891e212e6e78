//! `/fichiers/{import}/colonnes`: what the columns of a file say, and what all its rows share.

use std::collections::BTreeSet;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::ids::ImportId;
use domain::people::census::ImportKind;
use domain::stock::{ItemKind, LotCondition};
use exchange::{Column, Encoding, Grid, Mapping, Source};
use store::{Import, SaveMapping};
use uuid::Uuid;

use super::decide::refusal;
use super::opened::Opened;
use crate::error::PageError;
use crate::form::{Choice, Form, choices};
use crate::intake::{Recognised, Settings, file_kind, recognise};
use crate::page::{Page, again, see_other};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::files::file_error;
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
    let Ok(Recognised::Table(grid)) = recognise(&opened.bytes, &opened.settings) else {
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
    let grid = match recognise(&opened.bytes, &settings) {
        Ok(Recognised::Table(grid)) => grid,
        Ok(Recognised::Siecle) => return Ok(see_other(&opened.path())),
        Err(error) => {
            form.refuse("encodage", file_error(&error));
            let Ok(Recognised::Table(grid)) = recognise(&opened.bytes, &opened.settings) else {
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
    let missing = missing(opened.import.kind, &mapping, &settings);
    if !missing.is_empty() {
        form.refuse("colonne.0", missing_sentence(&missing));
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
    kept.await.map_err(|error| PageError::of_verb(error, refusal))
}

/// A column that may stand once stands once.
fn refuse_twice(form: &mut Form, kind: ImportKind, mapping: &Mapping) {
    for (at, said) in mapping.columns.iter().enumerate() {
        let Some(column) = said.filter(|column| !column.repeats_in(file_kind(kind))) else {
            continue;
        };
        if mapping.columns[..at].contains(said) {
            let sentence =
                format!("Deux colonnes disent {} : gardez celle qui est juste.", column.label());
            form.refuse(&format!("colonne.{at}"), sentence);
        }
    }
}

/// What all rows share.
fn shared(form: &mut Form, kind: ImportKind, settings: &mut Settings) {
    if kind == ImportKind::Pupils {
        if let Some(class) = form.optional_text("classe", "Classe", 40) {
            settings.class = class;
        }
    } else if !kind.is_of_a_school() {
        if let Some(told) = form.optional_choice("type", "Type d’appareil") {
            settings.item_kind = told;
        }
        if let Some(label) = form.text("lot", "Nom du lot", 80) {
            settings.label = Some(label);
        }
        if let Some(condition) = form.choice("etat", "État à la réception") {
            settings.condition = Some(condition);
        }
        if let Some(donor) = form.optional_text("donateur", "Donateur", 80) {
            settings.donor = donor;
        }
    }
}

/// What the file needs and nothing says.
fn missing(kind: ImportKind, mapping: &Mapping, settings: &Settings) -> Vec<Column> {
    let mut missing = mapping.missing(file_kind(kind));
    missing.retain(|column| match column {
        Column::Kind => settings.item_kind.is_none() && kind != ImportKind::Sims,
        Column::Level => settings.class.is_none(),
        _ => true,
    });
    missing
}

fn missing_sentence(missing: &[Column]) -> String {
    let names: Vec<&str> = missing.iter().map(exchange_label).collect();
    format!(
        "Dites quelle colonne contient {}. Sans elle, rien ne peut être lu.",
        names.join(", puis ")
    )
}

fn exchange_label(column: &Column) -> &'static str {
    column.label()
}

fn mapping(opened: &Opened, grid: &Grid) -> Mapping {
    let kind = file_kind(opened.import.kind);
    let proposed = || grid.mapping(kind).unwrap_or_else(|_| grid.blank_mapping(kind));
    opened.settings.mapping.clone().unwrap_or_else(proposed)
}

/// The form as the settings have it.
fn filled(settings: &Settings, mapping: &Mapping) -> Form {
    let text = |value: Option<&String>| value.cloned().unwrap_or_default();
    let mut form = Form::empty()
        .with("titres", mapping.titles_line.map(|line| line.to_string()).unwrap_or_default())
        .with("encodage", settings.encoding.map_or("", Encoding::code))
        .with("feuille", text(settings.sheet.as_ref()))
        .with("classe", text(settings.class.as_ref()))
        .with("type", settings.item_kind.map_or("", ItemKind::code))
        .with("lot", text(settings.label.as_ref()))
        .with("etat", settings.condition.unwrap_or(LotCondition::Good))
        .with("donateur", text(settings.donor.as_ref()));
    for (at, said) in mapping.columns.iter().enumerate() {
        form = form.with(&format!("colonne.{at}"), said.map_or("", Column::code));
    }
    form
}

fn shown(opened: Opened, grid: &Grid, page: Page, form: Form, id: Uuid) -> ColumnsPage {
    let kind = file_kind(opened.import.kind);
    let titles_line = form.value("titres").trim().parse().ok();
    let mapping = grid.mapping_from(kind, titles_line);
    let (titles, _) = grid.titles(&mapping);
    let below = titles_line.and_then(|line| grid.place_of(line)).map_or(0, |at| at + 1);
    let values = |at: usize| {
        let rows = grid.rows(below..grid.len().min(below + 200));
        let filled = rows.map(|row| row.cell(at)).filter(|cell| !cell.is_empty());
        let some: Vec<String> =
            filled.take(SHOWN_VALUES).map(|cell| cell.chars().take(40).collect()).collect();
        some.join(" · ")
    };
    let columns = (0..mapping.columns.len()).map(|at| ColumnShown {
        at,
        title: titles.get(at).cloned().unwrap_or_default(),
        values: values(at),
    });
    let head = grid.rows(0..SHOWN_ROWS.min(grid.len())).map(|row| {
        let cells = row.cells().take(8).map(|cell| cell.chars().take(30).collect()).collect();
        (row.line, cells)
    });
    let missing =
        missing(opened.import.kind, &said(&form, mapping.columns.len()), &opened.settings);
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
        missing: missing.iter().map(exchange_label).collect(),
        form,
        import: opened.import,
    }
}

fn said(form: &Form, width: usize) -> Mapping {
    let columns = (0..width).map(|at| form.value(&format!("colonne.{at}")).parse().ok());
    Mapping { titles_line: None, columns: columns.collect() }
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
