//! `cargo xtask bench permutations`: the same digest whatever the order of rows and columns, whatever the
//! processors, in a process of its own each time.

use std::collections::BTreeMap;
use std::ffi::OsString;
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
    let target = shell::program()?.ancestors().nth(2).context("the target folder")?.to_owned();
    let scratch = target.join(format!("permutations-{}", std::process::id()));
    fs::create_dir_all(&scratch).with_context(|| format!("{}", scratch.display()))?;
    let outcome = repeat(options, &scratch);
    fs::remove_dir_all(&scratch).with_context(|| format!("{}", scratch.display()))?;
    outcome
}

fn repeat(options: &Options, scratch: &Path) -> Result<()> {
    let folder = shell::workspace().join("tests/instances").join(&options.instance);
    // A copy: either may be built anew meanwhile.
    let program = scratch.join("program");
    match &options.program {
        Some(cartable) => fs::copy(cartable, &program),
        None => fs::copy(Programs::build(false)?.own().get_program(), &program),
    }
    .context("no program")?;
    let mut digests: BTreeMap<(&str, String), u64> = BTreeMap::new();
    for order in 0..=options.orders {
        shuffle(&folder, scratch, order)?;
        for rule in RULES {
            let (words, out) = match options.program {
                Some(_) => cartable(scratch, rule)?,
                None => (vec!["digest".into(), scratch.into(), rule.into()], None),
            };
            for processors in PROCESSORS {
                let mut run = Command::new("taskset");
                run.args(["-c", processors]).arg(&program).args(&words);
                let digest = digest(&mut run, out.as_deref())
                    .with_context(|| format!("order {order}, {rule}, processors {processors}"))?;
                *digests.entry((rule, digest)).or_default() += 1;
            }
        }
        if order > 0 && order % 10 == 0 {
            eprintln!("{order} orders, {} digests", digests.len());
        }
    }
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

/// The words of a command, and where the plan is; it is printed otherwise.
type Asked = (Vec<OsString>, Option<PathBuf>);

fn cartable(folder: &Path, rule: &str) -> Result<Asked> {
    let (policy, out) = (folder.join("policy.toml"), folder.join("plan"));
    fs::write(&policy, format!("rule = \"{rule}\"\n"))?;
    let mut words = vec!["allocate".into()];
    let mut say = |name: &str, path: PathBuf| words.extend([name.into(), path.into()]);
    for file in FILES {
        say(&format!("--{}", file.trim_end_matches(".csv")), folder.join(file));
    }
    say("--policy", policy);
    say("--out", out.clone());
    Ok((words, Some(out)))
}

fn digest(run: &mut Command, out: Option<&Path>) -> Result<String> {
    if let Some(out) = out.filter(|out| out.exists()) {
        fs::remove_dir_all(out)?;
    }
    let printed = shell::ask(run).context("no plan")?;
    let Some(out) = out else { return Ok(printed) };
    let plan: serde_json::Value = serde_json::from_slice(&fs::read(out.join("plan.json"))?)?;
    Ok(plan["digest"].as_str().context("no digest")?.to_owned())
}

/// The same files with rows and columns in another order; order 0 is as they are. The shared instances
/// have no quoted cells.
fn shuffle(folder: &Path, scratch: &Path, order: u64) -> Result<()> {
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
