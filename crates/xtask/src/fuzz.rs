//! `cargo xtask fuzz`: every reader in turn is fed with files broken in every way, for a share of the time;
//! then the engine, with files and situations that it must refuse or solve.
//!
//! Builds on a stable toolchain: no sanitizer is needed where no code is `unsafe`. What it finds belongs
//! into a test before it is mended. Corpora and findings stay in the target folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::setup::{self, For};
use crate::shell;

const VERSION: &str = "0.13.2";
/// No longer file is a seed.
const LONGEST: u64 = 65_536;
/// A reader that takes longer over so little hangs.
const HANGS_AFTER_SECONDS: u32 = 10;
const MOST_MEMORY_MB: u32 = 2_048;

/// A program with a choice of readers; `READER` names which, and without it the names are printed.
struct Harness {
    folder: &'static str,
    program: &'static str,
    /// No longer input, in bytes: what breaks a reader is short, and short inputs are many.
    longest: u64,
}

/// Each has an equal share of the time.
const HARNESSES: [Harness; 2] = [
    Harness { folder: "crates/exchange/fuzz", program: "readers", longest: LONGEST },
    Harness { folder: "crates/allocation/fuzz", program: "solving", longest: 8_192 },
];

/// Fuzzes the readers named, or all, for so many seconds in all.
pub fn run(seconds: u64, only: &[String]) -> Result<()> {
    setup::prepare(&[For::Fuzzing])?;
    install()?;
    let target = shell::program()?.ancestors().nth(2).context("the target folder")?.join("fuzz");
    let mut known = Vec::new();
    for harness in &HARNESSES {
        shell::run(harness.cargo("build", &target).arg(harness.program))?;
        let mut list = harness.cargo("run", &target);
        let names = shell::ask(list.arg(harness.program)).context("listing the readers")?;
        known.push(names.lines().map(str::to_owned).collect::<Vec<_>>());
    }
    if let Some(unknown) = only.iter().find(|name| !known.iter().flatten().any(|own| own == *name))
    {
        bail!("{unknown} is no reader; there are {}", known.concat().join(", "));
    }
    for names in &mut known {
        names.retain(|name| only.is_empty() || only.contains(name));
    }
    let seeds = seeds(&target)?;
    let found = folder(target.join("found"))?;
    let share = seconds / known.iter().filter(|names| !names.is_empty()).count().max(1) as u64;
    let mut failed = Vec::new();
    for (harness, names) in HARNESSES.iter().zip(&known) {
        for reader in names {
            let seconds = (share / names.len() as u64).max(1);
            println!("\n==> {reader}, {seconds} s");
            let corpus = folder(target.join("corpus").join(reader))?;
            let mut run = harness.cargo("run", &target);
            run.arg(harness.program).args([&corpus, &seeds]).env("READER", reader).arg("--");
            run.arg(format!("-max_total_time={seconds}"));
            run.arg(format!("-max_len={}", harness.longest));
            run.arg(format!("-timeout={HANGS_AFTER_SECONDS}"));
            run.arg(format!("-rss_limit_mb={MOST_MEMORY_MB}")).arg("-print_final_stats=1");
            run.arg(format!("-artifact_prefix={}/{reader}-", found.display()));
            if shell::run(&mut run).is_err() {
                failed.push(reader.as_str());
            }
        }
    }
    println!("\nreaders: {} passed, {} failed", known.concat().len() - failed.len(), failed.len());
    if !failed.is_empty() {
        bail!("inputs in {}: {}", found.display(), failed.join(", "));
    }
    Ok(())
}

/// Brings cargo-fuzz into the cargo home if it is not there.
fn install() -> Result<()> {
    if shell::ask(shell::cargo().args(["fuzz", "--version"])).is_some() {
        return Ok(());
    }
    eprintln!("setup: compiling cargo-fuzz {VERSION}, once: about a minute on two cores");
    let mut install = shell::cargo();
    install.args(["install", "cargo-fuzz", "--locked", "--version", VERSION]);
    shell::run(&mut install).context("installing cargo-fuzz")
}

impl Harness {
    /// `cargo fuzz`, building outside the tree, without what only a nightly compiler has.
    fn cargo(&self, verb: &str, target: &Path) -> std::process::Command {
        let mut cargo = shell::cargo();
        cargo.args(["fuzz", verb, "--fuzz-dir", self.folder, "--sanitizer", "none"]);
        cargo.arg("--target-dir").arg(target);
        cargo
    }
}

/// Every small file that the tests read, copied flat: where each mutation starts from.
fn seeds(target: &Path) -> Result<PathBuf> {
    let seeds = folder(target.join("seeds"))?;
    let mut folders: Vec<PathBuf> = HARNESSES
        .iter()
        .map(|harness| shell::workspace().join(harness.folder).join("seeds"))
        .collect();
    folders.extend(["tests/fixtures", "tests/instances"].map(|path| shell::workspace().join(path)));
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.metadata()?.len() <= LONGEST {
                fs::copy(&path, seeds.join(count.to_string()))?;
                count += 1;
            }
        }
    }
    Ok(seeds)
}

fn folder(path: PathBuf) -> Result<PathBuf> {
    fs::create_dir_all(&path).with_context(|| format!("{}", path.display()))?;
    Ok(path)
}
