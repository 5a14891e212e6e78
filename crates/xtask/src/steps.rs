//! The steps of `cargo xtask test`, each with its closing line.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::chromium::{self, Driver};
use crate::postgres::Postgres;
use crate::setup::{self, For};
use crate::{deny, shell};

/// One step of the proof.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Step {
    /// Is the code formatted?
    Fmt,
    /// Does clippy find nothing?
    Lints,
    /// May all dependencies be shipped?
    Deny,
    /// The tests, on SQLite and PostgreSQL.
    Tests,
    /// The documentation and its examples.
    Docs,
    /// The journeys in a browser: the tests in `tests/it/browser`.
    Browser,
}

impl Step {
    const fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Lints => "lints",
            Self::Deny => "deny",
            Self::Tests => "tests",
            Self::Docs => "docs",
            Self::Browser => "browser",
        }
    }

    const fn needs(self) -> &'static [For] {
        match self {
            Self::Fmt | Self::Lints => &[For::Style],
            Self::Docs => &[],
            Self::Deny => &[For::Licences],
            Self::Tests => &[For::Database, For::Papers],
            Self::Browser => &[For::Database, For::Browser],
        }
    }

    fn run(self, filter: &[String]) -> Result<()> {
        match self {
            Self::Fmt => shell::run(shell::cargo().args(["fmt", "--all", "--check"])),
            Self::Lints => {
                shell::run(shell::cargo().arg("clippy").args(ALL).args(["--", "-D", "warnings"]))
            }
            Self::Deny => deny::check(),
            Self::Tests => tests(filter),
            Self::Docs => docs(),
            Self::Browser => browser(filter),
        }
    }
}

/// Runs the steps named, or all; goes on after a failed one, so that one run tells everything.
pub fn test(only: &[Step], filter: &[String]) -> Result<()> {
    let steps = if only.is_empty() { Step::value_variants() } else { only };
    let works: Vec<For> = steps.iter().flat_map(|step| step.needs()).copied().collect();
    setup::prepare(&works)?;
    let mut lines = Vec::new();
    let mut failed = 0;
    for step in steps {
        println!("\n==> {}", step.name());
        let started = Instant::now();
        let outcome = step.run(filter);
        lines.push(closing_line(*step, &outcome, started.elapsed()));
        failed += usize::from(outcome.is_err());
    }
    println!("\n{}\nsteps: {} passed, {failed} failed", lines.join("\n"), steps.len() - failed);
    if failed > 0 {
        bail!("{failed} of {} steps failed", steps.len());
    }
    Ok(())
}

fn closing_line(step: Step, outcome: &Result<()>, took: Duration) -> String {
    let (word, why) = match outcome {
        Ok(()) => ("ok", String::new()),
        Err(error) => ("FAILED", format!("  {error:#}")),
    };
    let line = format!("{:<8} {word:<7} {:>7.1} s{why}", step.name(), took.as_secs_f64());
    println!("{line}");
    line
}

/// Every target of every crate, as all steps build them: naming one package would choose other
/// features of its dependencies, and compile half of them twice.
const ALL: [&str; 2] = ["--workspace", "--all-targets"];

/// Every test but the browser's, each database test on both databases.
fn tests(filter: &[String]) -> Result<()> {
    let postgres = Postgres::start()?;
    let mut run = shell::cargo();
    if has_nextest() {
        run.args(["nextest", "run", "--workspace", "--no-fail-fast"]);
        run.args(["-E", "not test(/^browser::/)"]).args(filter);
    } else {
        run.args(["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast", "--"]);
        run.args(filter).args(["--skip", "browser::"]);
    }
    give(&mut run, &postgres)?;
    shell::run(&mut run)
}

/// The journeys, one at a time: two browsers on two cores only wait for each other.
fn browser(filter: &[String]) -> Result<()> {
    let postgres = Postgres::start()?;
    let driver = Driver::start()?;
    let browser = chromium::browser().context("Chromium is not installed")?;
    let mut run = shell::cargo();
    if has_nextest() {
        run.args(["nextest", "run", "--workspace", "--test-threads", "1", "--no-fail-fast"]);
        run.args(["-E", "test(/^browser::/)"]).args(filter);
    } else {
        run.args(["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast", "--"]);
        run.args(["--test-threads", "1", "browser::"]).args(filter);
    }
    run.env("CARTABLE_CHROMEDRIVER", driver.url()).env("CARTABLE_CHROMIUM", browser);
    // Chromium refuses its sandbox to root, whatever HOME and USER say.
    run.env("CARTABLE_AS_ROOT", if shell::is_root() { "yes" } else { "no" });
    give(&mut run, &postgres)?;
    shell::run(&mut run)
}

/// Hands a test run its database server and the program under test, built.
pub fn give(run: &mut Command, postgres: &Postgres) -> Result<()> {
    shell::run(shell::cargo().arg("build").args(ALL))?;
    run.env("CARTABLE_TEST_POSTGRES", postgres.url()).env("CARTABLE_BIN", shell::program()?);
    Ok(())
}

/// The examples in the documentation, then the documentation itself, without a warning.
fn docs() -> Result<()> {
    shell::run(shell::cargo().args(["test", "--workspace", "--doc"]))?;
    // Naming examples brings the features that tests ask for: nothing is checked a second time.
    let doc = ["doc", "--workspace", "--no-deps", "--lib", "--bins", "--examples"];
    shell::run(shell::cargo().args(doc).env("RUSTDOCFLAGS", "-D warnings"))
}

fn has_nextest() -> bool {
    shell::ask(shell::cargo().args(["nextest", "--version"])).is_some()
}
