//! `cartable demo`: the cases of the founding note, invented people, a fixed seed.

mod dice;
mod families;
mod fund;
mod people;
mod rhone;
mod round;
mod sims;
mod stock;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use domain::Seat;
use domain::scoring::RuleSet;
use jiff::Timestamp;
use jiff::civil::Date;
use store::{By, NewPolicy, Store};
use web::Clock;

use crate::database::Place;
use crate::serve::{Listening, serve};
use crate::texts::Texts;
use dice::Dice;

/// What `demo` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Base à remplir ; par défaut un fichier dans un dossier temporaire.
    #[arg(long, value_name = "ADRESSE")]
    database: Option<String>,
    #[command(flatten)]
    listening: Listening,
    #[command(flatten)]
    texts: Texts,
    /// Cas à jouer : toulouse (250 familles à équiper), ou rhone (l'exercice 2020 d'un fonds, jusqu'à sa clôture).
    #[arg(long, value_enum, default_value_t = Case::Toulouse, value_name = "CAS")]
    case: Case,
    /// Remplit la base sans la servir.
    #[arg(long)]
    no_serve: bool,
}

/// A case of the founding note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Case {
    /// 250 families, 90 tablets.
    Toulouse,
    /// Tablets for 200 pupils and 150 plans, bought before any convention was signed.
    Rhone,
}

/// What the fillers share.
struct Filling<'a> {
    store: &'a Store,
    now: Timestamp,
    today: Date,
    dice: Dice,
    agent: By,
    principal: By,
}

/// Fills, says how to sign in, serves.
pub async fn run(arguments: Arguments) -> Result<ExitCode> {
    let started = Instant::now();
    arguments.texts.share()?;
    let listener = if arguments.no_serve { None } else { Some(arguments.listening.bind().await?) };
    let database = match arguments.database {
        Some(database) => database,
        None => temporary_database()?,
    };
    let place = Place { database, key_file: None };
    let store = place.open().await?;
    if store.has_accounts().await? {
        bail!(
            "La base {} contient déjà des comptes : la démonstration ne remplit qu'une base vide.",
            place.shown()
        );
    }
    let password =
        fill(&store, arguments.case).await.context("La démonstration n'a pas pu être remplie.")?;
    println!("Base : {} (remplie en {:.1} s)", place.shown(), started.elapsed().as_secs_f32());
    println!("Identifiants, tous avec le mot de passe « {password} » :");
    for (login, _, seat) in people::STAFF {
        println!("  {login:<11} {}", people::described(*seat));
    }
    let Some(listener) = listener else { return Ok(ExitCode::SUCCESS) };
    let at = listener.local_addr()?;
    println!("Ouvrez {} — Ctrl-C pour arrêter.", arguments.listening.address(at));
    arguments.listening.warn(at);
    serve(listener, store, &arguments.listening).await
}

/// A file in a new folder of ours alone, which stays.
fn temporary_database() -> Result<String> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("cartable-demo-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let made = builder.tempdir();
    let folder = made.with_context(|| {
        let parent = std::env::temp_dir();
        format!("Aucun dossier ne peut être créé dans {}.", parent.display())
    })?;
    Ok(format!("sqlite://{}/cartable.db", folder.keep().display()))
}

/// Fills an empty database; gives the password of every account.
async fn fill(store: &Store, case: Case) -> Result<&'static str> {
    let clock = Clock::system();
    let (now, today) = match case {
        Case::Toulouse => (clock.now(), clock.today()),
        Case::Rhone => rhone::begins()?,
    };
    let mut dice = Dice::new();
    let cite = people::create_cite(store, case, &mut dice, now).await?;
    let accounts = people::create_staff(store, cite, &mut dice, now).await?;
    let holder = |seat| By { account: accounts[&seat], cite, seat };
    let (agent, principal) = (holder(Seat::TownAgent), holder(Seat::Principal));
    let mut filling = Filling { store, now, today, dice, agent, principal };
    if case == Case::Rhone {
        let accountant = holder(Seat::Accountant);
        let others = [holder(Seat::TownCopilot), holder(Seat::PrefectDelegate)];
        rhone::fill(&mut filling, accountant, others).await?;
        return Ok(people::PASSWORD);
    }
    families::fill(&mut filling, &families::TOULOUSE).await?;
    let rules = NewPolicy { id: filling.dice.id(), after: 0, rules: RuleSet::starting() };
    store.publish_policy(&rules, agent, now).await?;
    stock::fill(&mut filling).await?;
    sims::fill(&mut filling).await?;
    fund::fill(&mut filling).await?;
    round::fill(&mut filling).await?;
    Ok(people::PASSWORD)
}
