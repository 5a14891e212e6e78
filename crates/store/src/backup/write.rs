//! Writing a backup while the program serves: one snapshot, row by row.

use std::io::{Seek, Write};

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, IsolationLevel,
    Statement, StreamTrait, TransactionOptions, TransactionTrait,
};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::manifest::{FORMAT, Head, MANIFEST, Manifest, TableEntry, entry_name};
use super::tables::{KEPT, LEFT_OUT, Table, kept};
use super::{cells, schema};
use crate::Store;
use crate::base::error::Failure;
use crate::entities::journal_head;

/// Why a backup was not made; what was written of it is worth nothing.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database fails, or a row cannot be told in the backup's words.
    #[error(transparent)]
    Failed(#[from] Failure),
    /// The file could not be written.
    #[error("writing: {0}")]
    Write(#[from] std::io::Error),
    /// The archive could not be made.
    #[error("packing: {0}")]
    Pack(#[from] zip::result::ZipError),
}

impl From<sea_orm::DbErr> for BackupError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Failed(error.into())
    }
}

impl Store {
    /// Writes everything that must live on to `out`, as it stands at one instant, while others write.
    /// No more than one row is in memory at a time.
    ///
    /// # Errors
    /// [`BackupError`].
    pub async fn back_up<W: Write + Seek>(
        &self,
        out: W,
        program: &str,
        now: Timestamp,
    ) -> Result<Manifest, BackupError> {
        let tx = self.snapshot().await?;
        // The first read fixes the snapshot on `SQLite`.
        let head = journal_head::Entity::find_by_id(1).one(&tx).await?;
        let head = head.ok_or_else(|| Failure::row("journal_head", 1, "missing"))?;
        let there = schema::names(&tx).await?;
        let known =
            |name: &String| kept(name).is_some() || LEFT_OUT.iter().any(|(left, _)| left == name);
        if let Some(unknown) = there.iter().find(|name| self.is_file() && !known(name)) {
            return Err(Failure::row("sqlite_master", unknown, "no backup knows this table").into());
        }
        let mut zip = ZipWriter::new(out);
        let mut tables = Vec::new();
        // An older schema has fewer tables.
        for table in KEPT.iter().filter(|table| there.iter().any(|name| name == table.name)) {
            tables.push(write_table(&tx, table, &mut zip).await?);
        }
        let manifest = Manifest {
            format: FORMAT,
            program: program.to_owned(),
            schema: last_step(&tx).await?,
            made_at: Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now),
            key: self.key.fingerprint(),
            journal: Head { seq: head.seq, hash: head.hash },
            tables,
        };
        zip.start_file(MANIFEST, options())?;
        zip.write_all(&serde_json::to_vec_pretty(&manifest).map_err(Failure::from)?)?;
        zip.finish()?.flush()?;
        Ok(manifest)
    }

    fn is_file(&self) -> bool {
        self.db.get_database_backend() == DbBackend::Sqlite
    }

    /// A transaction that sees one state of the database and cannot write.
    async fn snapshot(&self) -> Result<DatabaseTransaction, Failure> {
        let postgres = !self.is_file();
        let options = TransactionOptions {
            isolation_level: postgres.then_some(IsolationLevel::RepeatableRead),
            access_mode: postgres.then_some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        };
        Ok(self.db.begin_with_options(options).await?)
    }
}

/// Everything that could differ between two runs is fixed: dates, rights, the way of packing.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o600)
        .large_file(true)
}

async fn write_table<W: Write + Seek>(
    tx: &DatabaseTransaction,
    table: &Table,
    zip: &mut ZipWriter<W>,
) -> Result<TableEntry, BackupError> {
    let shape = schema::shape(tx, table).await?;
    zip.start_file(entry_name(table.name), options())?;
    let (mut rows, mut bytes, mut digest) = (0, 0, Sha256::new());
    let mut line = Vec::new();
    let statement = Statement::from_string(ConnectionTrait::get_database_backend(tx), shape.select);
    let mut stream = tx.stream_raw(statement).await?;
    while let Some(row) = stream.try_next().await? {
        line.clear();
        for (at, column) in shape.columns.iter().enumerate() {
            line.push(if at == 0 { b'[' } else { b',' });
            match table.reset.iter().find(|(name, _)| *name == column.name) {
                Some((_, fresh)) => line.extend_from_slice(fresh.as_bytes()),
                None => cells::write(&mut line, &row, at, column.kind)?,
            }
        }
        line.extend_from_slice(b"]\n");
        digest.update(&line);
        zip.write_all(&line)?;
        rows += 1;
        bytes += line.len() as u64;
    }
    let sha256 = hex::encode(digest.finalize());
    Ok(TableEntry { name: table.name.to_owned(), columns: shape.columns, rows, bytes, sha256 })
}

/// The last step that this database has gone through.
async fn last_step(tx: &DatabaseTransaction) -> Result<String, Failure> {
    let backend = ConnectionTrait::get_database_backend(tx);
    let done = Statement::from_string(backend, "SELECT version FROM seaql_migrations");
    let rows = tx.query_all_raw(done).await?;
    let done: Vec<String> =
        rows.iter().map(|row| row.try_get("", "version")).collect::<Result<_, _>>()?;
    let steps = Migrator::migrations();
    let last = steps.iter().rev().find(|step| done.iter().any(|name| name == step.name()));
    last.map(|step| step.name().to_owned())
        .ok_or_else(|| Failure::row("seaql_migrations", "", "no known step"))
}
