//! What was done about one family: journal lines, with the items that went to it or came from it.

use std::collections::BTreeMap;

use domain::ids::{HouseholdId, ItemId, NeedId, PlanId};
use domain::stock::ItemState;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::entities::{item, item_move, journal, loan, need, parcel, reservation};
use crate::{By, Entry, Store};

/// Lines of history on a page: a family has a few dozen in a year.
const HISTORY: u64 = 100;

/// One item of a line of history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedItem {
    /// The item.
    pub item: ItemId,
    /// Its inventory number.
    pub tag: String,
    /// Where it went.
    pub to: ItemState,
}

/// A line of a family's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// The journal's line.
    pub entry: Entry,
    /// The items it moved to this family or from it, by inventory number.
    pub items: Vec<MovedItem>,
    /// Where its decision is explained, when a plan set an item aside.
    pub explained: Option<(PlanId, NeedId)>,
}

impl Store {
    /// What was done about a household, its needs, its reservations and its loans: the latest first.
    /// Nothing of another cité's household: its lines are in that cité's journal.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn household_history(
        &self,
        id: HouseholdId,
        by: By,
    ) -> Result<Vec<HistoryLine>, Failure> {
        let cite = Uuid::from(by.cite);
        let id = Uuid::from(id);
        let mut moved = self.moved(id).await?;
        let needs =
            need::Entity::find().filter(need::Column::HouseholdId.eq(id)).all(&self.db).await?;
        let loans =
            loan::Entity::find().filter(loan::Column::HouseholdId.eq(id)).all(&self.db).await?;
        let bags =
            parcel::Entity::find().filter(parcel::Column::HouseholdId.eq(id)).all(&self.db).await?;
        let subjects = std::iter::once(id)
            .chain(bags.into_iter().map(|row| row.id))
            .chain(needs.into_iter().map(|row| row.id))
            .chain(loans.into_iter().map(|row| row.id));
        // Two questions, each with its index, and the cité looked at afterwards: asked all at once, the
        // journal of the whole cité is read.
        let about = journal::Entity::find()
            .filter(journal::Column::SubjectId.is_in(subjects))
            .order_by_desc(journal::Column::Seq)
            .limit(HISTORY);
        let mut rows = about.all(&self.db).await?;
        let moves = journal::Entity::find()
            .filter(journal::Column::Seq.is_in(moved.keys().copied()))
            .order_by_desc(journal::Column::Seq)
            .limit(HISTORY);
        rows.extend(moves.all(&self.db).await?);
        rows.retain(|row| row.cite_id == Some(cite));
        rows.sort_by_key(|row| std::cmp::Reverse(row.seq));
        rows.dedup_by_key(|row| row.seq);
        rows.truncate(usize::try_from(HISTORY).unwrap_or(usize::MAX));
        let held = reservation::Entity::find()
            .filter(reservation::Column::HouseholdId.eq(id))
            .all(&self.db)
            .await?;
        let line = |row: journal::Model| {
            let items = moved.remove(&row.seq).unwrap_or_default();
            let set_aside = |held: &&reservation::Model| {
                held.plan_id == row.subject_id
                    && items.iter().any(|one| Uuid::from(one.item) == held.item_id)
            };
            let explained = held.iter().find(set_aside);
            HistoryLine {
                explained: explained.map(|held| (PlanId(held.plan_id), NeedId(held.need_id))),
                items,
                entry: Entry::from(row),
            }
        };
        Ok(rows.into_iter().map(line).collect())
    }

    /// The items that moved to a household or from it, by journal line.
    async fn moved(&self, home: Uuid) -> Result<BTreeMap<i64, Vec<MovedItem>>, Failure> {
        let moves = item_move::Entity::find()
            .filter(item_move::Column::HouseholdId.eq(home))
            .order_by_desc(item_move::Column::Seq)
            .limit(HISTORY)
            .all(&self.db)
            .await?;
        let ids = moves.iter().map(|step| step.item_id);
        let items = item::Entity::find().filter(item::Column::Id.is_in(ids)).all(&self.db).await?;
        let tags: BTreeMap<_, _> = items.into_iter().map(|row| (row.id, row.tag)).collect();
        let mut moved: BTreeMap<i64, Vec<MovedItem>> = BTreeMap::new();
        for step in moves {
            let wrong = |problem| Failure::row("item_moves", step.item_id, problem);
            let to = step.to_state.parse().map_err(wrong)?;
            let tag = tags.get(&step.item_id).cloned().unwrap_or_default();
            let items = moved.entry(step.seq).or_default();
            items.push(MovedItem { item: ItemId(step.item_id), tag, to });
            items.sort_by(|a, b| a.tag.cmp(&b.tag));
        }
        Ok(moved)
    }
}
