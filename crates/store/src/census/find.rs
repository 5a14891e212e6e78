//! Finding a family by a few letters or digits.

use std::collections::BTreeMap;

use domain::ids::HouseholdId;
use domain::people::equipment::{Connection, Equipment, NeedKind, NeedState};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::search_key::condition;
use crate::base::error::Failure;
use crate::entities::{child, guardian, household, need};
use crate::{By, Store};

/// Which families.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    #[default]
    All,
    /// Those with a need that is still to be met.
    InNeed,
    /// Those whose equipment or connection nobody has asked about yet.
    NotAsked,
}

/// What is looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Search<'a> {
    /// Letters of names, or digits of a telephone number; blank for every family.
    pub text: &'a str,
    /// Only among these.
    pub which: Which,
}

/// A family in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundHousehold {
    /// Its id.
    pub id: HouseholdId,
    /// What it is called.
    pub label: String,
    /// Its town.
    pub commune: String,
    /// The children's first names, with their year where known, by name.
    pub children: Vec<(String, String)>,
    /// The guardians' names, first name first.
    pub guardians: Vec<String>,
    /// Needs still to be met.
    pub needs: Vec<(NeedKind, u8, NeedState)>,
    /// Nobody has asked about its equipment, or about its connection.
    pub to_ask: bool,
}

impl Store {
    /// The families of the asker's cité that a search finds, by label, and how many there are.
    ///
    /// Every word must be somewhere in a name of the household; accents, case and hyphens do not count.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn find_households(
        &self,
        search: Search<'_>,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<FoundHousehold>, u64), Failure> {
        let mut query = household::Entity::remembered()
            .filter(household::Column::CiteId.eq(Uuid::from(by.cite)));
        if !search.text.trim().is_empty() {
            let Some(condition) = condition(search.text) else { return Ok((Vec::new(), 0)) };
            query = query.filter(condition);
        }
        query = match search.which {
            Which::All => query,
            Which::InNeed => query.filter(household::Column::Id.in_subquery(needing(by))),
            Which::NotAsked => query.filter(not_asked()),
        };
        let total = query.clone().count(&self.db).await?;
        let rows = query
            .order_by_asc(household::Column::Label)
            .order_by_asc(household::Column::Id)
            .offset(offset)
            .limit(limit)
            .all(&self.db)
            .await?;
        Ok((self.with_people(rows).await?, total))
    }

    async fn with_people(
        &self,
        rows: Vec<household::Model>,
    ) -> Result<Vec<FoundHousehold>, Failure> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut children: BTreeMap<Uuid, Vec<(String, String)>> = BTreeMap::new();
        let found = child::Entity::find().filter(child::Column::HouseholdId.is_in(ids.clone()));
        for row in found.order_by_asc(child::Column::FirstName).all(&self.db).await? {
            children.entry(row.household_id).or_default().push((row.first_name, row.grade_label));
        }
        let mut guardians: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
        let found =
            guardian::Entity::find().filter(guardian::Column::HouseholdId.is_in(ids.clone()));
        for row in found.order_by_asc(guardian::Column::MatchKey).all(&self.db).await? {
            let name = format!("{} {}", row.first_name, row.family_name);
            guardians.entry(row.household_id).or_default().push(name);
        }
        let mut needs: BTreeMap<Uuid, Vec<(NeedKind, u8, NeedState)>> = BTreeMap::new();
        let found = need::Entity::find()
            .filter(need::Column::HouseholdId.is_in(ids))
            .filter(need::Column::State.is_in([NeedState::Open.code(), NeedState::Reserved.code()]))
            .order_by_desc(need::Column::Kind)
            .order_by_asc(need::Column::Slot);
        for row in found.all(&self.db).await? {
            let wrong = |problem| Failure::row("needs", row.id, problem);
            let (kind, state) = (row.kind.parse().map_err(wrong)?, row.state.parse());
            let need = (kind, row.nth(), state.map_err(wrong)?);
            needs.entry(row.household_id).or_default().push(need);
        }
        let list = rows.into_iter().map(|row| FoundHousehold {
            id: HouseholdId(row.id),
            children: children.remove(&row.id).unwrap_or_default(),
            guardians: guardians.remove(&row.id).unwrap_or_default(),
            needs: needs.remove(&row.id).unwrap_or_default(),
            to_ask: row.equipment == Equipment::Unknown.code()
                || row.connection == Connection::Unknown.code(),
            label: row.label,
            commune: row.commune,
        });
        Ok(list.collect())
    }
}

/// Nobody has asked about the equipment, or about the connection.
pub(crate) fn not_asked() -> Condition {
    Condition::any()
        .add(household::Column::Equipment.eq(Equipment::Unknown.code()))
        .add(household::Column::Connection.eq(Connection::Unknown.code()))
}

/// The households with a need still to be met.
fn needing(by: By) -> SelectStatement {
    Query::select()
        .column(need::Column::HouseholdId)
        .from(need::Entity)
        .and_where(need::Column::CiteId.eq(Uuid::from(by.cite)))
        .and_where(need::Column::State.is_in([NeedState::Open.code(), NeedState::Reserved.code()]))
        .to_owned()
}
