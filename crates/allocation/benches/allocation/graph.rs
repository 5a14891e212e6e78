//! The stock question as a minimum-cost flow, for solvers that know nothing else.
//!
//! A need served is worth `1000 × (5 − tier) + score + 1`: a matroid's best base is the same for every
//! weight that falls with the rank, so that serves tier by tier (`allocation.md` §2.3). One unit of weight
//! stands above all fits together, so one solve settles both. Needs that the same lots are open to, at the
//! same fit, are one node: found here by the rows alone, without the engine's code.

use std::collections::{BTreeMap, HashMap};

use domain::allocation::{Plan, Situation, SituationNeed, first_failed_rule};

use crate::folder;

/// Source first, sink last.
pub struct Graph {
    nodes: i64,
    supply: i64,
    /// What one unit of weight stands for.
    unit: i64,
    /// From, to, capacity, cost.
    arcs: Vec<[i64; 4]>,
}

type Row = Vec<(u32, i64)>;

impl Graph {
    /// As little-endian 64-bit numbers: nodes, arcs, supply, unit, then the arcs.
    pub fn append(&self, bytes: &mut Vec<u8>) {
        let head = [self.nodes, self.arcs.len() as i64, self.supply, self.unit];
        let numbers = head.iter().chain(self.arcs.iter().flatten());
        bytes.extend(numbers.flat_map(|number| number.to_le_bytes()));
    }
}

/// Writes the graph of a folder.
pub fn write(path: &str, file: &str, graph: fn(&Situation) -> Graph) {
    let mut bytes = Vec::new();
    graph(&folder::read(path, true)).append(&mut bytes);
    std::fs::write(file, bytes).unwrap();
}

/// What a need is worth.
fn weight(need: &SituationNeed) -> i64 {
    1000 * (5 - i64::from(need.tier)) + i64::from(need.score) + 1
}

/// What those served in a plan are worth.
pub fn weight_of(situation: &Situation, plan: &Plan) -> i64 {
    let served = situation.needs().iter().zip(&plan.lines);
    served.filter(|(_, line)| line.reason.is_served()).map(|(need, _)| weight(need)).sum()
}

/// One node for each class of needs.
pub fn compressed(situation: &Situation) -> Graph {
    let (rows, row_of) = rows(situation);
    let mut worth: Vec<BTreeMap<i64, i64>> = vec![BTreeMap::new(); rows.len()];
    for (need, &row) in situation.needs().iter().zip(&row_of) {
        *worth[row].entry(weight(need)).or_default() += 1;
    }
    let worth: Vec<Vec<(i64, i64)>> =
        worth.into_iter().map(|worth| worth.into_iter().collect()).collect();
    graph(situation, &rows, &worth)
}

/// One node for each need.
pub fn raw(situation: &Situation) -> Graph {
    let (rows, row_of) = rows(situation);
    let rows: Vec<Row> = row_of.iter().map(|&row| rows[row].clone()).collect();
    let worth: Vec<_> = situation.needs().iter().map(|need| vec![(weight(need), 1)]).collect();
    graph(situation, &rows, &worth)
}

fn graph(situation: &Situation, rows: &[Row], worth: &[Vec<(i64, i64)>]) -> Graph {
    let lots = situation.lots();
    let (first_lot, sink) = (1 + rows.len() as i64, 1 + (rows.len() + lots.len()) as i64);
    let units: i64 = lots.iter().map(|lot| i64::from(lot.units)).sum();
    let needs = situation.needs().len() as i64;
    let supply = units.min(needs);
    let worst = rows.iter().flatten().map(|(_, fit)| *fit).max().unwrap_or(0);
    let unit = supply * worst + 1;
    let mut arcs = vec![[0, sink, supply, 0]];
    for (at, (row, worth)) in rows.iter().zip(worth).enumerate() {
        let node = 1 + at as i64;
        arcs.extend(worth.iter().map(|&(weight, many)| [0, node, many, -weight * unit]));
        let many: i64 = worth.iter().map(|(_, many)| many).sum();
        arcs.extend(row.iter().map(|&(lot, fit)| {
            [node, first_lot + i64::from(lot), many.min(lots[lot as usize].units.into()), fit]
        }));
    }
    let full =
        lots.iter().enumerate().map(|(at, lot)| [first_lot + at as i64, sink, lot.units.into(), 0]);
    arcs.extend(full);
    Graph { nodes: sink + 1, supply, unit, arcs }
}

/// The different rows of lots and fits, and per need which is its own.
fn rows(situation: &Situation) -> (Vec<Row>, Vec<usize>) {
    let mut near: HashMap<&str, Vec<u32>> = HashMap::new();
    let mut known: HashMap<Row, usize> = HashMap::new();
    let mut alike: HashMap<(String, &str, &str, String, u8), usize> = HashMap::new();
    let mut row_of = Vec::with_capacity(situation.needs().len());
    for need in situation.needs() {
        let asks: Vec<String> = need.asks.iter().map(ToString::to_string).collect();
        let accepts = u8::from(need.accepts_loan) + 2 * u8::from(need.accepts_refurbished);
        let key =
            (asks.join(">"), &*need.commune, need.level.code(), need.flags.join("|"), accepts);
        let row = *alike.entry(key).or_insert_with(|| {
            let near = near.entry(&need.commune).or_insert_with(|| near_to(situation, need));
            let next = known.len();
            *known.entry(row(situation, need, near)).or_insert(next)
        });
        row_of.push(row);
    }
    let mut rows = vec![Row::new(); known.len()];
    for (row, at) in known {
        rows[at] = row;
    }
    (rows, row_of)
}

/// The lots that are not kept for other communes.
fn near_to(situation: &Situation, need: &SituationNeed) -> Vec<u32> {
    let lots = situation.lots().iter().enumerate();
    let near =
        lots.filter(|(_, lot)| lot.communes.is_empty() || lot.communes.contains(&need.commune));
    near.map(|(at, _)| at as u32).collect()
}

fn row(situation: &Situation, need: &SituationNeed, near: &[u32]) -> Row {
    let open = near.iter().filter_map(|&at| {
        let lot = &situation.lots()[at as usize];
        let rank = need.asks.iter().position(|asked| asked.wants(&lot.kind))?;
        let is_open = first_failed_rule(need, lot).is_none();
        is_open.then(|| (at, 100 * rank as i64 + i64::from(lot.penalty)))
    });
    open.collect()
}
