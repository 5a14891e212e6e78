//! What the form of columns says: read, refused, and filled in beforehand.

use domain::people::census::ImportKind;
use domain::stock::{ItemKind, LotCondition};
use exchange::{Column, Encoding, Mapping};

use crate::form::Form;
use crate::intake::schools::MOST_UNSAID;
use crate::intake::{Settings, file_kind};
use crate::wording::Label as _;

/// A column that may stand once stands once.
pub(super) fn refuse_twice(form: &mut Form, kind: ImportKind, mapping: &Mapping) {
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
pub(super) fn shared(form: &mut Form, kind: ImportKind, settings: &mut Settings) {
    if kind == ImportKind::Pupils {
        if let Some(class) = form.optional_text("classe", "Classe", 40) {
            settings.class = class;
        }
    } else if kind == ImportKind::Schools {
        if let Some(communes) = form.optional_text("communes", "Communes", 400) {
            settings.communes = communes;
        }
    } else if kind.is_of_things() {
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

/// What a file of so many rows needs and nothing says.
pub(super) fn missing(
    kind: ImportKind,
    mapping: &Mapping,
    settings: &Settings,
    rows: usize,
) -> Vec<Column> {
    let mut missing = mapping.missing(file_kind(kind));
    missing.retain(|column| match column {
        Column::Kind => settings.item_kind.is_none() && kind != ImportKind::Sims,
        Column::Level => settings.class.is_none(),
        _ => true,
    });
    if kind == ImportKind::Schools && settings.communes.is_none() && rows > MOST_UNSAID {
        missing.push(Column::SchoolTown);
    }
    missing
}

pub(super) fn missing_sentence(kind: ImportKind, missing: &[Column]) -> String {
    if kind == ImportKind::Schools && missing == [Column::SchoolTown] {
        return "Dites de quelles communes vous voulez les établissements, ou quelle colonne contient leur commune.".to_owned();
    }
    let names: Vec<&str> = missing.iter().map(column_label).collect();
    format!(
        "Dites quelle colonne contient {}. Sans elle, rien ne peut être lu.",
        names.join(", puis ")
    )
}

pub(super) fn column_label(column: &Column) -> &'static str {
    column.label()
}

/// The form as the settings have it.
pub(super) fn filled(settings: &Settings, mapping: &Mapping) -> Form {
    let text = |value: Option<&String>| value.cloned().unwrap_or_default();
    let mut form = Form::empty()
        .with("titres", mapping.titles_line.map(|line| line.to_string()).unwrap_or_default())
        .with("encodage", settings.encoding.map_or("", Encoding::code))
        .with("feuille", text(settings.sheet.as_ref()))
        .with("classe", text(settings.class.as_ref()))
        .with("type", settings.item_kind.map_or("", ItemKind::code))
        .with("lot", text(settings.label.as_ref()))
        .with("etat", settings.condition.unwrap_or(LotCondition::Good))
        .with("donateur", text(settings.donor.as_ref()))
        .with("communes", text(settings.communes.as_ref()));
    for (at, said) in mapping.columns.iter().enumerate() {
        form = form.with(&format!("colonne.{at}"), said.map_or("", Column::code));
    }
    form
}

/// What the form says of the columns.
pub(super) fn said(form: &Form, width: usize) -> Mapping {
    let columns = (0..width).map(|at| form.value(&format!("colonne.{at}")).parse().ok());
    Mapping { titles_line: None, columns: columns.collect() }
}
