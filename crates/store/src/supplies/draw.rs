//! Taking counted things from the shelf for a hand-over: the oldest lot first, all or nothing.

use std::collections::BTreeMap;

use domain::ids::{LoanId, SupplyId};
use domain::supply;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;

use super::shelf::move_supply;
use crate::By;
use crate::base::error::Failure;
use crate::base::transaction::Verb;
use crate::entities::{supply as supply_row, supply_lot};

/// A counted thing of which there are too few.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// Which.
    pub supply: SupplyId,
    /// What it is called; nothing if the cité has no such thing.
    pub label: Option<String>,
    /// How many were asked for.
    pub asked: u32,
    /// How many there are.
    pub on_hand: u32,
}

/// So many pieces of one lot.
pub(crate) struct Drawn {
    lot: supply_lot::Model,
    many: u32,
}

/// Which lots the pieces come from, and what is short.
pub(crate) async fn plan_supplies(
    verb: &Verb,
    wanted: &BTreeMap<SupplyId, u32>,
    by: By,
) -> Result<(Vec<Drawn>, Vec<Short>), Failure> {
    let (mut drawn, mut short) = (Vec::new(), Vec::new());
    for (supply, asked) in wanted {
        let id = Uuid::from(*supply);
        let known = supply_row::Entity::find_by_id(id)
            .filter(supply_row::Column::CiteId.eq(Uuid::from(by.cite)))
            .one(&verb.tx)
            .await?;
        let lots = match &known {
            None => Vec::new(),
            Some(_) => {
                supply_lot::Entity::find()
                    .filter(supply_lot::Column::SupplyId.eq(id))
                    .filter(supply_lot::Column::OnHand.gt(0))
                    .order_by_asc(supply_lot::Column::ReceivedOn)
                    .order_by_asc(supply_lot::Column::Id)
                    .all(&verb.tx)
                    .await?
            }
        };
        let on_hand = |lot: &supply_lot::Model| u32::try_from(lot.on_hand).unwrap_or(0);
        let places = lots.iter().enumerate().map(|(place, lot)| (place, on_hand(lot)));
        match supply::draw(places, *asked) {
            Some(taken) => {
                let taken = taken.into_iter();
                drawn.extend(taken.map(|(place, many)| Drawn { lot: lots[place].clone(), many }));
            }
            None => short.push(Short {
                supply: *supply,
                label: known.map(|row| row.label),
                asked: *asked,
                on_hand: lots.iter().map(on_hand).fold(0, u32::saturating_add),
            }),
        }
    }
    Ok((drawn, short))
}

/// Writes what was drawn; answers what the journal tells of it.
pub(crate) async fn give_supplies(
    verb: &Verb,
    gift: LoanId,
    drawn: &[Drawn],
    now: Timestamp,
) -> Result<Value, Failure> {
    let mut facts = Vec::new();
    for Drawn { lot, many } in drawn {
        let (id, supply) = (lot.id, lot.supply_id);
        move_supply(verb, lot.clone(), "given", -i64::from(*many), Some(gift), now).await?;
        facts.push(json!({ "supply": supply, "lot": id, "pieces": many }));
    }
    Ok(json!(facts))
}
