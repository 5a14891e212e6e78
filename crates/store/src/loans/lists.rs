//! Lists of loans: open, overdue, of one household.

use domain::ids::HouseholdId;
use jiff::civil::Date;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::show::Loan;
use crate::base::columns::Day;
use crate::base::error::Failure;
use crate::entities::loan;
use crate::{By, Store};

impl Store {
    /// Loans with an item still out, the earliest due first, and how many there are.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn open_loans(
        &self,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<Loan>, u64), Failure> {
        self.page_of(open(by), offset, limit, by).await
    }

    /// Those due before `today`, the latest ones first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn overdue(
        &self,
        today: Date,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<Loan>, u64), Failure> {
        let late = open(by).filter(loan::Column::DueOn.lt(Day(today)));
        self.page_of(late, offset, limit, by).await
    }

    /// Every loan of a household, the latest first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn loans_of(&self, home: HouseholdId, by: By) -> Result<Vec<Loan>, Failure> {
        let rows = loan::Entity::find()
            .filter(loan::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(loan::Column::HouseholdId.eq(Uuid::from(home)))
            .order_by_desc(loan::Column::LentAt)
            .order_by_asc(loan::Column::Id)
            .all(&self.db)
            .await?;
        self.loan_values(rows, by).await
    }

    async fn page_of(
        &self,
        query: Select<loan::Entity>,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<Loan>, u64), Failure> {
        let total = query.clone().count(&self.db).await?;
        let rows = query
            .order_by_asc(loan::Column::DueOn)
            .order_by_asc(loan::Column::Id)
            .offset(offset)
            .limit(limit)
            .all(&self.db)
            .await?;
        Ok((self.loan_values(rows, by).await?, total))
    }
}

/// The loans of the asker's cité with something still out, as `m0031_desk_lists` keeps it: in the words of its
/// partial indexes.
pub(crate) fn open(by: By) -> Select<loan::Entity> {
    loan::Entity::find()
        .filter(loan::Column::CiteId.eq(Uuid::from(by.cite)))
        .filter(Expr::cust("loans.still_out"))
}
