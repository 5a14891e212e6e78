//! The stock core, part by part: reading, merging, who is served, the best fit, the whole plan with its
//! proof and explanations, the audit, one change.

use std::time::Instant;

use allocation::{Change, Session};
use domain::allocation::{Decision, Pin, Plan, Policy, Rule, Situation};
use serde_json::{Map, Value, json};

use crate::bipartite::Bipartite;
use crate::face::Face;
use crate::market::Market;
use crate::order::Order;
use crate::{folder, graph, matroid, memory, min_cost_flow};

/// The kernel's count of processor time is some milliseconds late: what is shorter is repeated for as long.
const LONG: f64 = 200.0;

/// Milliseconds of processor time, so that a busy machine changes little: the median of the runs, or the
/// mean of many short ones.
struct Told {
    runs: usize,
    fields: Map<String, Value>,
}

impl Told {
    fn tell(&mut self, name: &str, value: impl Into<Value>) {
        self.fields.insert(name.to_owned(), value.into());
    }

    fn time<T>(&mut self, name: &str, mut part: impl FnMut() -> T) -> T {
        let (first, mut done) = took(&mut part);
        let mut times = vec![first];
        if first < LONG {
            let often = (LONG / first.max(0.01)).ceil();
            let (all, last) = took(|| (0..often as u32).map(|_| part()).last());
            times = vec![all / often];
            done = last.unwrap_or(done);
        }
        while first >= LONG && times.len() < self.runs {
            // The last result is let go of before the next one is timed.
            drop(done);
            let (took, next) = took(&mut part);
            done = next;
            times.push(took);
        }
        times.sort_by(f64::total_cmp);
        self.tell(name, times[times.len() / 2]);
        done
    }
}

fn took<T>(part: impl FnOnce() -> T) -> (f64, T) {
    let before = memory::on_processor();
    let done = part();
    ((memory::on_processor() - before) as f64 / 1e6, done)
}

/// Prints one line of JSON.
pub fn measure(path: &str, runs: usize) {
    let mut told = Told { runs, fields: Map::new() };
    let needs = format!("{path}/needs.csv");
    let bytes = told.time("bytes_ms", || std::fs::read(&needs).unwrap()).len();
    told.tell("csv_mb", bytes as f64 / 1e6);
    let situation = told.time("read_ms", || folder::read(path, true));
    told.tell("situation_mb", memory::now());
    told.tell("needs", situation.needs().len());
    core(&mut told, &situation);
    let policy = Policy::new(Rule::Count, 0);
    memory::forget();
    let plan = told.time("plan_ms", || allocation::plan(&situation, &policy).unwrap());
    told.tell("plan_peak_mb", memory::peak());
    told.tell("w", graph::weight_of(&situation, &plan));
    told.tell("fit", plan.fit);
    told.tell("served", json!(plan.served));
    told.tell("digest", plan.digest.clone());
    let strict = Policy::new(Rule::Strict, 0);
    // The rest is long, and shown for its order of magnitude: once.
    told.runs = 1;
    told.time("strict_plan_ms", || allocation::plan(&situation, &strict).unwrap());
    let audit = told.time("audit_ms", || audit::audit(&situation, &policy, &plan));
    told.tell("audit", json!(audit.is_ok()));
    changes(&mut told, situation, policy, &plan);
    println!("{}", Value::from(told.fields));
}

/// What the peers do as well: who is served, at the best fit. And, apart, what comes before it.
fn core(told: &mut Told, situation: &Situation) {
    let before = memory::now();
    memory::forget();
    let order = told.time("order_ms", || Order::of(situation, 0));
    let market = told.time("classes_ms", || Market::of(situation));
    told.tell("classes", market.classes);
    told.tell("arcs", market.graph.arcs());
    let base = told.time("served_ms", || matroid::greedy(&market, &order));
    let face = told.time("face_ms", || Face::of(&market, &order, &base, Rule::Count));
    let (pieces, largest) = pieces(&face.graph);
    told.tell("face_arcs", face.graph.arcs());
    told.tell("pieces", pieces);
    told.tell("largest_piece_arcs", largest);
    told.time("fit_ms", || {
        min_cost_flow::solve(&face.graph, &market.units, &face.least, &face.most)
    });
    told.tell("core_mb", memory::peak().saturating_sub(before));
    let sum = ["served_ms", "face_ms", "fit_ms"].map(|name| told.fields[name].as_f64().unwrap());
    told.tell("core_ms", sum.iter().sum::<f64>());
}

/// How many parts of a graph have nothing to do with each other, and the arcs of the largest.
fn pieces(graph: &Bipartite) -> (usize, usize) {
    let mut known = vec![false; graph.classes()];
    let mut done = vec![false; graph.lots()];
    let mut sizes = Vec::new();
    for start in 0..graph.classes() as u32 {
        let (mut todo, mut size) = (vec![start], 0);
        while let Some(class) = todo.pop() {
            if std::mem::replace(&mut known[class as usize], true) {
                continue;
            }
            size += graph.row(class).len();
            for arc in graph.row(class) {
                let lot = graph.lot(arc);
                if std::mem::replace(&mut done[lot as usize], true) {
                    continue;
                }
                todo.extend(graph.column(lot).iter().map(|&back| graph.class(back as usize)));
            }
        }
        sizes.extend(Some(size).filter(|&size| size > 0));
    }
    (sizes.len(), sizes.iter().copied().max().unwrap_or(0))
}

/// One need more, one unit more, one decision.
fn changes(told: &mut Told, situation: Situation, policy: Policy, plan: &Plan) {
    let mut need = situation.needs()[0].clone();
    "another".clone_into(&mut need.need);
    let lot = situation.lots()[0].clone();
    let refused = plan.unmet().next().map(|line| line.need.clone());
    let mut session = Session::new(situation, policy).unwrap();
    let mut change = |name: &str, change: Change| {
        let start = Instant::now();
        let (took, moved) = took(|| session.apply(change).unwrap());
        // It cannot be repeated: when short, by the clock.
        let clock = start.elapsed().as_secs_f64() * 1000.0;
        told.tell(name, if clock < LONG { clock } else { took });
        told.tell(&format!("{name}_moved"), moved.len());
    };
    change("need_more_ms", Change::Need(need));
    change("unit_more_ms", Change::Units(lot.lot, lot.units + 1));
    if let Some(need) = refused {
        let (author, reason) = (String::new(), "said".to_owned());
        let pin = Pin { need, decision: Decision::Nothing, author, reason };
        change("decision_ms", Change::Pin(pin));
    }
    told.tell("peak_mb", memory::peak());
}
