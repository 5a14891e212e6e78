//! What the agreement prints of the plan behind a loan.

use domain::ids::{LoanId, PlanId};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::entities::{journal, loan, loan_item, reservation};
use crate::rounds::reservations::ReservationState;
use crate::{By, Store};

impl Store {
    /// The plan that set an item of this loan aside for a need that it meets, and when it was adopted;
    /// the agreement must then say that an algorithm had a part in the decision (CRPA art. L. 311-3-1).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn plan_behind(
        &self,
        id: LoanId,
        by: By,
    ) -> Result<Option<(PlanId, Timestamp)>, Failure> {
        let mine = loan::Entity::find_by_id(Uuid::from(id))
            .filter(loan::Column::CiteId.eq(Uuid::from(by.cite)));
        let Some(loan) = mine.one(&self.db).await? else { return Ok(None) };
        let lines = loan_item::Entity::find()
            .filter(loan_item::Column::LoanId.eq(loan.id))
            .all(&self.db)
            .await?;
        let posted = reservation::Entity::find()
            .filter(reservation::Column::HouseholdId.eq(loan.household_id))
            .filter(reservation::Column::ItemId.is_in(lines.iter().map(|line| line.item_id)))
            .filter(reservation::Column::NeedId.is_in(lines.iter().filter_map(|line| line.need_id)))
            .filter(reservation::Column::State.eq(ReservationState::Posted.code()))
            .one(&self.db)
            .await?;
        let Some(posted) = posted else { return Ok(None) };
        let adopted = journal::Entity::find()
            .filter(journal::Column::SubjectId.eq(posted.plan_id))
            .filter(journal::Column::Verb.eq("adopt_plan"))
            .one(&self.db)
            .await?;
        Ok(adopted.map(|line| (PlanId(posted.plan_id), line.at.timestamp())))
    }
}
