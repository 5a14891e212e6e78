//! `cargo xtask test --outsiders`: programs that others wrote judge what ours answers and writes.
//!
//! They are fetched from their registries and take minutes, so the ordinary run leaves them out.

pub mod libreoffice;
mod schemathesis;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::setup::{self, For};

/// A program of others' that judges ours.
type Check = fn() -> Result<()>;

/// Each check by its name.
const CHECKS: &[(&str, Check)] =
    &[("libreoffice", libreoffice::check), ("schemathesis", schemathesis::check)];

/// Runs every check; goes on after a failed one, so that one run tells everything.
pub fn test() -> Result<()> {
    setup::prepare(&[For::Outsiders])?;
    let (mut lines, mut failed) = (Vec::new(), 0);
    for (name, check) in CHECKS {
        println!("\n==> {name}");
        let started = Instant::now();
        let outcome = check();
        let (word, why) = match &outcome {
            Ok(()) => ("ok", String::new()),
            Err(error) => ("FAILED", format!("  {error:#}")),
        };
        let line = format!("{name:<14} {word:<7} {:>7.1} s{why}", started.elapsed().as_secs_f64());
        println!("{line}");
        lines.push(line);
        failed += usize::from(outcome.is_err());
    }
    let passed = CHECKS.len() - failed;
    println!("\n{}\noutsiders: {passed} passed, {failed} failed", lines.join("\n"));
    if failed > 0 {
        bail!("{failed} of {} outsiders failed", CHECKS.len());
    }
    Ok(())
}

/// Where what is fetched for the checks stays from one run to the next.
fn cache() -> Result<PathBuf> {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(home);
    let folder = base.context("neither XDG_CACHE_HOME nor HOME is set")?.join("cartable/outsiders");
    std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    Ok(folder)
}
