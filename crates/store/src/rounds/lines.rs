//! The lines of a plan, one a need, with the names a person needs to read them.

use std::collections::BTreeMap;

use domain::allocation::{Assignment, Rank, Reason};
use domain::identifiers::names::matching_key;
use domain::ids::{HouseholdId, NeedId};
use domain::people::equipment::NeedKind;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::plans::KeptPlan;
use crate::base::error::Failure;
use crate::census::search_key::condition;
use crate::entities::{household, need};
use crate::stock::values::labels;
use crate::{By, Store};

/// Which lines of a plan are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineFilter<'a> {
    /// Only the served, or only the others.
    pub served: Option<bool>,
    /// Letters of a family's names, or digits of its telephone; blank for all.
    pub text: &'a str,
}

/// One need of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLine {
    /// The need.
    pub need: NeedId,
    /// What is needed.
    pub kind: NeedKind,
    /// Which of the household's devices it is, from 1; 1 for a connection.
    pub nth: u8,
    /// Whose.
    pub household: HouseholdId,
    /// What the household is called today; empty when it has been forgotten.
    pub label: String,
    /// Its place.
    pub rank: Rank,
    /// Why it is served or not.
    pub reason: Reason,
    /// What it gets.
    pub given: Vec<Assignment>,
    /// The place that had to be reached; none where no place would have changed anything.
    pub threshold: Option<Rank>,
}

impl Store {
    /// The lines of a plan in rank order, and how many the filter leaves.
    ///
    /// # Errors
    /// When the database fails or the plan names no ids.
    pub async fn plan_lines(
        &self,
        kept: &KeptPlan,
        filter: LineFilter<'_>,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<PlanLine>, u64), Failure> {
        let Some(labels) = self.labels(filter.text, by).await? else { return Ok((Vec::new(), 0)) };
        let searched = !matching_key(filter.text).is_empty();
        let homes: BTreeMap<&str, &str> = kept
            .situation
            .needs()
            .iter()
            .map(|need| (need.need.as_str(), need.household.as_str()))
            .collect();
        let mut lines = Vec::new();
        for line in &kept.plan.lines {
            if filter.served.is_some_and(|served| served != line.reason.is_served()) {
                continue;
            }
            let wrong =
                |what: &str| Failure::row("plans", kept.id, format!("{}: {what}", line.need));
            let id = |text: &str| text.parse::<Uuid>().map_err(|_| wrong("no id"));
            let need = NeedId(id(&line.need)?);
            let home = homes.get(line.need.as_str()).ok_or_else(|| wrong("no household"))?;
            let home = id(home)?;
            if searched && !labels.contains_key(&home) {
                continue;
            }
            let told = kept.plan.explain(&line.need).ok_or_else(|| wrong("no class"))?;
            let scored = kept.scores.get(&need).ok_or_else(|| wrong("no score"))?;
            lines.push(PlanLine {
                need,
                kind: scored.circumstances.kind,
                nth: scored.circumstances.nth,
                household: HouseholdId(home),
                label: labels.get(&home).cloned().unwrap_or_default(),
                rank: line.rank,
                reason: line.reason.clone(),
                given: told.given.to_vec(),
                threshold: told.class.threshold,
            });
        }
        lines.sort_unstable_by_key(|line| line.rank.position);
        let total = lines.len() as u64;
        let skip = usize::try_from(offset).unwrap_or(usize::MAX);
        let take = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok((lines.into_iter().skip(skip).take(take).collect(), total))
    }

    /// What the household of a need of the asker's cité is called; none for a need that is not there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn need_label(&self, id: NeedId, by: By) -> Result<Option<String>, Failure> {
        let mine = need::Entity::find_by_id(Uuid::from(id))
            .filter(need::Column::CiteId.eq(Uuid::from(by.cite)));
        let Some(row) = mine.one(&self.db).await? else { return Ok(None) };
        let home = household::Entity::find_by_id(row.household_id).one(&self.db).await?;
        Ok(home.map(|home| home.label))
    }

    /// What the households of these needs of the asker's cité are called.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn need_labels(
        &self,
        ids: &[NeedId],
        by: By,
    ) -> Result<BTreeMap<NeedId, String>, Failure> {
        let found = need::Entity::find()
            .filter(need::Column::Id.is_in(ids.iter().map(|id| Uuid::from(*id))));
        // As in `items_by_id`: by their ids, not through the whole cité.
        let mine = found.all(&self.db).await?.into_iter();
        let rows: Vec<_> = mine.filter(|row| row.cite_id == Uuid::from(by.cite)).collect();
        let homes = labels(&self.db, rows.iter().map(|row| row.household_id)).await?;
        let label = |row: &need::Model| homes.get(&row.household_id).cloned().unwrap_or_default();
        Ok(rows.iter().map(|row| (NeedId(row.id), label(row))).collect())
    }

    /// The labels of the households that a search finds; none when it can find nobody.
    async fn labels(&self, text: &str, by: By) -> Result<Option<BTreeMap<Uuid, String>>, Failure> {
        let mut query =
            household::Entity::find().filter(household::Column::CiteId.eq(Uuid::from(by.cite)));
        if !text.trim().is_empty() {
            let Some(condition) = condition(text) else { return Ok(None) };
            query = query.filter(condition);
        }
        let rows: Vec<(Uuid, String)> = query
            .select_only()
            .column(household::Column::Id)
            .column(household::Column::Label)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(Some(rows.into_iter().collect()))
    }
}
