//! The lots and the donors of a cité.

use domain::ids::DonorId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::item::Lot;
use crate::base::error::Failure;
use crate::entities::{donor, lot};
use crate::{By, Store};

impl Store {
    /// Every lot of the asker's cité, the latest first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn lots(&self, by: By) -> Result<Vec<Lot>, Failure> {
        let rows = lot::Entity::find()
            .filter(lot::Column::CiteId.eq(Uuid::from(by.cite)))
            .order_by_desc(lot::Column::ReceivedOn)
            .order_by_asc(lot::Column::Label)
            .all(&self.db)
            .await?;
        self.lot_values(rows).await
    }

    /// Every donor of the asker's cité, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn donors(&self, by: By) -> Result<Vec<(DonorId, String)>, Failure> {
        let rows = donor::Entity::find()
            .filter(donor::Column::CiteId.eq(Uuid::from(by.cite)))
            .order_by_asc(donor::Column::Name)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|row| (DonorId(row.id), row.name)).collect())
    }
}
