//! Many rows in one statement.
//!
//! SeaORM builds a tree of every value and then its text anew; for a school's file that costs as much as
//! the writing itself. Here the text is made once for as many rows as a statement has, and again only for
//! the last.

use std::fmt::Write as _;

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait,
    IdenStatic, IntoActiveModel, Iterable, PrimaryKeyToColumn, Statement, Value,
};

/// The most values that either database binds in one statement (`SQLite` 32 766, `PostgreSQL` 65 535).
const BINDS: usize = 32_000;
/// The most rows of one statement.
const ROWS: usize = 1_000;

/// What becomes of a row whose key is there already.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Known<'a, Column> {
    /// It is a fault.
    Refused,
    /// These columns are written over.
    WrittenOver(&'a [Column]),
}

/// Inserts rows that are new.
pub(crate) async fn insert<E>(tx: &DatabaseTransaction, rows: Vec<E::Model>) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let mut text = Text::<E>::of(tx.get_database_backend(), Known::Refused);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let values = values::<E>(rows.by_ref().take(Text::<E>::most()));
        execute(tx, text.of_so_many(values.len()), values).await?;
    }
    Ok(())
}

/// The values of rows, in the order of their columns.
pub(crate) fn values<E>(rows: impl IntoIterator<Item = E::Model>) -> Vec<Value>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let columns: Vec<E::Column> = E::Column::iter().collect();
    let mut values = Vec::new();
    for row in rows {
        let mut row = row.into_active_model();
        values.extend(columns.iter().filter_map(|column| row.take(*column).into_value()));
    }
    values
}

/// The text of an insertion, made again only for another number of rows.
pub(crate) struct Text<'a, E: EntityTrait> {
    backend: DbBackend,
    known: Known<'a, E::Column>,
    made: (usize, String),
}

impl<'a, E: EntityTrait> Text<'a, E> {
    pub fn of(backend: DbBackend, known: Known<'a, E::Column>) -> Self {
        Self { backend, known, made: (0, String::new()) }
    }

    /// The most rows of one statement.
    pub fn most() -> usize {
        (BINDS / E::Column::iter().count()).min(ROWS)
    }

    /// For so many values.
    pub fn of_so_many(&mut self, values: usize) -> &str {
        if self.made.0 != values {
            let columns: Vec<E::Column> = E::Column::iter().collect();
            let names: Vec<&str> = columns.iter().map(IdenStatic::as_str).collect();
            let table = E::default();
            let rows = values / names.len();
            let mut sql = insertion(self.backend, table.unquoted(), &names, rows);
            if let Known::WrittenOver(columns) = self.known {
                sql += &written_over::<E>(columns);
            }
            self.made = (values, sql);
        }
        &self.made.1
    }
}

/// Runs a statement with its values.
pub(crate) async fn execute(
    tx: &DatabaseTransaction,
    sql: &str,
    values: Vec<Value>,
) -> Result<(), DbErr> {
    let backend = tx.get_database_backend();
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(())
}

/// `INSERT INTO table (columns) VALUES (…), (…)` for so many rows.
pub(crate) fn insertion(backend: DbBackend, table: &str, columns: &[&str], rows: usize) -> String {
    let mut sql = format!("INSERT INTO {table} (\"{}\") VALUES ", columns.join("\", \""));
    for at in 0..rows * columns.len() {
        let first = at.is_multiple_of(columns.len());
        sql += match (at, first) {
            (0, _) => "(",
            (_, true) => "), (",
            (_, false) => ", ",
        };
        // Writing to a `String` does not fail.
        let _ = match backend {
            DbBackend::Postgres => write!(sql, "${}", at + 1),
            _ => write!(sql, "?"),
        };
    }
    sql + ")"
}

fn written_over<E: EntityTrait>(columns: &[E::Column]) -> String {
    let key: Vec<String> =
        E::PrimaryKey::iter().map(|key| format!("\"{}\"", key.into_column().as_str())).collect();
    let set: Vec<String> = columns
        .iter()
        .map(IdenStatic::as_str)
        .map(|name| format!("\"{name}\" = excluded.\"{name}\""))
        .collect();
    format!(" ON CONFLICT ({}) DO UPDATE SET {}", key.join(", "), set.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_an_insertion() {
        let text = |backend| insertion(backend, "t", &["a", "b"], 2);
        assert_eq!(text(DbBackend::Sqlite), "INSERT INTO t (\"a\", \"b\") VALUES (?, ?), (?, ?)");
        let numbered = "INSERT INTO t (\"a\", \"b\") VALUES ($1, $2), ($3, $4)";
        assert_eq!(text(DbBackend::Postgres), numbered);
    }
}
