//! What a page of the desk takes with a hundred times the register: every list is paged and indexed, so that
//! it takes at most three times as long. `cargo xtask bench desk` runs it.
//!
//! `desk sqlite|postgres` (the cluster is named by `CARTABLE_TEST_POSTGRES`), then `ITEMS` of the large
//! register if not 100 000.

mod pages;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use domain::Seat;
use store::testing::builders::cites::seated;
use store::testing::builders::large::{Size, large};
use store::testing::{Database, run_sql};
use tests::{App, Visitor};

use pages::{PAGES, Watched};

/// The most that a page may take, in times of what it takes with the small register.
const MOST: f64 = 3.0;
/// How often each page is asked for, after some times that are not counted.
const TIMES: u32 = 60;
const BEFORE: u32 = 8;

const SMALL: Size = Size { items: 1_000, families: 500, past_loans: 3_000 };

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let kind = match words.first().map(String::as_str) {
        Some("sqlite") => Database::Sqlite,
        Some("postgres") => Database::Postgres,
        _ => {
            eprintln!("desk sqlite|postgres [ITEMS]");
            return ExitCode::FAILURE;
        }
    };
    let items = words.get(1).and_then(|items| items.parse().ok()).unwrap_or(100_000);
    let size = Size { items, families: items / 2, past_loans: items * 3 };
    let (few_app, few) = register(kind, SMALL).await;
    let (many_app, many) = register(kind, size).await;
    println!("| page | {} items, ms | {} items, ms | ratio |", SMALL.items, size.items);
    println!("|---|---|---|---|");
    let mut held = true;
    for page in PAGES {
        let (small, large) = middles(page, (&few, SMALL), (&many, size)).await;
        let ratio = large.as_secs_f64() / small.as_secs_f64();
        let law = if page.law { "" } else { " (beyond the law)" };
        println!("| {}{law} | {:.2} | {:.2} | {ratio:.1} |", page.name, ms(small), ms(large));
        held &= !page.law || ratio <= MOST;
    }
    drop((few_app, many_app));
    if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// A register of this size, and an agent signed in.
async fn register(kind: Database, size: Size) -> (App, Visitor) {
    let fresh = kind.fresh().await;
    let by = seated(&fresh.store, 0, Seat::TownAgent).await;
    let clock = Instant::now();
    large(&fresh.store, size, by).await;
    if kind == Database::Postgres {
        // As its own housekeeping does, which the throw-away cluster goes without.
        run_sql(&fresh.url, "VACUUM ANALYZE").await;
    }
    println!("{kind:?}, {size:?}, filled in {:.1} s", clock.elapsed().as_secs_f64());
    let app = App::new(fresh);
    let visitor = app.visitor(0, Seat::TownAgent).await;
    (app, visitor)
}

/// The middle times of a page, asked for again and again with other numbers, of one register and the other
/// by turns: a machine that stumbles does so for both.
async fn middles(
    page: &Watched,
    few: (&Visitor, Size),
    many: (&Visitor, Size),
) -> (Duration, Duration) {
    let (mut small, mut large) = (Vec::new(), Vec::new());
    for nth in 0..BEFORE + TIMES {
        let took = (once(page, nth, few).await, once(page, nth, many).await);
        if nth >= BEFORE {
            small.push(took.0);
            large.push(took.1);
        }
    }
    (middle(small), middle(large))
}

async fn once(page: &Watched, nth: u32, (visitor, size): (&Visitor, Size)) -> Duration {
    let path = (page.path)(nth, size);
    let clock = Instant::now();
    let answer = visitor.get(&path).await;
    let took = clock.elapsed();
    let status = answer.status.as_u16();
    assert!(status == 200 || (status == 303 && page.leads_on), "{path}: {status}");
    took
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
