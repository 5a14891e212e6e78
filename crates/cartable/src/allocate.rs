//! `cartable allocate` and `cartable verify`: files in, plan out, and a plan checked, for whoever wants to
//! go through a round by hand.

mod complaints;
mod output;
mod progress;
mod question;
mod summary;
#[cfg(test)]
mod tests;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use exchange::allocation::{Beside, PLAN_FILES, plan_files};

pub use verify::VerifyArgs;

use progress::Bar;
use question::Question;

/// Partager le stock et le fonds entre les besoins, sur fichiers.
#[derive(Debug, clap::Args)]
pub struct AllocateArgs {
    #[command(flatten)]
    question: Question,
    /// Dossier où écrire le plan ; créé s'il n'existe pas.
    #[arg(long, value_name = "DOSSIER")]
    out: PathBuf,
    /// Essayer, pour chaque besoin non servi, ce qui l'aurait fait servir : le calcul est refait à chaque
    /// essai, et dure d'autant.
    #[arg(long)]
    what_if: bool,
}

/// Why there is no plan.
enum Failure {
    /// The input is wrong: sentences for the person.
    Input(Vec<String>),
    /// Decisions by hand that cannot be kept together.
    Infeasible(Vec<String>),
    /// The program or the machine failed.
    Internal(String),
}

/// Runs the command: 0 solved, 1 internal fault, 2 bad input, 3 decisions that cannot be kept.
#[must_use]
pub fn run(args: &AllocateArgs) -> ExitCode {
    ended(allocate(args, &Bar::new()), "Rien n’a été calculé ni écrit.")
}

/// Checks a plan that was written before: 0 when it holds, 1 when it does not, 2 on bad input.
#[must_use]
pub fn verify(args: &VerifyArgs) -> ExitCode {
    ended(verify::verify(args), "Rien n’a été contrôlé.")
}

fn ended(outcome: Result<String, Failure>, nothing: &str) -> ExitCode {
    match outcome {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(Failure::Input(sentences)) => refused(&sentences, nothing, 2),
        Err(Failure::Infeasible(sentences)) => refused(&sentences, nothing, 3),
        Err(Failure::Internal(sentence)) => {
            eprintln!("{sentence}");
            ExitCode::from(1)
        }
    }
}

fn refused(sentences: &[String], nothing: &str, code: u8) -> ExitCode {
    for sentence in sentences {
        eprintln!("{sentence}");
    }
    eprintln!("{nothing}");
    ExitCode::from(code)
}

fn allocate(args: &AllocateArgs, bar: &Bar) -> Result<String, Failure> {
    let mut beside = Beside::default();
    let timings = &mut beside.timings;
    let start = Instant::now();
    let taken = output::complaint(&args.out, &PLAN_FILES);
    let (situation, policy) = args.question.read(taken.into_iter().collect())?;
    timings.insert("read".to_owned(), micros(start));
    let start = Instant::now();
    let plan = allocation::plan_watched(&situation, &policy, &allocation::BuiltIn, bar);
    bar.clear();
    let plan = plan.map_err(|why| Failure::Infeasible(vec![complaints::infeasible(&why)]))?;
    timings.insert("plan".to_owned(), micros(start));
    let start = Instant::now();
    if let Err(found) = audit::audit(&situation, &policy, &plan) {
        let first = found.first().map(ToString::to_string).unwrap_or_default();
        return Err(Failure::Internal(format!(
            "Le contrôle indépendant a refusé le plan ({} écarts, le premier : {first}). \
             Rien n’a été écrit ; signalez-le avec les fichiers d’entrée.",
            found.len()
        )));
    }
    timings.insert("audit".to_owned(), micros(start));
    if args.what_if {
        let start = Instant::now();
        for line in plan.unmet() {
            // Told to stop, what was tried so far is told.
            if bar.is_stopped() {
                break;
            }
            let told = allocation::counterfactuals(&situation, &policy, &plan, &line.need);
            beside.changes.insert(line.need.clone(), told);
        }
        beside.timings.insert("what_if".to_owned(), micros(start));
    }
    output::write(&args.out, &plan_files(&plan, &beside)).map_err(|error| {
        let out = args.out.display();
        Failure::Internal(format!("Impossible d’écrire dans {out} : {error}. Rien n’a été écrit."))
    })?;
    Ok(summary::of(&plan, &policy, &args.out))
}

fn micros(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX)
}
