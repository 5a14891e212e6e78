//! The files of a question, as `allocate` and `verify` are both given them.

use std::fs;
use std::path::{Path, PathBuf};

use domain::allocation::{Policy, Situation, Table};
use exchange::allocation::{
    BadCell, POLICY_FILE, SituationFiles, file_of, read_policy, read_situation,
};

use super::{Failure, complaints};

/// Les fichiers de la question.
#[derive(Debug, clap::Args)]
pub struct Question {
    /// Fichier des besoins (CSV).
    #[arg(long, value_name = "needs.csv")]
    needs: PathBuf,
    /// Fichier des lots (CSV).
    #[arg(long, value_name = "lots.csv")]
    lots: PathBuf,
    /// Fichier des lignes du fonds (CSV) ; sans ce fichier : rien à dépenser.
    #[arg(long, value_name = "funds.csv")]
    funds: Option<PathBuf>,
    /// Fichier de ce qui peut s’acheter (CSV) ; sans ce fichier : rien à acheter.
    #[arg(long, value_name = "catalogue.csv")]
    catalogue: Option<PathBuf>,
    /// Règle et tirage (TOML) ; sans ce fichier : règle stricte, graine 0.
    #[arg(long, value_name = "policy.toml")]
    policy: Option<PathBuf>,
    /// Fichier des décisions prises à la main (CSV).
    #[arg(long, value_name = "pins.csv")]
    pins: Option<PathBuf>,
}

/// What was read, or the sentences that say what is wrong: every fault of all files at once.
pub(super) type Read = Result<(Situation, Policy), Failure>;

impl Question {
    /// Reads the files; sentences that are already there come first.
    pub(super) fn read(&self, already: Vec<String>) -> Read {
        let mut sentences = already;
        let mut missing = Vec::new();
        let mut bytes = |file: &'static str, path: &Path| {
            let read = fs::read(path).map_err(|error| {
                sentences.push(complaints::unreadable(path, &error));
                missing.push(file);
            });
            read.unwrap_or_default()
        };
        let needs = bytes(file_of(Table::Needs), &self.needs);
        let lots = bytes(file_of(Table::Lots), &self.lots);
        let funds = self.funds.as_deref().map(|path| bytes(file_of(Table::Funds), path));
        let catalogue =
            self.catalogue.as_deref().map(|path| bytes(file_of(Table::Catalogue), path));
        let pins = self.pins.as_deref().map(|path| bytes(file_of(Table::Pins), path));
        let policy = self.policy.as_deref().map(|path| bytes(POLICY_FILE, path));
        let policy = policy.map_or_else(|| Ok(Policy::default()), |policy| read_policy(&policy));
        let situation = read_situation(&SituationFiles {
            needs: &needs,
            lots: &lots,
            funds: funds.as_deref(),
            catalogue: catalogue.as_deref(),
            pins: pins.as_deref(),
        });
        let (read, faults) = match (situation, policy) {
            (Ok(situation), Ok(policy)) => (Some((situation, policy)), Vec::new()),
            (situation, policy) => {
                let faults = [situation.err(), policy.err()].into_iter().flatten().flatten();
                (None, faults.collect())
            }
        };
        // A file that could not be opened stands as an empty one: what is told of that is not so.
        let real = faults.iter().filter(|fault| !missing.contains(&fault.file));
        let real: Vec<&BadCell> = real.collect();
        let only_contradictions = sentences.is_empty()
            && !real.is_empty()
            && real.iter().all(|fault| fault.wanted.is_contradiction());
        sentences.extend(real.iter().map(|fault| complaints::sentence(self.path_of(fault), fault)));
        match read {
            Some(read) if sentences.is_empty() => Ok(read),
            _ if only_contradictions => Err(Failure::Infeasible(sentences)),
            _ => Err(Failure::Input(sentences)),
        }
    }

    /// The file a fault is in, as the person named it.
    fn path_of<'a>(&'a self, fault: &'a BadCell) -> &'a Path {
        let table = Table::ALL.iter().find(|&&table| file_of(table) == fault.file);
        let named = match table {
            Some(Table::Needs) => Some(&self.needs),
            Some(Table::Lots) => Some(&self.lots),
            Some(Table::Funds) => self.funds.as_ref(),
            Some(Table::Catalogue) => self.catalogue.as_ref(),
            Some(Table::Pins) => self.pins.as_ref(),
            None => self.policy.as_ref(),
        };
        // A fault is only ever in a file that was given.
        named.map_or(Path::new(fault.file), PathBuf::as_path)
    }
}
