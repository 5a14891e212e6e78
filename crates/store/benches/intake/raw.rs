//! The least that anybody must do: the same bytes through `csv`, and the rows that our way has made into
//! bare tables without key or index, many a statement, in one transaction.

use std::time::{Duration, Instant};

use sea_orm::{
    ConnectionTrait, Database, DatabaseConnection, DbBackend, QueryResult, Statement,
    TransactionTrait, Value,
};
use uuid::Uuid;

use crate::invented::Files;

/// How long each part took, and how many rows each table has.
pub struct Times {
    pub parse: Duration,
    pub insert: Duration,
    pub rows: [usize; 3],
}

/// Rows of one statement.
const CHUNK: usize = 1000;

#[derive(Clone, Copy)]
enum Is {
    Id,
    Text,
    MaybeText,
    Yes,
    Number,
}

type Columns = &'static [(&'static str, Is)];

const TABLES: [(&str, Columns); 3] = [
    (
        "households",
        &[
            ("id", Is::Id),
            ("cite_id", Is::Id),
            ("label", Is::Text),
            ("search_key", Is::Text),
            ("address", Is::Text),
            ("postal_code", Is::Text),
            ("commune", Is::Text),
            ("in_qpv", Is::Yes),
            ("lost_contact", Is::Yes),
            ("contact_language", Is::Text),
            ("equipment", Is::Text),
            ("connection", Is::Text),
            ("accepts_loan", Is::Yes),
            ("accepts_refurbished", Is::Yes),
            ("created_at", Is::Number),
        ],
    ),
    (
        "guardians",
        &[
            ("id", Is::Id),
            ("household_id", Is::Id),
            ("family_name", Is::Text),
            ("first_name", Is::Text),
            ("match_key", Is::Text),
            ("lives_elsewhere", Is::Yes),
            ("mobile", Is::MaybeText),
            ("phone", Is::MaybeText),
            ("email", Is::MaybeText),
        ],
    ),
    (
        "children",
        &[
            ("id", Is::Id),
            ("cite_id", Is::Id),
            ("household_id", Is::Id),
            ("school_id", Is::Id),
            ("family_name", Is::Text),
            ("first_name", Is::Text),
            ("match_key", Is::Text),
            ("birth_year", Is::Number),
            ("birth_seal", Is::Text),
            ("level", Is::Text),
            ("grade_label", Is::Text),
            ("class_name", Is::Text),
        ],
    ),
];

/// Parses the files and inserts the rows of the database again, raw.
pub async fn take(url: &str, files: &Files) -> Times {
    let parse = parse(files);
    let db = Database::connect(url).await.expect("a database");
    let backend = db.get_database_backend();
    let mut held: Vec<Vec<Vec<Value>>> = Vec::new();
    for (table, columns) in TABLES {
        let empty = format!("CREATE TABLE raw_{table} AS SELECT * FROM {table} WHERE 1 = 0");
        db.execute_unprepared(&empty).await.expect("a bare table");
        held.push(rows(&db, table, columns).await);
    }
    let rows = [0, 1, 2].map(|at| held[at].len());
    let clock = Instant::now();
    let tx = db.begin().await.expect("a transaction");
    for ((table, columns), rows) in TABLES.into_iter().zip(held) {
        let mut rows = rows.into_iter();
        let mut text = (0, String::new());
        loop {
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                break;
            }
            if text.0 != chunk.len() {
                text = (chunk.len(), insert(backend, table, columns, chunk.len()));
            }
            let values = chunk.into_iter().flatten();
            let insert = Statement::from_sql_and_values(backend, &text.1, values);
            tx.execute_raw(insert).await.expect("inserted rows");
        }
    }
    tx.commit().await.expect("a commit");
    let insert = clock.elapsed();
    db.close().await.expect("a closed connection");
    Times { parse, insert, rows }
}

fn parse(files: &Files) -> Duration {
    let clock = Instant::now();
    let mut cells = 0;
    for bytes in [&files.pupils, &files.guardians] {
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(bytes.as_slice());
        for record in reader.records() {
            cells += record.expect("a record").iter().filter(|cell| !cell.is_empty()).count();
        }
    }
    assert!(std::hint::black_box(cells) > 0, "empty files");
    clock.elapsed()
}

async fn rows(db: &DatabaseConnection, table: &str, columns: Columns) -> Vec<Vec<Value>> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let all = format!("SELECT {} FROM {table}", names.join(", "));
    let all = Statement::from_string(db.get_database_backend(), all);
    let found = db.query_all_raw(all).await.expect("rows");
    found
        .iter()
        .map(|row| columns.iter().map(|(name, is)| value(row, name, *is)).collect())
        .collect()
}

fn value(row: &QueryResult, name: &str, is: Is) -> Value {
    match is {
        Is::Id => row.try_get::<Uuid>("", name).expect("an id").into(),
        Is::Text => row.try_get::<String>("", name).expect("a text").into(),
        Is::MaybeText => row.try_get::<Option<String>>("", name).expect("a text").into(),
        Is::Yes => row.try_get::<bool>("", name).expect("yes or no").into(),
        Is::Number => row.try_get::<i64>("", name).expect("a number").into(),
    }
}

fn insert(backend: DbBackend, table: &str, columns: Columns, rows: usize) -> String {
    let mut nth = 0;
    let mut bind = || {
        nth += 1;
        if backend == DbBackend::Postgres { format!("${nth}") } else { "?".to_owned() }
    };
    let mut row = || {
        let binds: Vec<String> = columns.iter().map(|_| bind()).collect();
        format!("({})", binds.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(|_| row()).collect();
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    format!("INSERT INTO raw_{table} ({}) VALUES {}", names.join(", "), rows.join(", "))
}
