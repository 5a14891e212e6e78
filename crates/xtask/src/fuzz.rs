//! `cargo xtask fuzz`: every reader in turn is fed with files broken in every way, for a share of the time.
//!
//! Builds on a stable toolchain: no sanitizer is needed where no code is `unsafe`. What it finds belongs
//! into a test before it is mended. Corpora and findings stay in the target folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::setup::{self, For};
use crate::shell;

const VERSION: &str = "0.13.2";
/// No longer input, in bytes: what breaks a reader is short, and short inputs are many.
const LONGEST: u64 = 65_536;
/// A reader that takes longer over so little hangs.
const HANGS_AFTER_SECONDS: u32 = 10;
const MOST_MEMORY_MB: u32 = 2_048;

/// Fuzzes the readers named, or all, for so many seconds in all.
pub fn run(seconds: u64, only: &[String]) -> Result<()> {
    setup::prepare(&[For::Fuzzing])?;
    install()?;
    let target = shell::program()?.ancestors().nth(2).context("the target folder")?.join("fuzz");
    shell::run(fuzz("build", &target).arg("readers"))?;
    let known = shell::ask(fuzz("run", &target).arg("readers")).context("listing the readers")?;
    let known: Vec<&str> = known.lines().collect();
    if let Some(unknown) = only.iter().find(|name| !known.contains(&name.as_str())) {
        bail!("{unknown} is no reader; there are {}", known.join(", "));
    }
    let chosen: Vec<&str> = known
        .into_iter()
        .filter(|name| only.is_empty() || only.iter().any(|only| only == name))
        .collect();
    let share = (seconds / chosen.len() as u64).max(1);
    let seeds = seeds(&target)?;
    let mut failed = Vec::new();
    for reader in &chosen {
        println!("\n==> {reader}, {share} s");
        let corpus = folder(target.join("corpus").join(reader))?;
        let found = folder(target.join("found"))?;
        let mut run = fuzz("run", &target);
        run.arg("readers").args([&corpus, &seeds]).env("READER", reader).arg("--");
        run.arg(format!("-max_total_time={share}")).arg(format!("-max_len={LONGEST}"));
        run.arg(format!("-timeout={HANGS_AFTER_SECONDS}"));
        run.arg(format!("-rss_limit_mb={MOST_MEMORY_MB}")).arg("-print_final_stats=1");
        run.arg(format!("-artifact_prefix={}/{reader}-", found.display()));
        if shell::run(&mut run).is_err() {
            failed.push(*reader);
        }
    }
    println!("\nreaders: {} passed, {} failed", chosen.len() - failed.len(), failed.len());
    if !failed.is_empty() {
        bail!("inputs in {}: {}", target.join("found").display(), failed.join(", "));
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

/// `cargo fuzz`, building outside the tree, without what only a nightly compiler has.
fn fuzz(verb: &str, target: &Path) -> std::process::Command {
    let mut cargo = shell::cargo();
    cargo.args(["fuzz", verb, "--fuzz-dir", "crates/exchange/fuzz", "--sanitizer", "none"]);
    cargo.arg("--target-dir").arg(target);
    cargo
}

/// Every small file that the tests read, copied flat: where each mutation starts from.
fn seeds(target: &Path) -> Result<PathBuf> {
    let seeds = folder(target.join("seeds"))?;
    let mut folders: Vec<PathBuf> =
        ["tests/fixtures", "tests/instances", "crates/exchange/fuzz/seeds"]
            .map(|path| shell::workspace().join(path))
            .into();
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
