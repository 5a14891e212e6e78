//! What a developer runs: `cargo xtask setup`, `cargo xtask test`, `cargo xtask demo`.
//!
//! Installs what is missing, starts what tests need, and stops all it started, however it ends.

mod chromium;
mod deny;
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
        /// Given on to the test runner, to run a part of the tests.
        #[arg(last = true)]
        filter: Vec<String>,
    },
    /// Measure against a promise: exports of 300 000 loans.
    Bench {
        /// What to measure.
        #[arg(value_enum)]
        what: steps::Bench,
    },
    /// Let programs of others open our files.
    Outsiders,
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
        Task::Test { only, filter } => steps::test(&only, &filter),
        Task::Bench { what } => steps::bench(what),
        Task::Outsiders => outsiders::libreoffice::check(),
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
