//! One stage at a time, each keeping what those before it reached.

use domain::allocation::{Stage, StagePrices, StageProof};
use milp::{Sense, Solver, Work};

use super::bounds::{self, Aim};
use super::fixing;
use super::groups::Group;
use super::model::{Choice, Model};

/// The best values so far, and how they were reached.
pub(crate) struct Search<'a> {
    pub model: Model<'a>,
    pub solver: &'a dyn Solver,
    work: Work,
    /// Values that keep every row, exactly.
    best: Vec<i64>,
    /// What each stage reached, and how far it is proved.
    pub stages: Vec<Settled>,
    /// Under `strict`, how far the refusals are proved.
    pub decided: StageProof,
    /// Whether integers may prove anything: not beside what has no price.
    pub may_prove: bool,
}

/// A stage that is done with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settled {
    pub stage: Stage,
    pub value: i64,
    pub proof: StageProof,
    /// What proves it in integers.
    pub prices: Option<StagePrices>,
}

impl<'a> Search<'a> {
    /// Nobody served, nothing ordered: always possible.
    pub fn new(model: Model<'a>, solver: &'a dyn Solver, work: Work) -> Self {
        let best = vec![0; model.program.columns.len()];
        Self {
            model,
            solver,
            work,
            best,
            stages: Vec::new(),
            decided: StageProof::Exact,
            may_prove: true,
        }
    }

    /// Serves, for good, as many as possible of the needs that were decided by hand.
    pub fn keep_decisions(&mut self, groups: &[Group]) {
        let decided = groups.iter().enumerate().filter(|(_, group)| group.decided);
        let worths: Vec<(u32, i64)> =
            decided.clone().map(|(at, _)| (self.model.group(at), 1)).collect();
        if worths.is_empty() {
            return;
        }
        self.improve(Sense::Most, &worths);
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
        let (sense, worths) = aim.objective(&self.model);
        self.model.program.aim(sense, worths.iter().copied());
        let proved = if self.may_prove { bounds::prove(self, aim) } else { None };
        if let Some(proved) = &proved {
            fixing::narrow(self, proved, self.value());
        }
        let before = self.value();
        let mut claim = None;
        if proved.as_ref().is_none_or(|proved| proved.limit != before) {
            claim = self.improve(sense, &worths);
        }
        let value = self.value();
        let limit = match (&proved, sense) {
            (Some(proved), _) => proved.limit,
            (None, Sense::Most) => i64::MAX,
            (None, Sense::Least) => 0,
        };
        if let Some(proved) = proved.as_ref().filter(|_| value != before) {
            fixing::narrow(self, proved, value);
        }
        let proof =
            if limit == value { StageProof::Exact } else { StageProof::Bound { limit, claim } };
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
        self.stages.push(Settled { stage: aim.stage, value, proof, prices });
    }

    /// Makes the sum of some columns as great or as small as possible; the limit the solver claims.
    pub fn improve(&mut self, sense: Sense, worths: &[(u32, i64)]) -> Option<i64> {
        self.model.program.aim(sense, worths.iter().copied());
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
            self.best = found;
        }
        answer.limit
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
        let answer = self.solver.solve(&self.model.program, None, self.work).ok();
        let found = answer.and_then(|answer| answer.values);
        if let Some(found) = found.and_then(|values| self.model.whole(&values)) {
            self.best = found;
            return true;
        }
        for (&(row, _), before) in targets.iter().zip(before) {
            self.model.program.rows[row].least = before;
        }
        false
    }

    /// The objective's value.
    pub fn value(&self) -> i64 {
        // Rows bound every sum far below this.
        i64::try_from(self.model.program.value(&self.best)).unwrap_or(i64::MAX)
    }
}
