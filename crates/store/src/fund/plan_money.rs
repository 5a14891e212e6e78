//! The money behind an adopted plan's purchases: set aside with the request, turned into the order's
//! commitment, let go with whoever waited for it.
//!
//! One request for each line and item of the catalogue: it has one amount, one category, one thing that is
//! agreed to, refused, quoted and ordered. A need that waits for a purchase stays open, since nothing meets it
//! yet; no round counts it again while it does.

use domain::Euros;
use domain::fund::{AgreementRegime, AgreementState, Amount, CommitmentState, LineSums};
use domain::ids::AgreementId;
use domain::people::equipment::NeedState;
use domain::stock::ItemKind;
use jiff::civil::Date;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;
use uuid::Uuid;

use super::derive::Deltas;
use super::{conventions, rows, troika};
use crate::By;
use crate::base::columns::Day;
use crate::base::error::Failure;
use crate::base::rows::insert;
use crate::base::transaction::Verb;
use crate::entities::{
    agreement, catalogue_item, commitment, fund_line, lot, need, plan_purchase, plan_purchase_need,
};

domain::vocabulary! {
    /// Where a need stands behind a purchase.
    Claim {
        /// The purchase is asked for, agreed to or ordered: no round counts the need again.
        Waiting = "waiting",
        /// A unit for it has entered the stock: the need is met from there.
        Arrived = "arrived",
        /// The purchase was given up: the need waits for the next round.
        Released = "released",
    }
}

/// What an adopted plan buys on one line: the request to be made, and the needs behind it by their rank.
pub(crate) struct Purchase {
    pub agreement: AgreementId,
    pub plan: Uuid,
    pub item: catalogue_item::Model,
    pub units: i64,
    pub amount: Amount,
    pub needs: Vec<(Uuid, i64)>,
}

/// Money let go, and the needs that wait again, by rank.
pub(crate) struct LetGo {
    pub cents: i64,
    pub needs: Vec<Uuid>,
}

impl LetGo {
    /// As a line of the journal says it.
    pub(crate) fn facts(&self) -> serde_json::Value {
        json!({ "cents": self.cents, "waiting_again": self.needs })
    }
}

/// The needs that no purchase is under way for: nothing holds money for it, or its orders are closed and bring
/// nothing more, though a unit may never have entered the stock under their name.
pub(crate) fn not_awaiting_purchase() -> Expr {
    let holding = Query::select()
        .column(plan_purchase::Column::AgreementId)
        .from(plan_purchase::Entity)
        .and_where(plan_purchase::Column::ReservedCents.gt(0))
        .to_owned();
    let ordered = Query::select()
        .column(commitment::Column::AgreementId)
        .from(commitment::Entity)
        .and_where(commitment::Column::State.eq(CommitmentState::Open.code()))
        .to_owned();
    let under_way = Condition::any()
        .add(plan_purchase_need::Column::AgreementId.in_subquery(holding))
        .add(plan_purchase_need::Column::AgreementId.in_subquery(ordered));
    let awaiting = Query::select()
        .column(plan_purchase_need::Column::NeedId)
        .from(plan_purchase_need::Entity)
        .and_where(plan_purchase_need::Column::State.eq(Claim::Waiting.code()))
        .cond_where(under_way)
        .to_owned();
    need::Column::Id.not_in_subquery(awaiting)
}

/// Asks the troïka for a purchase under the rule in force, on money that the principal has opened to the
/// round: whoever holds that seat may take the question back. Answers are wanted before what the plan sets
/// aside is waited for no longer.
pub(crate) async fn ask(
    verb: &Verb,
    line: &fund_line::Model,
    buys: Purchase,
    (on, deadline): (Date, Date),
    by: By,
) -> Result<(), Failure> {
    let regime = conventions::regime(&verb.tx, line, on).await?;
    let (rule, rule_act) = troika::in_force(&verb.tx, by.cite, on).await?;
    let row = agreement::Model {
        id: buys.agreement.into(),
        cite_id: by.cite.into(),
        fund_line_id: line.id,
        purpose: format!("{} × {}", buys.units, buys.item.label),
        amount_cents: buys.amount.cents(),
        regime: regime.unwrap_or(AgreementRegime::Normal).code().to_owned(),
        document: String::new(),
        asked_on: Day(on),
        asked_by: by.account.into(),
        state: AgreementState::Asked.code().to_owned(),
        axis: String::new(),
        category: Some(buys.item.category.clone()),
        own_category_id: None,
        off_terms: String::new(),
        deadline: Some(Day(deadline)),
        asked_seat: Some(domain::Seat::Principal.code().to_owned()),
        rule: rule.kind().code().to_owned(),
        rule_limit_cents: rule.limit().map(Amount::cents),
        rule_act,
        withdrawn_at: None,
    };
    agreement::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
    let purchase = plan_purchase::Model {
        agreement_id: buys.agreement.into(),
        plan_id: buys.plan,
        item_id: buys.item.id,
        units: buys.units,
        reserved_cents: buys.amount.cents(),
    };
    plan_purchase::Entity::insert(purchase.into_active_model())
        .exec_without_returning(&verb.tx)
        .await?;
    // Whoever waited behind an order that is closed waits behind this one from now on.
    for some in buys.needs.chunks(500) {
        plan_purchase_need::Entity::update_many()
            .col_expr(plan_purchase_need::Column::State, Expr::value(Claim::Released.code()))
            .filter(plan_purchase_need::Column::NeedId.is_in(some.iter().map(|(need, _)| *need)))
            .filter(plan_purchase_need::Column::State.eq(Claim::Waiting.code()))
            .exec(&verb.tx)
            .await?;
    }
    let behind = buys.needs.into_iter().map(|(need_id, rank)| plan_purchase_need::Model {
        agreement_id: buys.agreement.into(),
        need_id,
        rank,
        state: Claim::Waiting.code().to_owned(),
    });
    Ok(insert::<plan_purchase_need::Entity>(&verb.tx, behind.collect()).await?)
}

/// What a request holds on its line.
pub(crate) async fn aside(db: &impl ConnectionTrait, agreement: Uuid) -> Result<Euros, Failure> {
    let row = plan_purchase::Entity::find_by_id(agreement).one(db).await?;
    Ok(Euros::from_cents(row.map_or(0, |row| row.reserved_cents)))
}

/// A line's sums without what was set aside for one of its requests.
pub(crate) fn without(line: &fund_line::Model, aside: Euros) -> Result<LineSums, Failure> {
    let left = rows::sums(line)?.let_go(aside);
    left.ok_or_else(|| Failure::row("fund_lines", line.id, "less is reserved than was set aside"))
}

/// What a request held is held no more: its order holds the money now, or nobody does.
pub(crate) async fn hold_nothing(verb: &Verb, agreement: Uuid) -> Result<(), Failure> {
    plan_purchase::Entity::update_many()
        .col_expr(plan_purchase::Column::ReservedCents, Expr::value(0_i64))
        .filter(plan_purchase::Column::AgreementId.eq(agreement))
        .exec(&verb.tx)
        .await?;
    Ok(())
}

/// A request is refused, taken back or given up: its money is available again and the needs behind it wait
/// for the next round. Nothing for a request that no plan made.
pub(crate) async fn give_up(
    verb: &Verb,
    asked: &agreement::Model,
) -> Result<Option<(Deltas, LetGo)>, Failure> {
    if plan_purchase::Entity::find_by_id(asked.id).count(&verb.tx).await? == 0 {
        return Ok(None);
    }
    let held = aside(&verb.tx, asked.id).await?;
    let line = rows::line_of(&verb.tx, asked.fund_line_id).await?;
    let after = without(&line, held)?;
    hold_nothing(verb, asked.id).await?;
    let needs = wait_again(verb, asked.id).await?;
    let deltas = rows::write_sums(verb, line, after).await?;
    Ok(Some((deltas, LetGo { cents: held.cents(), needs })))
}

/// The needs behind a request that nothing has come for yet wait for the next round; gives those that are
/// still open, by rank.
async fn wait_again(verb: &Verb, agreement: Uuid) -> Result<Vec<Uuid>, Failure> {
    let waiting = waiting(verb, agreement).await?;
    plan_purchase_need::Entity::update_many()
        .col_expr(plan_purchase_need::Column::State, Expr::value(Claim::Released.code()))
        .filter(plan_purchase_need::Column::AgreementId.eq(agreement))
        .filter(plan_purchase_need::Column::State.eq(Claim::Waiting.code()))
        .exec(&verb.tx)
        .await?;
    Ok(waiting)
}

/// An order is cancelled: whoever its goods have not come for waits again, unless another order is under
/// way for them.
pub(crate) async fn order_cancelled(
    verb: &Verb,
    order: &commitment::Model,
) -> Result<Vec<Uuid>, Failure> {
    let others = commitment::Entity::find()
        .filter(commitment::Column::AgreementId.eq(order.agreement_id))
        .filter(commitment::Column::Id.ne(order.id))
        .filter(commitment::Column::State.ne(CommitmentState::Cancelled.code()));
    if others.count(&verb.tx).await? > 0 {
        return Ok(Vec::new());
    }
    wait_again(verb, order.agreement_id).await
}

/// Units have entered a lot: where a plan's request bought them, as many of the needs behind it, by rank, are
/// met from the stock from now on, and rounds count them again.
pub(crate) async fn arrived(
    verb: &Verb,
    lot: Uuid,
    kind: ItemKind,
    units: usize,
) -> Result<(), Failure> {
    let bought = lot::Entity::find_by_id(lot).one(&verb.tx).await?;
    let Some(order) = bought.and_then(|lot| lot.commitment_id) else { return Ok(()) };
    let order = commitment::Entity::find_by_id(order).one(&verb.tx).await?;
    let Some(order) = order else { return Ok(()) };
    let purchase = plan_purchase::Entity::find_by_id(order.agreement_id).one(&verb.tx).await?;
    let Some(purchase) = purchase else { return Ok(()) };
    let item = catalogue_item::Entity::find_by_id(purchase.item_id).one(&verb.tx).await?;
    if item.is_none_or(|item| item.kind != kind.code()) {
        return Ok(());
    }
    let first: Vec<Uuid> =
        waiting(verb, purchase.agreement_id).await?.into_iter().take(units).collect();
    for some in first.chunks(500) {
        plan_purchase_need::Entity::update_many()
            .col_expr(plan_purchase_need::Column::State, Expr::value(Claim::Arrived.code()))
            .filter(plan_purchase_need::Column::AgreementId.eq(purchase.agreement_id))
            .filter(plan_purchase_need::Column::NeedId.is_in(some.iter().copied()))
            .exec(&verb.tx)
            .await?;
    }
    Ok(())
}

/// The needs that wait behind a request and are still open, by rank.
async fn waiting(verb: &Verb, agreement: Uuid) -> Result<Vec<Uuid>, Failure> {
    let open = Query::select()
        .column(need::Column::Id)
        .from(need::Entity)
        .and_where(need::Column::State.eq(NeedState::Open.code()))
        .to_owned();
    Ok(plan_purchase_need::Entity::find()
        .filter(plan_purchase_need::Column::AgreementId.eq(agreement))
        .filter(plan_purchase_need::Column::State.eq(Claim::Waiting.code()))
        .filter(plan_purchase_need::Column::NeedId.in_subquery(open))
        .order_by_asc(plan_purchase_need::Column::Rank)
        .order_by_asc(plan_purchase_need::Column::NeedId)
        .select_only()
        .column(plan_purchase_need::Column::NeedId)
        .into_tuple()
        .all(&verb.tx)
        .await?)
}
