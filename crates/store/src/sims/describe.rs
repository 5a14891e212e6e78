//! What a card's line is: operator, what was bought, and the secrets on the holder of the card.

use domain::Seat;
use domain::ids::ItemId;
use domain::sim::{EventKind, Life, SecretKind, SimEvent, SimSecret, Subscription};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::rows;
use super::secret::seal;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::sim;
use crate::stock::values::items_by_id;
use crate::{By, Store};

/// What is written on the card, its holder and its contract.
#[derive(Debug, Clone)]
pub struct DescribeSim {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The card, or the key it is in.
    pub item: ItemId,
    /// Who runs the network.
    pub operator: String,
    /// The town's number as a customer, or of the contract.
    pub customer: Option<String>,
    /// The volume it came with, or has each month, in megabytes.
    pub volume_mb: Option<u32>,
    /// What was bought; a plan here is one that the fund does not pay.
    pub subscription: Subscription,
    /// Its PIN; none keeps the one there is.
    pub pin: Option<SimSecret>,
    /// Its PUK; none keeps the one there is.
    pub puk: Option<SimSecret>,
}

/// Why a card is not described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DescribeSimRefused {
    /// Only the town's agent does.
    NotYourSeat,
    /// The cité has no such item.
    Unknown,
    /// There is no SIM card in it.
    NoCard,
    /// The fund pays its plan, which has not ended: what was committed is not written over.
    PlanOnFund,
    /// It was activated after this deadline.
    Contradicts,
}

/// The same as [`DescribeSim`], as a form's content is remembered: nobody reads a secret in it.
#[derive(Serialize)]
struct Content<'a> {
    item: ItemId,
    operator: &'a str,
    customer: Option<&'a str>,
    volume_mb: Option<u32>,
    subscription: &'a Subscription,
    secrets: [Option<String>; 2],
}

impl Store {
    /// Describes the line of a card, or corrects what was described.
    ///
    /// # Errors
    /// [`DescribeSimRefused`].
    pub async fn describe_sim(
        &self,
        order: &DescribeSim,
        by: By,
        now: Timestamp,
        today: Date,
    ) -> Result<(), VerbError<DescribeSimRefused>> {
        let refuse = VerbError::Refused;
        if by.seat != Seat::TownAgent {
            return Err(refuse(DescribeSimRefused::NotYourSeat));
        }
        let id = Uuid::from(order.item);
        let sealed = |secret: &Option<SimSecret>| {
            secret.as_ref().map(|secret| seal(&self.key, order.item, secret)).transpose()
        };
        let (pin, puk) = (sealed(&order.pin)?, sealed(&order.puk)?);
        let content = Content {
            item: order.item,
            operator: &order.operator,
            customer: order.customer.as_deref(),
            volume_mb: order.volume_mb,
            subscription: &order.subscription,
            secrets: [pin.as_ref().map(hex::encode), puk.as_ref().map(hex::encode)],
        };
        let Submitted::New(verb) =
            self.begin_once("describe_sim", order.form, &content, by, now).await?
        else {
            return Ok(());
        };
        let item = items_by_id(&verb.tx, &[id], by.cite).await?.remove(&id);
        let item = item.ok_or(refuse(DescribeSimRefused::Unknown))?;
        if item.iccid.is_none() {
            return Err(refuse(DescribeSimRefused::NoCard));
        }
        let known = rows::sim_of(&verb.tx, order.item, by.cite).await?;
        let is_new = known.is_none();
        let mut row = known.unwrap_or_else(|| rows::bare(id, by.cite, &order.operator));
        if !is_new && rows::subscription(&row)? != order.subscription {
            let runs = row.ends_on.is_some_and(|last| last.0 >= today);
            if row.commitment_id.take().is_some() && runs {
                return Err(refuse(DescribeSimRefused::PlanOnFund));
            }
        }
        let stocked = SimEvent { kind: EventKind::Stocked, on: item.received_on.0 };
        let life = if is_new { Life::of([stocked]) } else { rows::life_of(&verb.tx, id).await? };
        if !life.fits(&order.subscription) {
            return Err(refuse(DescribeSimRefused::Contradicts));
        }
        let facts = facts(order, is_new);
        row.operator.clone_from(&order.operator);
        row.customer.clone_from(&order.customer);
        row.volume_mb = order.volume_mb.map(i64::from);
        row.pin_sealed = pin.or(row.pin_sealed);
        row.puk_sealed = puk.or(row.puk_sealed);
        rows::put_subscription(&mut row, &order.subscription);
        rows::put_life(&mut row, life, &order.subscription);
        if is_new {
            sim::Entity::insert(row.into_active_model())
                .exec_without_returning(&verb.tx)
                .await
                .map_err(Failure::from)?;
            rows::write_event(&verb, id, stocked, None).await?;
        } else {
            rows::update(&verb, row).await?;
        }
        Ok(verb.commit(Subject::Item, order.item, facts).await?)
    }
}

/// Which secrets were noted, never what they are.
fn facts(order: &DescribeSim, is_new: bool) -> serde_json::Value {
    let noted = [&order.pin, &order.puk].into_iter().flatten();
    let noted: Vec<SecretKind> = noted.map(SimSecret::kind).collect();
    json!({ "new": is_new, "subscription": order.subscription.code(), "secrets": noted })
}
