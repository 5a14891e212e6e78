//! The plan, from what was solved: numbers back to ids.

use domain::allocation::{
    Assignment, Certificate, ClassFacts, CutOffs, FitPrices, LotUse, NeedLine, Plan, Policy, Proof,
    Rank, Reason, Rule, Served, Situation, Source,
};

use crate::circuits::{self, Circuits};
use crate::former_practice;
use crate::market::Market;
use crate::matroid::Base;
use crate::order::{Order, sha256_hex};
use crate::reasons::Reasons;

/// Per tier, the needs that are served.
pub(crate) fn per_tier(situation: &Situation, is_served: impl Fn(usize) -> bool) -> Served {
    let mut served = Served::new();
    for (number, need) in situation.needs().iter().enumerate() {
        *served.entry(need.tier).or_default() += u64::from(is_served(number));
    }
    served
}

/// The score of the needs that are served.
pub(crate) fn score(situation: &Situation, is_served: impl Fn(usize) -> bool) -> u64 {
    let needs = situation.needs().iter().enumerate();
    needs.filter(|(number, _)| is_served(*number)).map(|(_, need)| u64::from(need.score)).sum()
}

/// All that was found out about a situation.
pub(crate) struct Solved<'a> {
    pub situation: &'a Situation,
    pub order: &'a Order,
    pub market: &'a Market,
    pub base: &'a Base,
    /// Per need, the lot it gets and the fit.
    pub lot_of: &'a [Option<(u32, u32)>],
}

impl Solved<'_> {
    /// The plan that says it.
    pub fn plan(&self, policy: &Policy, prices: FitPrices) -> Plan {
        let circuits = circuits::of(self.market, self.order, policy.rule, self.lot_of);
        let lots = self.lots();
        let assignments = self.assignments();
        let served = per_tier(self.situation, |need| self.lot_of[need].is_some());
        let former = former_practice::served(self.situation, self.market, self.order);
        let mut plan = Plan {
            edition: Plan::EDITION,
            rule: policy.rule,
            seed: policy.seed,
            score: score(self.situation, |need| self.lot_of[need].is_some()),
            fit: assignments.iter().map(|given| u64::from(given.fit)).sum(),
            lines: self.lines(policy.rule, &circuits, &lots),
            classes: self.classes(&circuits, &lots),
            // The greedy's set is a base of least rank under both rules (see `matroid`): on stock
            // without bundles they serve as many in every tier.
            other_rule: per_tier(self.situation, |need| self.base.served[need]),
            former_practice: per_tier(self.situation, |need| former[need]),
            certificate: self.certificate(prices),
            proof: Proof::exact(),
            stopped: false,
            between: None,
            orders: Vec::new(),
            cost_cents: 0,
            spread_cents: 0,
            digest: String::new(),
            assignments,
            lots,
            served,
        };
        plan.digest = sha256_hex(&plan.canonical());
        plan
    }

    fn assignments(&self) -> Vec<Assignment> {
        let needs = self.situation.needs().iter().zip(self.lot_of);
        needs
            .filter_map(|(need, given)| {
                let (lot, fit) = (*given)?;
                let lot = &self.situation.lots()[lot as usize];
                Some(Assignment {
                    need: need.need.clone(),
                    source: Source::Stock { lot: lot.lot.clone() },
                    kind: lot.kind.clone(),
                    choice: fit / 100,
                    fit,
                })
            })
            .collect()
    }

    fn lots(&self) -> Vec<LotUse> {
        let lots = self.situation.lots().iter();
        let mut lots: Vec<LotUse> =
            lots.map(|lot| LotUse { lot: lot.lot.clone(), units: lot.units, used: 0 }).collect();
        for (lot, _) in self.lot_of.iter().flatten() {
            lots[*lot as usize].used += 1;
        }
        lots
    }

    fn lines(&self, rule: Rule, circuits: &Circuits, lots: &[LotUse]) -> Vec<NeedLine> {
        let left: Vec<u32> = lots.iter().map(|lot| lot.units - lot.used).collect();
        let mut reasons = Reasons::new(self, rule, circuits, &left);
        let line = |(number, need): (usize, &domain::allocation::SituationNeed)| NeedLine {
            need: need.need.clone(),
            rank: self.order.rank(self.order.place[number]),
            draw: hex::encode(self.order.draw[number]),
            class: self.market.class_of[number],
            reason: match (self.situation.pin(&need.need), self.lot_of[number]) {
                (Some(pin), given) => pin.told(given.is_some()),
                (None, Some(_)) => Reason::ServiStock,
                (None, None) => reasons.of(number as u32),
            },
        };
        self.situation.needs().iter().enumerate().map(line).collect()
    }

    fn classes(&self, circuits: &Circuits, lots: &[LotUse]) -> Vec<ClassFacts> {
        let graph = &self.market.graph;
        let class = |class: u32| {
            let row = || graph.row(class).map(|arc| &lots[graph.lot(arc) as usize]);
            ClassFacts {
                lots: row().map(|lot| lot.lot.clone()).collect(),
                offers: Vec::new(),
                threshold: self.rank(circuits.threshold[class as usize]),
                served_ahead: row().map(|lot| u64::from(lot.used)).sum(),
            }
        };
        (0..graph.classes() as u32).map(class).collect()
    }

    fn certificate(&self, fit: FitPrices) -> Certificate {
        let ranks = |places: &[Option<u32>]| places.iter().map(|&place| self.rank(place)).collect();
        let (lambda, mu) = (ranks(&self.base.lambda), ranks(&self.base.mu));
        Certificate::CutOffs(CutOffs { lambda, mu, fit })
    }

    fn rank(&self, place: Option<u32>) -> Option<Rank> {
        place.map(|place| self.order.rank(place))
    }
}
