//! `cartable import`: a file into the register, from the command line: what it would do, then, if asked,
//! doing it, then taking it back.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use domain::Seat;
use domain::ids::ImportId;
use domain::people::census::{ImportKind, Tally, Verdict};
use exchange::FileError;
use store::{By, ConfirmImport, DryRun, School, StageImport, Store, VerbError};
use web::intake::{Reader, Settings, proposed_kind, recognise};
use web::wording::Label as _;
use web::wording::census::{SchoolNames, conflict};
use web::wording::files::{file_error, import_refused, undo_refused};
use web::{Clock, Mint};

use crate::database::Place;

/// Lines of each sort that are printed.
const MOST_LINES: usize = 50;

/// What `import` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Fichier à lire (CSV, XLSX, ODS, XML ou ZIP).
    #[arg(long, value_name = "FICHIER", required_unless_present = "undo")]
    file: Option<PathBuf>,
    /// Compte d'agent municipal au nom duquel le fichier entre.
    #[arg(long, value_name = "IDENTIFIANT")]
    login: String,
    /// Type : pupils, guardians, needs, items, sims, donations, schools ; sinon, reconnu à ses titres.
    #[arg(long, value_name = "TYPE")]
    kind: Option<ImportKind>,
    /// Communes dont les écoles sont voulues, par nom ou code INSEE, séparées par des virgules.
    #[arg(long, value_name = "COMMUNES")]
    communes: Option<String>,
    /// École, par son numéro UAI ou son nom.
    #[arg(long, value_name = "ÉCOLE")]
    school: Option<String>,
    /// Enregistre ; sans cette option, rien n'est changé.
    #[arg(long)]
    confirm: bool,
    /// Annule un import, par son numéro.
    #[arg(long, value_name = "NUMÉRO", conflicts_with_all = ["file", "confirm"])]
    undo: Option<ImportId>,
}

/// Says what a file would do, and does it when asked.
pub async fn run(arguments: Arguments) -> Result<ExitCode> {
    let store = arguments.place.open_existing().await?;
    let by = agent(&store, &arguments.login).await?;
    let clock = Clock::system();
    if let Some(import) = arguments.undo {
        let undone = store.undo_import(import, by, clock.now()).await;
        undone.map_err(|error| refused(error, undo_refused))?;
        println!("Import annulé : le registre est comme avant ce fichier.");
        return Ok(ExitCode::SUCCESS);
    }
    let path = arguments.file.clone().unwrap_or_default();
    let bytes = std::fs::read(&path)
        .with_context(|| format!("Le fichier {} ne se lit pas.", path.display()))?;
    let settings = Settings {
        communes: arguments.communes.clone(),
        label: path.file_stem().map(|stem| stem.to_string_lossy().chars().take(80).collect()),
        ..Settings::default()
    };
    let kind = match arguments.kind {
        Some(kind) => kind,
        None => recognise(&bytes, &settings).ok().as_ref().and_then(proposed_kind).context(
            "Les titres ne disent pas ce que contient ce fichier : dites-le par --kind.",
        )?,
    };
    let schools = store.schools(by).await.context("La base ne se lit pas.")?;
    let school = school(&schools, kind, arguments.school.as_deref())?;
    let uai = school.and_then(|school| school.uai.as_ref());
    let reader = Reader { kind, settings: &settings, school: uai, today: clock.today() };
    let read = reader.read(&bytes).map_err(|error| unread(&error, kind, &settings))?;
    for (line, why) in read.rejected.iter().take(MOST_LINES) {
        println!("Ligne {line} rejetée : {why}");
    }
    let id: ImportId = Mint::new(clock.clone()).id();
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let new = StageImport {
        id,
        kind,
        school: school.map(|school| school.id),
        file_name: &name,
        content: &bytes,
        settings: &settings.to_text(),
    };
    let staged = store.stage_import(&new, by, clock.now()).await;
    staged.map_err(|error| {
        refused(error, |_| "Le fichier dépasse 50 Mo, ou l'école n'est pas de cette cité.".into())
    })?;
    let run = store.dry_run(id, &read.file, by).await;
    let run = run.map_err(|error| refused(error, import_refused))?;
    let names: SchoolNames =
        schools.iter().map(|school| (school.id, school.name.clone())).collect();
    tell_waiting(&run, &names);
    println!("{} : {}.", web::wording::capital(kind.label()), counts(&run.tally));
    if !arguments.confirm {
        let dropped = store.drop_import(id, by, clock.now()).await;
        dropped.map_err(|error| refused(error, import_refused))?;
        println!("Rien n'est enregistré. Pour enregistrer, ajoutez --confirm.");
        return Ok(ExitCode::SUCCESS);
    }
    let accepted = BTreeSet::new();
    let order = ConfirmImport { id, file: &read.file, accepted: &accepted, shown: &run.digest };
    let done = store.confirm_import(&order, by, clock.now()).await;
    done.map_err(|error| refused(error, import_refused))?;
    println!("Enregistré. Pour annuler : cartable import --login {} --undo {id}", arguments.login);
    Ok(ExitCode::SUCCESS)
}

/// Why nothing of the file can be read, and what to add on this line.
fn unread(error: &FileError, kind: ImportKind, settings: &Settings) -> anyhow::Error {
    let sentence = file_error(error);
    if kind == ImportKind::Schools
        && settings.communes.is_none()
        && matches!(error, FileError::MissingColumns(_))
    {
        return anyhow!(
            "{sentence} Si c'est l'annuaire du pays, dites les communes voulues par --communes."
        );
    }
    anyhow!("{sentence}")
}

fn tell_waiting(run: &DryRun, names: &SchoolNames) {
    let waiting = run.lines.iter().filter_map(|line| match &line.verdict {
        Verdict::Conflict(why) => Some((line, why)),
        _ => None,
    });
    for (line, why) in waiting.take(MOST_LINES) {
        println!("Ligne {} ({}) laissée de côté : {}", line.line, line.who, conflict(why, names));
    }
}

/// A refusal as its sentence, a fault with its cause.
fn refused<R>(error: VerbError<R>, say: impl FnOnce(R) -> String) -> anyhow::Error {
    match error {
        VerbError::Refused(why) => anyhow!("{}", say(why)),
        VerbError::OtherContent => anyhow!("Ce numéro d'import a déjà servi."),
        VerbError::Failed(failure) => anyhow::Error::new(failure).context("La base a fait défaut."),
    }
}

fn counts(tally: &Tally) -> String {
    format!(
        "{} nouveau(x), {} modifié(s), {} inchangé(s), {} laissé(s) de côté, {} rejeté(s)",
        tally.new, tally.updated, tally.unchanged, tally.conflict, tally.rejected
    )
}

/// The account on its town agent's seat.
async fn agent(store: &Store, login: &str) -> Result<By> {
    let account = store.account_by_login(&login.trim().to_lowercase()).await;
    let account = account
        .context("La base ne se lit pas.")?
        .with_context(|| format!("Il n'y a pas de compte « {login} »."))?;
    let seats: Vec<_> = account.seats.iter().filter(|held| held.seat == Seat::TownAgent).collect();
    match seats.as_slice() {
        [held] => Ok(By { account: account.id, cite: held.cite, seat: held.seat }),
        [] => bail!("« {login} » n'est agent municipal d'aucune cité."),
        _ => bail!(
            "« {login} » est agent municipal de plusieurs cités : prenez un compte d'une seule."
        ),
    }
}

fn school<'a>(
    schools: &'a [School],
    kind: ImportKind,
    said: Option<&str>,
) -> Result<Option<&'a School>> {
    if !kind.is_of_a_school() {
        return Ok(None);
    }
    let said =
        said.context("Dites de quelle école vient le fichier : --school, par UAI ou par nom.")?;
    let is = |school: &&School| {
        school.name == said || school.uai.as_ref().is_some_and(|uai| uai.to_string() == said)
    };
    let found = schools.iter().find(is);
    found.with_context(|| format!("L'école « {said} » n'est pas dans le registre.")).map(Some)
}
