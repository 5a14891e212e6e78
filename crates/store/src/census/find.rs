//! Finding a family by a few letters or digits.

use std::collections::BTreeMap;

use domain::ids::HouseholdId;
use domain::people::equipment::{Connection, Equipment, NeedKind, NeedState};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::search_key::{END, condition, phone_end};
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
        let all = || {
            let mine = household::Entity::remembered();
            match search.which {
                Which::All => mine,
                Which::InNeed => mine.filter(household::Column::Id.in_subquery(needing(by))),
                Which::NotAsked => mine.filter(not_asked()),
            }
        };
        let mine = household::Column::CiteId.eq(Uuid::from(by.cite));
        let (mut query, mut total) = (all().filter(mine.clone()), None);
        if !search.text.trim().is_empty() {
            let Some(condition) = condition(search.text) else { return Ok((Vec::new(), 0)) };
            query = query.filter(condition);
            // The end of a telephone number first, which an index answers; its middle or its beginning only
            // if nothing ends so, and never for four digits, which are an end.
            if let Some(digits) = phone_end(search.text) {
                let by_phone = all().filter(household::Column::Id.in_subquery(ending(&digits, by)));
                let many = by_phone.clone().count(&self.db).await?;
                if many > 0 || digits.len() == END {
                    (query, total) = (by_phone, Some(many));
                }
            }
        }
        let total = match total {
            Some(total) => total,
            None => query.clone().count(&self.db).await?,
        };
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
    // In the words of the partial index `households_to_ask`.
    let unknown = "(households.equipment = 'unknown' OR households.connection = 'unknown')";
    Condition::all().add(Expr::cust(unknown))
}

/// The households of the asker's cité with a telephone number that ends so. The cité is asked for inside:
/// whoever reads the query then begins with the few numbers.
fn ending(digits: &str, by: By) -> SelectStatement {
    let end = &digits[digits.len() - END..];
    let among = |expression: &'static str, column: guardian::Column| {
        Query::select()
            .column((household::Entity, household::Column::Id))
            .from(guardian::Entity)
            .inner_join(
                household::Entity,
                Expr::col((household::Entity, household::Column::Id))
                    .equals((guardian::Entity, guardian::Column::HouseholdId)),
            )
            .and_where(Expr::cust(expression).eq(end))
            .and_where(column.ends_with(digits))
            .and_where(household::Column::CiteId.eq(Uuid::from(by.cite)))
            .to_owned()
    };
    let mobile = "substr(guardians.mobile, length(guardians.mobile) - 3)";
    let phone = "substr(guardians.phone, length(guardians.phone) - 3)";
    let mut any = among(mobile, guardian::Column::Mobile);
    any.union(UnionType::Distinct, among(phone, guardian::Column::Phone)).to_owned()
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
