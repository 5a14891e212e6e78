//! A long table: it begins at once and takes no more memory than a short one.
//!
//! `cargo xtask bench exports` runs this with 300 000 loans.

use std::io::Read as _;
use std::path::Path;
use std::time::{Duration, Instant};

use super::export::with_key;
use super::program::{Place, agent, on_each, serve, session};
use domain::Seat;
use domain::ids::ItemId;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::in_need;
use store::testing::builders::many::past_loans;
use store::testing::builders::stock::{delivery, tablet, terms};
use store::testing::key;
use store::{By, Store};
use tests::html;

/// A first byte later than this is late: "starts within a second".
const AT_ONCE: Duration = Duration::from_secs(1);
/// What an export may add to the program's memory, in kB, whatever its length.
const MEMORY: u64 = 40_000;

fn how_many() -> u64 {
    std::env::var("CARTABLE_MANY_LOANS").map_or(3_000, |many| many.parse().expect("a number"))
}

async fn filled(place: &Place) -> (Store, By) {
    let store = Store::open(&place.at.url, key()).await.unwrap();
    let by = seated(&store, 0, Seat::TownAgent).await;
    let home = in_need(&store, 1, by).await;
    let items: Vec<_> = (1..=50).map(tablet).collect();
    let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    store.receive(&delivery(1, items, terms()), by, start()).await.unwrap();
    past_loans(&store, how_many(), home, &ids, by).await;
    (store, by)
}

/// The most memory a process has held, in kB.
fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn rows(csv: &str) -> u64 {
    // Six lines of notice and the titles.
    csv.lines().count() as u64 - 7
}

on_each! {
    async fn over_http(place) {
        let mut place = place;
        with_key(&mut place);
        let (store, by) = filled(&place).await;
        let serving = serve(&mut place.cartable(&["serve", "--listen", "127.0.0.1:0"]));
        let session = session(&store, by).await;
        let url = format!("{}/exports/prets", serving.home);
        // The first of all also pays for what a process keeps ready from then on: it is not counted.
        for (nth, format) in ["csv", "csv", "xlsx", "ods"].into_iter().enumerate() {
            let mut page = agent().get(&url).header("Cookie", &session).call().unwrap();
            let token = html::csrf(&page.body_mut().read_to_string().unwrap()).unwrap();
            let before = peak(serving.process()).unwrap();
            let began = Instant::now();
            let fields = [("csrf", token.as_str()), ("format", format), ("which", "tous"), ("purpose", "audit")];
            let sent = agent().post(&url).header("Cookie", &session).header("Origin", &serving.home).send_form(fields).unwrap();
            assert_eq!(sent.status(), 200);
            let mut body = sent.into_body().into_reader();
            let mut bytes = vec![0; 1];
            body.read_exact(&mut bytes).unwrap();
            let first = began.elapsed();
            body.read_to_end(&mut bytes).unwrap();
            // The kernel counts in batches: what has not grown may read as a little less.
            let after = peak(serving.process()).unwrap();
            let (whole, grown) = (began.elapsed(), after.saturating_sub(before));
            println!("http {format}: {} loans, {} kB, first byte {first:?}, whole {whole:?}, memory +{grown} kB", how_many(), bytes.len() / 1_000);
            assert!(first < AT_ONCE, "{format}: {first:?}");
            assert!(nth == 0 || grown < MEMORY, "{format}: {grown} kB more");
            if format == "csv" {
                assert_eq!(rows(&String::from_utf8(bytes).unwrap()), how_many());
            }
        }
    }
}

on_each! {
    async fn by_command(place) {
        let mut place = place;
        with_key(&mut place);
        let _ = filled(&place).await;
        let folder = place.at.folder.path();
        for format in ["csv", "xlsx", "ods"] {
            // What the program takes for a table of nothing: what is over it is the export's.
            let none = format!("rien.{format}");
            let (_, nothing) = watched(place.cartable(&["export", "sims", "--out", &none]), (folder, &none));
            let out = format!("prets.{format}");
            let began = Instant::now();
            let command = place.cartable(&["export", "loans", "--out", &out, "--purpose", "audit"]);
            let (first, most) = watched(command, (folder, &out));
            println!("command {format}: {} loans, first byte {first:?}, whole {:?}, memory {most} kB, of which {nothing} kB for nothing", how_many(), began.elapsed());
            assert!(first < AT_ONCE, "{format}: {first:?}");
            assert!(most < nothing + MEMORY, "{format}: {most} kB, {nothing} kB for nothing");
            assert!(!begun(folder, "none"), "a part is left");
        }
        let csv = std::fs::read_to_string(folder.join("prets.csv")).unwrap();
        assert_eq!(rows(&csv), how_many());
    }
}

/// Runs a command to its end: when its file began, and the most memory it held, in kB.
fn watched(mut command: std::process::Command, (folder, out): (&Path, &str)) -> (Duration, u64) {
    let began = Instant::now();
    let mut child = command.stdout(std::process::Stdio::null()).spawn().unwrap();
    let (mut first, mut most) = (None, 0);
    while child.try_wait().unwrap().is_none() {
        if first.is_none() && begun(folder, out) {
            first = Some(began.elapsed());
        }
        most = most.max(peak(child.id()).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(child.wait().unwrap().success());
    (first.unwrap_or_else(|| began.elapsed()), most)
}

/// Is there a file with something in it, under its own name or on its way?
fn begun(folder: &Path, name: &str) -> bool {
    std::fs::read_dir(folder).unwrap().flatten().any(|entry| {
        let found = entry.file_name().to_string_lossy().into_owned();
        (found == name || found.ends_with(".part"))
            && entry.metadata().is_ok_and(|file| file.len() > 0)
    })
}
