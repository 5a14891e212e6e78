//! The pupils of some households, for lists.

use std::collections::BTreeMap;

use domain::ids::HouseholdId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::entities::child;
use crate::{By, Store};

/// A pupil in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPupil {
    /// First name.
    pub first_name: String,
    /// The class, or the level where no class is written.
    pub class: String,
    /// The level as its school writes it.
    pub grade_label: String,
}

impl Store {
    /// The pupils of these households of the asker's cité, by first name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pupils_of(
        &self,
        homes: &[HouseholdId],
        by: By,
    ) -> Result<BTreeMap<HouseholdId, Vec<ListedPupil>>, Failure> {
        let rows = child::Entity::find()
            .filter(child::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(child::Column::HouseholdId.is_in(homes.iter().map(|home| Uuid::from(*home))))
            .order_by_asc(child::Column::FirstName)
            .order_by_asc(child::Column::Id)
            .all(&self.db)
            .await?;
        let mut found: BTreeMap<HouseholdId, Vec<ListedPupil>> = BTreeMap::new();
        for row in rows {
            let class = if row.class_name.is_empty() { &row.grade_label } else { &row.class_name };
            let pupil = ListedPupil {
                class: class.clone(),
                first_name: row.first_name,
                grade_label: row.grade_label,
            };
            found.entry(HouseholdId(row.household_id)).or_default().push(pupil);
        }
        Ok(found)
    }
}
