//! The command line in French: help, and one sentence for what was not understood.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, Command};

const TEMPLATE: &str = "{about-with-newline}\nUsage : {usage}\n\n{all-args}";

/// The same commands with French headings.
pub fn in_french(command: Command) -> Command {
    let help = clap::Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help("Affiche cette aide.");
    let version = command.get_version().is_some().then(|| {
        let version = clap::Arg::new("version").short('V').long("version");
        version.action(ArgAction::Version).help("Affiche la version.")
    });
    command
        .help_template(TEMPLATE)
        .subcommand_help_heading("Commandes")
        .subcommand_value_name("COMMANDE")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg(help)
        .args(version)
        .mut_subcommands(in_french)
}

/// Shows the help that was asked for, or says what was not understood: 2, as for any wrong input.
pub fn told(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            print!("{error}");
            return ExitCode::SUCCESS;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => eprint!("{error}"),
        _ => {
            let command = std::env::args().nth(1).filter(|word| COMMANDS.contains(&word.as_str()));
            let command = command.map(|word| format!(" {word}")).unwrap_or_default();
            eprintln!("{}\nPour l'aide : cartable{command} --help", sentence(error));
        }
    }
    ExitCode::from(2)
}

const COMMANDS: [&str; 10] = [
    "serve", "demo", "user", "allocate", "check", "import", "export", "backup", "restore", "papers",
];

fn sentence(error: &clap::Error) -> String {
    let said = |kind| words(error.get(kind)).join(", ");
    let option = said(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let near = said(ContextKind::SuggestedArg);
            let near = if near.is_empty() { near } else { format!(" Vouliez-vous {near} ?") };
            format!("« {option} » n'est pas une option de cette commande.{near}")
        }
        ErrorKind::InvalidSubcommand => {
            let typed = said(ContextKind::InvalidSubcommand);
            format!("« {typed} » n'est pas une commande. Il y a : {}.", COMMANDS.join(", "))
        }
        ErrorKind::MissingRequiredArgument => format!("Il manque : {option}."),
        ErrorKind::MissingSubcommand => "Il manque une commande.".to_owned(),
        ErrorKind::ArgumentConflict => match said(ContextKind::PriorArg) {
            other if other.is_empty() || other == option => {
                format!("L'option {option} est donnée deux fois.")
            }
            other => format!("Les options {option} et {other} ne vont pas ensemble."),
        },
        ErrorKind::InvalidValue if said(ContextKind::InvalidValue).is_empty() => {
            format!("L'option {option} attend une valeur.")
        }
        ErrorKind::ValueValidation => match std::error::Error::source(error) {
            Some(why) => format!("{option} : {why}"),
            None => format!("La valeur donnée à {option} ne convient pas."),
        },
        ErrorKind::InvalidValue | ErrorKind::NoEquals | ErrorKind::TooManyValues => {
            format!("La valeur donnée à {option} ne convient pas.")
        }
        _ => "Cette ligne de commande n'est pas comprise.".to_owned(),
    }
}

fn words(value: Option<&ContextValue>) -> Vec<String> {
    match value {
        Some(ContextValue::String(word)) => vec![word.clone()],
        Some(ContextValue::Strings(words)) => words.clone(),
        _ => Vec::new(),
    }
}
