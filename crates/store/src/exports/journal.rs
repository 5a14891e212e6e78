//! The journal's lines of a cité, oldest first.

use domain::ids::CiteId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{ExportPage, ROWS};
use crate::base::error::Failure;
use crate::entities::journal;
use crate::{Entry, Store};

impl Store {
    /// Lines of a cité after a number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn export_journal(
        &self,
        after: i64,
        cite: CiteId,
    ) -> Result<ExportPage<Entry, i64>, Failure> {
        let found = journal::Entity::find()
            .filter(journal::Column::CiteId.eq(Uuid::from(cite)))
            .filter(journal::Column::Seq.gt(after))
            .order_by_asc(journal::Column::Seq)
            .limit(ROWS)
            .all(&self.db)
            .await?;
        let (read, last) = (found.len(), found.last().map(|row| row.seq));
        Ok(ExportPage::of(found.into_iter().map(Entry::from).collect(), read, last))
    }
}
