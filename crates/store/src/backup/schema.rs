//! What a table's columns are, said alike on both databases.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use serde::{Deserialize, Serialize};

use super::tables::Table;
use crate::base::error::Failure;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An id, with hyphens.
    Uuid,
    /// Text.
    Text,
    /// A whole number of 64 bits.
    Integer,
    /// True or false.
    Boolean,
    /// Bytes, in hexadecimal digits.
    Bytes,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// A table as the database at hand has it.
#[derive(Debug)]
pub struct Shape {
    /// Its columns by name, so that both databases give one order.
    pub columns: Vec<Column>,
    /// The SQL that reads its rows in the order of its key, which is one on both databases as well.
    pub select: String,
}

/// The tables that there are.
pub async fn names(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
        }
        _ => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
        }
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    rows.iter().map(|row| row.try_get("", "name")).collect()
}

/// The shape of a kept table.
pub async fn shape(db: &impl ConnectionTrait, table: &Table) -> Result<Shape, Failure> {
    let backend = db.get_database_backend();
    let name = table.name;
    let sql = match backend {
        DbBackend::Postgres => format!(
            "SELECT a.attname::text AS name, format_type(a.atttypid, a.atttypmod)::text AS type, \
             COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)::bigint AS pk \
             FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary \
             WHERE a.attrelid = '{name}'::regclass AND a.attnum > 0 AND NOT a.attisdropped"
        ),
        _ => format!("SELECT name, type, pk FROM pragma_table_info('{name}')"),
    };
    let (mut columns, mut key) = (Vec::new(), Vec::new());
    for row in db.query_all_raw(Statement::from_string(backend, sql)).await? {
        let column: String = row.try_get("", "name")?;
        let declared: String = row.try_get("", "type")?;
        let kind = kind(table, &column, &declared).ok_or_else(|| {
            Failure::row(name, &column, format!("{declared} is no type that a backup knows"))
        })?;
        let place: i64 = row.try_get("", "pk")?;
        if place > 0 {
            let bytewise = backend == DbBackend::Postgres && kind == Kind::Text;
            key.push((
                place,
                format!("\"{column}\"{}", if bytewise { " COLLATE \"C\"" } else { "" }),
            ));
        }
        columns.push(Column { name: column, kind });
    }
    if key.is_empty() {
        return Err(Failure::row(name, "", "no key to order its rows by"));
    }
    columns.sort_by(|a, b| a.name.cmp(&b.name));
    key.sort();
    let list: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let key: Vec<String> = key.into_iter().map(|(_, column)| column).collect();
    let select = format!("SELECT {} FROM {name} ORDER BY {}", list.join(", "), key.join(", "));
    Ok(Shape { columns, select })
}

fn kind(table: &Table, column: &str, declared: &str) -> Option<Kind> {
    Some(match declared.to_ascii_lowercase().as_str() {
        "uuid" => Kind::Uuid,
        "bytea" => Kind::Bytes,
        "blob" if table.bytes.contains(&column) => Kind::Bytes,
        "blob" => Kind::Uuid,
        "text" => Kind::Text,
        "bigint" => Kind::Integer,
        "boolean" => Kind::Boolean,
        _ => return None,
    })
}
