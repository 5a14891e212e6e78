//! Paying for lines out of the fund: top-ups, and monthly plans to their last month. One order, one
//! commitment, under an agreement of the troïka, by the principal, as any other (`fund::commitments`).

use std::collections::{BTreeMap, BTreeSet};

use domain::fund::{Amount, Category};
use domain::ids::{AgreementId, CommitmentId, ItemId};
use domain::sim::{EventKind, Life, NotPossible, Plan, SimEvent, Subscription};
use domain::{Euros, Seat};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::rows;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{item, sim};
use crate::fund::commitments::{Commit, CommitRefused, commit_within};
use crate::fund::values::FundLine;
use crate::stock::values::items_by_id;
use crate::{By, Store};

/// The most lines of one order.
pub const MOST_LINES: usize = 5_000;

/// What is bought for each card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ForSims {
    /// So much money on each.
    TopUp(Amount),
    /// A plan for each, from its first month to its last.
    Plan(Plan),
}

/// An order for cards.
#[derive(Debug, Clone, Serialize)]
pub struct OrderForSims {
    /// The commitment's id, minted when the form was shown.
    pub id: CommitmentId,
    /// The agreement it rests on.
    pub agreement: AgreementId,
    /// The operator, who will be paid.
    pub supplier: String,
    /// What for.
    pub purpose: String,
    /// The order's number, once per cité.
    pub order_number: String,
    /// What each card gets.
    pub what: ForSims,
    /// The cards.
    pub cards: BTreeSet<ItemId>,
    /// The day of the order: the day of the click, so no part of what the form says.
    #[serde(skip)]
    pub on: Date,
}

/// Why a card cannot be in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardRefusal {
    /// The cité has no such item.
    Unknown,
    /// There is no SIM card in it.
    NoCard,
    /// Nobody has described its line: what it is decides what can be put on it.
    NotDescribed,
    /// It has a plan already, until this day.
    HasPlan(Date),
    /// It cannot happen to its line.
    Rule(NotPossible),
}

/// Why nothing was ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderForSimsRefused {
    /// Only the principal commits (ordonnateur).
    NotYourSeat,
    /// No card, more than [`MOST_LINES`], or more money than an amount may be.
    OutOfRange,
    /// The line does not pay for connections.
    OtherCategory,
    /// These cards stand in the way, by inventory number where there is one.
    Cards(Vec<(Option<String>, CardRefusal)>),
    /// The money breaks a rule.
    Commit(CommitRefused),
}

impl ForSims {
    /// What so many cards cost: the money to commit. Nothing when it is no amount.
    #[must_use]
    pub fn cost(self, cards: usize) -> Option<Amount> {
        let lines = u32::try_from(cards).ok()?;
        match self {
            Self::TopUp(each) => {
                let cents = each.cents().checked_mul(i64::from(lines))?;
                Amount::from_cents(cents).ok().filter(|_| cents <= Euros::MOST_CENTS)
            }
            Self::Plan(plan) => plan.cost(lines),
        }
    }

    const fn kind(self) -> EventKind {
        match self {
            Self::TopUp(_) => EventKind::ToppedUp,
            Self::Plan(_) => EventKind::Subscribed,
        }
    }
}

/// A card of the order, as it is and as it will be.
struct Line {
    row: sim::Model,
    is_new: bool,
    after: Life,
    card: Subscription,
}

impl Store {
    /// Commits the money of an order for cards, and notes it on each of them: all or nothing.
    ///
    /// # Errors
    /// [`OrderForSimsRefused`].
    pub async fn order_for_sims(
        &self,
        order: &OrderForSims,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<OrderForSimsRefused>> {
        use OrderForSimsRefused as Why;
        let refuse = VerbError::Refused;
        if by.seat != Seat::Principal {
            return Err(refuse(Why::NotYourSeat));
        }
        let total = order.what.cost(order.cards.len());
        let total = total.filter(|_| order.cards.len() <= MOST_LINES);
        let (Some(amount), Some(each)) = (total, order.what.cost(1)) else {
            return Err(refuse(Why::OutOfRange));
        };
        let Submitted::New(verb) =
            self.begin_once("order_sims", order.id.into(), order, by, now).await?
        else {
            return Ok(());
        };
        let lines = lines(&verb, order, by).await?;
        let commit = Commit {
            id: order.id,
            agreement: order.agreement,
            supplier: order.supplier.clone(),
            purpose: order.purpose.clone(),
            order_number: order.order_number.clone(),
            amount,
            siret: None,
            category: Some(Category::Connection),
            quote: String::new(),
            delivered_to: None,
            lines: Vec::new(),
            on: order.on,
        };
        let done = commit_within(&verb, &commit, by).await;
        let (paying, deltas) = done.map_err(|error| match error {
            VerbError::Refused(why) => refuse(Why::Commit(why)),
            VerbError::OtherContent => VerbError::OtherContent,
            VerbError::Failed(failure) => VerbError::Failed(failure),
        })?;
        let buys = FundLine::try_from(paying)?.terms.categories;
        if !buys.is_empty() && !buys.contains(&Category::Connection) {
            return Err(refuse(Why::OtherCategory));
        }
        let event = SimEvent { kind: order.what.kind(), on: order.on };
        for Line { mut row, is_new, after, card } in lines {
            let id = row.item_id;
            if matches!(order.what, ForSims::Plan(_)) {
                row.commitment_id = Some(order.id.into());
            }
            rows::put_subscription(&mut row, &card);
            rows::put_life(&mut row, after, &card);
            if is_new {
                let new = sim::Entity::insert(row.into_active_model());
                new.exec_without_returning(&verb.tx).await?;
            } else {
                rows::update(&verb, row).await?;
            }
            rows::write_event(&verb, id, event, Some((each, order.id))).await?;
        }
        let mut facts = json!({
            "agreement": order.agreement, "deltas": deltas, "kind": order.what.kind(),
            "each": each.cents(), "items": order.cards,
        });
        if let ForSims::Plan(plan) = order.what {
            let lines = u32::try_from(order.cards.len()).unwrap_or(u32::MAX);
            let years = plan.by_year(lines);
            let years = years.iter().map(|one| json!({ "year": one.year, "months": one.months, "cents": one.amount.cents() }));
            facts["years"] = years.collect();
            facts["monthly"] = json!(plan.monthly().cents());
        }
        Ok(verb.commit(Subject::Commitment, order.id, facts).await?)
    }
}

/// Every card of the order, or every reason why not.
async fn lines(
    verb: &Verb,
    order: &OrderForSims,
    by: By,
) -> Result<Vec<Line>, VerbError<OrderForSimsRefused>> {
    let ids: Vec<Uuid> = order.cards.iter().map(|card| Uuid::from(*card)).collect();
    let mut items = items_by_id(&verb.tx, &ids, by.cite).await?;
    let mut known: BTreeMap<Uuid, sim::Model> = BTreeMap::new();
    for chunk in ids.chunks(500) {
        let rows = rows::sims_of(&verb.tx, chunk, by.cite).await?;
        known.extend(rows.into_iter().map(|row| (row.item_id, row)));
    }
    let mut lives = rows::lives_of(&verb.tx, &ids).await?;
    let (mut lines, mut refused) = (Vec::new(), Vec::new());
    for id in ids {
        let Some(item) = items.remove(&id) else {
            refused.push((None, CardRefusal::Unknown));
            continue;
        };
        let tag = item.tag.clone();
        let life = lives.remove(&id).unwrap_or_default();
        match line(order, &item, known.remove(&id), life, by)? {
            Ok(line) => lines.push(line),
            Err(why) => refused.push((Some(tag), why)),
        }
    }
    if refused.is_empty() {
        Ok(lines)
    } else {
        Err(VerbError::Refused(OrderForSimsRefused::Cards(refused)))
    }
}

/// One card of the order, or why not.
fn line(
    order: &OrderForSims,
    item: &item::Model,
    known: Option<sim::Model>,
    life: Life,
    by: By,
) -> Result<Result<Line, CardRefusal>, Failure> {
    if item.iccid.is_none() {
        return Ok(Err(CardRefusal::NoCard));
    }
    let is_new = known.is_none();
    let card = match (order.what, &known) {
        (ForSims::TopUp(_), None) => return Ok(Err(CardRefusal::NotDescribed)),
        (ForSims::TopUp(_), Some(row)) => rows::subscription(row)?,
        (ForSims::Plan(plan), Some(row)) => {
            // Two plans of the same months would be paid twice.
            match row.valid_until.map(|day| day.0) {
                Some(last) if row.subscription == "plan" && last >= plan.starts_on() => {
                    return Ok(Err(CardRefusal::HasPlan(last)));
                }
                _ => Subscription::Plan(plan),
            }
        }
        (ForSims::Plan(plan), None) => Subscription::Plan(plan),
    };
    let event = SimEvent { kind: order.what.kind(), on: order.on };
    match life.may(event, &card, order.on) {
        Err(why) => Ok(Err(CardRefusal::Rule(why))),
        Ok(after) => {
            let row = known.unwrap_or_else(|| rows::bare(item.id, by.cite, &order.supplier));
            Ok(Ok(Line { row, is_new, after, card }))
        }
    }
}
