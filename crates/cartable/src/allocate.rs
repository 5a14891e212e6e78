//! `cartable allocate`: files in, plan out, for whoever wants to check a round by hand.

mod complaints;
mod output;
mod summary;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use domain::allocation::{Policy, Situation};
use exchange::allocation::{
    BadCell, LOTS_FILE, NEEDS_FILE, PLAN_FILES, POLICY_FILE, Timings, plan_files, read_policy,
    read_situation,
};

/// Partager le stock entre les besoins, sur fichiers.
#[derive(Debug, clap::Args)]
pub struct AllocateArgs {
    /// Fichier des besoins (CSV).
    #[arg(long, value_name = "needs.csv")]
    needs: PathBuf,
    /// Fichier des lots (CSV).
    #[arg(long, value_name = "lots.csv")]
    lots: PathBuf,
    /// Règle et tirage (TOML) ; sans ce fichier : règle stricte, graine 0.
    #[arg(long, value_name = "policy.toml")]
    policy: Option<PathBuf>,
    /// Dossier où écrire le plan ; créé s'il n'existe pas.
    #[arg(long, value_name = "DOSSIER")]
    out: PathBuf,
    // Documented (`allocation.md` B) and not there yet: accepted in order to be refused in French.
    #[arg(long, hide = true)]
    funds: Option<PathBuf>,
    #[arg(long, hide = true)]
    catalogue: Option<PathBuf>,
    #[arg(long, hide = true)]
    pins: Option<PathBuf>,
}

/// Why there is no plan.
enum Failure {
    /// The input is wrong: sentences for the person.
    Input(Vec<String>),
    /// The program or the machine failed.
    Internal(String),
}

/// Runs the command: 0 solved, 1 internal fault, 2 bad input. (3, infeasible pins or quotas, cannot
/// happen while there are none.)
#[must_use]
pub fn run(args: &AllocateArgs) -> ExitCode {
    match allocate(args) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(Failure::Input(sentences)) => {
            for sentence in &sentences {
                eprintln!("{sentence}");
            }
            eprintln!("Rien n’a été calculé ni écrit.");
            ExitCode::from(2)
        }
        Err(Failure::Internal(sentence)) => {
            eprintln!("{sentence}");
            ExitCode::from(1)
        }
    }
}

fn allocate(args: &AllocateArgs) -> Result<String, Failure> {
    let mut timings = Timings::new();
    let start = Instant::now();
    let (situation, policy) = read(args)?;
    timings.insert("read", micros(start));
    let start = Instant::now();
    let plan = allocation::plan(&situation, &policy);
    timings.insert("plan", micros(start));
    let start = Instant::now();
    if let Err(found) = audit::audit(&situation, &policy, &plan) {
        let first = found.first().map(ToString::to_string).unwrap_or_default();
        return Err(Failure::Internal(format!(
            "Le contrôle indépendant a refusé le plan ({} écarts, le premier : {first}). \
             Rien n’a été écrit ; signalez-le avec les fichiers d’entrée.",
            found.len()
        )));
    }
    timings.insert("audit", micros(start));
    output::write(&args.out, &plan_files(&plan, &timings)).map_err(|error| {
        let out = args.out.display();
        Failure::Internal(format!("Impossible d’écrire dans {out} : {error}. Rien n’a été écrit."))
    })?;
    Ok(summary::of(&plan, &args.out))
}

fn micros(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// Reads the three files; every fault of all of them and of the options at once.
fn read(args: &AllocateArgs) -> Result<(Situation, Policy), Failure> {
    let mut sentences = not_yet(args);
    sentences.extend(output::complaint(&args.out, &PLAN_FILES));
    let mut missing = Vec::new();
    let mut bytes = |file: &'static str, path: &Path| {
        let read = fs::read(path).map_err(|error| {
            sentences.push(complaints::unreadable(path, &error));
            missing.push(file);
        });
        read.unwrap_or_default()
    };
    let needs = bytes(NEEDS_FILE, &args.needs);
    let lots = bytes(LOTS_FILE, &args.lots);
    let policy = args.policy.as_deref().map(|path| bytes(POLICY_FILE, path));
    let policy = policy.map_or_else(|| Ok(Policy::default()), |policy| read_policy(&policy));
    let (situation, policy, faults) = match (read_situation(&needs, &lots), policy) {
        (Ok(situation), Ok(policy)) => (Some(situation), policy, Vec::new()),
        (situation, policy) => {
            let faults = [situation.err(), policy.err()].into_iter().flatten().flatten();
            (None, Policy::default(), faults.collect())
        }
    };
    // A file that could not be opened stands as an empty one: what is told of that is not so.
    let real = faults.iter().filter(|fault| !missing.contains(&fault.file));
    sentences.extend(real.map(|fault| complaints::sentence(path_of(args, fault), fault)));
    situation
        .filter(|_| sentences.is_empty())
        .map(|situation| (situation, policy))
        .ok_or(Failure::Input(sentences))
}

/// A sentence for each option that this version does not know how to serve.
fn not_yet(args: &AllocateArgs) -> Vec<String> {
    let options =
        [("--funds", &args.funds), ("--catalogue", &args.catalogue), ("--pins", &args.pins)];
    let given = options.into_iter().filter(|(_, path)| path.is_some());
    given.map(|(option, _)| complaints::not_yet(option)).collect()
}

/// The file a fault is in, as the person named it.
fn path_of<'a>(args: &'a AllocateArgs, fault: &BadCell) -> &'a Path {
    match (fault.file, &args.policy) {
        (NEEDS_FILE, _) => &args.needs,
        (POLICY_FILE, Some(policy)) => policy,
        _ => &args.lots,
    }
}
