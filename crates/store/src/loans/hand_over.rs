//! A hand-over at the desk: what is lent, what is given, what is counted, one signature, one journal
//! line; all of it or nothing.

use domain::ids::{ItemId, LoanId};
use domain::kit::{Missing, Parts};
use domain::loan::HandOver;
use domain::stock::ItemKind;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::lend::{RefusedItem, household_of};
use super::lines::{Line, attach_needs, decide};
use super::sign::{Side, write_signature};
use super::write::{Opening, give_all, lend_all};
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{gift, kit, loan};
use crate::kits::parts_of;
use crate::supplies::draw::{Drawn, Short, give_supplies, plan_supplies};
use crate::{By, Store};

/// Why nothing was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandOverRefused {
    /// The cité has no such household.
    UnknownHousehold,
    /// The cité has no such kit, or it is not handed out any more.
    UnknownKit,
    /// Some of it cannot be handed over; the rest stays on the shelf too.
    Parts {
        /// Items, and why.
        items: Vec<RefusedItem>,
        /// Counted things of which there are too few.
        supplies: Vec<Short>,
        /// What the kit lacks to be whole.
        kit: Vec<Missing>,
    },
}

/// What became of a hand-over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandedOut {
    /// Something is lent: there is a loan of this id.
    pub lent: bool,
    /// Something is given: there is a gift of this id.
    pub given: bool,
}

impl HandedOut {
    /// Was there such a hand-over at all?
    #[must_use]
    pub const fn any(self) -> bool {
        self.lent || self.given
    }
}

impl Store {
    /// Hands everything of the order over, or nothing: items of lots to lend make a loan, items of lots
    /// to give and counted things make a gift, both under the order's id.
    ///
    /// # Errors
    /// [`HandOverRefused`], with everything that stands in the way at once.
    pub async fn hand_over(
        &self,
        order: &HandOver,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<HandOverRefused>> {
        let form = Uuid::from(order.id());
        let verb = match self.begin_once("hand_over", form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let home = household_of(&verb, order.household(), by).await?;
        let home = home.ok_or(VerbError::Refused(HandOverRefused::UnknownHousehold))?;
        let ids: Vec<Uuid> = order.items().iter().map(|line| line.item.into()).collect();
        let (mut lines, items) = decide(&verb, &ids, &home, order.due_on(), by).await?;
        let (drawn, supplies) = plan_supplies(&verb, order.supplies(), by).await?;
        let kit = missing(&verb, order, &lines, by).await?;
        if !(items.is_empty() && supplies.is_empty() && kit.is_empty()) {
            return Err(VerbError::Refused(HandOverRefused::Parts { items, supplies, kit }));
        }
        attach_needs(&verb, &mut lines, &home).await?;
        let facts = write(&verb, order, (lines, drawn), by, now).await?;
        Ok(verb.commit(Subject::Loan, order.id(), facts).await?)
    }

    /// What a hand-over left: a loan, a gift, or both.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn handed_out(&self, id: LoanId, by: By) -> Result<HandedOut, Failure> {
        left_by(&self.db, id, by).await
    }
}

/// What the hand-over of this id left in the asker's cité.
pub(crate) async fn left_by(
    db: &impl ConnectionTrait,
    id: LoanId,
    by: By,
) -> Result<HandedOut, Failure> {
    let (id, cite) = (Uuid::from(id), Uuid::from(by.cite));
    let loan = loan::Entity::find_by_id(id).filter(loan::Column::CiteId.eq(cite));
    let gift = gift::Entity::find_by_id(id).filter(gift::Column::CiteId.eq(cite));
    let (lent, given) = (loan.one(db).await?, gift.one(db).await?);
    Ok(HandedOut { lent: lent.is_some(), given: given.is_some() })
}

/// Writes it all; answers the facts of the journal line.
async fn write(
    verb: &Verb,
    order: &HandOver,
    (lines, drawn): (Vec<Line>, Vec<Drawn>),
    by: By,
    now: Timestamp,
) -> Result<Value, VerbError<HandOverRefused>> {
    let opening = Opening {
        id: order.id(),
        cite: by.cite,
        home: order.household(),
        on: order.on(),
        due_on: order.due_on(),
        items: order.items(),
    };
    let (given, lent): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.given);
    let mut facts = json!({ "household": order.household(), "kit": order.kit() });
    if !lent.is_empty() {
        let alone = |one| HandOverRefused::Parts {
            items: vec![one],
            supplies: Vec::new(),
            kit: Vec::new(),
        };
        let told = lend_all(verb, &opening, lent, now).await;
        let told = told.map_err(|error| error.because(alone))?;
        facts["due_on"] = json!(order.due_on());
        facts["items"] = json!(told);
    }
    if !given.is_empty() || !drawn.is_empty() {
        facts["given"] = json!(give_all(verb, &opening, given, now).await?);
        facts["supplies"] = give_supplies(verb, order.id(), &drawn, now).await?;
    }
    if let Some(signature) = order.signature() {
        write_signature(verb, order.id(), Side::Out, signature, by, now).await?;
        facts["signed"] = json!(signature.manner.code());
    }
    Ok(facts)
}

/// What the order's kit lacks to be whole; nothing without a kit.
async fn missing(
    verb: &Verb,
    order: &HandOver,
    lines: &[Line],
    by: By,
) -> Result<Vec<Missing>, VerbError<HandOverRefused>> {
    let Some(id) = order.kit() else { return Ok(Vec::new()) };
    let mine = kit::Entity::find_by_id(Uuid::from(id))
        .filter(kit::Column::CiteId.eq(Uuid::from(by.cite)))
        .filter(kit::Column::Retired.eq(false));
    let kit = mine.one(&verb.tx).await?;
    let kit = kit.ok_or(VerbError::Refused(HandOverRefused::UnknownKit))?;
    let wanted = parts_of(&verb.tx, kit.id).await?;
    let mut there: Vec<(ItemKind, u32)> = Vec::new();
    for line in lines {
        let kind = line.item.kind.parse();
        let kind = kind.map_err(|problem| Failure::row("items", ItemId(line.item.id), problem))?;
        there.push((kind, 1));
    }
    let supplies = order.supplies().iter().map(|(supply, many)| (*supply, *many));
    Ok(wanted.missing_in(&Parts::new(there, supplies)))
}
