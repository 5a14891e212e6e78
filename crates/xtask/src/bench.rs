//! `cargo xtask bench`: ratios against the least that must be done, measured in the same run.

mod allocation;
mod peers;
mod permutations;

use anyhow::{Result, bail};
use clap::Subcommand;

use crate::postgres::Postgres;
use crate::setup::{self, For};
use crate::{shell, steps};

/// What can be measured.
#[derive(Subcommand)]
pub enum Bench {
    /// A school's files taken in, against parsing the same bytes with `csv` and inserting the same rows
    /// raw: at most 20 times, on `SQLite` and on `PostgreSQL`.
    Intake {
        /// How many pupils. Above 100 000, a file too long to be kept, it is read and reckoned only, and
        /// the memory that takes is told.
        #[arg(long, default_value_t = 20_000)]
        rows: usize,
    },
    /// First byte and memory of an export of 300 000 loans, over HTTP and by command, on both databases.
    Exports,
    /// The engine beside LEMON, OR-tools and `HiGHS`, which are fetched: times, ratios, memory, the same optimum.
    Allocation(allocation::Options),
    /// The pages of the desk with 100 000 items, 50 000 families and 300 000 past loans, against 1 000 items: at
    /// most 3 times as long, on `SQLite` and on `PostgreSQL`.
    Desk {
        /// How many items the large register has; half as many families, three times as many past loans.
        #[arg(long, default_value_t = 100_000)]
        items: u32,
    },
    /// 300 agreements in two languages as one PDF: no slower a page than one alone, memory bounded.
    Papers {
        /// How many.
        #[arg(long, default_value_t = 300)]
        papers: u32,
    },
    /// The same plan from a hundred orders of the rows, on one processor and on two.
    Permutations(permutations::Options),
}

/// A longer file is above the 50 MB that an import may have.
const LONG: usize = 100_000;

/// Measures, and fails if what was promised does not hold.
pub fn run(bench: &Bench) -> Result<()> {
    let rows = match bench {
        Bench::Intake { rows } => rows,
        Bench::Exports => return exports(),
        Bench::Desk { items } => return desk(*items),
        Bench::Papers { papers } => return pages("papers", &[&papers.to_string()], ""),
        Bench::Allocation(options) => return allocation::run(options),
        Bench::Permutations(options) => return permutations::run(options),
    };
    if *rows > LONG {
        setup::prepare(&[])?;
        return intake("memory", *rows, "");
    }
    setup::prepare(&[For::Database])?;
    let postgres = Postgres::start()?;
    let outcomes = ["sqlite", "postgres"].map(|kind| (kind, intake(kind, *rows, &postgres.url())));
    let failed: Vec<&str> =
        outcomes.iter().filter(|(_, outcome)| outcome.is_err()).map(|(kind, _)| *kind).collect();
    if failed.is_empty() { Ok(()) } else { bail!("intake does not hold on {}", failed.join(", ")) }
}

/// Runs a test at its full size, one at a time, and shows what it measures.
fn exports() -> Result<()> {
    setup::prepare(&[For::Database])?;
    let postgres = Postgres::start()?;
    let mut run = shell::cargo();
    run.args(["test", "--workspace", "--test", "it", "--", "command_line::export_of_many"]);
    run.args(["--test-threads", "1", "--nocapture"]).env("CARTABLE_MANY_LOANS", "300000");
    steps::give(&mut run, &postgres)?;
    shell::run(&mut run)
}

/// Both sorts of database, each in a process of its own.
fn desk(items: u32) -> Result<()> {
    setup::prepare(&[For::Database])?;
    let postgres = Postgres::start()?;
    let items = items.to_string();
    let outcomes =
        ["sqlite", "postgres"].map(|kind| (kind, pages("desk", &[kind, &items], &postgres.url())));
    let failed: Vec<&str> =
        outcomes.iter().filter(|(_, outcome)| outcome.is_err()).map(|(kind, _)| *kind).collect();
    if failed.is_empty() { Ok(()) } else { bail!("desk does not hold on {}", failed.join(", ")) }
}

/// A bench of whole pages. It needs nearly every crate, as the workspace builds them.
fn pages(name: &str, words: &[&str], postgres: &str) -> Result<()> {
    let mut run = shell::cargo();
    run.args(["bench", "--quiet", "--workspace", "--bench", name, "--"]);
    run.args(words).env("CARTABLE_TEST_POSTGRES", postgres);
    shell::run(&mut run)
}

/// One process a kind, so that one's memory is not the other's. Only what it needs is built: no other
/// step uses the release profile.
fn intake(kind: &str, rows: usize, postgres: &str) -> Result<()> {
    let words = ["bench", "--quiet", "--package", "store", "--bench", "intake", "--", kind];
    let mut run = shell::cargo();
    run.args(words).arg(rows.to_string()).env("CARTABLE_TEST_POSTGRES", postgres);
    shell::run(&mut run)
}
