//! Filling an empty database from a backup: all of it in one transaction, or nothing.

use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, TransactionTrait,
    Value,
};

use super::archive::{Archive, ArchiveError, Lines};
use super::cells;
use super::schema::{self, Kind};
use super::tables::{KEPT, kept};
use crate::SecretKey;
use crate::base::error::Failure;
use crate::base::open::{MIGRATION_LOCK, OpenError, connect_bare};
use crate::base::reach::sqlite_file;
use crate::base::rows;
use crate::check::{Finding, parts};
use crate::forgetting::{Forgotten, forget_again};

/// Values of one statement: below what either database binds.
const BINDS: usize = 20_000;

/// Bytes of one statement, roughly.
const BATCH: usize = 1024 * 1024;

/// Why a backup was not restored; there is nothing more at the address than before.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The backup cannot be restored from.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// It goes with another key than this one.
    #[error("it goes with another secret key")]
    OtherKey,
    /// There is a database, or a file, at the address already.
    #[error("not an empty place")]
    NotEmpty,
    /// An earlier restoration was cut short, or another is under way: this file is in its way.
    #[error("{0} is in the way")]
    InTheWay(PathBuf),
    /// The database cannot be reached or made.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database did not take it.
    #[error(transparent)]
    Failed(#[from] Failure),
    /// The file could not be put in its place.
    #[error("writing: {0}")]
    Write(#[from] std::io::Error),
}

impl From<DbErr> for RestoreError {
    fn from(error: DbErr) -> Self {
        Self::Failed(error.into())
    }
}

/// What a restoration came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The households that the backup still held and that were forgotten again.
    pub forgotten: u64,
    /// Loans still open of those: the backup is older than their return.
    pub open_loans: u64,
    /// What the check found.
    pub findings: Vec<Finding>,
}

/// Restores a backup into an empty place, forgets again whoever is in `erased`, checks. On `SQLite`
/// the file appears at its address at the very end; on `PostgreSQL` one transaction holds it all.
///
/// # Errors
/// [`RestoreError`]; nothing is left then.
pub async fn restore<R: Read + Seek>(
    url: &str,
    archive: &mut Archive<R>,
    key: &SecretKey,
    erased: &[Forgotten],
    now: Timestamp,
) -> Result<Restored, RestoreError> {
    if archive.manifest().key != key.fingerprint() {
        return Err(RestoreError::OtherKey);
    }
    let Some(file) = sqlite_file(url) else {
        let db = connect_bare(url).await?;
        let restored = fill(&db, archive, erased, now).await;
        db.close().await?;
        return restored;
    };
    if file.exists() {
        return Err(RestoreError::NotEmpty);
    }
    let aside = beside(&file, ".restauration");
    if let Err(error) = std::fs::File::create_new(&aside) {
        return Err(match error.kind() {
            std::io::ErrorKind::AlreadyExists => RestoreError::InTheWay(aside),
            _ => error.into(),
        });
    }
    let restored = restore_file(&aside, &file, archive, erased, now).await;
    for suffix in ["", "-journal", "-wal", "-shm"] {
        // Most were never there.
        let _ = std::fs::remove_file(beside(&aside, suffix));
    }
    restored
}

async fn restore_file<R: Read + Seek>(
    aside: &Path,
    file: &Path,
    archive: &mut Archive<R>,
    erased: &[Forgotten],
    now: Timestamp,
) -> Result<Restored, RestoreError> {
    own_alone(aside)?;
    let db = connect_bare(&format!("sqlite://{}", escaped(aside))).await?;
    let restored = fill(&db, archive, erased, now).await;
    db.close().await?;
    let restored = restored?;
    // A link, unlike a renaming, never takes the place of a file that came there meanwhile.
    std::fs::hard_link(aside, file).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => RestoreError::NotEmpty,
        _ => error.into(),
    })?;
    Ok(restored)
}

async fn fill<R: Read + Seek>(
    db: &DatabaseConnection,
    archive: &mut Archive<R>,
    erased: &[Forgotten],
    now: Timestamp,
) -> Result<Restored, RestoreError> {
    let tx = db.begin().await?;
    if tx.get_database_backend() == DbBackend::Postgres {
        // A node that starts meanwhile waits, then finds the database as restored.
        tx.execute_unprepared(MIGRATION_LOCK).await?;
    }
    let there = schema::names(&tx).await?;
    if there.iter().any(|name| kept(name).is_some() || name == "seaql_migrations") {
        return Err(RestoreError::NotEmpty);
    }
    Migrator::up(&tx, archive.steps()).await?;
    let there = schema::names(&tx).await?;
    // A step of the schema may have put a first row where the backup has its own.
    for table in KEPT.iter().rev().filter(|table| there.iter().any(|name| name == table.name)) {
        tx.execute_unprepared(&format!("DELETE FROM {}", table.name)).await?;
    }
    for at in 0..archive.manifest().tables.len() {
        fill_table(&tx, archive.lines(at)?).await?;
    }
    Migrator::up(&tx, None).await?;
    let (forgotten, open_loans) = forget_again(&tx, erased, now).await?;
    let mut findings = Vec::new();
    parts(&tx, &mut findings).await?;
    tx.commit().await?;
    Ok(Restored { forgotten, open_loans, findings })
}

async fn fill_table<R: Read>(
    tx: &DatabaseTransaction,
    mut lines: Lines<'_, R>,
) -> Result<(), RestoreError> {
    let table = lines.table().clone();
    let wrong = |row: u64, problem: &str| ArchiveError::Row {
        table: table.name.clone(),
        row,
        problem: problem.to_owned(),
    };
    let known = kept(&table.name).ok_or_else(|| ArchiveError::Unknown(table.name.clone()))?;
    let shape = schema::shape(tx, known).await?;
    if shape.columns != table.columns {
        return Err(wrong(0, "its columns are not those of its schema").into());
    }
    let kinds: Vec<Kind> = table.columns.iter().map(|column| column.kind).collect();
    let (mut values, mut bytes) = (Vec::new(), 0);
    while let Some(line) = lines.next_line()? {
        bytes += line.len();
        let cells: Result<Vec<serde_json::Value>, _> = serde_json::from_slice(line);
        let row = lines.row();
        let cells = cells.map_err(|problem| wrong(row, &problem.to_string()))?;
        if cells.len() != kinds.len() {
            return Err(wrong(row, "a row has one value a column").into());
        }
        for (cell, kind) in cells.into_iter().zip(&kinds) {
            values.push(cells::read(cell, *kind).map_err(|problem| wrong(row, problem))?);
        }
        if values.len() + kinds.len() > BINDS || bytes > BATCH {
            insert(tx, &table, std::mem::take(&mut values)).await?;
            bytes = 0;
        }
    }
    insert(tx, &table, values).await
}

async fn insert(
    tx: &DatabaseTransaction,
    table: &super::manifest::TableEntry,
    values: Vec<Value>,
) -> Result<(), RestoreError> {
    if values.is_empty() {
        return Ok(());
    }
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let rows = values.len() / columns.len();
    let sql = rows::insertion(tx.get_database_backend(), &table.name, &columns, rows);
    rows::execute(tx, &sql, values).await?;
    Ok(())
}

/// The same name with this behind it.
fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// As an address spells a file: the driver reads `%` and `?` in it.
fn escaped(file: &Path) -> String {
    file.to_string_lossy().replace('%', "%25").replace('?', "%3F").replace('#', "%23")
}

/// Readable by its owner alone: it holds names.
fn own_alone(file: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    std::fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}
