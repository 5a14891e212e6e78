//! `cartable allocate`: files in, plan out, for whoever wants to check a round by hand.

mod complaints;
mod summary;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use domain::allocation::{Policy, Situation};
use exchange::allocation::{
    BadCell, NEEDS_FILE, POLICY_FILE, PlanFile, Timings, plan_files, read_policy, read_situation,
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
    write(&args.out, &plan_files(&plan, &timings))?;
    Ok(summary::of(&plan, &args.out))
}

fn micros(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// Reads the three files; every fault of all of them at once.
fn read(args: &AllocateArgs) -> Result<(Situation, Policy), Failure> {
    let mut sentences = Vec::new();
    let mut bytes = |path: &Path| {
        fs::read(path)
            .map_err(|error| sentences.push(complaints::unreadable(path, &error)))
            .unwrap_or_default()
    };
    let (needs, lots) = (bytes(&args.needs), bytes(&args.lots));
    let policy = args.policy.as_deref().map(&mut bytes);
    if !sentences.is_empty() {
        return Err(Failure::Input(sentences));
    }
    let policy = policy.map_or_else(|| Ok(Policy::default()), |policy| read_policy(&policy));
    match (read_situation(&needs, &lots), policy) {
        (Ok(situation), Ok(policy)) => Ok((situation, policy)),
        (situation, policy) => {
            let faults = [situation.err(), policy.err()].into_iter().flatten().flatten();
            let told = |fault: BadCell| complaints::sentence(path_of(args, &fault), &fault);
            Err(Failure::Input(faults.map(told).collect()))
        }
    }
}

/// The file a fault is in, as the person named it.
fn path_of<'a>(args: &'a AllocateArgs, fault: &BadCell) -> &'a Path {
    match (fault.file, &args.policy) {
        (NEEDS_FILE, _) => &args.needs,
        (POLICY_FILE, Some(policy)) => policy,
        _ => &args.lots,
    }
}

/// Writes all files or none: beside their place first, then into it.
fn write(folder: &Path, files: &[PlanFile]) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        Failure::Internal(format!("Impossible d’écrire dans {} : {error}.", folder.display()))
    };
    fs::create_dir_all(folder).map_err(failed)?;
    let beside = |name: &str| folder.join(format!(".{name}.part"));
    for file in files {
        fs::write(beside(file.name), &file.bytes).map_err(failed)?;
    }
    for file in files {
        fs::rename(beside(file.name), folder.join(file.name)).map_err(failed)?;
    }
    Ok(())
}
