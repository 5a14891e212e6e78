//! `cartable check`: says what is not as it must be, and fails when anything is.

mod sentences;

use std::process::ExitCode;

use anyhow::{Context, Result};
use store::Finding;

use self::sentences::sentence;
use crate::database::Place;

/// What `check` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
}

/// Prints one line a finding.
pub async fn run(arguments: Arguments) -> Result<ExitCode> {
    let store = arguments.place.open_existing().await?;
    let findings = store.check().await.context("La vérification n'a pas pu lire toute la base.")?;
    Ok(report(&findings))
}

/// Says what was found; fails when anything was.
pub fn report(findings: &[Finding]) -> ExitCode {
    if findings.is_empty() {
        println!("Tout est en ordre : journal, matériel, prêts, réservations, fonds et plans.");
        return ExitCode::SUCCESS;
    }
    for finding in findings {
        println!("{}", sentence(finding));
    }
    println!(
        "{} anomalie(s). Sauvegardez la base telle quelle avant de la réparer.",
        findings.len()
    );
    ExitCode::FAILURE
}
