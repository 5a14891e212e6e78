//! What the agreement prints of the plan behind a loan.

use domain::ids::{HouseholdId, LoanId, ParcelId, PlanId};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::entities::{journal, loan, loan_item, reservation};
use crate::rounds::reservations::ReservationState;
use crate::{By, Store};

impl Store {
    /// The plan that set an item of this loan, or of the bag that becomes it, aside for a need that it
    /// meets, and when it was adopted; the agreement must then say that an algorithm had a part in the
    /// decision (CRPA art. L. 311-3-1).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn plan_behind(
        &self,
        id: LoanId,
        by: By,
    ) -> Result<Option<(PlanId, Timestamp)>, Failure> {
        let loan = loan::Entity::find_by_id(Uuid::from(id))
            .filter(loan::Column::CiteId.eq(Uuid::from(by.cite)));
        let lines = loan_item::Entity::find().filter(loan_item::Column::LoanId.eq(Uuid::from(id)));
        let (home, behind) = if let Some(loan) = loan.one(&self.db).await? {
            let lines = lines.all(&self.db).await?;
            let met = lines.iter().filter_map(|line| line.need_id);
            let posted = of(ReservationState::Posted, lines.iter().map(|line| line.item_id))
                .filter(reservation::Column::NeedId.is_in(met));
            (HouseholdId(loan.household_id), posted)
        } else if let Some(bag) = self.parcel(ParcelId(id.0), by).await? {
            let items = bag.items.iter().map(|(item, _)| item.id.into());
            (bag.household, of(ReservationState::Held, items))
        } else {
            return Ok(None);
        };
        let theirs = reservation::Column::HouseholdId.eq(Uuid::from(home));
        let posted = behind.filter(theirs).one(&self.db).await?;
        let Some(posted) = posted else { return Ok(None) };
        let adopted = journal::Entity::find()
            .filter(journal::Column::SubjectId.eq(posted.plan_id))
            .filter(journal::Column::Verb.eq("adopt_plan"))
            .one(&self.db)
            .await?;
        Ok(adopted.map(|line| (PlanId(posted.plan_id), line.at.timestamp())))
    }
}

/// The reservations of these items that stand so.
fn of(
    state: ReservationState,
    items: impl Iterator<Item = Uuid>,
) -> sea_orm::Select<reservation::Entity> {
    reservation::Entity::find()
        .filter(reservation::Column::ItemId.is_in(items))
        .filter(reservation::Column::State.eq(state.code()))
}
