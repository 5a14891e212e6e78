//! Schools of a cité.

use domain::identifiers::Uai;
use domain::ids::SchoolId;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::school;
use crate::{By, Store};

/// A school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct School {
    /// Its id.
    pub id: SchoolId,
    /// Its usual name.
    pub name: String,
    /// Its national number, if known.
    pub uai: Option<Uai>,
    /// Where it is.
    pub commune: String,
}

/// Why a school was not created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewSchoolRefused {
    /// The cité has a school of this name.
    NameTaken,
}

impl Store {
    /// Adds a school to the asker's cité.
    ///
    /// # Errors
    /// Refused when the cité has a school of this name.
    pub async fn create_school(
        &self,
        new: &School,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<NewSchoolRefused>> {
        let verb = match self.begin_once("create_school", new.id.into(), new, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let row = school::Model {
            id: new.id.into(),
            cite_id: by.cite.into(),
            name: new.name.clone(),
            uai: new.uai.as_ref().map(ToString::to_string),
            commune: new.commune.clone(),
        };
        match school::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await
        {
            Err(error) if breaks_unique(&error, "schools_name_once", "schools.name") => {
                return Err(VerbError::Refused(NewSchoolRefused::NameTaken));
            }
            other => other?,
        };
        Ok(verb.commit(Subject::Cite, by.cite, json!({ "school": new.id })).await?)
    }

    /// The cité's schools, by name.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn schools(&self, by: By) -> Result<Vec<School>, Failure> {
        let rows = school::Entity::find()
            .filter(school::Column::CiteId.eq(Uuid::from(by.cite)))
            .order_by_asc(school::Column::Name)
            .all(&self.db)
            .await?;
        rows.into_iter().map(value).collect()
    }
}

fn value(row: school::Model) -> Result<School, Failure> {
    let uai = row.uai.as_deref().map(Uai::parse).transpose();
    let uai = uai.map_err(|problem| Failure::row("schools", row.id, problem))?;
    Ok(School { id: SchoolId(row.id), name: row.name, uai, commune: row.commune })
}
