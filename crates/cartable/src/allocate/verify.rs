//! `cartable verify`: the auditor alone, on a plan that was written to files.

use std::fs;
use std::path::PathBuf;

use exchange::allocation::{plan_files, read_plan};

use super::Failure;
use super::complaints;
use super::question::Question;
use super::summary;

/// Contrôler un plan écrit par allocate, sans refaire le calcul.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    question: Question,
    /// Dossier du plan.
    #[arg(long, value_name = "DOSSIER")]
    plan: PathBuf,
}

/// The most differences that are told one by one.
const TOLD: usize = 20;

pub(super) fn verify(args: &VerifyArgs) -> Result<String, Failure> {
    let (situation, policy) = args.question.read(Vec::new())?;
    let path = args.plan.join("plan.json");
    let bytes = fs::read(&path)
        .map_err(|error| Failure::Input(vec![complaints::unreadable(&path, &error)]))?;
    let (plan, beside) = read_plan(&bytes).map_err(|why| {
        let path = path.display();
        Failure::Input(vec![format!("{path} : ce n’est pas un plan écrit par allocate ({why}).")])
    })?;
    let mut found: Vec<String> = Vec::new();
    if let Err(violations) = audit::audit(&situation, &policy, &plan) {
        found.extend(violations.iter().map(ToString::to_string));
    }
    // The other files say what the plan says, or somebody changed them.
    for file in plan_files(&plan, &beside) {
        if fs::read(args.plan.join(file.name)).ok().as_ref() != Some(&file.bytes) {
            found.push(format!("{} : ce fichier ne dit pas ce que dit le plan", file.name));
        }
    }
    if found.is_empty() {
        return Ok(summary::verified(&plan));
    }
    let many = found.len();
    let mut lines: Vec<String> = vec![format!("Le plan ne tient pas ({many} écarts) :")];
    lines.extend(found.into_iter().take(TOLD).map(|line| format!("- {line}")));
    if many > TOLD {
        lines.push(format!("- … et {} autres", many - TOLD));
    }
    Err(Failure::Internal(lines.join("\n")))
}
