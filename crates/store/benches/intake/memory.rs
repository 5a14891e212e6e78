//! How much memory this process has taken at most, and what a very long file takes.

use std::time::Instant;

use domain::Seat;
use domain::ids::ImportId;
use domain::people::census::ImportKind;
use store::testing::Database;
use store::testing::builders::cites::seated;
use store::testing::builders::households::school;
use uuid::Uuid;

use crate::{invented, ours};

/// The most that a row of a pupils' file may take while it is read and reckoned, in bytes, its own bytes
/// in the file included.
const MOST: usize = 3 * 1024;

/// The most memory held since the start, or since [`forget_peak`], in bytes; 0 where the system does not
/// tell.
pub fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let digits = line.and_then(|line| line.trim().split(' ').next()?.parse::<usize>().ok());
    digits.unwrap_or_default() * 1024
}

/// Begins a new peak.
pub fn forget_peak() {
    // Not allowed everywhere: then the peak is the whole run's, which is no less.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Reads and reckons a pupils' file of so many rows on an empty register; is the memory bounded?
pub async fn long_file(rows: usize) -> bool {
    let fresh = Database::Sqlite.fresh().await;
    let by = seated(&fresh.store, 0, Seat::TownAgent).await;
    let school = school(&fresh.store, by).await;
    let id = ImportId(Uuid::from_u128(9_000));
    // The file itself would be too long to be kept: what counts is reading and reckoning.
    ours::stage(&fresh, id, ImportKind::Pupils, school, b"long", by).await;
    forget_peak();
    let before = peak();
    let bytes = invented::long_file(rows);
    let clock = Instant::now();
    let file = ours::read(ImportKind::Pupils, &bytes);
    let (read, read_peak) = (clock.elapsed(), peak());
    let clock = Instant::now();
    let shown = fresh.store.dry_run(id, &file, by).await.expect("a dry run");
    let (reckoned, whole) = (clock.elapsed(), peak());
    let a_row = whole.saturating_sub(before) / rows.max(1);
    println!("{rows} rows, {} MB: {:?}", bytes.len() >> 20, shown.tally);
    println!("  read     {:>8.3} s  peak {} MB", read.as_secs_f64(), read_peak >> 20);
    println!("  dry run  {:>8.3} s  peak {} MB", reckoned.as_secs_f64(), whole >> 20);
    println!("  {a_row} bytes a row, at most {MOST}");
    a_row <= MOST
}
