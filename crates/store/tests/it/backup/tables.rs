//! Every table of the schema is kept in a backup or left out on purpose, and can be filled in order.

use store::on_both;
use store::testing::{backup_tables, schema_tables};

on_both! {
    async fn every_table_is_named_and_stands_after_those_that_it_names(fresh) {
        let (kept, left_out) = backup_tables();
        let schema = schema_tables(&fresh.store).await;
        let named: Vec<&str> = kept.iter().chain(&left_out).copied().collect();
        for table in &schema {
            assert!(named.contains(&table.name.as_str()), "{} is neither kept nor left out: crates/store/src/backup/tables.rs", table.name);
        }
        for name in named {
            assert!(schema.iter().any(|table| table.name == name), "there is no table {name} any more");
        }
        for table in schema.iter().filter(|table| kept.contains(&table.name.as_str())) {
            let at = |name: &str| kept.iter().position(|known| *known == name);
            for other in &table.references {
                assert!(at(other) < at(&table.name), "{} names {other}, which is filled after it", table.name);
            }
            // Of a kind that both databases say alike, or this fails.
            assert_eq!(table.unknown_columns, Vec::<String>::new(), "{}", table.name);
        }
    }
}
