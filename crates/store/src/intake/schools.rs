//! A list of schools against the register: which are new, which are known and completed.
//!
//! A school is known by its number, else by its name. A name that people chose is not the directory's to
//! change: a known school only gets the number that it lacked.

use std::collections::{BTreeMap, BTreeSet};

use domain::identifiers::Uai;
use domain::identifiers::names::matching_key;
use domain::ids::{ImportId, SchoolId};
use domain::people::census::{Change, Conflict, Field, Line, Verdict, made_by};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::images::{Picture, Table, picture};
use crate::By;
use crate::base::error::Failure;
use crate::base::rows::insert;
use crate::base::transaction::Verb;
use crate::entities::school;

/// A school as a file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolEntry {
    /// The file's line.
    pub line: u64,
    /// Its name.
    pub name: String,
    /// Its national number, where the file tells it.
    pub uai: Option<Uai>,
    /// Where it is.
    pub commune: String,
}

/// What is written.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    new: Vec<school::Model>,
    numbered: BTreeMap<Uuid, Uai>,
}

/// The schools of the cité.
pub(crate) async fn load(db: &impl ConnectionTrait, by: By) -> Result<Vec<school::Model>, Failure> {
    let mine = school::Entity::find().filter(school::Column::CiteId.eq(Uuid::from(by.cite)));
    Ok(mine.all(db).await?)
}

/// What each line does, and what is to be written.
pub(crate) fn reckon(
    known: &[school::Model],
    entries: &[SchoolEntry],
    import: ImportId,
    by: By,
) -> (Vec<Line>, Changed) {
    let numbered = known.iter().filter_map(|row| Some((row.uai.as_deref()?, row)));
    let by_number: BTreeMap<&str, &school::Model> = numbered.collect();
    let by_name: BTreeMap<String, &school::Model> =
        known.iter().map(|row| (matching_key(&row.name), row)).collect();
    let mut names: BTreeSet<String> = by_name.keys().cloned().collect();
    let mut changed = Changed::default();
    let mut line = |entry: &SchoolEntry| {
        let uai = entry.uai.as_ref().map(ToString::to_string);
        let named = by_name.get(&matching_key(&entry.name));
        let verdict = match (uai.as_deref().and_then(|uai| by_number.get(uai)), named, &entry.uai) {
            (Some(_), ..) | (None, Some(_), None) => Verdict::Unchanged,
            (None, Some(row), Some(uai))
                if row.uai.is_none() && !changed.numbered.contains_key(&row.id) =>
            {
                changed.numbered.insert(row.id, uai.clone());
                let (field, from, to) = (Field::Uai, String::new(), uai.to_string());
                Verdict::Updated(vec![Change::Field { field, from, to }])
            }
            _ => match free_name(entry, &mut names) {
                None => Verdict::Conflict(Conflict::SchoolNameTaken),
                Some(name) => {
                    changed.new.push(school::Model {
                        id: SchoolId(made_by(import, "school", entry.line, 0)).into(),
                        cite_id: by.cite.into(),
                        name,
                        uai,
                        commune: entry.commune.clone(),
                    });
                    Verdict::New
                }
            },
        };
        let who = format!("{}, {}", entry.name, entry.commune);
        Line { line: entry.line, who, verdict, notes: Vec::new() }
    };
    let lines = entries.iter().map(&mut line).collect();
    (lines, changed)
}

/// The school's name, or its name and its commune where another has its name; none if that is taken too.
fn free_name(entry: &SchoolEntry, names: &mut BTreeSet<String>) -> Option<String> {
    let full = format!("{} ({})", entry.name, entry.commune);
    [entry.name.clone(), full].into_iter().find(|name| names.insert(matching_key(name)))
}

/// Enters what is new and completes what is known; answers the pictures before and after.
pub(crate) async fn write(verb: &Verb, changed: Changed) -> Result<(Picture, Picture), Failure> {
    let mut ids: Vec<Uuid> = changed.numbered.keys().copied().collect();
    let rows = |ids: &[Uuid]| BTreeMap::from([(Table::Schools, ids.to_vec())]);
    let before = picture(&verb.tx, &rows(&ids)).await?;
    for (id, uai) in &changed.numbered {
        school::Entity::update_many()
            .col_expr(school::Column::Uai, Expr::value(uai.to_string()))
            .filter(school::Column::Id.eq(*id))
            .exec(&verb.tx)
            .await?;
    }
    ids.extend(changed.new.iter().map(|row| row.id));
    insert::<school::Entity>(&verb.tx, changed.new).await?;
    Ok((before, picture(&verb.tx, &rows(&ids)).await?))
}
