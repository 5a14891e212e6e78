//! What the auditor finds out for itself, by number instead of by id.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use domain::allocation::{Decision, Pin, Plan, Policy, Rank, Rule, Situation, SituationNeed};
use sha2::{Digest as _, Sha256};

use crate::Violation;
use crate::eligibility::{choice, failed_rules};

/// A class: the lots open to it and the fit of each.
pub(crate) type Row = Vec<(usize, u32)>;

/// The situation and the plan, read side by side.
pub(crate) struct Facts<'a> {
    pub situation: &'a Situation,
    pub plan: &'a Plan,
    pub rule: Rule,
    /// Per need, its draw.
    pub draw: Vec<String>,
    /// Per need, its rank.
    pub rank: Vec<Rank>,
    /// Need numbers in order.
    pub order: Vec<usize>,
    /// Classes, by their first need in id order.
    pub rows: Vec<Row>,
    /// Per need, its class.
    pub class_of: Vec<usize>,
    /// Per need, the first one of which every rule asks the same: what is found out for that one holds.
    pub like: Vec<usize>,
    /// Per need, the lot the plan gives it.
    pub lot_of: Vec<Option<usize>>,
    /// Per lot, how many units the plan gives.
    pub used: Vec<u64>,
    /// Per lot, the classes that hold units of it, and how many.
    pub holders: Vec<BTreeMap<usize, u64>>,
}

impl<'a> Facts<'a> {
    /// Reads a plan; an error if it cannot be read against this situation.
    pub fn of(
        situation: &'a Situation,
        policy: &Policy,
        plan: &'a Plan,
    ) -> Result<Self, Vec<Violation>> {
        let needs = situation.needs();
        if !needs.iter().map(|need| &need.need).eq(plan.lines.iter().map(|line| &line.need)) {
            return Err(vec![Violation::Lines]);
        }
        let lot_of = lot_of(situation, plan)?;
        let Classes { rows, class_of, like } = classes(situation);
        let mut used = vec![0; situation.lots().len()];
        let mut holders = vec![BTreeMap::new(); used.len()];
        for (need, lot) in lot_of.iter().enumerate() {
            let Some(lot) = *lot else { continue };
            used[lot] += 1;
            *holders[lot].entry(class_of[need]).or_default() += 1;
        }
        let Ranks { draw, rank, order } = Ranks::of(situation, policy);
        let rule = policy.rule;
        Ok(Self {
            situation,
            plan,
            rule,
            draw,
            rank,
            order,
            rows,
            class_of,
            like,
            lot_of,
            used,
            holders,
        })
    }

    /// What was decided by hand for a need.
    pub fn pin(&self, need: usize) -> Option<&'a Pin> {
        self.situation.pin(&self.situation.needs()[need].need)
    }

    /// The rank of a need as the rule compares it.
    pub fn own(&self, need: usize) -> u64 {
        self.key(Some(self.rank[need]))
    }

    /// A rank as the rule compares it: by place under `strict`, by tier and score under `count`.
    /// Smaller comes first; decisions by hand before all, never closing last.
    pub fn key(&self, rank: Option<Rank>) -> u64 {
        match (rank, self.rule) {
            (None, _) => u64::MAX,
            (Some(rank), Rule::Strict) => rank.position.into(),
            (Some(rank), Rule::Count) if rank.position as usize <= self.situation.pins().len() => 0,
            (Some(rank), Rule::Count) => {
                u64::from(rank.tier) * 100_000 + 10_000 - u64::from(rank.score)
            }
        }
    }
}

fn lot_of(situation: &Situation, plan: &Plan) -> Result<Vec<Option<usize>>, Vec<Violation>> {
    let mut lot_of = vec![None; situation.needs().len()];
    let mut broken = Vec::new();
    let mut last: Option<&str> = None;
    for given in &plan.assignments {
        let need = situation.needs().binary_search_by(|need| need.need.cmp(&given.need));
        let lot = given.lot().unwrap_or_default();
        let lot = situation.lots().binary_search_by(|known| known.lot.as_str().cmp(lot));
        let in_order = last.is_none_or(|last| last < given.need.as_str());
        last = Some(&given.need);
        match (need, lot) {
            (Ok(need), Ok(lot)) if in_order => lot_of[need] = Some(lot),
            _ => broken.push(Violation::Assignment { need: given.need.clone() }),
        }
    }
    if broken.is_empty() { Ok(lot_of) } else { Err(broken) }
}

/// The draw and the order, worked out again.
pub(crate) struct Ranks {
    /// Per need, its draw.
    pub draw: Vec<String>,
    /// Per need, its rank.
    pub rank: Vec<Rank>,
    /// Need numbers in order.
    pub order: Vec<usize>,
}

impl Ranks {
    /// Decisions by hand first, then by tier, score and draw.
    pub fn of(situation: &Situation, policy: &Policy) -> Self {
        let needs = situation.needs();
        let draw: Vec<String> = needs
            .iter()
            .map(|need| sha256_hex(&format!("{}:{}", policy.seed, need.need)))
            .collect();
        let free = |at: usize| situation.pin(&needs[at].need).is_none();
        let mut order: Vec<usize> = (0..needs.len()).collect();
        order
            .sort_by_key(|&at| (free(at), needs[at].tier, Reverse(needs[at].score), &draw[at], at));
        let mut rank = vec![Rank { tier: 0, score: 0, position: 0 }; needs.len()];
        for (position, &at) in (1..).zip(&order) {
            rank[at] = Rank { tier: needs[at].tier, score: needs[at].score, position };
        }
        Self { draw, rank, order }
    }
}

/// Needs that the same lots are open to, at the same fits, numbered by their first need.
struct Classes {
    rows: Vec<Row>,
    class_of: Vec<usize>,
    like: Vec<usize>,
}

fn classes(situation: &Situation) -> Classes {
    let attributes = |need: &'_ SituationNeed| {
        let accepts = (need.accepts_loan, need.accepts_refurbished);
        let decided = situation.pin(&need.need).map(|pin| pin.decision.clone());
        (need.asks.clone(), need.commune.clone(), need.level, need.flags.clone(), accepts, decided)
    };
    let mut by_attributes = HashMap::new();
    let mut by_row: HashMap<Row, usize> = HashMap::new();
    let mut rows = Vec::new();
    let (mut class_of, mut like) = (Vec::new(), Vec::new());
    for (at, need) in situation.needs().iter().enumerate() {
        let (class, first) = *by_attributes.entry(attributes(need)).or_insert_with(|| {
            let row = row(situation, need);
            let class = *by_row.entry(row.clone()).or_insert_with(|| {
                rows.push(row);
                rows.len() - 1
            });
            (class, at)
        });
        class_of.push(class);
        like.push(first);
    }
    Classes { rows, class_of, like }
}

fn row(situation: &Situation, need: &SituationNeed) -> Row {
    let pin = situation.pin(&need.need);
    let may = |lot: &str| match pin.map(|pin| &pin.decision) {
        None => true,
        Some(Decision::Lot { lot: decided }) => decided == lot,
        Some(_) => false,
    };
    let fit = |(number, lot)| {
        let choice = choice(need, lot)?;
        let open = may(&lot.lot) && failed_rules(need, lot).is_empty();
        open.then(|| (number, 100 * choice + u32::from(lot.penalty)))
    };
    situation.lots().iter().enumerate().filter_map(fit).collect()
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn sha256_hex(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}
