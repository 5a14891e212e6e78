//! `cargo xtask bench permutations`: the same digest whatever the order of rows and columns, whatever the
//! processors, in a process of its own each time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::peers::Programs;
use crate::shell;

const FILES: [&str; 4] = ["needs.csv", "lots.csv", "funds.csv", "catalogue.csv"];
const RULES: [&str; 2] = ["strict", "count"];
/// One processor, or two: the engine itself asks its solver for one thread.
const PROCESSORS: [&str; 2] = ["0", "0,1"];

/// What to repeat.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The instance, in `tests/instances`.
    #[arg(long, default_value = "250-1")]
    instance: String,
    /// How many orders; their numbers seed the shuffle, from 1.
    #[arg(long, default_value_t = 100)]
    orders: u64,
    /// A `cartable` program, of whatever profile; without it the bench, in release.
    #[arg(long)]
    program: Option<PathBuf>,
}

/// Runs them all, and fails if two digests differ.
pub fn run(options: &Options) -> Result<()> {
    let programs = Programs::build(false)?;
    let folder = shell::workspace().join("tests/instances").join(&options.instance);
    let scratch = programs.folder.join(format!("permutations-{}", std::process::id()));
    let mut digests: BTreeMap<(&str, String), u64> = BTreeMap::new();
    let mut once = |order: u64| -> Result<()> {
        shuffle(&folder, &scratch, order)?;
        for rule in RULES {
            for processors in PROCESSORS {
                let (program, read) = match &options.program {
                    Some(program) => cartable(program, &scratch, rule)?,
                    None => bench(&programs, &scratch, rule),
                };
                let digest = digest(&program, &read, processors)
                    .with_context(|| format!("order {order}, {rule}, processors {processors}"))?;
                *digests.entry((rule, digest)).or_default() += 1;
            }
        }
        Ok(())
    };
    let outcome = (0..=options.orders).try_for_each(&mut once);
    // It may never have been made.
    let _ = fs::remove_dir_all(&scratch);
    outcome?;
    let (name, orders) = (&options.instance, options.orders);
    println!("{name}, the order of the files and {orders} others, processors {PROCESSORS:?}:");
    for ((rule, digest), times) in &digests {
        println!("  {rule:<7} {digest}  {times} processes");
    }
    if digests.len() > RULES.len() {
        bail!("digests differ");
    }
    Ok(())
}

/// The words of a command, and where the digest is: printed, or in a file.
type Asked = (Vec<String>, Option<PathBuf>);

fn bench(programs: &Programs, folder: &Path, rule: &str) -> Asked {
    let own = programs.own();
    let words = [own.get_program().to_string_lossy().into_owned(), "digest".to_owned()];
    let more = [folder.display().to_string(), rule.to_owned()];
    (words.into_iter().chain(more).collect(), None)
}

fn cartable(program: &Path, folder: &Path, rule: &str) -> Result<Asked> {
    let policy = folder.join("policy.toml");
    fs::write(&policy, format!("rule = \"{rule}\"\n"))?;
    let out = folder.join("plan");
    let mut words = vec![program.display().to_string(), "allocate".to_owned()];
    let mut say =
        |name: &str, path: &Path| words.extend([name.to_owned(), path.display().to_string()]);
    for file in FILES {
        say(&format!("--{}", file.trim_end_matches(".csv")), &folder.join(file));
    }
    say("--policy", &policy);
    say("--out", &out);
    Ok((words, Some(out)))
}

fn digest(words: &[String], out: &Option<PathBuf>, processors: &str) -> Result<String> {
    if let Some(out) = out {
        // There is none before the first.
        let _ = fs::remove_dir_all(out);
    }
    let mut run = Command::new("taskset");
    let printed = shell::ask(run.args(["-c", processors]).args(words)).context("no plan")?;
    let Some(out) = out else { return Ok(printed) };
    let plan: serde_json::Value = serde_json::from_slice(&fs::read(out.join("plan.json"))?)?;
    Ok(plan["digest"].as_str().context("no digest")?.to_owned())
}

/// The same files with rows and columns in another order; order 0 is as they are. The shared instances
/// have no quoted cells.
fn shuffle(folder: &Path, scratch: &Path, order: u64) -> Result<()> {
    fs::create_dir_all(scratch)?;
    let mut dice = Dice(order);
    for file in FILES {
        let text = fs::read_to_string(folder.join(file))?;
        let mut rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        let width = rows.first().map_or(0, Vec::len);
        if order > 0 {
            let columns = dice.order(width);
            let (_, below) = rows.split_first_mut().context("a header")?;
            let turned = dice.order(below.len());
            let mut below: Vec<Vec<&str>> = turned.iter().map(|&at| below[at].clone()).collect();
            rows.truncate(1);
            rows.append(&mut below);
            for row in &mut rows {
                *row = columns.iter().map(|&at| row[at]).collect();
            }
        }
        let lines: Vec<String> = rows.iter().map(|row| row.join(",") + "\n").collect();
        fs::write(scratch.join(file), lines.concat())?;
    }
    Ok(())
}

/// A stream of numbers from a seed (xorshift64: Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0 | 1;
        mixed ^= mixed << 13;
        mixed ^= mixed >> 7;
        mixed ^= mixed << 17;
        (mixed >> 33) as usize % many
    }

    /// The numbers below so many, in some order.
    fn order(&mut self, many: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..many).collect();
        for at in (1..many).rev() {
            order.swap(at, self.below(at + 1));
        }
        order
    }
}
