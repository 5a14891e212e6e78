//! What a page of a batch takes, against a page of one agreement alone, in one process: 300 agreements of
//! which half stand beside Arabic and half beside Tamil, from the register to the file in the database.
//! `cargo xtask bench papers` runs it.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use domain::Seat;
use domain::ids::{BatchId, ItemId, LoanId};
use domain::people::equipment::{Connection, Equipment};
use domain::people::language::ContactLanguage;
use domain::stock::{ItemKind, Restriction};
use store::testing::Database;
use store::testing::builders::cites::start;
use store::testing::builders::households::{family, school};
use store::testing::builders::rounds::shelf;
use store::testing::builders::stock::{TODAY, hand_over};
use store::{Batch, BatchState};
use tests::{App, Visitor};
use uuid::Uuid;

const ASKED: &str = "/prets/papiers?papier=convention&lesquels=remis&du=2026-09-01&au=2026-09-01";

/// No slower per page than one alone; a tenth is the machine's own unrest.
const MOST: f64 = 1.1;
/// The most memory that the batch may add to what the process holds before, in bytes.
const MOST_MEMORY: usize = 400 << 20;
/// How many are printed alone.
const ALONE: u128 = 24;

/// As the program has it.
#[global_allocator]
static ALLOC: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let many = words.first().and_then(|many| many.parse().ok()).unwrap_or(300_u128);
    let app = App::new(Database::Sqlite.fresh().await);
    let agent = given(&app, many).await;
    // Fonts and words are read once, at the first paper.
    let _ = alone(&agent, 1).await;
    let _ = alone(&agent, 2).await;

    forget_peak();
    let before = peak();
    let clock = Instant::now();
    let mut pages = 0;
    for n in 1..=ALONE.min(many) {
        pages += alone(&agent, n).await;
    }
    let one = clock.elapsed() / pages;
    println!("alone: {pages} pages, {:.1} ms a page, peak {} MB", ms(one), peak() >> 20);

    forget_peak();
    let clock = Instant::now();
    let batch = together(&app, &agent).await;
    let took = clock.elapsed();
    let each = took / batch.pages;
    let added = peak().saturating_sub(before);
    println!(
        "together: {} papers, {} pages, {} kB in {:.1} s, {:.1} ms a page, peak {} MB ({} MB more than before)",
        batch.papers,
        batch.pages,
        batch.size / 1024,
        took.as_secs_f64(),
        ms(each),
        peak() >> 20,
        added >> 20
    );
    let ratio = each.as_secs_f64() / one.as_secs_f64();
    println!("a page of the batch takes {ratio:.2} times a page alone, at most {MOST}");
    if ratio <= MOST && added <= MOST_MEMORY { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// So many families with a loan each, reading Arabic or Tamil.
async fn given(app: &App, many: u128) -> Visitor {
    let agent = app.visitor(0, Seat::TownAgent).await;
    let (store, by) = (app.store(), agent.by);
    let school = school(store, by).await;
    let lot = shelf(store, 1, ItemKind::Tablet, many, &Restriction::default(), by).await;
    for n in 1..=many {
        let mut new = family(n, school, Equipment::None, Connection::None);
        new.state.language =
            if n.is_multiple_of(2) { ContactLanguage::Arabic } else { ContactLanguage::Tamil };
        store.create_household(&new, by, start(), TODAY).await.expect("a family");
        let item = ItemId(Uuid::from_u128(Uuid::from(lot).as_u128() + n));
        store.lend(&hand_over(n, new.id, &[item]), by, start()).await.expect("a loan");
    }
    agent
}

/// Prints the agreement of one loan as its page does; how many pages it has.
async fn alone(agent: &Visitor, n: u128) -> u32 {
    let loan = LoanId(Uuid::from_u128(n));
    let language = if n.is_multiple_of(2) { "ar" } else { "ta" };
    let path = format!("/prets/{loan}/papier.pdf?papier=convention&langue={language}");
    let file = agent.get(&path).await.expect(200);
    let text = String::from_utf8_lossy(&file.bytes);
    let count = text
        .split("/Count ")
        .nth(1)
        .and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok());
    count.expect("a count of pages")
}

/// Prints them all as the page does; the time ends with the file.
async fn together(app: &App, agent: &Visitor) -> Batch {
    let begun = agent.fill(ASKED, "/prets/papiers", &[]).await.expect(303).location;
    let id = begun.as_deref().and_then(|path| path.rsplit('/').next()?.parse().ok());
    let id: BatchId = id.expect("a batch");
    loop {
        let batch = app.store().batch(id, agent.by, start()).await.expect("a database");
        let batch = batch.expect("a batch");
        if batch.state != BatchState::Running {
            assert_eq!((batch.state, batch.left_out), (BatchState::Ready, 0));
            return batch;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The most memory held since the start, or since [`forget_peak`], in bytes; 0 where the system does not
/// tell.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let digits = line.and_then(|line| line.trim().split(' ').next()?.parse::<usize>().ok());
    digits.unwrap_or_default() * 1024
}

/// Begins a new peak.
fn forget_peak() {
    // Not allowed everywhere: then the peak is the whole run's, which is no less.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}
