//! The pupils of a school, class by class, by name: what a page for the school or a paper list shows.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{ChildId, CiteId, HouseholdId, SchoolId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::census::find::not_asked;
use crate::entities::{child, household};
use crate::{By, Store};

/// A pupil in a list: who, and nothing of what is known of the home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollPupil {
    /// The pupil.
    pub id: ChildId,
    /// Their home, never shown: siblings are asked about once.
    pub household: HouseholdId,
    /// Family name.
    pub family_name: String,
    /// First name.
    pub first_name: String,
    /// Class; may be blank.
    pub class_name: String,
    /// Year of birth, only where another pupil of the class has the same name.
    pub told_apart_by: Option<i64>,
}

/// A class of a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassCount {
    /// Its name; blank for pupils without a class.
    pub name: String,
    /// Its pupils.
    pub pupils: u64,
    /// Their homes that nobody has asked yet about equipment or connection.
    pub to_ask: u64,
}

impl Store {
    /// The pupils of a school of the asker's cité by class and name, or of one of its classes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn roll(
        &self,
        school: SchoolId,
        class: Option<&str>,
        by: By,
    ) -> Result<Vec<RollPupil>, Failure> {
        self.roll_of(by.cite, school, class).await
    }

    pub(crate) async fn roll_of(
        &self,
        cite: CiteId,
        school: SchoolId,
        class: Option<&str>,
    ) -> Result<Vec<RollPupil>, Failure> {
        let mut pupils = child::Entity::find()
            .filter(child::Column::CiteId.eq(Uuid::from(cite)))
            .filter(child::Column::SchoolId.eq(Uuid::from(school)));
        if let Some(class) = class {
            pupils = pupils.filter(child::Column::ClassName.eq(class));
        }
        let mut rows = pupils.all(&self.db).await?;
        // Here and not in SQL: the two databases do not sort letters alike, and the paper, the page and
        // whoever types the paper in must go down the same list.
        rows.sort_by(|one, other| order(one).cmp(&order(other)));
        let mut of_a_name: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for row in &rows {
            *of_a_name.entry((&row.class_name, &row.match_key)).or_default() += 1;
        }
        let twins = |row: &child::Model| {
            of_a_name
                .get(&(row.class_name.as_str(), row.match_key.as_str()))
                .is_some_and(|n| *n > 1)
        };
        let pupil = |row: &child::Model| RollPupil {
            id: ChildId(row.id),
            household: HouseholdId(row.household_id),
            family_name: row.family_name.clone(),
            first_name: row.first_name.clone(),
            class_name: row.class_name.clone(),
            told_apart_by: twins(row).then_some(row.birth_year),
        };
        Ok(rows.iter().map(pupil).collect())
    }

    /// The classes of a school of the asker's cité, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn classes(&self, school: SchoolId, by: By) -> Result<Vec<ClassCount>, Failure> {
        let cite = Uuid::from(by.cite);
        let to_ask = household::Entity::find()
            .filter(household::Column::CiteId.eq(cite))
            .filter(not_asked())
            .select_only()
            .column(household::Column::Id)
            .into_tuple::<Uuid>();
        let to_ask: BTreeSet<Uuid> = to_ask.all(&self.db).await?.into_iter().collect();
        let rows = child::Entity::find()
            .filter(child::Column::CiteId.eq(cite))
            .filter(child::Column::SchoolId.eq(Uuid::from(school)))
            .order_by_asc(child::Column::Id)
            .all(&self.db)
            .await?;
        let mut classes: BTreeMap<String, (u64, BTreeSet<Uuid>)> = BTreeMap::new();
        for row in rows {
            let class = classes.entry(row.class_name).or_default();
            class.0 += 1;
            if to_ask.contains(&row.household_id) {
                class.1.insert(row.household_id);
            }
        }
        let count = |(name, (pupils, homes)): (String, (u64, BTreeSet<Uuid>))| ClassCount {
            name,
            pupils,
            to_ask: homes.len() as u64,
        };
        Ok(classes.into_iter().map(count).collect())
    }
}

fn order(row: &child::Model) -> (&str, &str, i64, Uuid) {
    (&row.class_name, &row.match_key, row.birth_year, row.id)
}
