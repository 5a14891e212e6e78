//! Lending alone, without gifts or a signature, as programs do: one item is in at most one open loan
//! (invariant 1).

use domain::allocation::FailedRule;
use domain::ids::{HouseholdId, ItemId};
use domain::item_life::NotLendable;
use domain::loan::Lend;
use domain::stock::Level;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::lines::{attach_needs, decide};
use super::write::{Opening, lend_all};
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::household;
use crate::{By, Store};

/// Why one item cannot be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemRefusal {
    /// The cité has no such item.
    Unknown,
    /// Its state, or another household's reservation, says no.
    State(NotLendable),
    /// It is in a bag on its way to a family.
    Packed {
        /// The bag's number.
        number: i64,
    },
    /// Its lot is given, not lent.
    Given,
    /// Its donor keeps it for pupils of these levels, and the household has none.
    Levels(Vec<Level>),
    /// Its donor keeps it for families of the priority neighbourhoods.
    PriorityNeighbourhood,
    /// Another rule that the engine goes by.
    Rule(FailedRule),
}

/// An item that cannot be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedItem {
    /// Which.
    pub item: ItemId,
    /// Its inventory number, if the cité has it.
    pub tag: Option<String>,
    /// Why.
    pub why: ItemRefusal,
}

/// Why nothing was lent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LendRefused {
    /// The cité has no such household.
    UnknownHousehold,
    /// Some items cannot be handed over; the others stay on the shelf too.
    Items(Vec<RefusedItem>),
}

impl Store {
    /// Hands items over to a household. A reserved item posts its reservation; any other meets an open
    /// need of its kind, whose own reservation is released.
    ///
    /// # Errors
    /// [`LendRefused`], naming every item that stands in the way; nothing is lent then.
    pub async fn lend(
        &self,
        order: &Lend,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<LendRefused>> {
        let form = Uuid::from(order.loan());
        let verb = match self.begin_once("lend", form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let home = household_of(&verb, order.household(), by).await?;
        let home = home.ok_or(VerbError::Refused(LendRefused::UnknownHousehold))?;
        let ids: Vec<Uuid> = order.items().iter().map(|line| line.item.into()).collect();
        let (mut lines, mut refused) = decide(&verb, &ids, &home, order.due_on(), by).await?;
        for line in lines.iter().filter(|line| line.given) {
            let (item, tag) = (ItemId(line.item.id), Some(line.item.tag.clone()));
            refused.push(RefusedItem { item, tag, why: ItemRefusal::Given });
        }
        if !refused.is_empty() {
            refused.sort_by_key(|line| line.item);
            return Err(VerbError::Refused(LendRefused::Items(refused)));
        }
        attach_needs(&verb, &mut lines, &home).await?;
        let opening = Opening {
            id: order.loan(),
            cite: by.cite,
            home: order.household(),
            on: order.lent_on(),
            due_on: order.due_on(),
            items: order.items(),
        };
        let facts = lend_all(&verb, &opening, lines, now).await;
        let facts = facts.map_err(|error| error.because(|one| LendRefused::Items(vec![one])))?;
        let facts = json!({ "household": home.id, "due_on": order.due_on(), "items": facts });
        Ok(verb.commit(Subject::Loan, order.loan(), facts).await?)
    }
}

/// The household of the asker's cité that is handed something, if it is remembered.
pub(crate) async fn household_of(
    verb: &Verb,
    home: HouseholdId,
    by: By,
) -> Result<Option<household::Model>, Failure> {
    let mine = household::Entity::remembered()
        .filter(household::Column::Id.eq(Uuid::from(home)))
        .filter(household::Column::CiteId.eq(Uuid::from(by.cite)));
    Ok(mine.one(&verb.tx).await?)
}
