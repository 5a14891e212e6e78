//! `/api/v1/schools`: the schools of the cité.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use store::School;
use utoipa::ToSchema;
use uuid::Uuid;

use super::problem::ApiError;
use super::read::Asked;
use super::values::{Listed, PageQuery, window};
use crate::state::AppState;
use crate::who::Who;

/// Une école, un collège ou un lycée.
#[derive(Debug, Serialize, ToSchema)]
pub struct SchoolOut {
    /// Son identifiant.
    id: Uuid,
    /// Son nom usuel.
    name: String,
    /// Son numéro national, s’il est connu.
    #[schema(example = "0310001A")]
    uai: Option<String>,
    /// Sa commune.
    commune: String,
}

impl From<School> for SchoolOut {
    fn from(school: School) -> Self {
        Self {
            id: school.id.into(),
            name: school.name,
            uai: school.uai.map(|uai| uai.to_string()),
            commune: school.commune,
        }
    }
}

/// Lists them by name.
pub async fn list(
    State(app): State<AppState>,
    who: Who,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Listed<SchoolOut>>, ApiError> {
    let schools = app.store.schools(who.by()).await?;
    Ok(Json(window(asked.page, asked.size).cuts(schools)))
}
