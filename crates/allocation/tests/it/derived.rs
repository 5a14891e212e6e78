//! A plan from who gets what, every derived field told as it would be if that were best: naive, and
//! neither the engine's nor the auditor's code.

use std::collections::BTreeSet;

use domain::allocation::{
    Assignment, FailedRule, LotRefusal, Plan, Policy, Rank, Reason, Rule, Served, Situation,
    SituationLot, SituationNeed, Source, first_failed_rule,
};
use sha2::{Digest as _, Sha256};

/// Per need, the number of the lot it gets.
pub type Assigned = Vec<Option<usize>>;

/// Who gets what in a plan.
pub fn assigned(situation: &Situation, plan: &Plan) -> Assigned {
    let number = |id: &str| situation.lots().iter().position(|lot| lot.lot == id).unwrap();
    let lot = |line: &domain::allocation::NeedLine| {
        plan.given(&line.need).first().map(|given| number(given.lot().unwrap()))
    };
    plan.lines.iter().map(lot).collect()
}

/// Total fit of an assignment.
pub fn fit(situation: &Situation, assigned: &Assigned) -> u64 {
    let needs = situation.needs().iter().zip(assigned);
    needs.filter_map(|(need, lot)| Some(u64::from(fit_of(need, &situation.lots()[(*lot)?])))).sum()
}

fn choice(need: &SituationNeed, lot: &SituationLot) -> u32 {
    need.asks.iter().position(|asked| asked.wants(&lot.kind)).unwrap() as u32
}

fn fit_of(need: &SituationNeed, lot: &SituationLot) -> u32 {
    100 * choice(need, lot) + u32::from(lot.penalty)
}

/// The plan with the digest of what it now says: only its content can give it away.
pub fn sealed(mut plan: Plan) -> Plan {
    let digest = Sha256::digest(plan.canonical());
    plan.digest = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    plan
}

/// The engine's plan with other assignments and all that follows from them, but for the certificate.
pub fn told(situation: &Situation, policy: &Policy, best: &Plan, assigned: &Assigned) -> Plan {
    let facts = Facts { situation, policy, best, assigned };
    let mut plan = best.clone();
    plan.assignments = facts.assignments();
    for (at, lot) in plan.lots.iter_mut().enumerate() {
        lot.used = facts.used(at);
    }
    plan.served.values_mut().for_each(|served| *served = 0);
    plan.score = 0;
    for (need, _) in situation.needs().iter().zip(assigned).filter(|(_, lot)| lot.is_some()) {
        *plan.served.get_mut(&need.tier).unwrap() += 1;
        plan.score += u64::from(need.score);
    }
    plan.other_rule = Served::clone(&plan.served);
    plan.fit = fit(situation, assigned);
    for class in 0..plan.classes.len() {
        let (lots, _) = facts.reach(class);
        let own =
            situation.lots().iter().enumerate().filter(|(at, lot)| {
                lots.contains(at) && plan.classes[class].lots.contains(&lot.lot)
            });
        plan.classes[class].served_ahead = own.map(|(at, _)| u64::from(facts.used(at))).sum();
        plan.classes[class].threshold = facts.threshold(class);
    }
    let strict =
        allocation::plan(situation, &Policy { rule: Rule::Strict, ..policy.clone() }).unwrap();
    for at in 0..plan.lines.len() {
        plan.lines[at].reason = facts.reason(at, &strict);
    }
    sealed(plan)
}

struct Facts<'a> {
    situation: &'a Situation,
    policy: &'a Policy,
    best: &'a Plan,
    assigned: &'a Assigned,
}

impl Facts<'_> {
    fn assignments(&self) -> Vec<Assignment> {
        let needs = self.situation.needs().iter().zip(self.assigned);
        let given = needs.filter_map(|(need, lot)| {
            let lot = &self.situation.lots()[(*lot)?];
            Some(Assignment {
                need: need.need.clone(),
                source: Source::Stock { lot: lot.lot.clone() },
                kind: lot.kind.clone(),
                choice: choice(need, lot),
                fit: fit_of(need, lot),
            })
        });
        given.collect()
    }

    fn used(&self, lot: usize) -> u32 {
        self.assigned.iter().filter(|given| **given == Some(lot)).count() as u32
    }

    fn class(&self, need: usize) -> usize {
        self.best.lines[need].class as usize
    }

    fn rank(&self, need: usize) -> Rank {
        self.best.lines[need].rank
    }

    fn level(&self, need: usize) -> (u8, u16) {
        (self.rank(need).tier, self.rank(need).score)
    }

    fn unmet(&self) -> impl Iterator<Item = usize> {
        (0..self.assigned.len()).filter(|&need| self.assigned[need].is_none())
    }

    /// The lots and the classes that a class reaches: its lots, whoever holds them, their lots, …
    fn reach(&self, class: usize) -> (BTreeSet<usize>, BTreeSet<usize>) {
        let (mut lots, mut classes) = (BTreeSet::new(), BTreeSet::from([class]));
        loop {
            let before = (lots.len(), classes.len());
            for (at, lot) in self.situation.lots().iter().enumerate() {
                let open = |class: &usize| self.best.classes[*class].lots.contains(&lot.lot);
                if classes.iter().any(open) {
                    lots.insert(at);
                }
            }
            for (need, lot) in self.assigned.iter().enumerate() {
                if lot.is_some_and(|lot| lots.contains(&lot)) {
                    classes.insert(self.class(need));
                }
            }
            if before == (lots.len(), classes.len()) {
                return (lots, classes);
            }
        }
    }

    fn threshold(&self, class: usize) -> Option<Rank> {
        let (lots, classes) = self.reach(class);
        if lots.iter().any(|&lot| self.used(lot) < self.situation.lots()[lot].units) {
            return None;
        }
        let held = |need: &usize| classes.contains(&self.class(*need));
        let served = (0..self.assigned.len()).filter(|&need| self.assigned[need].is_some());
        served.filter(held).map(|need| self.rank(need)).max_by_key(|rank| rank.position)
    }

    fn reason(&self, need: usize, strict: &Plan) -> Reason {
        if self.assigned[need].is_some() {
            return Reason::ServiStock;
        }
        if let closed @ Reason::AucunLotAdmissible { .. } = &self.best.lines[need].reason {
            return closed.clone();
        }
        let (reserved, next_for) = (self.reserved(need), self.next_for(need));
        let tied = self
            .threshold(self.class(need))
            .is_some_and(|last| (last.tier, last.score) == self.level(need));
        if self.policy.rule == Rule::Count && tied {
            let strict = strict.lines[need].reason.is_served();
            Reason::Arbitrage { strict, reserved, next_for }
        } else if reserved.is_empty() {
            Reason::StockEpuiseALaPriorite { next_for }
        } else {
            Reason::ResteReserve { reserved, next_for }
        }
    }

    fn next_for(&self, need: usize) -> Vec<String> {
        let rivals = self.unmet().filter(|&other| self.level(other) == self.level(need));
        let alone = rivals.into_iter().all(|other| self.class(other) == self.class(need));
        if self.policy.rule == Rule::Count && !alone {
            return Vec::new();
        }
        let first = |lot: usize| {
            let wants = |need: &usize| self.reach(self.class(*need)).0.contains(&lot);
            self.unmet().filter(wants).min_by_key(|&need| self.rank(need).position)
        };
        let lots = self.situation.lots().iter().enumerate();
        lots.filter(|(at, _)| first(*at) == Some(need)).map(|(_, lot)| lot.lot.clone()).collect()
    }

    fn reserved(&self, need: usize) -> Vec<LotRefusal> {
        let lots = self.situation.lots().iter().enumerate();
        let left = lots.filter(|(at, lot)| self.used(*at) < lot.units);
        let need = &self.situation.needs()[need];
        let refused = left.filter_map(|(_, lot)| {
            let rule = first_failed_rule(need, lot)?;
            let mut lifted = lot.clone();
            match &rule {
                FailedRule::Commune => lifted.communes.clear(),
                FailedRule::Level => lifted.levels.clear(),
                FailedRule::Requires { flag } => lifted.requires.retain(|own| own != flag),
                FailedRule::Refuses { flag } => lifted.refuses.retain(|own| own != flag),
                _ => return None,
            }
            let alone = first_failed_rule(need, &lifted).is_none();
            alone.then(|| LotRefusal { lot: lot.lot.clone(), rule })
        });
        refused.collect()
    }
}
