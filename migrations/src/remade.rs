//! Constraints of a table that is there: `PostgreSQL` drops and adds them, `SQLite` makes the table anew.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement};

/// Gives a table's named CHECK constraints another condition, each `(name, condition)`.
///
/// `SQLite` changes no constraint: the table is made anew from its own text, and so with whatever other
/// steps added to it, then its indexes and triggers. What refers to it is judged at the end.
pub(crate) async fn checks(
    manager: &SchemaManager<'_>,
    table: &str,
    changed: &[(&str, &str)],
) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if manager.get_database_backend() == DbBackend::Postgres {
        for (name, condition) in changed {
            let drop = format!("ALTER TABLE {table} DROP CONSTRAINT {name}");
            db.execute_unprepared(&drop).await?;
            let add = format!("ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition})");
            db.execute_unprepared(&add).await?;
        }
        return Ok(());
    }
    let texts = |wanted: &str| {
        let sql = format!(
            "SELECT sql AS t FROM sqlite_master WHERE tbl_name = '{table}' AND sql IS NOT NULL AND type {wanted}"
        );
        Statement::from_string(DbBackend::Sqlite, sql)
    };
    let text = db.query_one_raw(texts("= 'table'")).await?;
    let text = text.ok_or_else(|| DbErr::Custom(format!("no table {table}")))?;
    let mut text: String = text.try_get("", "t")?;
    for (name, condition) in changed {
        text = with_check(&text, name, condition)
            .ok_or_else(|| DbErr::Custom(format!("{table} without {name}")))?;
    }
    let besides = db.query_all_raw(texts("IN ('index', 'trigger')")).await?;
    let besides: Vec<String> =
        besides.iter().map(|row| row.try_get("", "t")).collect::<Result<_, _>>()?;
    for sql in [
        "PRAGMA defer_foreign_keys = ON",
        &format!("CREATE TABLE {table}_aside AS SELECT * FROM {table}"),
        &format!("DROP TABLE {table}"),
        &text,
        &format!("INSERT INTO {table} SELECT * FROM {table}_aside"),
        &format!("DROP TABLE {table}_aside"),
    ] {
        db.execute_unprepared(sql).await?;
    }
    for sql in besides {
        db.execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// The table's text with another condition in one of its checks; nothing when it has no such check.
fn with_check(table: &str, name: &str, condition: &str) -> Option<String> {
    let start = table.find(&format!("CONSTRAINT {name} CHECK ("))?;
    let open = start + table[start..].find('(')?;
    let mut depth = 0_usize;
    let close = table[open..].char_indices().find_map(|(at, sign)| {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(open + at)
    })?;
    Some(format!("{}{condition}{}", &table[..=open], &table[close..]))
}

#[cfg(test)]
mod tests {
    use super::with_check;

    #[test]
    fn a_check_is_found_by_its_name_and_ends_where_its_bracket_does() {
        let table = "CREATE TABLE t (a BIGINT, CONSTRAINT t_a CHECK ((a > 0) OR (a < -1)), CONSTRAINT t_b CHECK (a <> 7))";
        let changed = with_check(table, "t_a", "a > 1").unwrap();
        assert_eq!(
            changed,
            "CREATE TABLE t (a BIGINT, CONSTRAINT t_a CHECK (a > 1), CONSTRAINT t_b CHECK (a <> 7))"
        );
        assert_eq!(with_check(table, "t_c", "a"), None);
    }
}
