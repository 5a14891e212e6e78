//! Recording a decision that items leave.

use domain::disposal::{Disposal, Leaver, Proof, Stays, may_leave};
use domain::stock::{Grade, ItemState, LotCondition};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::rows::insert;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{disposal, disposal_item, item, lot};
use crate::incidents::declare::open_of;
use crate::provisions::custody::open_provisions;
use crate::stock::moves::{MoveWipe, move_at_desk};
use crate::stock::values::items_by_id;
use crate::stock::wipes;
use crate::{By, Store};

/// Why nothing left: each item that stays with what is against it, by inventory number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisposeRefused(pub Vec<(Option<String>, Stays)>);

impl Store {
    /// Records a decision: all its items leave, or none.
    ///
    /// # Errors
    /// [`DisposeRefused`].
    pub async fn dispose_of(
        &self,
        order: &Disposal,
        by: By,
        now: Timestamp,
        today: Date,
    ) -> Result<(), VerbError<DisposeRefused>> {
        let verb = match self.begin_once("dispose_of", order.id.into(), order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let ids: Vec<Uuid> = order.items.iter().copied().map(Uuid::from).collect();
        let mut rows = items_by_id(&verb.tx, &ids, by.cite).await?;
        let (mut leave, mut stay) = (Vec::new(), Vec::new());
        for id in &ids {
            let Some(row) = rows.remove(id) else {
                stay.push((None, Stays::Unknown));
                continue;
            };
            match may_leave(leaver(&verb, &row).await?, &order.handing, order.wipe.as_ref()) {
                Ok(shown) => leave.push((row, shown)),
                Err(why) => stay.push((Some(row.tag), why)),
            }
        }
        if leave.is_empty() || !stay.is_empty() {
            return Err(VerbError::Refused(DisposeRefused(stay)));
        }
        disposal::Entity::insert(decision(order, by, today).into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
        let mut lines = Vec::with_capacity(leave.len());
        for (row, (proof, wiped_now)) in leave {
            if let (true, Some(wipe)) = (wiped_now, &order.wipe) {
                let certificate =
                    wipe.certificate.as_ref().map(|prefix| format!("{prefix}-{}", row.tag));
                let wipe = domain::wipe::Wipe { certificate, ..wipe.clone() };
                wipes::record(&verb, row.id, &wipe, by, now).await?;
            }
            lines.push(line(&verb, order, &row, proof).await?);
            let grade: Grade =
                row.grade.parse().map_err(|problem| Failure::row("items", row.id, problem))?;
            move_at_desk(&verb, row, ItemState::Gone, (grade, MoveWipe::None), now).await?;
        }
        insert::<disposal_item::Entity>(&verb.tx, lines).await?;
        let facts = json!({
            "items": order.items,
            "destination": order.handing.destination,
            "reason": order.reason,
        });
        Ok(verb.commit(Subject::Disposal, order.id, facts).await?)
    }
}

/// What the rules ask of an item.
async fn leaver(verb: &Verb, row: &item::Model) -> Result<Leaver, Failure> {
    let wrong = |problem| Failure::row("items", row.id, problem);
    Ok(Leaver {
        kind: row.kind.parse().map_err(wrong)?,
        state: row.state.parse().map_err(wrong)?,
        in_incident: open_of(verb, row.id).await?.is_some(),
        confided: !open_provisions(&verb.tx, &[row.id]).await?.is_empty(),
        used: wipes::used_since_wiped(&verb.tx, row).await?,
        wipe_failed: wipes::last_failed(&verb.tx, row.id).await?,
    })
}

fn decision(order: &Disposal, by: By, today: Date) -> disposal::Model {
    let handing = order.handing.clone();
    disposal::Model {
        id: order.id.into(),
        cite_id: by.cite.into(),
        act_number: order.act_number.clone(),
        act_on: Day(order.act_on),
        reason: order.reason.code().to_owned(),
        destination: handing.destination.code().to_owned(),
        recipient: handing.recipient,
        slip: handing.slip,
        destruction: handing.destruction,
        value_checked: handing.value_checked,
        unlocked: handing.unlocked,
        recorded_on: Day(today),
        taken_back_on: None,
        mistake: None,
    }
}

async fn line(
    verb: &Verb,
    order: &Disposal,
    row: &item::Model,
    proof: Proof,
) -> Result<disposal_item::Model, Failure> {
    let from = lot::Entity::find_by_id(row.lot_id).one(&verb.tx).await?;
    let from = from.ok_or_else(|| Failure::row("items", row.id, "no such lot"))?;
    let condition: LotCondition =
        from.condition.parse().map_err(|problem| Failure::row("lots", from.id, problem))?;
    // What came new was first used here; of the rest only people know.
    let first_year = match condition {
        LotCondition::New => Some(row.received_on.0.year()),
        LotCondition::Good | LotCondition::Refurbished => order.first_year,
    };
    let certificate = order.handing.destruction.clone().filter(|_| proof == Proof::Destroyed);
    Ok(disposal_item::Model {
        disposal_id: order.id.into(),
        item_id: row.id,
        destination: order.handing.destination.code().to_owned(),
        seq: verb.seq,
        from_state: row.state.clone(),
        proof: proof.code().to_owned(),
        certificate,
        first_year: first_year.map(i64::from),
        standing: true,
    })
}
