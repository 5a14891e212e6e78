//! One item: what it is, where it came from, where it has been.

use std::collections::BTreeMap;

use domain::ids::{CommitmentId, DonorId, FundLineId, HouseholdId, ItemId, LotId};
use domain::stock::{Grade, ItemKind, ItemState, LotCondition, Restriction, TransferMode};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::values::{Holder, Item, holders, item_value, items_by_id, labels};
use super::wipes::WipeRecord;
use crate::base::error::Failure;
use crate::entities::{account, commitment, donor, fund_line, item_move, journal, lot};
use crate::provisions::custody::{HeldBy, custodians};
use crate::{By, Store};

/// A lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// Its id.
    pub id: LotId,
    /// What people call it.
    pub label: String,
    /// `town`, `donor` or `fund`.
    pub origin: String,
    /// Who gave it, with its name.
    pub donor: Option<(DonorId, String)>,
    /// The order that bought it, and the fund line that pays.
    pub bought: Option<Bought>,
    /// What its items are.
    pub kind: ItemKind,
    /// The condition it came in.
    pub condition: LotCondition,
    /// Lent or given.
    pub mode: TransferMode,
    /// Who may have its items.
    pub restriction: Restriction,
    /// The day it came.
    pub received_on: Date,
    /// How many its delivery slip says.
    pub expected: Option<u64>,
}

/// What bought a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bought {
    /// The commitment.
    pub commitment: CommitmentId,
    /// Its order number.
    pub order_number: String,
    /// The fund line.
    pub line: FundLineId,
    /// What the line is called.
    pub line_label: String,
}

/// A step in an item's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// The verb of its journal line.
    pub verb: String,
    /// Where it was; nowhere when it was received.
    pub from: Option<ItemState>,
    /// Where it went.
    pub to: ItemState,
    /// The condition seen.
    pub grade: Grade,
    /// The household it went to or came from.
    pub household: Option<(HouseholdId, String)>,
    /// Who did it.
    pub account: Option<String>,
}

/// An item and all that is recorded of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemFile {
    /// The item.
    pub item: Item,
    /// Its lot.
    pub lot: Lot,
    /// Who has it.
    pub holder: Option<Holder>,
    /// The school or the organisation that answers for it.
    pub custodian: Option<HeldBy>,
    /// Its life, the latest first.
    pub steps: Vec<Step>,
    /// Its wipes, the latest first.
    pub wipes: Vec<WipeRecord>,
}

impl Store {
    /// An item of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn item(&self, id: ItemId, by: By) -> Result<Option<ItemFile>, Failure> {
        let id = Uuid::from(id);
        let Some(row) = items_by_id(&self.db, &[id], by.cite).await?.remove(&id) else {
            return Ok(None);
        };
        let lot = self.lot(LotId(row.lot_id), by).await?;
        let lot = lot.ok_or_else(|| Failure::row("items", id, "no such lot"))?;
        let holder = holders(&self.db, &[id]).await?.remove(&id);
        let custodian = custodians(&self.db, &[id]).await?.remove(&id);
        let steps = self.steps(id).await?;
        let wipes = self.wipes(id).await?;
        Ok(Some(ItemFile { item: item_value(row)?, lot, holder, custodian, steps, wipes }))
    }

    async fn steps(&self, id: Uuid) -> Result<Vec<Step>, Failure> {
        let moves = item_move::Entity::find()
            .filter(item_move::Column::ItemId.eq(id))
            .order_by_desc(item_move::Column::Seq)
            .all(&self.db)
            .await?;
        let lines = journal::Entity::find()
            .filter(journal::Column::Seq.is_in(moves.iter().map(|step| step.seq)));
        let lines: BTreeMap<_, _> =
            lines.all(&self.db).await?.into_iter().map(|row| (row.seq, row)).collect();
        let people = lines.values().filter_map(|line| line.account_id);
        let people = account::Entity::find().filter(account::Column::Id.is_in(people));
        let people: BTreeMap<_, _> =
            people.all(&self.db).await?.into_iter().map(|row| (row.id, row.name)).collect();
        let homes = labels(&self.db, moves.iter().filter_map(|step| step.household_id)).await?;
        let wrong = |problem| Failure::row("item_moves", id, problem);
        let step = |row: item_move::Model| {
            let line = lines.get(&row.seq);
            let home =
                |home: Uuid| homes.get(&home).map(|label| (HouseholdId(home), label.clone()));
            Ok(Step {
                at: row.at.timestamp(),
                verb: line.map(|line| line.verb.clone()).unwrap_or_default(),
                from: row.from_state.map(|code| code.parse()).transpose().map_err(wrong)?,
                to: row.to_state.parse().map_err(wrong)?,
                grade: row.grade.parse().map_err(wrong)?,
                household: row.household_id.and_then(home),
                account: line
                    .and_then(|line| line.account_id)
                    .and_then(|account| people.get(&account).cloned()),
            })
        };
        moves.into_iter().map(step).collect()
    }

    /// A lot of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn lot(&self, id: LotId, by: By) -> Result<Option<Lot>, Failure> {
        let mine = lot::Entity::find_by_id(Uuid::from(id))
            .filter(lot::Column::CiteId.eq(Uuid::from(by.cite)));
        let Some(row) = mine.one(&self.db).await? else { return Ok(None) };
        self.lot_values(vec![row]).await.map(|mut lots| lots.pop())
    }

    /// Lots with their donors, orders and fund lines.
    pub(crate) async fn lot_values(&self, rows: Vec<lot::Model>) -> Result<Vec<Lot>, Failure> {
        let givers = rows.iter().filter_map(|row| row.donor_id);
        let givers = donor::Entity::find().filter(donor::Column::Id.is_in(givers));
        let givers: BTreeMap<_, _> =
            givers.all(&self.db).await?.into_iter().map(|row| (row.id, row)).collect();
        let orders = rows.iter().filter_map(|row| row.commitment_id);
        let orders = commitment::Entity::find().filter(commitment::Column::Id.is_in(orders));
        let orders = orders.all(&self.db).await?;
        let lines = orders.iter().map(|order| order.fund_line_id);
        let lines = fund_line::Entity::find().filter(fund_line::Column::Id.is_in(lines));
        let lines: BTreeMap<_, _> =
            lines.all(&self.db).await?.into_iter().map(|row| (row.id, row.label)).collect();
        let bought = |order: commitment::Model| Bought {
            line_label: lines.get(&order.fund_line_id).cloned().unwrap_or_default(),
            line: FundLineId(order.fund_line_id),
            commitment: CommitmentId(order.id),
            order_number: order.order_number,
        };
        let orders: BTreeMap<_, _> =
            orders.into_iter().map(|order| (order.id, bought(order))).collect();
        let whole = |row: lot::Model| {
            let giver = row.donor_id.and_then(|donor| givers.get(&donor).cloned());
            let order = row.commitment_id.and_then(|order| orders.get(&order).cloned());
            lot_value(row, giver, order)
        };
        rows.into_iter().map(whole).collect()
    }
}

fn lot_value(
    row: lot::Model,
    giver: Option<donor::Model>,
    bought: Option<Bought>,
) -> Result<Lot, Failure> {
    let wrong = |problem: &dyn std::fmt::Display| Failure::row("lots", row.id, problem);
    Ok(Lot {
        id: LotId(row.id),
        kind: row.kind.parse().map_err(|problem| wrong(&problem))?,
        condition: row.condition.parse().map_err(|problem| wrong(&problem))?,
        mode: row.mode.parse().map_err(|problem| wrong(&problem))?,
        restriction: serde_json::from_str(&row.restriction).map_err(|problem| wrong(&problem))?,
        label: row.label,
        origin: row.origin,
        donor: giver.map(|donor| (DonorId(donor.id), donor.name)),
        bought,
        received_on: row.received_on.0,
        expected: row.expected.and_then(|many| many.try_into().ok()),
    })
}
