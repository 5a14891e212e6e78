//! How long a school's files take, against parsing the same bytes with `csv` and inserting the same rows
//! raw, in one process; and what memory a very long file takes. `cargo xtask bench intake` runs it.
//!
//! `intake sqlite ROWS`, `intake postgres ROWS` (the cluster is named by `CARTABLE_TEST_POSTGRES`),
//! `intake memory ROWS`.

mod invented;
mod memory;
mod ours;
mod raw;

use std::process::ExitCode;
use std::time::Duration;

use store::testing::Database;

/// As the program has it: a measure under another allocator would be of another program.
#[global_allocator]
static ALLOC: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The most that our way may take, in times of the raw way.
const MOST: f64 = 20.0;

#[tokio::main]
async fn main() -> ExitCode {
    // Cargo adds a word of its own.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let held = match (words.first(), words.get(1).and_then(|rows| rows.parse().ok())) {
        (Some(&"sqlite"), Some(rows)) => compare(Database::Sqlite, rows).await,
        (Some(&"postgres"), Some(rows)) => compare(Database::Postgres, rows).await,
        (Some(&"memory"), Some(rows)) => memory::long_file(rows).await,
        _ => {
            eprintln!("intake sqlite|postgres|memory ROWS");
            false
        }
    };
    if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// How often both ways are gone, in turns: a machine that stumbles once does not decide.
const TURNS: usize = 3;

/// Both ways on one sort of database; does the ratio of their middle times hold?
async fn compare(kind: Database, rows: usize) -> bool {
    let files = invented::files(rows);
    let (mut ours_took, mut raw_took) = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        let fresh = kind.fresh().await;
        memory::forget_peak();
        let ours = ours::take(&fresh, &files).await;
        let peak = memory::peak();
        let raw = raw::take(&fresh.url, &files).await;
        if turn == 0 {
            println!(
                "{kind:?}, {rows} pupils: {} households, {} guardians, {} children; {} kB",
                raw.rows[0],
                raw.rows[1],
                raw.rows[2],
                (files.pupils.len() + files.guardians.len()) / 1024,
            );
            println!("  shown {}; peak memory of ours {} MB", ours.shown, peak >> 20);
        }
        let least = raw.parse + raw.insert;
        println!("  ours  {:>8.3} s  {ours}", ours.total().as_secs_f64());
        println!(
            "  raw   {:>8.3} s  csv {:.3}, insert {:.3}",
            least.as_secs_f64(),
            raw.parse.as_secs_f64(),
            raw.insert.as_secs_f64(),
        );
        ours_took.push(ours.total());
        raw_took.push(least);
    }
    let ratio = middle(ours_took).as_secs_f64() / middle(raw_took).as_secs_f64();
    println!("  ratio {ratio:>8.1}    at most {MOST}");
    ratio <= MOST
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
