//! `cartable`: a town's register of lent equipment, its allocation engine and its fund's ledger.

mod allocate;
mod backup;
mod check;
mod database;
mod demo;
mod export;
mod import;
mod papers;
mod restore;
mod serve;
mod stop;
mod texts;
mod usage;
mod user;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Le registre des équipements prêtés d'une cité éducative.
#[derive(Debug, Parser)]
#[command(name = "cartable", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Sert le registre sur une base conservée.
    Serve(serve::Arguments),
    /// Remplit une base d'essai avec le cas de Toulouse, puis la sert.
    Demo(demo::Arguments),
    /// Crée les comptes.
    #[command(subcommand)]
    User(user::Command),
    /// Attribue à partir de fichiers, sans base.
    Allocate(allocate::AllocateArgs),
    /// Contrôle un plan écrit par allocate, sans refaire le calcul.
    Verify(allocate::VerifyArgs),
    /// Vérifie tous les invariants et la chaîne du journal.
    Check(check::Arguments),
    /// Fait entrer un fichier, après avoir dit ce qu'il changerait ; ou l'annule.
    Import(import::Arguments),
    /// Sauvegarde la base dans un fichier, pendant qu'elle sert.
    Backup(backup::Arguments),
    /// Restaure une sauvegarde dans une base vide, puis vérifie.
    Restore(restore::Arguments),
    /// Écrit dans un fichier ce que le registre contient.
    Export(export::Arguments),
    /// Écrit un exemple de chaque papier, dans chaque langue, pour les relire.
    Papers(papers::Arguments),
}

fn main() -> ExitCode {
    let typed = usage::in_french(Arguments::command())
        .try_get_matches()
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match typed {
        Ok(arguments) => arguments,
        Err(error) => return usage::told(&error),
    };
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| "warn,cartable=info,web=info,sqlx_postgres=error".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            return told(&anyhow::Error::new(error).context("Le programme ne peut pas démarrer."));
        }
    };
    let outcome = match arguments.command {
        Command::Serve(arguments) => runtime.block_on(serve::run(arguments)),
        Command::Demo(arguments) => runtime.block_on(demo::run(arguments)),
        Command::User(command) => runtime.block_on(user::run(command)),
        Command::Allocate(arguments) => Ok(allocate::run(&arguments)),
        Command::Verify(arguments) => Ok(allocate::verify(&arguments)),
        Command::Check(arguments) => runtime.block_on(check::run(arguments)),
        Command::Import(arguments) => runtime.block_on(import::run(arguments)),
        Command::Backup(arguments) => runtime.block_on(backup::run(arguments)),
        Command::Restore(arguments) => runtime.block_on(restore::run(arguments)),
        Command::Export(arguments) => runtime.block_on(export::run(arguments)),
        Command::Papers(arguments) => papers::run(&arguments),
    };
    // Whatever is still at work after a stop is not waited for.
    runtime.shutdown_timeout(std::time::Duration::from_millis(500));
    outcome.unwrap_or_else(|error| told(&error))
}

/// Says what went wrong, outermost first: the sentence for the person, then what the machine said.
fn told(error: &anyhow::Error) -> ExitCode {
    eprintln!("{error}");
    for cause in error.chain().skip(1) {
        eprintln!("  ({cause})");
    }
    ExitCode::FAILURE
}
