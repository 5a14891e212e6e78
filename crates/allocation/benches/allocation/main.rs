//! What the engine takes, on folders of files; `cargo xtask bench allocation` runs it beside its peers and
//! `cargo xtask bench permutations` in many processes.

#![allow(missing_docs)]

mod corpus;
mod digest;
mod folder;
mod generate;
mod graph;
mod memory;
mod random;
mod solve;
mod stock;

// The engine's own rooms of the stock core, timed one by one. It does not open them to anybody.
#[allow(dead_code)]
#[path = "../../src/bipartite.rs"]
mod bipartite;
#[allow(dead_code)]
#[path = "../../src/face.rs"]
mod face;
#[allow(dead_code)]
#[path = "../../src/labels.rs"]
mod labels;
#[allow(dead_code)]
#[path = "../../src/market.rs"]
mod market;
#[allow(dead_code)]
#[path = "../../src/matroid.rs"]
mod matroid;
#[allow(dead_code)]
#[path = "../../src/min_cost_flow/mod.rs"]
mod min_cost_flow;
#[allow(dead_code)]
#[path = "../../src/order.rs"]
mod order;
#[allow(dead_code)]
#[path = "../../src/shelves.rs"]
mod shelves;

const USAGE: &str = "\
usage: allocation make NEEDS SEED FOLDER [single]   writes an instance; single: without bundles
       allocation stock FOLDER [RUNS]               the stock core, part by part
       allocation graph FOLDER FILE [raw]           the same question as a graph, for the peers
       allocation corpus INSTANCES FILE             many small graphs, and the engine's answers
       allocation solve FOLDER strict|count [stock] one plan in full
       allocation stopped FOLDER strict|count SECS  the same, told to stop after so long: 0 for the first plan
       allocation digest FOLDER strict|count        one plan's digest";

fn main() {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["make", needs, seed, folder] => make(needs, seed, folder, true),
        ["make", needs, seed, folder, "single"] => make(needs, seed, folder, false),
        ["stock", folder] => stock::measure(folder, 3),
        ["stock", folder, runs] => stock::measure(folder, runs.parse().unwrap()),
        ["graph", folder, file] => graph::write(folder, file, graph::compressed),
        ["graph", folder, file, "raw"] => graph::write(folder, file, graph::raw),
        ["corpus", instances, file] => corpus::write(instances.parse().unwrap(), file),
        ["solve", folder, rule] => solve::show(folder, rule, false, None),
        ["solve", folder, rule, "stock"] => solve::show(folder, rule, true, None),
        ["stopped", folder, rule, seconds] => {
            solve::show(folder, rule, false, Some(seconds.parse().unwrap()));
        }
        ["digest", folder, rule] => digest::print(folder, rule),
        _ => println!("{USAGE}"),
    }
}

fn make(needs: &str, seed: &str, folder: &str, bundles: bool) {
    let rows = generate::rows(needs.parse().unwrap(), seed.parse().unwrap(), bundles);
    folder::write(folder, &rows);
}
