//! How `SQLite` means to answer the queries that must not read whole tables.

use jiff::civil::Date;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, Statement,
};

use crate::entities::loan;
use crate::loans::lists::open;
use crate::stock::ends::Ends;
use crate::{By, Store};

/// The steps of the search by a few digits.
///
/// # Panics
/// When the text is too short, or the database does not answer.
pub async fn plan_of_search(store: &Store, text: &str, by: By) -> String {
    let select = Ends::of(text).items(by).expect("a text that is long enough");
    explained(store, store.db.get_database_backend().build(&select)).await
}

/// The steps of the list of late loans.
///
/// # Panics
/// When the database does not answer.
pub async fn plan_of_overdue(store: &Store, today: Date, by: By) -> String {
    let late = open(by)
        .filter(loan::Column::DueOn.lt(crate::base::columns::Day(today)))
        .order_by_asc(loan::Column::DueOn)
        .order_by_asc(loan::Column::Id)
        .limit(50);
    explained(store, late.build(store.db.get_database_backend())).await
}

async fn explained(store: &Store, statement: Statement) -> String {
    let explain = Statement { sql: format!("EXPLAIN QUERY PLAN {}", statement.sql), ..statement };
    let rows = store.db.query_all_raw(explain).await.expect("a plan");
    let step = |row: &sea_orm::QueryResult| row.try_get::<String>("", "detail").expect("a step");
    rows.iter().map(step).collect::<Vec<_>>().join("\n")
}
