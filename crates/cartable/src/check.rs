//! `cartable check`: says what is not as it must be, and fails when anything is.

use std::process::ExitCode;

use anyhow::{Context, Result};
use store::Finding;

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
    if findings.is_empty() {
        println!("Tout est en ordre : journal, matériel, prêts, réservations, fonds et plans.");
        return Ok(ExitCode::SUCCESS);
    }
    for finding in &findings {
        println!("{}", sentence(finding));
    }
    println!("{} anomalie(s).", findings.len());
    Ok(ExitCode::FAILURE)
}

fn sentence(finding: &Finding) -> String {
    let euros = |cents: i64| domain::Euros::from_cents(cents).to_string();
    match finding {
        Finding::JournalGap { seq } => format!("Journal : la ligne {seq} manque."),
        Finding::JournalAltered { seq } => format!("Journal : la ligne {seq} a été modifiée."),
        Finding::JournalHead { head, last } => {
            format!("Journal : la tête annonce la ligne {head}, la dernière est la {last}.")
        }
        Finding::ItemMoves { tag, state } => {
            format!("Matériel {tag} : ses mouvements ne mènent pas à son état « {state} ».")
        }
        Finding::ItemLoan { tag, state, open } => {
            format!("Matériel {tag} : état « {state} » mais {open} prêt(s) en cours.")
        }
        Finding::ItemReservation { tag, state, held } => {
            format!("Matériel {tag} : état « {state} » mais {held} réservation(s) en cours.")
        }
        Finding::NeedReservation { need, state, held } => {
            format!("Besoin {need} : état « {state} » mais {held} réservation(s) en cours.")
        }
        Finding::FundSum { code, what, kept, derived } => format!(
            "Ligne {code} : « {what} » vaut {} mais ses pièces donnent {}.",
            euros(*kept),
            euros(*derived)
        ),
        Finding::FundOverdrawn { code, cents } => {
            format!("Ligne {code} : dépassée de {}.", euros(*cents))
        }
        Finding::CommitmentSettled { order, kept, derived } => format!(
            "Engagement {order} : liquidé {} mais ses liquidations donnent {}.",
            euros(*kept),
            euros(*derived)
        ),
        Finding::AgreementExceeded { agreement, committed, agreed } => format!(
            "Accord {agreement} : {} engagés pour {} accordés.",
            euros(*committed),
            euros(*agreed)
        ),
        Finding::PlanAudit { plan, violations } => {
            format!("Plan {plan} : la contre-vérification relève {violations} anomalie(s).")
        }
        Finding::PlanAltered { plan } => {
            format!("Plan {plan} : il a été modifié ou ne se lit plus.")
        }
    }
}
