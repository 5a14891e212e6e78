//! What a developer runs: `cargo xtask setup`, `cargo xtask test`, `cargo xtask demo`, and now and then
//! `cargo xtask bench`, `cargo xtask fuzz` and `cargo xtask communes`.
//!
//! Installs what is missing, starts what tests need, and stops all it started, however it ends.

mod bench;
mod chromium;
mod communes;
mod deny;
mod fuzz;
mod keeper;
mod outsiders;
mod postgres;
mod setup;
mod shell;
mod steps;

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

use crate::steps::Step;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Sets up, tests and demonstrates Cartable")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what building and testing need, and say what was there.
    Setup,
    /// Format, lint, licences, tests on both databases, documentation, browser journeys.
    Test {
        /// Only these steps.
        #[arg(long, value_enum, value_name = "NAME")]
        only: Vec<Step>,
        /// Instead of the steps: what programs that others wrote find (fetched from their registries).
        #[arg(long, conflicts_with = "only")]
        outsiders: bool,
        /// Given on to the test runner, to run a part of the tests.
        #[arg(last = true)]
        filter: Vec<String>,
    },
    /// Feed every reader of files with broken files: no panic, no hang.
    Fuzz {
        /// How long in all.
        #[arg(long, default_value_t = 3600)]
        seconds: u64,
        /// Only these readers (all of them are listed when one is not known).
        readers: Vec<String>,
    },
    /// Write the bundled table of communes anew.
    Communes,
    /// Measure ratios against the least that must be done.
    Bench {
        #[command(subcommand)]
        bench: bench::Bench,
    },
    /// Build, then serve a town of invented families: all arguments go to `cartable demo`.
    Demo {
        /// Such as `--listen 127.0.0.1:9000` or `--no-serve`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Setup => setup::everything(),
        Task::Test { outsiders: true, .. } => outsiders::test(),
        Task::Test { only, filter, .. } => steps::test(&only, &filter),
        Task::Fuzz { seconds, readers } => fuzz::run(seconds, &readers),
        Task::Communes => communes::write(),
        Task::Bench { bench } => bench::run(&bench),
        Task::Demo { arguments } => demo(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Installs only what the build lacks, builds, and becomes the demonstration.
fn demo(arguments: &[String]) -> Result<()> {
    setup::prepare(&[])?;
    shell::run(shell::cargo().args(["build", "--package", "cartable"]))?;
    let error = Command::new(shell::program()?).arg("demo").args(arguments).exec();
    Err(error).context("the built program does not start")
}
