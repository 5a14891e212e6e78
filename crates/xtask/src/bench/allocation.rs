//! `cargo xtask bench allocation`: the engine beside its peers, on the same instances, in one run.
//!
//! A peer is timed on the graph in memory and answers with the served set and the fit alone. Ours is timed
//! twice: the same part of it (*core*), and all of it from the rows to the plan with its proof, its
//! explanations and its digest (*plan*). All times are of one processor.

use std::path::Path;

use anyhow::{Result, bail};
use serde_json::Value;

use super::peers::{Programs, figures};
use crate::shell;

/// As many runs, and the middle one is told; a single one above ten seconds.
const RUNS: u32 = 3;
/// Above, a graph with a node for each need asks too much of the peers.
const MOST_RAW: u32 = 100_000;
/// Above, linear programs do.
const MOST_LINEAR: u32 = 10_000;
/// Small instances on which all must agree.
const CORPUS: u32 = 1_000;
/// With money: the name in `tests/instances`, and the rules asked.
const BUDGETS: [(&str, &[&str]); 4] = [
    ("250-1", &["count", "strict"]),
    ("250-2", &["count", "strict"]),
    ("250-3", &["count", "strict"]),
    ("2500-1", &["count"]),
];

/// What to measure.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// How many needs, each time on stock alone.
    #[arg(long, value_delimiter = ',', default_values_t = [250, 10_000, 100_000, 1_000_000])]
    needs: Vec<u32>,
    /// Which instance of each size.
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Without the instances with money.
    #[arg(long)]
    stock: bool,
}

/// Measures, and fails if anybody reaches another optimum.
pub fn run(options: &Options) -> Result<()> {
    let programs = Programs::build(true)?;
    let mut unequal = corpus(&programs)?;
    for &needs in &options.needs {
        unequal += stock(&programs, needs, options.seed)?;
    }
    if !options.stock {
        for (name, rules) in BUDGETS {
            for rule in rules {
                unequal += budget(&programs, name, rule)?;
            }
        }
    }
    if unequal > 0 {
        bail!("{unequal} answers differ");
    }
    println!("\nequal everywhere");
    Ok(())
}

/// The same optimum as LEMON's on every small instance.
fn corpus(programs: &Programs) -> Result<u32> {
    let file = programs.folder.join("corpus");
    let own = shell::ask(programs.own().args(["corpus", &CORPUS.to_string()]).arg(&file));
    let peer = shell::ask(&mut programs.lemon(&file, 0));
    let is_equal = own.is_some() && own == peer;
    println!("{CORPUS} small instances, LEMON: {}", told_equal(is_equal));
    Ok(u32::from(!is_equal))
}

/// One size on stock alone.
fn stock(programs: &Programs, needs: u32, seed: u32) -> Result<u32> {
    let folder = programs.instance(needs, seed)?;
    let (compressed, raw) = (folder.join("compressed.graph"), folder.join("raw.graph"));
    graph(programs, &folder, &compressed, None)?;
    let own = figures(programs.own().arg("stock").arg(&folder).arg(RUNS.to_string()))?;
    let (core, plan) = (number(&own, "core_ms"), number(&own, "plan_ms"));
    println!("\n{needs} needs, {} classes, {} arcs", own["classes"], own["arcs"]);
    println!("  {:<22}{:>12}{:>10}{:>10}  optimum", "", "ms", "x core", "MB");
    println!("  {:<22}{core:>12.3}{:>10}{:>10}", "ours, core", "", memory(&own, "core_mb"));
    println!("  {:<22}{plan:>12.3}{:>10}{:>10}", "ours, plan", "", memory(&own, "plan_peak_mb"));
    let mut peers = vec![
        ("LEMON, classes", programs.lemon(&compressed, RUNS)),
        ("OR-tools, classes", programs.python("ortools", &compressed, RUNS)),
    ];
    if needs <= MOST_LINEAR {
        peers.push(("HiGHS, classes", programs.python("highs", &compressed, RUNS)));
    }
    if needs <= MOST_RAW {
        graph(programs, &folder, &raw, Some("raw"))?;
        peers.push(("LEMON, raw", programs.lemon(&raw, RUNS)));
        peers.push(("OR-tools, raw", programs.python("ortools", &raw, RUNS)));
    }
    let mut unequal = 0;
    for (name, mut command) in peers {
        let peer = figures(&mut command)?;
        let is_equal = (&peer["w"], &peer["fit"]) == (&own["w"], &own["fit"]);
        unequal += u32::from(!is_equal);
        let (took, equal) = (number(&peer, "ms"), told_equal(is_equal));
        println!(
            "  {name:<22}{took:>12.3}{:>10.1}{:>10}  {equal}",
            took / core,
            memory(&peer, "peak_mb")
        );
    }
    parts(&own);
    Ok(unequal)
}

fn graph(programs: &Programs, folder: &Path, file: &Path, raw: Option<&str>) -> Result<()> {
    if file.is_file() {
        return Ok(());
    }
    shell::run(programs.own().arg("graph").arg(folder).arg(file).args(raw))
}

/// Where our time and memory go, and which part is the longest.
fn parts(own: &Value) {
    let part = |name: &str| number(own, name);
    println!(
        "  files: {:.1} MB; bytes {:.1} ms, read and checked {:.1} ms, in memory {} MB",
        part("csv_mb"),
        part("bytes_ms"),
        part("read_ms"),
        own["situation_mb"]
    );
    let before = part("order_ms") + part("classes_ms") + part("core_ms");
    let parts = [
        ("draw and order", part("order_ms")),
        ("classes", part("classes_ms")),
        ("served set", part("served_ms")),
        ("face", part("face_ms")),
        ("fit", part("fit_ms")),
        ("ties, proof, explanations", part("plan_ms") - before),
    ];
    println!(
        "  face: {} arcs in {} pieces, the largest of {}",
        own["face_arcs"], own["pieces"], own["largest_piece_arcs"]
    );
    let words = parts.map(|(name, took)| format!("{name} {took:.2}"));
    println!("  plan, ms: {}", words.join(", "));
    let longest = parts.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    if let Some((name, took)) = longest {
        println!("  limits: {name} ({:.0} % of the plan)", 100.0 * took / part("plan_ms"));
    }
    println!("  strict plan {:.2} ms; audit {:.2} ms", part("strict_plan_ms"), part("audit_ms"));
    let change = |name: &str| {
        format!("{:.2} ms, {} moved", part(&format!("{name}_ms")), own[format!("{name}_ms_moved")])
    };
    println!(
        "  one change: need {}; unit {}; decision {}",
        change("need_more"),
        change("unit_more"),
        change("decision")
    );
}

/// One instance with money, under one rule.
fn budget(programs: &Programs, name: &str, rule: &str) -> Result<u32> {
    let folder = shell::workspace().join("tests/instances").join(name);
    let own = figures(programs.own().arg("solve").arg(&folder).arg(rule))?;
    let peer = figures(&mut programs.budget(&folder, rule))?;
    let same = ["served", "score", "cost_cents", "spread_cents", "fit"];
    // The peer says which stages it did not prove: there it may stay below.
    let is_equal = same.iter().all(|name| own[*name] == peer[*name]);
    let is_open = peer["open"].as_array().is_some_and(|open| !open.is_empty());
    let (took, peers) = (number(&own, "seconds"), number(&peer, "seconds"));
    println!(
        "\n{name} with money, {rule}: ours {took:.2} s, {} MB; HiGHS {peers:.1} s ({:.1} x), open {}; {}; \
         families gained {}",
        own["peak_mb"],
        peers / took,
        peer["open"],
        told_equal(is_equal),
        own["gained"]
    );
    println!("  proof: {}", own["proof"]);
    Ok(u32::from(!is_equal && !is_open))
}

fn number(figures: &Value, name: &str) -> f64 {
    figures[name].as_f64().unwrap_or(f64::NAN)
}

fn memory(figures: &Value, name: &str) -> String {
    figures[name].to_string()
}

fn told_equal(is_equal: bool) -> &'static str {
    if is_equal { "equal" } else { "DIFFERENT" }
}
