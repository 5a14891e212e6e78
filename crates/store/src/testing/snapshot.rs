//! Did anything change? Rows of every table, and the journal's head.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult as _, JsonValue, Statement};

use crate::Store;

/// How many rows each table has, and under `journal_head.seq` the number of the last journal line.
/// Sessions are left out: opening a page may touch one.
///
/// # Panics
/// When the database fails.
pub async fn snapshot(store: &Store) -> BTreeMap<String, i64> {
    let backend = store.db.get_database_backend();
    let names = match backend {
        DbBackend::Postgres => {
            "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()"
        }
        _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    };
    let tables = store.db.query_all_raw(Statement::from_string(backend, names)).await;
    let mut found = BTreeMap::new();
    for row in tables.expect("the tables' names") {
        let name: String = row.try_get("", "name").expect("a table's name");
        if name != "sessions" {
            let rows = number(store, &format!("SELECT count(*) AS n FROM {name}")).await;
            found.insert(name, rows);
        }
    }
    let head = number(store, "SELECT seq AS n FROM journal_head").await;
    found.insert("journal_head.seq".to_owned(), head);
    found
}

/// Every row of these tables, as text, in an order of its own: equal texts are equal rows.
///
/// # Panics
/// When the database fails.
pub async fn rows(store: &Store, tables: &[&str]) -> Vec<String> {
    let backend = store.db.get_database_backend();
    let mut rows = Vec::new();
    for table in tables {
        let query = Statement::from_string(backend, format!("SELECT * FROM {table}"));
        let found = JsonValue::find_by_statement(query).all(&store.db).await;
        let found = found.expect("a table's rows");
        rows.extend(found.into_iter().map(|row| format!("{table} {row}")));
    }
    rows.sort();
    rows
}

async fn number(store: &Store, sql: &str) -> i64 {
    let statement = Statement::from_string(store.db.get_database_backend(), sql);
    let row = store.db.query_one_raw(statement).await.expect("an answer").expect("a row");
    row.try_get("", "n").expect("a number")
}
