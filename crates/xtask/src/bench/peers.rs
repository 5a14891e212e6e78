//! Programs that answer the same questions: never part of Cartable, only measured beside it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::setup::{self, For};
use crate::shell;

const SOURCES: &str = "crates/allocation/benches/peers";

/// Our bench and its peers, built; and where instances are kept.
pub struct Programs {
    own: PathBuf,
    lemon: PathBuf,
    python: PathBuf,
    /// Instances, graphs, built peers.
    pub folder: PathBuf,
}

impl Programs {
    /// Builds the bench; the peers as well, if they are wanted: LEMON from Debian, the others from PyPI.
    pub fn build(with_peers: bool) -> Result<Self> {
        let works: &[For] = if with_peers { &[For::Peers] } else { &[] };
        setup::prepare(works)?;
        let folder =
            shell::program()?.ancestors().nth(2).context("the target folder")?.join("peers");
        std::fs::create_dir_all(&folder).with_context(|| format!("{}", folder.display()))?;
        let (lemon, venv) = (folder.join("stock"), folder.join("venv"));
        let programs = Self { own: own()?, lemon, python: venv.join("bin/python"), folder };
        if with_peers {
            let mut compile = Command::new("c++");
            compile.args(["-std=c++17", "-O3", "-march=native", "-o"]).arg(&programs.lemon);
            shell::run(compile.arg(source("stock.cpp")))?;
            if !programs.has_modules() {
                shell::run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
                let mut install = Command::new(&programs.python);
                install.args([
                    "-m", "pip", "install", "--quiet", "ortools", "highspy", "numpy", "scipy",
                ]);
                shell::run(&mut install)?;
            }
        }
        Ok(programs)
    }

    fn has_modules(&self) -> bool {
        let imports =
            "import highspy, numpy, scipy; from ortools.graph.python import min_cost_flow";
        shell::ask(Command::new(&self.python).args(["-c", imports])).is_some()
    }

    /// Our bench.
    pub fn own(&self) -> Command {
        Command::new(&self.own)
    }

    /// An instance, made once.
    pub fn instance(&self, needs: u32, seed: u32) -> Result<PathBuf> {
        let folder = self.folder.join(format!("{needs}-{seed}"));
        if !folder.join("catalogue.csv").is_file() {
            let (needs, seed) = (needs.to_string(), seed.to_string());
            shell::run(self.own().args(["make", &needs, &seed]).arg(&folder).arg("single"))?;
        }
        Ok(folder)
    }

    /// LEMON's network simplex on a file of graphs.
    pub fn lemon(&self, graph: &Path, runs: u32) -> Command {
        let mut lemon = Command::new(&self.lemon);
        lemon.arg(graph).arg(runs.to_string());
        lemon
    }

    /// OR-tools or HiGHS on a graph.
    pub fn python(&self, peer: &str, graph: &Path, runs: u32) -> Command {
        let mut python = Command::new(&self.python);
        python.arg(source("stock.py")).arg(peer).arg(graph).arg(runs.to_string());
        python
    }

    /// HiGHS alone, stage by stage, on an instance with money.
    pub fn budget(&self, folder: &Path, rule: &str) -> Command {
        let mut python = Command::new(&self.python);
        python.arg(source("budget.py")).arg(folder).args(["--rule", rule]);
        python
    }
}

/// The figures on the first line that begins as JSON does.
pub fn figures(command: &mut Command) -> Result<Value> {
    let name = format!("{:?}", command.get_program());
    let text = shell::ask(command).with_context(|| format!("{name} has no answer"))?;
    let line = text.lines().find(|line| line.starts_with('{'));
    Ok(serde_json::from_str(line.with_context(|| format!("{name} prints no figures"))?)?)
}

fn source(name: &str) -> PathBuf {
    shell::workspace().join(SOURCES).join(name)
}

/// Builds our bench, and asks cargo where it is.
fn own() -> Result<PathBuf> {
    let words = ["bench", "--no-run", "--package", "allocation", "--bench", "allocation"];
    shell::run(shell::cargo().args(words).arg("--quiet"))?;
    let told = shell::ask(shell::cargo().args(words).args(["--message-format", "json"]));
    let told = told.context("building the bench")?;
    let messages = told.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let found = messages
        .filter(|message| message["target"]["name"] == "allocation")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from));
    found.context("cargo names no bench")
}
