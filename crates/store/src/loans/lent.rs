//! What is lent now, by household.

use std::collections::BTreeMap;

use domain::people::equipment::NeedKind;
use domain::stock::ItemKind;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::entities::{item, loan, loan_item};

/// How many devices each household of a cité has on loan; those without any are left out.
pub(crate) async fn devices_lent(
    db: &impl ConnectionTrait,
    cite: Uuid,
) -> Result<BTreeMap<Uuid, u8>, Failure> {
    let devices =
        ItemKind::ALL.iter().filter(|kind| NeedKind::met_by(**kind) == Some(NeedKind::Device));
    let devices = Query::select()
        .column(item::Column::Id)
        .from(item::Entity)
        .and_where(item::Column::CiteId.eq(cite))
        .and_where(item::Column::Kind.is_in(devices.map(|kind| kind.code())))
        .to_owned();
    let out: Vec<Uuid> = loan_item::Entity::find()
        .filter(loan_item::Column::ClosedAt.is_null())
        .filter(loan_item::Column::ItemId.in_subquery(devices))
        .select_only()
        .column(loan_item::Column::LoanId)
        .into_tuple()
        .all(db)
        .await?;
    let running = Query::select()
        .column(loan_item::Column::LoanId)
        .from(loan_item::Entity)
        .and_where(loan_item::Column::ClosedAt.is_null())
        .to_owned();
    let homes: Vec<(Uuid, Uuid)> = loan::Entity::find()
        .filter(loan::Column::CiteId.eq(cite))
        .filter(loan::Column::Id.in_subquery(running))
        .select_only()
        .column(loan::Column::Id)
        .column(loan::Column::HouseholdId)
        .into_tuple()
        .all(db)
        .await?;
    let homes: BTreeMap<Uuid, Uuid> = homes.into_iter().collect();
    let mut lent: BTreeMap<Uuid, u8> = BTreeMap::new();
    for home in out.iter().filter_map(|loan| homes.get(loan)) {
        let many = lent.entry(*home).or_default();
        *many = many.saturating_add(1);
    }
    Ok(lent)
}
