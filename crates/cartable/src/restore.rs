//! `cartable restore`: a backup into an empty place, and nobody forgotten comes back.

mod sentences;

use std::fs::File;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, bail};
use store::{Archive, ErasureFile, ErasureFileError, Forgotten, Restored};
use web::Clock;

use crate::check::report;
use crate::database::Place;
use sentences::{archive_told, restore_told};

/// What `restore` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "La base visée ne doit pas exister, ou être vide. Les familles effacées depuis la sauvegarde le sont de nouveau, d'après leur liste (fichier *.effacements, à côté de la clé) : sans elle, rien n'est restauré, sauf si vous dites par --no-erasures que personne n'a été effacé."
)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Sauvegarde à restaurer.
    #[arg(long, value_name = "FICHIER")]
    from: PathBuf,
    /// Liste des familles effacées ; par défaut à côté de la clé.
    #[arg(long, value_name = "FICHIER", conflicts_with = "no_erasures")]
    erasures: Option<PathBuf>,
    /// Personne n'a été effacé depuis la sauvegarde.
    #[arg(long)]
    no_erasures: bool,
}

/// Checks the file, the key and the list; restores; says what the check found.
pub async fn run(arguments: Arguments) -> Result<ExitCode> {
    let Arguments { place, from, erasures, no_erasures } = arguments;
    place.must_be_empty().await?;
    let file = File::open(&from)
        .with_context(|| format!("La sauvegarde {} ne s'ouvre pas.", from.display()))?;
    let mut archive = Archive::open(file).map_err(|error| archive_told(error, &from))?;
    let Some(key) = place.key()? else {
        bail!(
            "Cette sauvegarde va avec la clé secrète d'empreinte {}, et le fichier {} n'est pas là. \
             Rapportez-y ce fichier *.key, ou dites où il est par --key-file. Rien n'est restauré.",
            archive.manifest().key_told(),
            place.key_place().display()
        );
    };
    let kept = place.erasures();
    let given = erasures.map_or_else(|| kept.clone(), ErasureFile::at);
    let erased = if no_erasures { Vec::new() } else { list(&given)? };
    let now = Clock::system().now();
    let restored = store::restore(&place.database, &mut archive, &key, &erased, now).await;
    let restored =
        restored.map_err(|error| restore_told(error, &place, &from, archive.manifest()))?;
    let manifest = archive.manifest();
    println!(
        "La sauvegarde {}, du {}, est restaurée dans {} : {} lignes, journal jusqu'à la ligne {}.",
        from.display(),
        manifest.made_at,
        place.shown(),
        manifest.rows(),
        manifest.journal.seq
    );
    say_forgotten(&restored);
    // The list goes on beside the key, with those of whom this backup knew nothing.
    kept.complete(&erased).with_context(|| {
        format!(
            "La base est restaurée, mais la liste des familles effacées {} ne s'écrit pas : copiez-y {}.",
            kept.path().display(),
            given.path().display()
        )
    })?;
    Ok(report(&restored.findings))
}

fn list(given: &ErasureFile) -> Result<Vec<Forgotten>> {
    let path = given.path().display();
    match given.read() {
        Ok(Some(list)) => Ok(list),
        Ok(None) => bail!(
            "La liste des familles effacées {path} n'est pas là : sans elle, cette sauvegarde ramènerait qui \
             a été effacé depuis. Rapportez-la, ou dites où elle est par --erasures ; si personne n'a été \
             effacé depuis, dites-le par --no-erasures. Rien n'est restauré."
        ),
        Err(ErasureFileError::Line { line, .. }) => Err(anyhow!(
            "La liste des familles effacées {path} est abîmée à la ligne {line}. Rapportez-en une copie \
             intacte. Rien n'est restauré."
        )),
        Err(error) => Err(error).with_context(|| {
            format!("La liste des familles effacées {path} ne se lit pas. Rien n'est restauré.")
        }),
    }
}

fn say_forgotten(restored: &Restored) {
    match restored.forgotten {
        0 => println!("Personne n'était à effacer de nouveau."),
        1 => println!("1 famille effacée depuis cette sauvegarde l'est de nouveau."),
        many => println!("{many} familles effacées depuis cette sauvegarde le sont de nouveau."),
    }
    if restored.open_loans > 0 {
        println!(
            "Attention : la sauvegarde date d'avant le retour du matériel de {} prêt(s) de familles effacées. \
             Enregistrez-en le retour sur la page des prêts.",
            restored.open_loans
        );
    }
}
