//! `cartable backup`: everything that must live on, in one file, while the program serves.

use std::fs::File;
use std::io::Seek as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use store::{Archive, Manifest, Store};
use web::Clock;

use crate::database::Place;

/// What `backup` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "La sauvegarde vaut pour les deux sortes de base. Elle ne contient ni la clé secrète (fichier *.key) ni la liste des familles effacées (fichier *.effacements) : copiez-les ailleurs, elles aussi ; une restauration les demande."
)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Fichier à écrire ; il ne doit pas exister.
    #[arg(long, value_name = "FICHIER")]
    to: PathBuf,
}

/// Writes the file beside its place, reads it back, then gives it its name.
pub async fn run(arguments: Arguments) -> Result<ExitCode> {
    let Arguments { place, to } = arguments;
    if to.exists() {
        bail!("{}", taken(&to));
    }
    let store = place.open_existing().await?;
    let erasures = place.erasures();
    store.complete_erasures().await.with_context(|| {
        format!(
            "La liste des familles effacées {} ne s'écrit pas. Rien n'est sauvegardé.",
            erasures.path().display()
        )
    })?;
    let manifest = written(&store, &to).await?;
    println!(
        "La base est sauvegardée dans {} : {} lignes, journal jusqu'à la ligne {}.",
        to.display(),
        manifest.rows(),
        manifest.journal.seq
    );
    println!(
        "Cette sauvegarde va avec la clé secrète d'empreinte {} ({}). Gardez aussi, ailleurs, une copie \
         de la clé et de {}.",
        manifest.key_told(),
        place.key_place().display(),
        erasures.path().display()
    );
    Ok(ExitCode::SUCCESS)
}

async fn written(store: &Store, to: &Path) -> Result<Manifest> {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    let cannot = || format!("La sauvegarde ne peut pas être écrite dans {}.", to.display());
    // Readable by its owner alone, and under no name that could pass for a backup until it is whole.
    let mut aside = tempfile::Builder::new()
        .prefix(&format!(".{name}."))
        .suffix(".partiel")
        .tempfile_in(folder)
        .with_context(cannot)?;
    let version = env!("CARGO_PKG_VERSION");
    let made = store.back_up(aside.as_file_mut(), version, Clock::system().now()).await;
    let manifest =
        made.context("La base n'a pas pu être sauvegardée. Aucun fichier n'est écrit.")?;
    aside.as_file().sync_all().with_context(cannot)?;
    aside.rewind().with_context(cannot)?;
    Archive::open(aside.as_file()).context(
        "La sauvegarde ne se relit pas telle qu'elle a été écrite : le disque est peut-être abîmé. \
         Aucun fichier n'est écrit.",
    )?;
    match aside.persist_noclobber(to) {
        Ok(_) => {}
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("{}", taken(to))
        }
        Err(error) => return Err(error.error).with_context(cannot),
    }
    // The name itself reaches the disk; a folder that cannot be opened so keeps its own time.
    if let Ok(folder) = File::open(folder) {
        folder.sync_all().with_context(cannot)?;
    }
    Ok(manifest)
}

fn taken(to: &Path) -> String {
    format!(
        "{} existe déjà : une sauvegarde n'en remplace jamais une autre. Donnez un autre nom par --to.",
        to.display()
    )
}
