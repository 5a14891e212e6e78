//! One stage at a time, each keeping what those before it reached.

use domain::allocation::{Stage, StagePrices, StageProof};
use milp::{Sense, Solver, Work};

use super::bounds::{self, Aim};
use super::first;
use super::fixing;
use super::groups::Group;
use super::model::Model;
use super::whole::Choice;
use crate::progress::{Meter, Phase};

/// The best values so far, and how they were reached.
#[derive(Clone)]
pub(crate) struct Search<'a> {
    pub model: Model<'a>,
    pub solver: &'a dyn Solver,
    pub meter: &'a Meter<'a>,
    /// Whether another search's plan is to be told of, and this one only stands beside it.
    pub is_beside: bool,
    /// The most work of one solve: no limit until there is a plan to keep.
    pub work: Work,
    /// Values that keep every row, exactly.
    best: Vec<i64>,
    /// Of all values so far, those that serve the first in the order, then the next; only kept while
    /// `strict` goes down the order, whose best values may drop some to serve more.
    pub first: Option<Vec<i64>>,
    /// Whether there is a plan to keep yet: until then nothing stops the search.
    pub may_stop: bool,
    /// Whether who is served is still open: what is found is filled up.
    pub is_open: bool,
    /// What each stage reached, and how far it is proved.
    pub stages: Vec<Settled>,
    /// Under `strict`, how far the refusals are proved.
    pub decided: StageProof,
    /// Whether integers may prove anything: not beside what has no price.
    pub may_prove: bool,
    /// Whether the solver was found to be wrong here: its claims are kept no more.
    pub is_doubted: bool,
}

/// A stage that is done with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settled {
    pub stage: Stage,
    pub value: i64,
    /// The limit that the solver claims.
    pub claim: Option<i64>,
    /// The limit that integers prove, and what proves it.
    pub limit: i64,
    pub prices: Option<StagePrices>,
}

impl<'a> Search<'a> {
    /// Nobody served, nothing ordered: always possible.
    pub fn new(model: Model<'a>, solver: &'a dyn Solver, meter: &'a Meter<'a>) -> Self {
        let best = vec![0; model.program.columns.len()];
        Self {
            model,
            solver,
            meter,
            is_beside: false,
            work: Work::UNLIMITED,
            best,
            first: None,
            may_stop: false,
            is_open: true,
            stages: Vec::new(),
            decided: StageProof::Exact,
            may_prove: true,
            is_doubted: false,
        }
    }

    /// Comes to a phase of the search that is watched.
    pub fn begin(&self, phase: Phase) {
        if !self.is_beside {
            self.meter.begin(phase);
        }
    }

    /// Whether the solver may be called once more; asked before every call.
    pub fn goes_on(&self) -> bool {
        let served = || self.choice().served.iter().copied().map(u64::from).sum();
        let goes_on = self.meter.goes_on((!self.is_beside).then(served));
        goes_on || !self.may_stop
    }

    /// Whether the search was told to stop.
    pub fn is_stopped(&self) -> bool {
        self.may_stop && self.meter.is_stopped()
    }

    /// Begins from a choice that needs no solver.
    pub fn start(&mut self) {
        if let Some(filled) = first::filled(&self.model, &self.best) {
            self.best = filled;
        }
    }

    /// Begins from a choice known from elsewhere, if it keeps every row; whether it does.
    pub fn begin_from(&mut self, choice: &Choice) -> bool {
        let units = self.model.market.units.iter().chain(&choice.orders).copied();
        let values = self.model.values(choice, &units.collect::<Vec<u32>>());
        let keeps = values.is_some();
        if let Some(values) = values {
            self.take(values);
        }
        keeps
    }

    /// Serves, for good, as many as possible of the needs that were decided by hand.
    pub fn keep_decisions(&mut self, groups: &[Group]) {
        let decided = groups.iter().enumerate().filter(|(_, group)| group.decided);
        let worths: Vec<(u32, i64)> =
            decided.clone().map(|(at, _)| (self.model.group(at), 1)).collect();
        let all: i64 = decided.clone().map(|(at, _)| self.model.most(at)).sum();
        self.model.program.aim(Sense::Most, worths.iter().copied());
        if self.value() < all {
            self.improve(Sense::Most, &worths);
        }
        let served = self.choice().served;
        for (at, _) in decided {
            self.model.fix(at, served[at].into());
        }
    }

    /// What the best values say.
    pub fn choice(&self) -> Choice {
        self.model.choice(&self.best)
    }

    /// Makes the sum of some columns as great or as small as possible, and keeps it so.
    pub fn settle(&mut self, aim: &Aim) {
        self.begin(Phase::Stage(aim.stage));
        let (sense, worths) = aim.objective(&self.model);
        self.model.program.aim(sense, worths.iter().copied());
        let proved = if self.may_prove { bounds::prove(self, aim) } else { None };
        if self.is_stopped() {
            return;
        }
        if let Some(proved) = &proved {
            fixing::narrow(self, proved, self.value());
        }
        let before = self.value();
        let mut claim = None;
        if proved.as_ref().is_none_or(|proved| proved.limit != before) {
            claim = self.improve(sense, &worths);
        }
        let value = self.value();
        let limit = proved.as_ref().map_or(unbounded(aim.stage), |proved| proved.limit);
        if let Some(proved) = proved.as_ref().filter(|_| value != before) {
            fixing::narrow(self, proved, value);
        }
        let prices = proved.map(|proved| proved.into_prices(&self.model));
        let grain = self.model.program.grain();
        let terms = worths.iter().map(|&(column, worth)| (column, worth / grain)).collect();
        let kept = Some(value / grain);
        let (least, most) = match sense {
            Sense::Most => (kept, None),
            Sense::Least => (None, kept),
        };
        let row = self.model.program.row(least, most, terms);
        self.model.rows.kept.push((aim.stage, row, grain));
        let claim = claim.filter(|_| !self.is_doubted);
        self.stages.push(Settled { stage: aim.stage, value, claim, limit, prices });
    }

    /// Makes the sum of some columns as great or as small as possible; the limit the solver claims.
    pub fn improve(&mut self, sense: Sense, worths: &[(u32, i64)]) -> Option<i64> {
        self.model.program.aim(sense, worths.iter().copied());
        if !self.goes_on() {
            return None;
        }
        let program = &self.model.program;
        // A solver that failed found nothing better: what stands, stands.
        let answer = self.solver.solve(program, Some(&self.best), self.work).ok()?;
        let found = answer.values.and_then(|values| self.model.whole(&values));
        let better = |found: &Vec<i64>| {
            let (found, best) = (program.value(found), program.value(&self.best));
            match sense {
                Sense::Most => found > best,
                Sense::Least => found < best,
            }
        };
        if let Some(found) = found.filter(better) {
            self.take(found);
        }
        answer.limit
    }

    /// Goes on from better values.
    fn take(&mut self, found: Vec<i64>) {
        let filled = if self.is_open { first::filled(&self.model, &found) } else { None };
        self.best = filled.unwrap_or(found);
        if let Some(first) = &self.first
            && self.model.choice(first).served < self.choice().served
        {
            self.first = Some(self.best.clone());
        }
    }

    /// Keeps the values that serve the first in the order from now on.
    pub fn follow_order(&mut self) {
        self.first = Some(self.best.clone());
    }

    /// Ends following the order; a search that was stopped on the way keeps what served the first.
    pub fn leave_order(&mut self) {
        if let Some(first) = self.first.take().filter(|_| self.is_stopped()) {
            self.best = first;
        }
    }

    /// Raises the least of some rows, if values that keep all rows then can be found; otherwise leaves all
    /// as it was.
    pub fn reaches(&mut self, targets: &[(usize, i64)]) -> bool {
        let program = &mut self.model.program;
        let before: Vec<Option<i64>> =
            targets.iter().map(|(row, _)| program.rows[*row].least).collect();
        for &(row, least) in targets {
            program.rows[row].least = Some(least);
        }
        if self.model.holds(&self.best) {
            return true;
        }
        self.model.program.aim(Sense::Most, []);
        let answer =
            self.goes_on().then(|| self.solver.solve(&self.model.program, None, self.work));
        let found = answer.and_then(Result::ok).and_then(|answer| answer.values);
        if let Some(found) = found.and_then(|values| self.model.whole(&values)) {
            self.best = found;
            return true;
        }
        for (&(row, _), before) in targets.iter().zip(before) {
            self.model.program.rows[row].least = before;
        }
        false
    }

    /// Whether each stage so far ended with the best there is, shown or by the solver's word.
    pub fn is_ended(&self) -> bool {
        let is_best = |settled: &Settled| {
            settled.limit == settled.value || settled.claim == Some(settled.value)
        };
        self.stages.iter().all(is_best)
    }

    /// The objective's value.
    pub fn value(&self) -> i64 {
        // Rows bound every sum far below this.
        i64::try_from(self.model.program.value(&self.best)).unwrap_or(i64::MAX)
    }

    /// How far each stage is proved, given what the plan reaches in it. A search that was cut short may have
    /// reached more in a stage than when it was settled: what its prices show is then summed again.
    pub fn proofs(
        &mut self,
        groups: &[Group],
        reached: &dyn Fn(Stage) -> i64,
    ) -> Vec<(Stage, StageProof)> {
        let before: Vec<i64> = self.stages.iter().map(|settled| settled.value).collect();
        for settled in &mut self.stages {
            settled.value = reached(settled.stage);
        }
        let same = self.stages.iter().map(|settled| settled.value).eq(before);
        let status = |settled: &Settled| {
            let shown = |prices| bounds::limit(self, &Aim { stage: settled.stage, groups }, prices);
            let again = settled.prices.as_ref().filter(|_| !same).and_then(shown);
            let limit = again.unwrap_or(settled.limit);
            (settled.stage, proof(settled.value, limit, settled.claim))
        };
        self.stages.iter().map(status).collect()
    }
}

/// How far a value is proved; a claim that does not lie between it and the limit says nothing.
pub(crate) fn proof(value: i64, limit: i64, claim: Option<i64>) -> StageProof {
    let between = |claim: &i64| (value.min(limit)..=value.max(limit)).contains(claim);
    match limit == value {
        true => StageProof::Exact,
        false => StageProof::Bound { limit, claim: claim.filter(between) },
    }
}

/// The limit of a stage of which nothing is known.
pub(crate) const fn unbounded(stage: Stage) -> i64 {
    match stage {
        Stage::Tier(_) | Stage::Score | Stage::Refusals(..) => i64::MAX,
        Stage::Cost | Stage::Spread | Stage::Fit => 0,
    }
}
