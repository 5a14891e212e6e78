//! Needs of a round that may be one need entered twice. Nothing is decided here: two homes of one guardian
//! may be two homes.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{HouseholdId, NeedId};
use domain::people::equipment::NeedKind;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::situation::Base;
use crate::base::error::Failure;
use crate::entities::{guardian, household, need};
use crate::{By, Store};

/// A need that may be the same as an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookAlike {
    /// The later one.
    pub need: NeedId,
    /// Its household, and what that is called.
    pub home: (HouseholdId, String),
    /// What is needed.
    pub kind: NeedKind,
    /// The earlier one, which may stand for both.
    pub of: NeedId,
    /// That one's household, and what that is called.
    pub of_home: (HouseholdId, String),
}

impl Store {
    /// The needs of a round whose households have a guardian of one name and one telephone or mail in
    /// common, those of the same kind two by two, the earlier entered as the one that may stand for both.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn look_alikes(&self, base: &Base, by: By) -> Result<Vec<LookAlike>, Failure> {
        let cite = Uuid::from(by.cite);
        let homes = household::Entity::remembered().filter(household::Column::CiteId.eq(cite));
        let homes: BTreeMap<Uuid, String> =
            homes.all(&self.db).await?.into_iter().map(|row| (row.id, row.label)).collect();
        let alike = self.homes_alike(cite).await?;
        let ids = base.scores.keys().map(|need| Uuid::from(*need));
        let rows = need::Entity::find().filter(need::Column::CiteId.eq(cite)).all(&self.db).await?;
        let asked: BTreeSet<Uuid> = ids.collect();
        // Per household and kind, its first need: the further ones are told apart by the siblings rule.
        let mut first: BTreeMap<(Uuid, &str), &need::Model> = BTreeMap::new();
        for row in rows.iter().filter(|row| asked.contains(&row.id)) {
            let known = first.entry((row.household_id, &row.kind)).or_insert(row);
            if row.slot < known.slot {
                *known = row;
            }
        }
        let home = |row: &need::Model| {
            let label = homes.get(&row.household_id).cloned().unwrap_or_default();
            (HouseholdId(row.household_id), label)
        };
        let mut found = Vec::new();
        for (one, other) in alike {
            for kind in NeedKind::ALL {
                let need = |home| first.get(&(home, kind.code())).copied();
                let (Some(one), Some(other)) = (need(one), need(other)) else { continue };
                let age = |row: &need::Model| (row.opened_on, row.id);
                let (of, need) = if age(one) < age(other) { (one, other) } else { (other, one) };
                found.push(LookAlike {
                    need: NeedId(need.id),
                    home: home(need),
                    kind: *kind,
                    of: NeedId(of.id),
                    of_home: home(of),
                });
            }
        }
        Ok(found)
    }

    /// Households that have a guardian of one name and one telephone or mail in common, each pair once.
    async fn homes_alike(&self, cite: Uuid) -> Result<BTreeSet<(Uuid, Uuid)>, Failure> {
        let mine = Query::select()
            .column(household::Column::Id)
            .from(household::Entity)
            .and_where(household::Column::CiteId.eq(cite))
            .to_owned();
        let guardians = guardian::Entity::find()
            .filter(guardian::Column::HouseholdId.in_subquery(mine))
            .filter(guardian::Column::LivesElsewhere.eq(false));
        let mut traces: BTreeMap<(String, String), Vec<Uuid>> = BTreeMap::new();
        for row in guardians.all(&self.db).await? {
            let told = [row.mobile, row.phone, row.email].into_iter().flatten();
            for trace in told.collect::<BTreeSet<_>>() {
                let homes = traces.entry((row.match_key.clone(), trace)).or_default();
                homes.push(row.household_id);
            }
        }
        let mut pairs = BTreeSet::new();
        for homes in traces.into_values() {
            for (at, one) in homes.iter().enumerate() {
                let others = homes[at + 1..].iter().filter(|other| *other != one);
                pairs.extend(others.map(|other| (*one.min(other), *one.max(other))));
            }
        }
        Ok(pairs)
    }
}
