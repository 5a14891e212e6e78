//! Adopting what a plan buys: the money is set aside line by line, the troïka is asked order by order.

use std::collections::BTreeMap;

use domain::allocation::Source;
use domain::fund::{Amount, LineSums};
use domain::ids::AgreementId;
use jiff::Timestamp;
use sea_orm::EntityTrait;
use serde_json::json;
use uuid::Uuid;

use super::adopt::AdoptRefused;
use super::plans::KeptPlan;
use crate::By;
use crate::base::columns::day;
use crate::base::derived;
use crate::base::error::{Failure, VerbError};
use crate::base::transaction::Verb;
use crate::entities::{catalogue_item, fund_line};
use crate::fund::plan_money::{Purchase, ask};
use crate::fund::rows;

/// A line as it is, and its sums once everything that the plan buys on it is set aside.
pub(super) type Charged = (fund_line::Model, LineSums);

/// The lines that the plan's orders name. Nobody else writes while the verb lasts: what is available now is
/// what will be set aside.
///
/// # Errors
/// [`AdoptRefused::Short`] for the first that has not enough.
pub(super) async fn lines(
    verb: &Verb,
    kept: &KeptPlan,
    by: By,
) -> Result<Vec<Charged>, VerbError<AdoptRefused>> {
    let mut asked: BTreeMap<&str, i64> = BTreeMap::new();
    for order in &kept.plan.orders {
        *asked.entry(&order.fund).or_default() += order.amount.cents();
    }
    let mut charged = Vec::with_capacity(asked.len());
    for (fund, cents) in asked {
        let id = uuid(fund, kept)?;
        let line = rows::line(&verb.tx, id.into(), by.cite).await?;
        let line = line.ok_or_else(|| Failure::row("fund_lines", id, "missing"))?;
        let amount = amount(cents, kept)?;
        let sums = rows::sums(&line)?;
        let open = line.closed_on.is_none();
        let Some(after) = sums.set_aside(amount).filter(|_| open) else {
            let (needed, available) = (amount.euros(), sums.available());
            let line = line.label;
            return Err(VerbError::Refused(AdoptRefused::Short { line, needed, available }));
        };
        charged.push((line, after));
    }
    Ok(charged)
}

/// Sets the money aside and asks the troïka, once for each order of the plan; gives what its journal line
/// says of it.
pub(super) async fn buy(
    verb: &Verb,
    kept: &KeptPlan,
    charged: Vec<Charged>,
    by: By,
    (now, until): (Timestamp, Timestamp),
) -> Result<serde_json::Value, Failure> {
    let mut behind: BTreeMap<(&str, &str), Vec<(Uuid, i64)>> = BTreeMap::new();
    for line in &kept.plan.lines {
        for given in kept.plan.given(&line.need) {
            if let Source::Purchase { item, fund } = &given.source {
                let need = (uuid(&line.need, kept)?, line.rank.position.into());
                behind.entry((fund, item)).or_default().push(need);
            }
        }
    }
    let by_id: BTreeMap<Uuid, &fund_line::Model> =
        charged.iter().map(|(line, _)| (line.id, line)).collect();
    let mut requests = Vec::with_capacity(kept.plan.orders.len());
    for order in &kept.plan.orders {
        let (fund, item) = (uuid(&order.fund, kept)?, uuid(&order.item, kept)?);
        let line = by_id.get(&fund).ok_or_else(|| wrong(kept, "an order on no line"))?;
        let offered = catalogue_item::Entity::find_by_id(item).one(&verb.tx).await?;
        let plan = Uuid::from(kept.id);
        let agreement = derived(&[plan.as_bytes(), fund.as_bytes(), item.as_bytes()]);
        let purchase = Purchase {
            agreement: AgreementId(agreement),
            plan,
            item: offered.ok_or_else(|| wrong(kept, "an order for no item"))?,
            units: order.units.into(),
            amount: amount(order.amount.cents(), kept)?,
            needs: behind.remove(&(&*order.fund, &*order.item)).unwrap_or_default(),
        };
        ask(verb, line, purchase, (day(now), day(until)), by).await?;
        requests.push(agreement);
    }
    let mut deltas = Vec::with_capacity(charged.len());
    for (line, after) in charged {
        deltas.push(rows::write_sums(verb, line, after).await?);
    }
    Ok(json!({ "requests": requests, "deltas": deltas }))
}

fn wrong(kept: &KeptPlan, what: &str) -> Failure {
    Failure::row("plans", kept.id, what)
}

fn amount(cents: i64, kept: &KeptPlan) -> Result<Amount, Failure> {
    Amount::from_cents(cents).map_err(|problem| Failure::row("plans", kept.id, problem))
}

fn uuid(text: &str, kept: &KeptPlan) -> Result<Uuid, Failure> {
    text.parse().map_err(|problem| Failure::row("plans", kept.id, problem))
}
