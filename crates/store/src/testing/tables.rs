//! The schema as it is, beside what a backup says of it.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::Store;
use crate::backup::{KEPT, LEFT_OUT, kept, names, shape};

/// A table of the schema.
#[derive(Debug)]
pub struct SchemaTable {
    /// Its name.
    pub name: String,
    /// The other tables that its foreign keys name.
    pub references: Vec<String>,
    /// What a backup cannot carry of it, or carries otherwise than the other database would.
    pub unknown_columns: Vec<String>,
}

/// The tables that a backup keeps, in order, and those that it leaves out.
#[must_use]
pub fn backup_tables() -> (Vec<&'static str>, Vec<&'static str>) {
    let kept = KEPT.iter().map(|table| table.name).collect();
    (kept, LEFT_OUT.iter().map(|(name, _)| *name).collect())
}

/// Every table there is.
///
/// # Panics
/// When the database fails.
pub async fn schema_tables(store: &Store) -> Vec<SchemaTable> {
    let backend = store.db.get_database_backend();
    let mut tables = Vec::new();
    for name in names(&store.db).await.expect("names") {
        let sql = match backend {
            DbBackend::Postgres => format!(
                "SELECT confrelid::regclass::text AS t FROM pg_constraint \
                 WHERE contype = 'f' AND conrelid = '{name}'::regclass"
            ),
            _ => format!("SELECT \"table\" AS t FROM pragma_foreign_key_list('{name}')"),
        };
        let rows = store.db.query_all_raw(Statement::from_string(backend, sql)).await;
        let mut references: Vec<String> =
            rows.expect("keys").iter().map(|row| row.try_get("", "t").expect("a name")).collect();
        references.retain(|other| *other != name);
        let mut unknown_columns = Vec::new();
        if let Some(table) = kept(&name) {
            match shape(&store.db, table).await {
                Err(problem) => unknown_columns.push(problem.to_string()),
                // `PostgreSQL` tells bytes from ids; the list must have told `SQLite` the same.
                Ok(shape) => unknown_columns.extend(
                    shape
                        .columns
                        .iter()
                        .filter(|column| {
                            let listed = table.bytes.contains(&column.name.as_str());
                            (column.kind == crate::Kind::Bytes) != listed
                        })
                        .map(|column| column.name.clone()),
                ),
            }
        }
        tables.push(SchemaTable { name, references, unknown_columns });
    }
    tables
}
